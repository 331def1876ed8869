"""Pages as of a moment and pages of drafts: the public's own, for staff only, and nothing of it stays."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import Group, User
from django.templatetags.static import static
from django.test import Client
from django.urls import get_script_prefix, reverse

from desk.preview import as_of_url, draft_url
from desk.preview.addresses import stamp
from desk.preview.candidates import as_if_out
from desk.preview.inside import below
from news.models import PressRelease
from publishing import clock
from publishing.actions import PublishText, SubmitText
from publishing.enums import EntryState, TextState
from publishing.models import Entry, Membership, Office
from publishing.visibility import is_visible
from tests.factories import FACTS, NOON, actor, draft, in_review, scheduled, writer, written
from tests.world import files_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
YESTERDAY = NOON - timedelta(days=1)


@pytest.fixture(autouse=True)
def _before():
    with clock.as_of(YESTERDAY):
        yield


@pytest.fixture
def staff() -> Client:
    return signed_in("Editor")


def signed_in(role: str, office: Office | None = None) -> Client:
    user = User.objects.create_user(f"{role}-{office}".lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    if office:
        Membership.objects.create(office=office, user=user)
    client = Client()
    client.force_login(user)
    return client


def attached(entry: Entry) -> Entry:
    files_of(entry, "Salz")
    return entry


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return b"".join(response).decode(errors="replace")


def test_the_same_page_before_at_and_after_the_release(staff):
    entry = scheduled(PressRelease, title="Salz")
    for moment, status in ((NOON - SECOND, 404), (NOON, 200), (NOON + MINUTE, 200)):
        words = page(staff, as_of_url(entry, moment, "ko"), status)
        assert ("Salz ko" in words.split("</aside>")[1]) == (status == 200)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_every_kind_as_of_its_release(staff, model):
    entry = scheduled(model, title="Salz")
    for language in ("en", "ko", "zh-hans"):
        assert f"Salz {language}" in page(staff, as_of_url(entry, NOON, language))


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_every_kind_as_a_draft(staff, model):
    entry = draft(model)
    written(entry, "ko", title="Salz ko")
    before = list(Entry.objects.values()), list(entry.texts.values())
    for language in ("en", "ko", "zh-hans"):
        assert "Salz ko" in page(staff, draft_url(entry, language))
    assert (list(Entry.objects.values()), list(entry.texts.values())) == before


def test_every_link_on_the_page_stays_at_the_moment(staff):
    entry = scheduled(PressRelease, title="Salz")
    address = as_of_url(entry, NOON, "ko")
    prefix = address.removesuffix(entry.path("ko"))
    words = page(staff, address)
    # What leads to the page from elsewhere is the public's address: on paper, in other programs.
    assert f'href="http://testserver{entry.path("ko")}"' in words
    band, words = words.split("</aside>", 1)
    inner = [each for each in re.findall(r'href="(/[^"]*)"', words) if "/static/" not in each]
    assert inner
    assert [each for each in inner if not each.startswith(f"{prefix}/")] == []
    assert f'href="{prefix}{entry.path("zh-hans")}"' in words
    assert f"{prefix}/static/" not in words
    assert reverse("admin:news_pressrelease_change", args=[entry.pk]) in band


def test_nothing_of_a_moment_stays_behind(staff, client):
    entry = scheduled(PressRelease)
    page(staff, as_of_url(entry, NOON, "ko"))
    page(staff, as_of_url(entry, NOON - SECOND, "ko"), 404)
    assert get_script_prefix() == "/"
    assert clock.now() == YESTERDAY
    assert "/admin/" not in page(client, "/ko/news/")
    assert client.get(entry.path("ko")).status_code == 404


def test_a_prefix_holds_in_its_own_thread_only():
    seen = []
    with below("/admin/as-of/x/"):
        other = Thread(target=lambda: seen.append((get_script_prefix(), reverse("home"))))
        other.start()
        other.join()
        assert reverse("home") == "/admin/as-of/x/en/"
        assert static("css/site.css").startswith("/static/")
    assert seen == [("/", "/en/")]
    assert get_script_prefix() == "/"


def test_the_whole_site_is_as_of_the_moment(staff):
    entry = scheduled(PressRelease, title="Salz")
    for path, query in (("/ko/news/", ""), ("/ko/", ""), ("/ko/search/", "?q=Salz")):
        for moment, found in ((NOON - SECOND, False), (NOON, True)):
            address = reverse("as-of-page", args=[stamp(moment, "UTC"), path[1:]])
            assert (entry.path("ko") in page(staff, address + query)) == found, (path, moment)


def test_pictures_and_files_are_as_of_the_moment_also_for_staff(staff):
    entry = attached(scheduled(PressRelease))
    rendition, attachment = (
        entry.images.get().image.renditions.filter(crop="").first(),
        entry.attachments.get(),
    )
    for moment, status in ((NOON - SECOND, 404), (NOON, 200)):
        for each in (rendition, attachment):
            address = reverse("as-of-page", args=[stamp(moment, "UTC"), each.get_absolute_url()[1:]])
            page(staff, address, status)


def test_answers_are_kept_by_nobody_and_set_no_language(staff):
    entry = scheduled(PressRelease)
    for address in (as_of_url(entry, NOON, "zh-hans"), draft_url(entry, "zh-hans")):
        response = staff.get(address, headers={"referer": "http://testserver/ko/"})
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Content-Language"] == "zh-Hans"
        assert "django_language" not in response.cookies
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in response.text


def test_only_reading(staff):
    entry = scheduled(PressRelease)
    for address in (as_of_url(entry, NOON), draft_url(entry)):
        head = staff.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert staff.post(address).status_code == 405
        assert staff.delete(address).status_code == 405


def test_for_staff_only(client):
    entry = scheduled(PressRelease)
    for address in (as_of_url(entry, NOON), draft_url(entry), reverse("as-of-choose")):
        assert client.get(address).status_code == 302
        assert client.get(address).headers["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    for address in (as_of_url(entry, NOON), draft_url(entry), reverse("as-of-choose")):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "odd",
    [
        *("now", "2026-06-01", "2026-06-01T12:00", "2026-13-01T12:00+09:00", "0001-01-01T00:00+09:00"),
        *("9999-12-31T23:59-09:00", "2026-06-01T12:00+99:00", "%00", "2026-06-01T12:00+09:00Z", "9" * 400),
    ],
)
def test_what_is_no_moment_is_said_in_words(staff, odd):
    assert "is not a moment that can be shown" in page(staff, f"/admin/as-of/{odd}/ko/", 404)


def test_a_moment_is_chosen_in_the_band(staff):
    entry = scheduled(PressRelease)
    chosen = {"day": "2026-06-01", "time": "11:59", "zone": "Asia/Seoul", "path": "ko/search/?q=a b"}
    response = staff.get(reverse("as-of-choose"), {**chosen, "entry": entry.pk})
    expected = reverse("as-of-entry", args=["2026-06-01T11:59+09:00", entry.pk, "ko/search/"])
    assert response.headers["Location"] == f"{expected}?q=a%20b"
    for name, odd in (("day", ""), ("day", "x"), ("time", "25:00"), ("zone", "Mars"), ("day", "9999-12-31")):
        answer = staff.get(reverse("as-of-choose"), {**chosen, name: odd}, follow=True)
        assert answer.status_code == 404
        assert "is not a moment that can be shown" in answer.text
    assert staff.get(reverse("as-of-choose"), {**chosen, "entry": "9" * 60}).status_code == 302


def test_the_band_leads_to_the_minutes_around_the_release_and_keeps_the_query(staff):
    entry = scheduled(PressRelease)
    inner = reverse("as-of-entry", args=[stamp(NOON, entry.release_zone), entry.pk, "ko/search/"])
    band = page(staff, f"{inner}?q=Salz").split("</aside>")[0]
    for minutes in (-1, 0, 1):
        at = stamp(NOON + minutes * MINUTE, entry.release_zone)
        assert f'href="{reverse("as-of-entry", args=[at, entry.pk, "ko/search/"])}?q=Salz"' in band
    assert band.count('aria-current="true"') == 1
    assert "Monday 1 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC" in band


def test_what_is_no_public_page_keeps_its_plain_address(staff):
    for path in ("admin/", "accounts/", "api/v1/", "robots.txt", "health/live"):
        response = staff.get(reverse("as-of-page", args=[stamp(NOON, "UTC"), path]) + "?a=b")
        assert (response.status_code, response.headers["Location"]) == (302, f"/{path}?a=b")
    for path in ("nowhere/at/all", "/evil.example/", "ko/nowhere/at/all/"):
        assert staff.get(f"/admin/as-of/{stamp(NOON, 'UTC')}/{path}").status_code == 404
    response = staff.get(f"/admin/as-of/{stamp(NOON, 'UTC')}/ko/news?page=2")
    assert response.headers["Location"] == f"/admin/as-of/{stamp(NOON, 'UTC')}/ko/news/?page=2"


def test_the_plans_of_another_office_are_not_looked_into():
    own, other = (Office.objects.create(code=code, name_en=code) for code in ("own", "other"))
    entries = {
        office: scheduled(PressRelease, office=office, title=f"Salz {office}")
        for office in (own, other, None)
    }
    client = signed_in("Editor", own)
    lists = page(client, reverse("as-of-page", args=[stamp(NOON, "UTC"), "ko/news/"]))
    for office, entry in entries.items():
        visible = office != other
        inner = reverse("as-of-page", args=[stamp(NOON, "UTC"), entry.path("ko")[1:]])
        assert client.get(inner).status_code == (200 if visible else 404)
        assert (entry.path("ko") in lists) == visible
        for own_page in (as_of_url(entry, NOON), draft_url(entry)):
            assert client.get(own_page).status_code == (200 if visible else 404)
    with clock.as_of(NOON):
        client.force_login(User.objects.get(is_staff=True, groups__name="Editor"))
        inner = reverse("as-of-page", args=[stamp(NOON + MINUTE, "UTC"), entries[other].path("ko")[1:]])
        assert client.get(inner).status_code == 200


def test_a_scheduled_successor_of_another_office_is_not_looked_into():
    other = Office.objects.create(code="other", name_en="other")
    entry = scheduled(PressRelease, at=YESTERDAY - MINUTE, title="Salz", office=other)
    text = written(entry, "ko", title="Pfeffer")
    SubmitText(text, writer()).execute()
    PublishText(text, actor(), severity="correction", reason="Neu.", publish_at=NOON).execute()
    address = reverse("as-of-page", args=[stamp(NOON, "UTC"), entry.path("ko")[1:]])
    assert "Pfeffer" in page(signed_in("Administrator"), address)
    words = page(signed_in("Editor", Office.objects.create(code="own", name_en="own")), address)
    assert "Pfeffer" not in words
    assert "Salz ko" in words


def test_a_draft_is_shown_with_what_is_being_written_and_nothing_is_stored(staff, client):
    entry = scheduled(PressRelease, title="Salz")
    written(entry, "ko", title="Pfeffer")
    before = list(entry.texts.order_by("pk").values())
    words = page(staff, draft_url(entry, "ko"))
    assert "Pfeffer" in words
    assert "Salz en" in page(staff, draft_url(entry, "en"))
    assert list(entry.texts.order_by("pk").values()) == before
    assert "Pfeffer" not in page(staff, as_of_url(entry, NOON, "ko")).split("</aside>")[1]
    assert client.get(entry.path("ko")).status_code == 404


def test_a_draft_has_its_pictures_and_files(staff):
    entry = attached(in_review(PressRelease))
    prefix = reverse("draft-home", args=[entry.pk])
    words = page(staff, draft_url(entry, "ko"))
    for each in (entry.images.get().image.renditions.filter(crop="").last(), entry.attachments.get()):
        address = prefix + each.get_absolute_url()[1:]
        assert address in words
        page(staff, address)
    other = attached(scheduled(PressRelease))
    foreign = other.attachments.get().get_absolute_url()
    assert staff.get(prefix + foreign[1:]).headers["Location"] == foreign
    entry.refresh_from_db()
    assert entry.state == EntryState.IN_REVIEW


def test_where_nothing_is_written_there_is_no_draft_to_show(staff):
    entry = draft(PressRelease)
    response = staff.get(draft_url(entry), follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:news_pressrelease_change", args=[entry.pk])
    assert "there is no page to show" in response.text


def test_an_error_on_the_page_of_a_draft_leaves_nothing_behind():
    entry = in_review(PressRelease)

    def fail() -> None:
        with as_if_out(entry, drafts=True):
            assert is_visible(PressRelease.objects.get(pk=entry.pk))
            raise RuntimeError("on the page")

    with pytest.raises(RuntimeError):
        fail()
    entry.refresh_from_db()
    assert not is_visible(entry)
    assert entry.state == EntryState.IN_REVIEW
    assert not entry.texts.filter(state=TextState.LIVE).exists()
