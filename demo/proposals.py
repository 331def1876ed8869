"""A sample of what a company proposes for its profile, so that staff see what the pages look like; no mail goes out."""

from organizations.models import Company
from profiles.models import ProfileLink
from profiles.proposing import propose
from publishing.languages import Language

__all__ = ["sample_proposal"]

COMPANY = "sample-hanbit-hydrogen"
WANTED = {
    "deck.en": "Builds containers that make green hydrogen from renewable power, store it on the spot and refuel vehicles.",
    "deck.ko": "재생에너지로 그린수소를 만들고 저장하여 차량에 충전하는 설비를 컨테이너에 담아 공급한다.",
    "deck.zh-hans": "将可再生能源制绿氢、储氢与车辆加注集成于集装箱内供货。",
    "products.ko": (
        "컨테이너 수전해 설비(50·100·200Nm³/h), 저압 저장 용기, 차량용 소형 충전기, 운전 제어 소프트웨어, 원격 감시 서비스"
    ),
    "employees": "94",
}
REFERENCES = "울산 가상 산업단지 2기, 2024년부터 운전(예시)"
WISH = "상담은 협력센터를 통해 중국어로 하고 싶습니다. (예시)"


def sample_proposal() -> None:
    """Store it as if the company had sent it through its link."""
    company = Company.objects.filter(slug=COMPANY).first()
    if company is None:
        return
    link = ProfileLink.objects.create(company=company, email="profile@example.org", language=Language.KOREAN)
    technology = company.technologies.first()
    references = {f"technologies.{technology.pk}.references.ko": REFERENCES} if technology else {}
    propose(link, {**WANTED, **references}, WISH)
