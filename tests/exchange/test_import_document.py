"""A document comes in through the pages of the desk: chosen, looked at, made a draft, its points ticked off."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.desk import points
from exchange.documents import Uncertainty
from exchange.findings import MESSAGES, point
from exchange.models import ImportFinding, WaitingDocument
from news.models import PressRelease
from organizations.models import Organization
from organizations.models.organizations import OrganizationName
from publishing import clock
from publishing.actions import Actor, Approve, Refused, Submit
from publishing.languages import Language
from publishing.models import Attachment, AuditRecord, Entry, Image, Membership, Office, Text
from publishing.readiness import readiness
from tests import factories
from tests.admin_forms import posted
from tests.exchange import writers

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/exchange/documents/"
LIST = "/admin/news/pressrelease/"


def staff(role: str, name: str = "") -> User:
    user = User.objects.create_user(name or role.lower().replace(" ", "-"), password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def author(client: Client) -> Client:
    client.force_login(staff("Author"))
    return client


@pytest.fixture
def issuer() -> Organization:
    organization = factories.released(Organization)
    OrganizationName.objects.create(
        organization=organization, text="기후에너지환경부", language=Language.KOREAN
    )
    return organization


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """A place for files of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sent(name: str = "release.docx", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, writers.release_docx() if content is None else content)


def uploaded(client: Client, **changes: Any) -> str:
    """The address of the page on which a sent document is looked at."""
    response = client.post(UPLOAD, {"document": sent(), "language": "", **changes})
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]


def made(client: Client, **changes: Any) -> PressRelease:
    review = uploaded(client, **{name: changes.pop(name) for name in ("document",) if name in changes})
    response = client.post(review, posted(client.get(review), "review_form", **changes))
    assert response.status_code == 302, response.context["form"].errors
    return PressRelease.objects.get()


def stored() -> list[int]:
    return [model.objects.count() for model in (Entry, Text, Image, Attachment, ImportFinding, AuditRecord)]


def test_the_button_is_for_those_who_may_begin_a_release(author: Client):
    assert UPLOAD in author.get(LIST).content.decode()
    assert UPLOAD in author.get(f"{LIST}add/").content.decode()
    assert UPLOAD not in author.get("/admin/news/mediacoverage/").content.decode()

    author.force_login(staff("Translator"))
    assert UPLOAD not in author.get(LIST).content.decode()
    assert author.get(UPLOAD).status_code == 403
    assert author.post(UPLOAD, {"document": sent()}).status_code == 403

    author.logout()
    assert author.get(UPLOAD).status_code == 302


def test_nothing_is_stored_before_somebody_decides(author: Client, issuer: Organization):
    before = stored()

    page = author.get(uploaded(author))
    content = page.content.decode()

    assert stored() == before
    assert "no-store" in page["Cache-Control"]
    assert writers.TITLE in content
    assert "홍길동" in content
    assert page.context["form"].initial["issuer"] == issuer.pk
    for words in ("2027-06-07", "12:00", "6. 8.(화) 조간", "2027-06-04", "09:00", "press-release-2027-06-07"):
        assert f'value="{words}"' in content


def test_the_draft_holds_everything(author: Client, issuer: Organization):
    release = made(author, keep_document="on")

    text = release.texts.get()
    assert (text.language, text.title, text.deck) == ("ko", writers.TITLE, writers.DECK)
    assert [note["term"] for note in text.notes] == ["한국관", "청천계획"]
    assert (release.state, release.issuer, release.authoritative_language) == ("draft", issuer, "ko")
    assert release.release_at == datetime(2027, 6, 7, 3, tzinfo=UTC)
    assert release.distributed_at == datetime(2027, 6, 4, 0, tzinfo=UTC)
    assert (str(release.dated), release.embargo_note_ko) == ("2027-06-07", "6. 8.(화) 조간")
    assert [contact.name_ko for contact in release.contacts.all()] == ["홍길동", "김보기"]
    [use] = release.images.all()
    assert (use.image.alt_ko, use.image.alt_en, use.image.caption_ko) == (writers.ALT, "", writers.CAPTION)
    assert use.image.credit == ""
    assert use.image.renditions.exists()
    [attachment] = release.attachments.all()
    assert attachment.download_name == "release.docx"
    with attachment.file.open("rb") as file:
        assert file.read(2) == b"PK"
    records = list(release.audit.order_by("pk").values_list("action", "reason"))
    assert records == [("create", "Imported from release.docx"), ("draft_text", ""), ("edit_text", "")]
    assert release.created_by.username == "author"
    assert not WaitingDocument.objects.exists()
    assert author.get(release.get_absolute_url()).status_code == 404


def test_a_document_of_hangul_and_words_that_were_set_right(author: Client, issuer: Organization):
    document = sent("release.hwpx", writers.release_hwpx())

    release = made(
        author,
        document=document,
        title="바로잡은 제목",
        papers="화요일 조간",
        release_at_1="14:00",
        slug="own-address",
    )

    assert release.texts.get().title == "바로잡은 제목"
    assert (release.embargo_note_ko, release.slug) == ("화요일 조간", "own-address")
    assert release.release_at == datetime(2027, 6, 7, 5, tzinfo=UTC)
    assert not release.attachments.exists()


def test_points_are_looked_at_before_a_release_is_approved(author: Client, issuer: Organization):
    release = made(author, document=sent("release.hwpx", writers.release_hwpx()))
    codes = list(release.import_findings.values_list("code", flat=True))
    assert codes == ["image_without_alt", "issuer_guessed", "contact_spelling", "contact_spelling"]
    change = reverse("admin:news_pressrelease_change", args=[release.pk])
    page = author.get(change).content.decode()
    assert "4 points of the imported document have not been looked at." in page
    assert page.count("Looked at</button>") == 4

    first, second, *rest = release.import_findings.all()
    ImportFinding.objects.filter(pk__in=[finding.pk for finding in rest]).delete()
    Submit(release, factories.actor()).execute()
    Image.objects.update(alt_ko="가", alt_en="A", alt_zh_hans="一")
    PressRelease.objects.update(release_policy="authoritative_first")
    release.refresh_from_db()
    boss = Actor(staff("Editor"), channel="test")
    with pytest.raises(Refused, match="2 points of the imported document"):
        Approve(release, boss, release_at=release.release_at).execute()

    author.force_login(boss.user)
    response = author.post(reverse("import-document:resolve", args=[first.pk]))
    assert response["Location"] == f"{change}#import-findings"
    first.refresh_from_db()
    assert first.resolved_by == boss.user
    assert [reason.code for reason in readiness(release, release.release_at)] == ["import_points"]
    author.post(reverse("import-document:resolve", args=[second.pk]))

    assert readiness(release, release.release_at) == []
    page = author.get(change).content.decode()
    assert "Everything uncertain in the imported document has been looked at." in page
    assert "Look at points of an import" in author.get(change.replace("change", "history")).content.decode()
    Approve(release, boss, release_at=release.release_at).execute()


def test_all_points_at_once_and_not_for_everybody(author: Client, issuer: Organization):
    release = made(author, document=sent("release.hwpx", writers.release_hwpx()))
    address = reverse("import-document:resolve", args=[release.import_findings.first().pk])

    assert author.get(address).status_code == 405
    translator = Client()
    translator.force_login(staff("Translator"))
    assert translator.post(address).status_code == 403
    assert release.import_findings.filter(resolved_at=None).count() == 4
    author.post(address, {"all": "1"})
    assert release.import_findings.filter(resolved_at=None).count() == 0


def test_the_document_of_somebody_else_is_not_there(author: Client, issuer: Organization):
    review = uploaded(author)
    author.force_login(staff("Author", "another"))

    assert author.get(review).status_code == 404
    assert author.get(f"{review}picture/0/").status_code == 404
    assert author.post(f"{review}forget/").status_code == 404


def test_a_document_is_let_go_and_forgotten_after_a_day(author: Client, issuer: Organization):
    review = uploaded(author)
    assert author.get(f"{review}picture/0/")["Content-Type"] == "image/png"
    assert author.get(f"{review}picture/1/").status_code == 404
    author.post(f"{review}forget/")
    assert author.get(review).status_code == 404

    review = uploaded(author)
    WaitingDocument.objects.update(uploaded_at=clock.now() - timedelta(days=1, minutes=1))
    assert author.get(review).status_code == 404
    uploaded(author)
    assert WaitingDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("old.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .hwpx"),
        ("x.docx", b"PK\x03\x04 nothing", "damaged"),
        ("x.pdf", b"%PDF-1.7", "neither a .docx nor a .hwpx"),
        ("empty.docx", b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(author: Client, name: str, content: bytes, words: str):
    response = author.post(UPLOAD, {"document": sent(name, content), "language": ""})

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not WaitingDocument.objects.exists()


def test_without_a_file(author: Client):
    assert "This field is required." in author.post(UPLOAD, {"language": ""}).content.decode()
    assert author.post(UPLOAD, {"document": sent(), "language": "xx"}).status_code == 200


def test_bad_words_on_the_second_page_lose_nothing(author: Client, issuer: Organization):
    factories.draft(PressRelease, slug="taken", issuer=issuer)
    review = uploaded(author)
    before = stored()
    data = posted(
        author.get(review),
        "review_form",
        title="",
        deck="바꾼 부제",
        slug="taken",
        release_at_0="2027-02-30",
        issuer="",
    )

    response = author.post(review, data)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"title", "slug", "release_at", "issuer"}
    assert "바꾼 부제" in response.content.decode()
    assert stored() == before
    assert WaitingDocument.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        "exchange.drafts.make_renditions",
        "exchange.drafts.Create.execute",
        "exchange.drafts.EditText.execute",
        "exchange.drafts.ImportFinding.objects.bulk_create",
        "exchange.models.WaitingDocument.delete",
    ],
)
def test_a_failure_leaves_nothing_behind(
    author: Client, issuer: Organization, broken: str, monkeypatch: pytest.MonkeyPatch, media: Path
):
    review = uploaded(author)
    data = posted(author.get(review), "review_form", keep_document="on")
    before = stored()

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(broken, fail)
        with pytest.raises(RuntimeError, match="the disk is full"):
            author.post(review, data)

    assert stored() == before
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert WaitingDocument.objects.count() == 1
    assert author.post(review, data).status_code == 302
    assert PressRelease.objects.count() == 1


def test_a_release_for_immediate_use_belongs_to_the_office_of_its_author(
    author: Client, issuer: Organization
):
    office = Office.objects.create(code="press", name_en="Press office")
    Membership.objects.create(office=office, user=User.objects.get(username="author"))
    lines = ("즉시 보도", "대표단 출국", "가" * 120)
    content = writers.docx(lambda document: [document.add_paragraph(line) for line in lines])
    review = uploaded(author, document=sent(content=content))
    page = author.get(review)
    assert "choose to release at once when you approve" in page.content.decode()
    data = posted(page, "review_form", dated="2027-06-07", issuer=str(issuer.pk))

    assert author.post(review, data).status_code == 302

    release = PressRelease.objects.get()
    assert (release.office, release.release_at) == (office, None)


def test_the_same_document_twice_gets_another_address(author: Client, issuer: Organization):
    made(author)
    review = uploaded(author)

    assert 'value="press-release-2027-06-07-2"' in author.get(review).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_one_point_as_for_three(
    author: Client, issuer: Organization, number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    release = factories.draft(PressRelease, issuer=issuer)
    user = User.objects.get(username="author")
    for position in range(number):
        ImportFinding.objects.create(entry=release, code="comments", position=position)
        ImportFinding.objects.create(
            entry=release, code="comments", position=position, resolved_at=clock.now(), resolved_by=user
        )
    request = type("Request", (), {"user": User.objects.get(username="author")})()
    permissions_loaded = request.user.has_perm("news.change_pressrelease")
    assert permissions_loaded
    with django_assert_num_queries(1):
        [notice] = points(request, release)
        assert [str(each) for each in notice.context["open"]] == ["The document holds comments."] * number


@pytest.mark.parametrize("code", MESSAGES)
def test_every_point_has_words(code: str):
    assumed = {
        "at": "2027-06-07T12:00:00+09:00",
        "zone": "Asia/Seoul",
        "image": "image1.png",
        "limit": "300",
        "reason": "too large",
        "issuer": "MCEE",
    }

    found = point(code, "words", assumed)

    assert found.what
    assert found.assumed
    assert "%(" not in found.what + found.assumed


def test_codes_of_the_readers_have_words():
    source = Path(__file__).parents[2] / "exchange"
    code = "".join(path.read_text() for path in [*source.glob("documents/*.py"), source / "drafts.py"])
    used = set(re.findall(r'(?:doubt|Uncertainty)\(\s*"(\w+)"', code))

    assert used <= set(MESSAGES)
    assert Uncertainty("year").code in MESSAGES
