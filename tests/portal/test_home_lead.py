"""What leads the home page: chosen in the admin, decided when the page is read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from events.models import Delegation, EventSeries, Forum
from news.models import HomeLead, PressRelease
from opportunities.models import Opportunity
from publishing import clock
from publishing.models import EntryImage, Image
from publishing.renditions import make_renditions
from tests.admin_forms import posted
from tests.factories import NOON, draft, released, scheduled, withdrawn
from tests.world import picture

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=90)
ADD = "admin:news_homelead_add"
LIST = "admin:news_homelead_changelist"


def head(response) -> str:
    """The markup of the head of the home page."""
    return response.content.decode().split('class="lead"')[1].split("</section>")[0]


def chosen(entry, starts=LONG_AGO, ends=None, **wording) -> HomeLead:
    return HomeLead.objects.create(entry=entry, starts_at=starts, ends_at=ends, **wording)


@pytest.fixture
def desk(client) -> Client:
    client.force_login(User.objects.create_superuser("chief"))
    return client


def staff(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_sets_what_leads(see):
    editor = staff("Editor")
    release = released(PressRelease, at=LONG_AGO, title="Big news")
    with clock.as_of(NOON):
        form = editor.get(reverse(ADD))
        answer = editor.post(
            reverse(ADD),
            posted(form)
            | {
                "entry": release.pk,
                "starts_at_0": "2026-06-01",
                "starts_at_1": "11:00",
                "zone": "Asia/Shanghai",
                "kicker_en": "Today",
                "kicker_ko": "오늘",
            },
        )
    lead = HomeLead.objects.get()

    assert answer.status_code == 302
    assert lead.starts_at == datetime(2026, 6, 1, 3, tzinfo=UTC)
    assert LogEntry.objects.get().user.username == "Editor"
    assert "lead__title" not in see("/en/", NOON - timedelta(seconds=1)).content.decode()
    assert "Big news en" in head(see("/en/", NOON))
    assert "오늘" in head(see("/ko/", NOON))
    assert '<p class="lead__kicker" lang="en">Today' in head(see("/zh-hans/", NOON))


def test_the_admin_says_in_words_what_is_wrong(desk):
    release = released(PressRelease, at=LONG_AGO)
    typed = posted(desk.get(reverse(ADD))) | {
        "entry": release.pk,
        "starts_at_0": "2026-06-02",
        "starts_at_1": "12:00",
        "ends_at_0": "2026-06-02",
        "ends_at_1": "12:00",
    }

    assert "The end must come after the start." in desk.post(reverse(ADD), typed).text
    assert "Set the time as well." in desk.post(reverse(ADD), typed | {"ends_at_1": ""}).text
    assert desk.post(reverse(ADD), typed | {"entry": "no number"}).status_code == 200
    assert not HomeLead.objects.exists()


def test_the_list_says_what_leads_now_and_next(desk):
    past, now, behind, coming = (
        released(PressRelease, at=LONG_AGO, title=name) for name in ("Past", "Now", "Behind", "Coming")
    )
    chosen(past, LONG_AGO, NOON)
    chosen(behind, LONG_AGO)
    chosen(now, NOON - timedelta(days=1))
    chosen(coming, NOON + timedelta(days=1))
    chosen(draft(PressRelease), NOON)
    with clock.as_of(NOON):
        page = desk.get(reverse(LIST)).text
    summary = page.split("Leads now</dt>")[1].split("</dl>")[0]

    assert "Now en" in summary.split("Next")[0]
    assert "Coming en" in summary.split("Next")[1]
    for words in ("leads now", "behind a later lead", "not begun", "over", "its entry is not public"):
        assert f">{words}</td>" in page


def test_authors_look_and_editors_choose():
    released(PressRelease, at=LONG_AGO)

    assert staff("Author").get(reverse(ADD)).status_code == 403
    assert staff("Event officer").get(reverse(ADD)).status_code == 403
    assert staff("Editor").get(reverse(ADD)).status_code == 200


def test_the_lead_that_began_last_leads_while_it_lasts(see):
    old, new = (released(PressRelease, at=LONG_AGO, title=name) for name in ("Old", "New"))
    chosen(old, LONG_AGO)
    chosen(new, NOON, NOON + timedelta(hours=1))

    assert "Old en" in head(see("/en/", NOON - timedelta(seconds=1)))
    assert "New en" in head(see("/en/", NOON))
    assert "Old en" in head(see("/en/", NOON + timedelta(hours=1)))


@pytest.mark.parametrize("bring_in", [draft, scheduled, withdrawn])
def test_what_is_not_public_leads_nothing_and_leaks_nothing(see, client, bring_in):
    released(Delegation, at=LONG_AGO, title="Coming")
    at = NOON + timedelta(days=-1)
    moment = NOON + timedelta(days=2) if bring_in is withdrawn else at
    before = see("/en/", moment)
    hidden = bring_in(PressRelease, slug="verborgen", title="Verborgen")
    chosen(hidden, LONG_AGO, kicker_en="Verborgen")
    after = see("/en/", moment)

    assert "Coming en" in head(after)
    assert "erborgen" not in after.content.decode()
    assert (before.content, before.headers.get("ETag")) == (after.content, after.headers.get("ETag"))


def test_a_scheduled_entry_leads_from_the_second_of_its_release(see):
    chosen(scheduled(PressRelease, title="Punctual"), LONG_AGO)

    assert "Punctual" not in see("/en/", NOON - timedelta(seconds=1)).content.decode()
    assert "Punctual en" in head(see("/en/", NOON))


def test_every_kind_leads_with_its_own_numeral(see):
    line = released(EventSeries, at=LONG_AGO, title="Line", ordinal_unit="meeting")
    release = released(PressRelease, at=NOON, title="News")
    offer = released(Opportunity, at=LONG_AGO, title="Offer", deadline_at=NOON + timedelta(days=30))
    forum = released(Forum, at=LONG_AGO, title="Forum", series=line, edition=6)
    lone = released(Forum, at=LONG_AGO, title="Lone", starts_on="2026-06-23", ends_on="2026-06-23")
    shown = []
    for entry in (release, offer, forum, lone, line):
        HomeLead.objects.all().delete()
        chosen(entry)
        text = head(see("/en/", NOON + timedelta(hours=1)))
        shown.append(text.split('numeral__value">')[1].split("<")[0])

    assert shown == ["1", "30", "6", "23", "3"]


def test_a_lead_shows_its_deck_and_picture(see):
    release = released(PressRelease, at=LONG_AGO, title="News")
    release.texts.filter(language="en").update(deck="In one sentence")
    image = Image.objects.create(file=ContentFile(picture(), name="x.png"), alt_en="A hall")
    make_renditions(image)
    EntryImage.objects.create(entry=release, image=image)
    chosen(release)
    shown = head(see("/en/"))

    assert "In one sentence" in shown
    assert 'alt="A hall"' in shown
