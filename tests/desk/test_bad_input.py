"""What cannot be stored is refused in words, and nothing that was typed is lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from events.models import Delegation, EventSeries, Forum
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization
from publishing.models import Entry, Image
from tests import factories
from tests.admin_forms import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def refused(desk: Client, model: type[Entry], **values: object) -> str:
    """The page that comes back for a new entry of ``model`` with ``values``."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    typed = {
        "texts-ko-title": "제목은 남는다",
        "texts-ko-body": "<p>본문도 남는다</p>",
        "slug": "what-was-typed",
    }
    before = Entry.objects.count()

    response = desk.post(address, posted(desk.get(address)) | typed | values)

    assert response.status_code == 200
    assert Entry.objects.count() == before
    assert "제목은 남는다" in response.text
    assert "본문도 남는다" in response.text
    return response.text


def test_an_end_before_the_start(desk: Client) -> None:
    page = refused(desk, Forum, starts_on="2027-06-03", ends_on="2027-06-01")

    assert "The last day lies before the first day." in page
    assert 'value="2027-06-01"' in page


def test_a_time_without_its_day(desk: Client) -> None:
    assert "Choose the day as well." in refused(desk, Forum, starts_at_1="10:00")


def test_an_edition_twice(desk: Client) -> None:
    series = factories.draft(EventSeries)
    factories.draft(Forum, series=series, edition=3)

    assert "This edition of the series already exists." in refused(desk, Forum, series=series.pk, edition="3")


def test_an_edition_of_nothing(desk: Client) -> None:
    assert "An edition needs the series it counts in." in refused(desk, Forum, edition="3")


def test_a_release_time_in_the_past(desk: Client) -> None:
    page = refused(desk, PressRelease, dated="2027", release_at_0="2020-06-01", release_at_1="12:00")

    assert "The release time lies in the past." in page
    assert "Monday 1 June 2020, 12:00 Seoul · 11:00 Beijing · 03:00 UTC" in page


@pytest.mark.parametrize("slug", ["보도자료", "Joint Committee", "a--b", "-a"])
def test_an_address_of_other_letters(desk: Client, slug: str) -> None:
    page = refused(desk, PressRelease, slug=slug)

    assert "Use only the letters a–z, digits and single hyphens" in page
    assert f'value="{slug}"' in page


def test_an_address_that_is_taken(desk: Client) -> None:
    factories.draft(Organization, slug="what-was-typed")

    assert "Another entry of this kind already has this address." in refused(
        desk, Organization, type="ministry"
    )


def test_a_date_that_is_none(desk: Client) -> None:
    page = refused(desk, PressRelease, dated="1 June 2027")

    assert "Write a date as 2001, 2001-05 or 2001-05-14." in page
    assert 'value="1 June 2027"' in page


def test_a_deadline_before_the_opening(desk: Client) -> None:
    moments = {
        "opens_at_0": "2027-06-02",
        "opens_at_1": "09:00",
        "deadline_at_0": "2027-06-01",
        "deadline_at_1": "18:00",
    }
    page = refused(desk, Opportunity, partnership_types=["licence"], **moments)

    assert "The deadline lies before the opening." in page


def test_no_type_of_partnership(desk: Client) -> None:
    assert "Choose one to three types of partnership." in refused(desk, Opportunity)


def test_a_footnote_without_a_text(desk: Client) -> None:
    notes = {"texts-ko-notes-marker": ["1"], "texts-ko-notes-term": ["대기"], "texts-ko-notes-text": [""]}
    page = refused(desk, PressRelease, **notes)

    assert "Footnote 1 has no text." in page
    assert 'value="대기"' in page


def test_a_text_without_a_title(desk: Client) -> None:
    page = refused(desk, PressRelease, **{"texts-en-deck": "Deck without a headline"})

    assert "Deck without a headline" in page
    assert "This field is required." in page


def test_one_participant_twice(desk: Client) -> None:
    organization = factories.released(Organization)
    rows = {
        f"participations-{i}-{name}": value
        for i in range(2)
        for name, value in {"capacity": "host", "organization": organization.pk, "position": "0"}.items()
    }
    page = refused(desk, Delegation, **rows, **{"participations-TOTAL_FORMS": "2"})

    assert "This organization already takes part in this capacity." in page


def test_the_same_booth_at_no_pavilion_in_particular_is_no_booth_taken(desk: Client) -> None:
    entry = factories.draft(Delegation)
    rows = {
        f"participations-{i}-{name}": value
        for i in range(2)
        for name, value in {
            "capacity": "exhibitor",
            "organization": factories.released(Organization).pk,
            "booth": "A1",
            "position": "0",
        }.items()
    }
    address = reverse("admin:events_delegation_change", args=[entry.pk])

    desk.post(address, posted(desk.get(address)) | rows | {"participations-TOTAL_FORMS": "2"})

    assert list(entry.participations.values_list("booth", flat=True)) == ["A1", "A1"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2027-06-04", "This time lies outside the days of the item."),
        ("", "This day lies outside the event."),
    ],
)
def test_an_item_that_starts_on_another_day(desk: Client, day: str, words: str) -> None:
    item = {
        "items-TOTAL_FORMS": "1",
        "items-0-type": "forum",
        "items-0-title_en": "Talks",
        "items-0-day": day,
        "items-0-starts_at_0": "2027-07-01",
        "items-0-starts_at_1": "10:00",
        "items-0-zone": "Asia/Seoul",
        "items-0-position": "0",
    }

    assert words in refused(desk, Delegation, starts_on="2027-06-02", ends_on="2027-06-05", **item)


def test_an_event_that_starts_on_none_of_its_days(desk: Client) -> None:
    start = {"starts_at_0": "2027-06-06", "starts_at_1": "00:30", "zone": "Asia/Seoul"}
    page = refused(desk, Delegation, starts_on="2027-06-02", ends_on="2027-06-05", **start)

    assert "This time lies outside the days of the event." in page


def test_an_edition_of_a_series_that_exists(desk: Client) -> None:
    series = factories.released(EventSeries)
    factories.released(Forum, series=series, edition=8)

    page = refused(desk, Delegation, series=series.pk, edition="8")

    assert "This edition of the series already exists." in page


def test_a_day_outside_the_event(desk: Client) -> None:
    item = {
        "items-TOTAL_FORMS": "1",
        "items-0-type": "forum",
        "items-0-title_en": "Talks",
        "items-0-day": "2027-07-01",
        "items-0-zone": "Asia/Seoul",
        "items-0-position": "0",
    }
    page = refused(desk, Delegation, starts_on="2027-06-02", ends_on="2027-06-05", **item)

    assert "This day lies outside the event." in page


def test_messages_come_in_the_language_of_the_person(desk: Client) -> None:
    desk.post(reverse("set_language"), {"language": "ko", "next": "/admin/"})

    assert "이 필드는 필수 항목입니다." in refused(desk, PressRelease)


def test_program_code_is_taken_out_and_the_person_told(desk: Client) -> None:
    address = reverse("admin:publishing_page_add")
    body = '<p onclick="x()">본문</p><script>alert(1)</script>'
    typed = {"texts-ko-title": "안내", "texts-ko-body": body, "slug": "guide"}

    response = desk.post(address, posted(desk.get(address)) | typed, follow=True)

    assert "Program code was taken out of the text in Korean" in response.text
    assert Entry.objects.get().texts.get().body == "<p>본문</p>"


def test_an_empty_authoritative_text_is_not_handed_over(desk: Client) -> None:
    address = reverse("admin:news_pressrelease_add")
    values = posted(desk.get(address)) | {
        "issuer": factories.released(Organization).pk,
        "dated": "2027",
        "texts-en-title": "Only English",
        "texts-en-body": "<p>Text</p>",
        "_then": "submit",
    }

    response = desk.post(address, values, follow=True)

    assert "Korean: write the text in the authoritative language first." in response.text
    assert PressRelease.objects.get().state == "draft"


def test_what_the_public_could_not_be_shown_is_taken_back(desk: Client) -> None:
    entry = factories.released(Opportunity)
    address = reverse("admin:opportunities_opportunity_change", args=[entry.pk])
    typed = {
        "deadline_at_0": "",
        "deadline_at_1": "",
        "severity": "minor",
        "change_note": "Deadline taken out",
    }

    response = desk.post(address, posted(desk.get(address)) | typed)

    assert response.status_code == 200
    assert "Set the deadline." in response.text
    assert "Deadline taken out" in response.text
    entry.refresh_from_db()
    assert entry.deadline_at is not None


@pytest.mark.parametrize(
    ("day", "hour", "zone"), [("0001-01-01", "00:00", "Asia/Seoul"), ("9999-12-31", "23:59", "UTC")]
)
def test_a_moment_beyond_the_calendar(desk: Client, day: str, hour: str, zone: str) -> None:
    moment = {"distributed_at_0": day, "distributed_at_1": hour, "distributed_zone": zone}

    assert "There is no such date in the calendar." in refused(desk, PressRelease, dated="2027", **moment)


def test_a_day_beyond_the_calendar(desk: Client) -> None:
    page = refused(desk, Delegation, starts_on="9999-12-30", ends_on="9999-12-31")

    assert "There is no such date in the calendar." in page


def test_a_footnote_with_a_null_character(desk: Client) -> None:
    notes = {"texts-ko-notes-marker": ["1"], "texts-ko-notes-term": [""], "texts-ko-notes-text": ["a\x00"]}

    assert "Null characters are not allowed." in refused(desk, PressRelease, **notes)


@pytest.mark.parametrize("language", ["xx", "zh-hant", ""])
def test_a_language_that_the_portal_does_not_have(desk: Client, language: str) -> None:
    entry = factories.released(PressRelease)
    address = reverse("admin:news_pressrelease_change", args=[entry.pk])
    unchanged = posted(desk.get(address))

    assert desk.post(address, unchanged | {"_then": f"draft_text:{language}"}).status_code == 404
    assert entry.texts.count() == 3


def test_a_draft_that_others_point_to_is_not_deleted(desk: Client) -> None:
    issuer = factories.draft(Organization)
    release = factories.draft(PressRelease, issuer=issuer)
    address = reverse("admin:organizations_organization_delete", args=[issuer.pk])

    response = desk.post(address, {"post": "yes"})

    assert response.status_code == 200
    assert release.ref in response.text
    assert Organization.objects.filter(pk=issuer.pk).exists()


def image_bytes(size: tuple[int, int], encoding: str) -> bytes:
    buffer = BytesIO()
    Pillow.effect_noise(size, 60).save(buffer, encoding)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("cut.jpg", image_bytes((800, 600), "JPEG")[:9000], "This is not an image that can be read."),
        ("strip.png", image_bytes((4, 20_000), "PNG"), "This image is more than 16383 pixels long or wide."),
    ],
)
def test_a_picture_of_which_no_copies_can_be_made(
    desk: Client, name: str, content: bytes, message: str
) -> None:
    address = reverse("admin:publishing_image_add")
    typed = posted(desk.get(address)) | {"file": SimpleUploadedFile(name, content), "alt_en": "A bridge"}

    response = desk.post(address, typed)

    assert message in response.text
    assert not Image.objects.exists()
