"""Two offices of the demonstration, who belongs to them, and a draft that only one of them may see."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from demo.accounts import ACCOUNTS
from news.models import PressRelease
from publishing import clock
from publishing.actions import Actor, Create, DraftText, EditText
from publishing.languages import Language
from publishing.models import Membership, Office

__all__ = ["OFFICES", "create_offices", "draft_of_the_other_office"]

TITLE = "（样例）中国侧办公室的草稿"
BODY = "<p>这是一篇虚构的草稿，只有中国侧样例办公室的成员能够阅读和修改。</p>"


@dataclass(frozen=True)
class SampleOffice:
    """An office by its code and its name in English, Korean and Chinese."""

    code: str
    english: str
    korean: str
    chinese: str


OFFICES = (
    SampleOffice(
        "sample-korea",
        "Sample press office, Korean side",
        "한국 측 대변인실(예시)",
        "韩国侧新闻办公室（样例）",
    ),
    SampleOffice(
        "sample-china",
        "Sample press office, Chinese side",
        "중국 측 대변인실(예시)",
        "中国侧新闻办公室（样例）",
    ),
)


def create_offices() -> None:
    """Make the offices and put each account into its own."""
    users = get_user_model().objects.in_bulk([each.username for each in ACCOUNTS], field_name="username")
    for sample in OFFICES:
        office = Office.objects.create(
            code=sample.code, name_en=sample.english, name_ko=sample.korean, name_zh_hans=sample.chinese
        )
        members = [
            users[each.username] for each in ACCOUNTS if each.office == sample.code and each.username in users
        ]
        Membership.objects.bulk_create(Membership(office=office, user=user) for user in members)


def draft_of_the_other_office() -> None:
    """A draft in the charge of the Chinese side, by its editor."""
    user = get_user_model().objects.get(username="beijing-editor")
    actor, office = Actor(user), Office.objects.get(code="sample-china")
    release = PressRelease(
        slug="sample-draft-of-the-chinese-side",
        authoritative_language=Language.CHINESE,
        release_zone="Asia/Shanghai",
        office=office,
        is_sample=True,
        dated=str(clock.now().year),
    )
    release.full_clean(exclude=["issuer"])
    release.save()
    Create(release, actor).execute()
    action = DraftText(release, actor, language=Language.CHINESE)
    action.execute()
    text = release.texts.get()
    text.title, text.body = TITLE, BODY
    EditText(text, actor).execute()
