"""An editor writes a press release in the admin, and it goes out."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from desk.admin.steps import STEPS
from events.models import Delegation
from news.admin import PressReleaseAdmin
from news.models import PressRelease
from organizations.models import Organization
from publishing import clock, jobs
from publishing.actions import Withdraw
from publishing.enums import Stage, TextState
from publishing.models import AuditRecord, Correction, Entry, Image
from tests import factories
from tests.admin_forms import posted
from tests.pictures import picture

pytestmark = pytest.mark.django_db

ADD = "/admin/news/pressrelease/add/"
NEXT_YEAR = datetime(2027, 6, 1, 3, 0, tzinfo=UTC)


def staff(role: str) -> User:
    user = User.objects.create_user(role.lower().replace(" ", "-"), password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(staff("Editor"))
    return client


@pytest.fixture
def colleague() -> Client:
    """Another editor: nobody approves what he has written himself."""
    client = Client()
    user = User.objects.create_user("colleague", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


@pytest.fixture
def issuer() -> Organization:
    return factories.released(Organization)


def change(entry: Entry) -> str:
    return reverse("admin:news_pressrelease_change", args=[entry.pk])


def step(entry: Entry, verb: str, *language: str) -> str:
    name = "text_step" if language else "step"
    return reverse(f"admin:news_pressrelease_{name}", args=[entry.pk, verb, *language])


def filled(client: Client, issuer: Organization, **changes: object) -> dict:
    wording = {
        "texts-ko-title": "합동 대표단 파견",
        "texts-ko-deck": "사흘 동안의 일정",
        "texts-ko-body": '<p>본문<sup data-note="1"></sup></p>',
        "texts-ko-notes-marker": ["1"],
        "texts-ko-notes-term": ["환경부"],
        "texts-ko-notes-text": ["대한민국의 정부 부처"],
        "texts-en-title": "A joint delegation leaves",
        "texts-en-deck": "A program of three days",
        "texts-en-body": '<p>Body<sup data-note="1"></sup></p>',
        "texts-en-notes-marker": ["1"],
        "texts-en-notes-term": ["Ministry of Environment"],
        "texts-en-notes-text": ["A ministry of the Republic of Korea"],
    }
    facts = {
        "issuer": issuer.pk,
        "dated": "2027-06-01",
        "release_policy": "authoritative_first",
        "release_at_0": "2027-06-01",
        "release_at_1": "12:00",
        "release_zone": "Asia/Seoul",
    }
    return posted(client.get(ADD)) | wording | facts | changes


def created(client: Client, issuer: Organization, **changes: object) -> PressRelease:
    response = client.post(ADD, filled(client, issuer, **changes))
    assert response.status_code == 302, [str(error) for error in response.context["errors"]]
    return PressRelease.objects.get()


def test_everything_of_a_new_release_is_written_on_one_page(editor: Client, issuer: Organization) -> None:
    delegation = factories.released(Delegation)
    image = Image.objects.create(file=picture(), alt_en="A", alt_ko="가", alt_zh_hans="一")

    release = created(
        editor,
        issuer,
        event=delegation.pk,
        **{"images-TOTAL_FORMS": "1", "images-0-image": image.pk, "images-0-position": "0"},
    )

    assert release.slug == "a-joint-delegation-leaves"
    assert release.event_id == delegation.pk
    assert release.release_at == NEXT_YEAR
    assert [use.image for use in release.images.all()] == [image]
    korean = release.texts.get(language="ko")
    assert korean.notes == [{"marker": "1", "term": "환경부", "text": "대한민국의 정부 부처"}]
    assert release.texts.get(language="en").based_on == korean
    assert release.created_by.username == "editor"
    assert list(
        AuditRecord.objects.filter(entry=release).order_by("pk").values_list("action", flat=True)
    ) == [
        "create",
        "draft_text",
        "draft_text",
    ]


def test_it_is_submitted_and_approved_with_a_named_zone(
    editor: Client, colleague: Client, issuer: Organization
) -> None:
    release = created(editor, issuer, _then="submit")
    release.refresh_from_db()
    assert release.stage() is Stage.IN_REVIEW

    page = editor.get(change(release))
    assert "Tuesday 1 June 2027, 12:00 Seoul · 11:00 Beijing · 03:00 UTC" in page.text
    assert step(release, "approve") not in page.text  # it is a button of the form, which saves first
    assert 'value="approve"' in page.text

    form = colleague.get(step(release, "approve"))
    values = posted(form, "") | {
        "release_at_0": "2027-06-01",
        "release_at_1": "11:00",
        "release_zone": "Asia/Shanghai",
    }
    response = colleague.post(step(release, "approve"), values)

    assert response.status_code == 302
    release.refresh_from_db()
    assert release.stage() is Stage.SCHEDULED
    assert (release.release_at, release.release_zone) == (NEXT_YEAR, "Asia/Shanghai")
    assert {text.state for text in release.texts.all()} == {TextState.LIVE}


def test_a_release_time_in_the_past_is_refused_in_words(editor: Client, issuer: Organization) -> None:
    release = created(editor, issuer, _then="submit")

    response = editor.post(
        step(release, "approve"),
        {"release_at_0": "2020-01-01", "release_at_1": "12:00", "release_zone": "Asia/Seoul"},
    )

    assert response.status_code == 200
    assert "The release time lies in the past." in response.text
    assert "2020-01-01" in response.text


def test_approval_says_beforehand_what_is_missing(editor: Client, issuer: Organization) -> None:
    release = created(editor, issuer, _then="submit", release_policy="together")

    response = editor.get(step(release, "approve"))

    assert "Simplified Chinese: the text is missing" in response.text
    assert 'class="step primary"' not in response.text


def test_withdrawing_asks_for_a_reason(editor: Client) -> None:
    release = factories.released(PressRelease)

    response = editor.post(step(release, "withdraw"), {"reason": ""})
    assert "This field is required." in response.text

    editor.post(step(release, "withdraw"), {"reason": "Wrong figures"})
    release.refresh_from_db()
    assert release.withdrawn_reason == "Wrong figures"


def test_a_change_of_public_facts_names_itself(editor: Client) -> None:
    release = factories.released(PressRelease)
    address = change(release)
    values = posted(editor.get(address)) | {"number": "2026-17"}

    refused = editor.post(address, values)

    assert refused.status_code == 200
    assert "say whether it is a minor edit or a correction" in refused.text
    assert 'value="2026-17"' in refused.text
    assert PressRelease.objects.get().number == ""

    accepted = editor.post(address, values | {"severity": "correction", "change_note": "번호를 고침"})

    assert accepted.status_code == 302
    assert PressRelease.objects.get().number == "2026-17"
    assert Correction.objects.get().note == "번호를 고침"


def test_a_change_of_a_part_is_a_change_of_facts(editor: Client) -> None:
    release = factories.released(PressRelease)
    values = posted(editor.get(change(release))) | {"contacts-TOTAL_FORMS": "1", "contacts-0-name_en": "Desk"}

    refused = editor.post(change(release), values)

    assert "say whether it is a minor edit or a correction" in refused.text
    assert not release.contacts.exists()


def test_a_live_text_gets_a_new_version_and_stays_up(editor: Client, colleague: Client) -> None:
    release = factories.released(PressRelease)
    address = change(release)
    editor.post(address, posted(editor.get(address)) | {"_then": "draft_text:ko"})
    page = editor.get(address)
    assert "You are writing version 2" in page.text

    editor.post(address, posted(page) | {"texts-ko-title": "고친 제목", "_then": "submit_text:ko"})
    asked = colleague.post(address, posted(colleague.get(address)) | {"_then": "publish_text:ko"})
    assert asked.url == step(release, "publish_text", "ko")
    colleague.post(asked.url, {"severity": "correction", "reason": "제목을 고침"})

    assert release.texts.live().get(language="ko").title == "고친 제목"
    assert "the original has changed since" in editor.get(address).text

    editor.post(address, posted(editor.get(address)) | {"_then": "confirm_current:en"})
    assert release.texts.live().get(language="en").based_on.version == 2


@pytest.mark.parametrize(
    ("verb", "stage"),
    [(each.verb, stage) for each in STEPS.values() if not each.of_text for stage in each.stages],
)
def test_the_page_of_every_step_opens_where_the_step_is_offered(
    admin_client: Client, verb: str, stage: Stage
) -> None:
    make = {Stage.DRAFT: factories.draft, Stage.IN_REVIEW: factories.in_review}.get(
        stage, factories.scheduled
    )
    when = {"at": NEXT_YEAR} if stage is Stage.SCHEDULED else {}
    entry = make(PressRelease, **when)
    assert entry.stage() is stage
    page = admin_client.get(step(entry, verb))
    assert page.status_code == 200
    assert str(STEPS[verb].label) in page.text


def test_the_address_is_fixed_after_release(editor: Client) -> None:
    release = factories.released(PressRelease)

    assert 'name="slug"' not in editor.get(change(release)).text


def test_only_what_never_went_out_can_be_deleted(client: Client) -> None:
    client.force_login(factories.administrator())
    draft, released = factories.draft(PressRelease), factories.released(PressRelease)
    factories.written(draft, "ko")
    factories.written(draft, "en")

    gone = client.post(reverse("admin:news_pressrelease_delete", args=[draft.pk]), {"post": "yes"})
    kept = client.post(reverse("admin:news_pressrelease_delete", args=[released.pk]), {"post": "yes"})

    assert (gone.status_code, kept.status_code) == (302, 403)
    assert list(PressRelease.objects.all()) == [released]


def test_two_people_writing_the_same_text_are_told(editor: Client, issuer: Organization) -> None:
    release = created(editor, issuer)
    address = change(release)
    mine, theirs = posted(editor.get(address)), posted(editor.get(address))
    editor.post(address, theirs | {"texts-ko-title": "그들의 제목"})

    refused = editor.post(address, mine | {"texts-ko-title": "나의 제목"})

    assert "Somebody else changed this text" in refused.text
    assert "나의 제목" in refused.text
    editor.post(address, posted(refused))
    assert release.texts.get(language="ko").title == "나의 제목"


def test_an_upload_gets_smaller_copies_and_a_reminder_of_its_alternative_text(editor: Client) -> None:
    values = posted(editor.get("/admin/publishing/image/add/")) | {"file": picture()}

    response = editor.post("/admin/publishing/image/add/", values, follow=True)

    assert "alternative text in: English, Korean, Simplified Chinese" in response.text
    jobs.run_due()
    assert Image.objects.get().renditions.count() == 4


def test_a_draft_already_says_which_alternative_text_its_image_lacks(
    editor: Client, issuer: Organization
) -> None:
    image = Image.objects.create(file=picture(), alt_ko="다리")
    part = {"images-TOTAL_FORMS": "1", "images-0-image": image.pk, "images-0-position": "0"}

    page = editor.get(change(created(editor, issuer, **part)))

    assert page.text.count("the image “다리” has no alternative text.") == 1
    assert "English: the image “다리” has no alternative text." in page.text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("photo.jpg", b"no picture at all", "Upload a valid image."),
        ("photo.jpg", None, "The content of this file is not what its name says."),
    ],
)
def test_what_is_no_image_is_refused_in_words(
    editor: Client, name: str, content: bytes | None, message: str
) -> None:
    upload = SimpleUploadedFile(name, content if content is not None else picture().read())
    values = posted(editor.get("/admin/publishing/image/add/")) | {"file": upload, "alt_en": "A bridge"}

    response = editor.post("/admin/publishing/image/add/", values)

    assert message in response.text
    assert "A bridge" in response.text
    assert "choose the files again" in response.text
    assert not Image.objects.exists()


def test_a_scheduled_release_is_public_from_its_moment(
    editor: Client, colleague: Client, issuer: Organization
) -> None:
    release = created(editor, issuer, _then="submit")
    colleague.post(step(release, "approve"), posted(colleague.get(step(release, "approve")), ""))
    release.refresh_from_db()

    with clock.as_of(NEXT_YEAR):
        assert release.stage() is Stage.RELEASED


def test_what_is_transparent_in_a_picture_is_white_in_its_copies(editor: Client) -> None:
    buffer = BytesIO()
    Pillow.new("RGBA", (60, 40), (0, 0, 0, 0)).save(buffer, "PNG")
    upload = SimpleUploadedFile("logo.png", buffer.getvalue())

    editor.post(
        "/admin/publishing/image/add/",
        posted(editor.get("/admin/publishing/image/add/")) | {"file": upload, "alt_en": "Logo"},
    )

    jobs.run_due()
    copy = Image.objects.get().renditions.get(format="jpg", crop="")
    with copy.file.open() as stored, Pillow.open(stored) as shown:
        assert min(shown.convert("L").getextrema()) > 250


def test_a_withdrawal_in_the_same_moment_is_not_written_over(
    editor: Client, issuer: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = factories.released(PressRelease, issuer=issuer)
    save_form = PressReleaseAdmin.save_form
    page = editor.get(change(release))

    def withdrawn_meanwhile(*args: object, **kwargs: object) -> object:
        entry = PressRelease.objects.get(pk=release.pk)
        Withdraw(entry, factories.actor(), reason="Wrong figures.").execute()
        return save_form(*args, **kwargs)

    monkeypatch.setattr(PressReleaseAdmin, "save_form", withdrawn_meanwhile)
    response = editor.post(
        change(release), posted(page) | {"number": "7", "severity": "minor", "change_note": "Number added"}
    )

    assert "Somebody else has just changed this entry." in response.text
    release.refresh_from_db()
    assert release.number == ""
