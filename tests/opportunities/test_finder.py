"""Finding an opportunity: every filter in list, feed, calendar, alert and API, and the way there from an announcement."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from events.models import Delegation, Forum, ProgrammeItem
from news.models import PressRelease
from opportunities.models import Opportunity
from publishing import clock
from publishing.models import Money
from publishing.visibility import public
from tests.factories import NOON, released, scheduled

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LONG_AGO = NOON - 60 * DAY
API = "/api/v1/opportunities/"


def titles(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [item["label"].removesuffix(" en") for item in response.context["entries"]]


def numbers(response, name: str) -> dict[str, str]:
    """What stands at the options of a filter, by value."""
    widget = response.context["form"][name].subwidgets
    return {str(each.data["value"]): each.data["label"] for each in widget if each.data["value"]}


@pytest.fixture
def offers(db) -> None:
    facts = {
        "Wanted": {
            "stage_of_development": "demonstrable",
            "languages_accepted": ["zh-hans", "en"],
            "deadline_at": NOON + 10 * DAY,
        },
        "Other": {
            "stage_of_development": "concept",
            "languages_accepted": ["ko"],
            "deadline_at": NOON + 20 * DAY,
        },
        "Closed": {"deadline_at": NOON - DAY},
        "Archived": {"deadline_at": NOON - 10 * DAY, "result": "none", "decided_on": date(2026, 2, 1)},
    }
    for title, own in facts.items():
        released(Opportunity, at=LONG_AGO, slug=title.lower(), title=title, **own)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Wanted", "Other", "Closed"]),
        ("stage=demonstrable", ["Wanted"]),
        ("language=en", ["Wanted"]),
        ("language=ko", ["Other"]),
        ("closes=7", []),
        ("closes=14", ["Wanted"]),
        ("closes=30&language=ko", ["Other"]),
        ("open=yes", ["Wanted", "Other"]),
        ("open=no", ["Closed", "Archived"]),
    ],
)
def test_every_filter_holds_in_list_and_feed(query, found, offers, see):
    page = see(f"/en/opportunities/?{query}")
    assert titles(page) == found
    assert page.context["total"] == len(found)
    feed = see(f"/en/opportunities/feed.json?{query}").json()
    told = {each["title"].removesuffix(" en") for each in feed["items"]}
    assert told == {*found, *(() if query else ("Archived",))}
    carried = f"?{query}" if query else ""
    assert f"/en/opportunities/feed.atom{carried}".replace("&", "&amp;") in page.text
    assert "alerts/?" in page.text
    assert all(f"{pair}" in page.context["alert_url"] for pair in query.split("&") if pair)


def test_choices_say_how_many_they_lead_to(offers, see):
    page = see("/en/opportunities/")
    assert numbers(page, "open") == {"yes": "still open (2)", "no": "no longer (2)"}
    assert numbers(page, "closes") == {"14": "two weeks (1)", "30": "30 days (2)", "90": "90 days (2)"}
    assert numbers(page, "language") == {
        "en": "English (1)",
        "ko": "Korean (1)",
        "zh-hans": "Simplified Chinese (1)",
    }
    narrowed = see("/en/opportunities/?language=ko")
    assert numbers(narrowed, "closes") == {"30": "30 days (1)", "90": "90 days (1)"}
    assert numbers(narrowed, "open") == {"yes": "still open (1)"}


def test_an_unknown_value_is_named(offers, see):
    for query in ("closes=15", "language=fr", "stage=done"):
        page = see(f"/en/opportunities/?{query}")
        assert page.status_code == 400
        assert query.partition("=")[2] in page.text


def test_filters_hold_in_the_calendar_of_deadlines_and_in_alerts(offers, see):
    made = see("/en/opportunities/deadlines.ics?language=zh-hans&closes=30")
    events = icalendar.Calendar.from_ical(made.content).walk("VEVENT")
    assert [str(each["summary"]) for each in events] == ["Deadline: Wanted en"]
    page = see("/en/alerts/?list=opportunities&language=zh-hans&closes=30&stage=demonstrable")
    assert page.status_code == 200
    for words in ("Closes within", "30 days", "Answers in", "Chinese", "Stage of development"):
        assert words in page.text


def test_what_is_archived_keeps_its_page_and_says_so(offers, see, client):
    page = see("/en/opportunities/archived/")
    assert page.status_code == 200
    assert "It is archived" in page.text
    assert "Result known since: <time" in page.text
    with clock.as_of(NOON):
        assert client.get(f"{API}archived/").json()["status"] == "archived"
        assert [each["slug"] for each in client.get(f"{API}?status=archived").json()["results"]] == [
            "archived"
        ]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 6, 10, 15, 30, tzinfo=UTC), "Seoul: 2 days left · Beijing: 3 days left"),
        (datetime(2026, 6, 12, 15, 30, tzinfo=UTC), None),
        (datetime(2026, 6, 10, 3, tzinfo=UTC), "The same in Seoul and in Beijing."),
    ],
)
def test_days_left_by_both_calendars(at, said, see):
    """The deadline is 13 June, 18:00 in Seoul; in the first case it is past midnight there only."""
    entry = released(Opportunity, deadline_at=datetime(2026, 6, 13, 9, tzinfo=UTC))
    page = see(entry.path("en"), at).text
    assert said in page if said else "The same in" not in page


def test_money_is_the_budget_as_it_was_stated(see):
    entry = released(Opportunity)
    Money.objects.create(entry=entry, label_en="Trial", amount=2_400_000, currency="CNY", stated_as="240万元")
    page = see(entry.path("en")).text
    budget = page.partition("<h2>Budget</h2>")[2].partition("</section>")[0]
    assert "CNY 2.4 million" in budget
    assert '<q lang="zh-Hans">240万元</q>' in budget
    assert page.count("CNY 2.4 million") == 1


# --- From the announcement to the opportunity ---


@pytest.fixture
def chained(db) -> dict[str, object]:
    delegation = released(Delegation, at=LONG_AGO, slug="delegation", title="Delegation")
    forum = released(Forum, at=LONG_AGO, slug="forum", title="Forum")
    ProgrammeItem.objects.create(event=delegation, type="forum", title_en="Part", about=forum)
    release = released(PressRelease, at=LONG_AGO, slug="release", title="Announcement", event=delegation)
    offer = released(Opportunity, at=LONG_AGO, slug="offer", title="Offer")
    offer.related.add(delegation)
    return {"delegation": delegation, "forum": forum, "release": release, "offer": offer}


def test_every_link_of_the_chain_shows_the_others(chained, see):
    for name, entry in chained.items():
        chain = see(entry.path("en")).context["chain"]
        shown = {each["label"]: each["is_current"] for part in chain.values() for each in part}
        assert shown == {
            "Announcement en": name == "release",
            "Delegation en": name == "delegation",
            "Forum en": name == "forum",
            "Offer en": name == "offer",
        }


def test_a_release_and_an_opportunity_lead_to_each_other_without_an_event(see):
    release, offer = released(PressRelease, title="Announcement"), released(Opportunity, title="Offer")
    offer.related.add(release)
    for entry in (release, offer):
        chain = see(entry.path("en")).context["chain"]
        assert [each["label"] for each in chain["announced"]] == ["Announcement en"]
        assert [each["label"] for each in chain["answerable"]] == ["Offer en"]


def test_the_chain_can_be_walked_in_the_api(chained, client):
    def slugs(address: str) -> list[str]:
        with clock.as_of(NOON):
            return [each["slug"] for each in client.get(f"/api/v1/{address}").json()["results"]]

    assert slugs("opportunities/?event=delegation") == ["offer"]
    assert slugs("press-releases/?opportunity=offer") == ["release"]
    assert slugs("delegations/?related=offer") == ["delegation"]
    assert slugs("press-releases/?event=delegation") == ["release"]


def test_an_event_that_is_not_public_does_not_connect(client):
    hidden = scheduled(Delegation, at=NOON + 9 * DAY, slug="hidden")
    released(PressRelease, at=LONG_AGO, slug="release", event=hidden)
    offer = released(Opportunity, at=LONG_AGO, slug="offer")
    offer.related.add(hidden)
    with clock.as_of(NOON):
        assert not public(Delegation).exists()
        assert client.get("/api/v1/press-releases/?opportunity=offer").json()["results"] == []
