"""Sample applications for the calls of the demonstration, in different states; companies and people are invented."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import translation

from calls import selection
from calls.models import Application, ApplicationState, Call, CannedReason
from calls.receiving import matter_of
from intake import consents
from intake.consents import notice
from intake.models import Purpose
from publishing import clock
from publishing.actions import Actor

__all__ = ["sample_applications"]

OPEN, CLOSED = "sample-shandong-mission-call", "sample-battery-forum-call"


@dataclass(frozen=True)
class Sample:
    """One application: of which call, by whom, and what staff decided; ``answers`` in the order of the questions."""

    call: str
    language: str
    country: str
    hangul: str
    han: str
    latin: str
    sentence: str
    technology: tuple[str, str, str, str]
    traveller: tuple[str, str, str]
    person: str
    answers: tuple[str, ...]
    days_ago: int
    decision: str = ""
    reason: str = ""
    message: str = ""
    size: str = "small"


SAMPLES = (
    Sample(
        OPEN,
        "ko",
        "KR",
        "예시맑은샘엔지니어링",
        "",
        "Sample Malgeunsaem Engineering",
        "하수처리장의 약품 투입량을 실시간으로 조절하는 제어기를 만듭니다.",
        (
            "인 제거 제어기",
            "유입수의 인 농도를 5분마다 재어 약품을 필요한 만큼만 넣습니다.",
            "on_the_market",
            "granted",
        ),
        ("김예시", "KIM Yesi", "해외사업팀장"),
        "김예시",
        ("yes", "yes", "no"),
        6,
        message="지난시 하수처리장과 상담하고 싶습니다.",
    ),
    Sample(
        OPEN,
        "ko",
        "KR",
        "예시한울센서",
        "",
        "Sample Hanul Sensor",
        "굴뚝의 미세먼지를 재는 소형 센서를 개발합니다.",
        ("굴뚝 먼지 센서", "교정 없이 여섯 달 동안 쓰는 광산란 센서입니다.", "lab_tested", "applied"),
        ("이보기", "LEE Bogi", "대표"),
        "이보기",
        ("yes", "no", "no"),
        3,
        size="micro",
    ),
    Sample(
        OPEN,
        "zh-hans",
        "CN",
        "",
        "样例海河水务科技",
        "Sample Haihe Water Technology",
        "为县级污水处理厂提供一体化除磷设备。",
        ("一体化除磷装置", "集加药、混凝、沉淀于一体，占地小。", "demonstrable", "granted"),
        ("王样例", "WANG Yangli", "市场总监"),
        "王样例",
        ("yes", "yes", "no"),
        2,
    ),
    Sample(
        CLOSED,
        "ko",
        "KR",
        "예시다시셀",
        "",
        "Sample Dasi Cell",
        "사용 후 배터리의 등급을 매겨 에너지 저장장치로 다시 씁니다.",
        ("배터리 등급 판정기", "팩을 뜯지 않고 3분 안에 남은 수명을 잽니다.", "demonstrable", "applied"),
        ("박보기", "PARK Bogi", "연구소장"),
        "박보기",
        ("yes",),
        8,
        ApplicationState.ACCEPTED,
    ),
    Sample(
        CLOSED,
        "zh-hans",
        "CN",
        "",
        "样例循环电池",
        "Sample Loop Battery",
        "从废旧电池中回收镍、钴、锂。",
        ("湿法回收工艺", "锂的综合回收率可达九成。", "on_the_market", "granted"),
        ("李样例", "LI Yangli", "副总经理"),
        "李样例",
        ("yes",),
        7,
        ApplicationState.WAITING,
        "两个席位已满，您排在候补名单第一位。",
    ),
    Sample(
        CLOSED,
        "zh-hans",
        "CN",
        "",
        "样例智能充电",
        "Sample Smart Charging",
        "生产家用充电桩。",
        ("家用充电桩", "七千瓦交流充电桩。", "on_the_market", "none"),
        ("赵样例", "ZHAO Yangli", "销售经理"),
        "赵样例",
        ("no",),
        5,
        ApplicationState.DECLINED,
        "本次对接会仅面向从事动力电池回收利用的企业。",
    ),
)


def sample_applications(officer: Actor) -> None:
    """Store them as they would have come, and decide as ``officer``; no mail goes out."""
    _reasons()
    for sample in SAMPLES:
        call = Call.objects.filter(slug=sample.call).first()
        if call is None:
            continue
        with (
            clock.as_of(clock.now() - timedelta(days=sample.days_ago)),
            translation.override(sample.language),
        ):
            application = _stored(sample, call)
        if sample.decision:
            selection.decide(application, sample.decision, officer.user, reason=sample.reason)


def _stored(sample: Sample, call: Call) -> Application:
    questions = list(call.requirements.all())
    answers = [
        {"question": str(each.question), "wanted": each.wanted, "answer": answer}
        for each, answer in zip(questions, sample.answers, strict=True)
    ]
    name, summary, stage, ipr = sample.technology
    traveller = dict(zip(("name", "romanized", "role"), sample.traveller, strict=True))
    application = Application.objects.create(
        call=call,
        language=sample.language,
        country=sample.country,
        name_hangul=sample.hangul,
        name_han=sample.han,
        name_latin=sample.latin,
        organization_name=sample.hangul or sample.han,
        sentence=sample.sentence,
        size_class=sample.size,
        technologies=[{"name": name, "summary": summary, "stage": stage, "ipr": ipr, "references": ""}],
        travellers=[traveller],
        person=sample.person,
        email="applicant@example.org",
        message=sample.message,
        answers=answers,
        fits=all(each["answer"] == each["wanted"] for each in answers),
        is_sample=True,
    )
    application.steps.create(at=application.received_at, state=application.state)
    notices = [notice(purpose, matter_of(call)) for purpose in Purpose]
    consents.record(application.ref, notices, {each.purpose: True for each in notices})
    return application


def _reasons() -> None:
    """Words that decisions use again."""
    CannedReason.objects.create(
        state=ApplicationState.DECLINED,
        name_en="Does not meet the requirements",
        name_ko="자격 요건을 갖추지 못함",
        name_zh_hans="不符合条件",
        body_en="By your answers the company does not meet the requirements of the call.",
        body_ko="답변하신 내용으로는 공고의 자격 요건을 갖추지 못했습니다.",
        body_zh_hans="根据贵公司的回答，尚不符合本次征集的条件。",
    )
    CannedReason.objects.create(
        state=ApplicationState.DECLINED,
        name_en="Others fit better",
        name_ko="더 적합한 기업이 있음",
        name_zh_hans="其他企业更匹配",
        body_en="There were more applications than places. Others fit better what buyers need this time.",
        body_ko="자리보다 신청이 많았고, 이번 수요에 더 적합한 기업을 선정했습니다.",
        body_zh_hans="报名数量超过席位，本次入选企业与采购需求更为匹配。",
        position=1,
    )
