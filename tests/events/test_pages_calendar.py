"""The calendar of all events, its filters, and the files for calendar programs."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.urls import resolve

from events.models import Delegation, EventSeries, Forum, Meeting
from publishing import clock
from publishing.actions import RecordFacts
from tests.events.builders import LONG_AGO, place, sector
from tests.factories import NOON, actor, released, scheduled

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=400)


def titles(response) -> list[str]:
    return [item["label"] for group in response.context["months"] for item in group["entries"]]


def events_of(response) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_what_is_not_over_stands_by_month_in_its_order(see):
    released(Meeting, title="July", starts_on="2026-07-10", ends_on=None)
    released(Forum, title="Running", starts_on="2026-05-30", ends_on="2026-06-02")
    released(Delegation, title="June", starts_on="2026-06-20", ends_on="2026-06-21")
    released(Meeting, title="Past", starts_on="2026-05-01", ends_on="2026-05-01")
    released(Meeting, title="Undated", starts_on=None, ends_on=None)

    page = see("/en/events/")

    assert resolve("/en/events/").view_name == "events:calendar"
    assert titles(page) == ["Running en", "June en", "July en", "Undated en"]
    assert [group["month"] for group in page.context["months"]] == [
        "May 2026",
        "June 2026",
        "July 2026",
        "Date not set",
    ]


def test_an_event_known_to_the_month_is_not_over_before_the_month_is(see):
    released(Meeting, title="Some day", starts_on="2026-06-01", ends_on=None, date_precision="month")

    assert titles(see("/en/events/", NOON + timedelta(days=28))) == ["Some day en"]
    assert titles(see("/en/events/", NOON + timedelta(days=31))) == []


def test_an_event_without_a_date_leaves_the_calendar_after_a_year(see):
    released(Meeting, title="Undated", starts_on=None, ends_on=None)

    assert titles(see("/en/events/", LATER)) == []
    assert "Undated en" in see("/en/meetings/", LATER).content.decode()


def test_past_events_are_found_by_year(see):
    released(Meeting, title="Old", starts_on="2018-11-16", ends_on="2018-11-16")
    released(Meeting, title="New", starts_on="2026-06-16", ends_on="2026-06-16")

    page = see("/en/events/?year=2018")

    assert titles(page) == ["Old en"]
    assert page.context["years"] == ["2026", "2018"]


def test_filters_narrow_the_calendar_down_and_stay_in_the_address(see):
    china = place("china")
    beijing = place("beijing")
    beijing.parent = china
    beijing.save()
    line = released(EventSeries, at=LONG_AGO, slug="line")
    wanted = released(Forum, title="Wanted", series=line, edition=1)
    wanted.places.add(beijing)
    wanted.sectors.add(sector("water"))
    released(Meeting, title="Other")

    for query in ("type=forum", "place=china", "sector=water", "series=line", "type=forum&place=beijing"):
        assert titles(see(f"/en/events/?{query}")) == ["Wanted en"], query
    page = see("/en/events/?type=forum&place=china").content.decode()
    assert '<option value="forum" selected>' in page
    assert 'href="?type=forum"' in page
    assert '<a href="/ko/events/?type=forum&amp;place=china" lang="ko"' in page


@pytest.mark.parametrize("route", ["events", "forums", "series"])
def test_an_unknown_filter_is_named_and_left_out(route, see):
    page = see(f"/en/{route}/?colour=red")

    assert (page.status_code, "This list has no filter “colour”" in page.content.decode()) == (
        200,
        route != "series",
    )


@pytest.mark.parametrize("query", ["type=parade", "year=1999", "place=atlantis", "sector=x", "series=x"])
def test_an_unknown_value_is_refused_in_words(query, see):
    page = see(f"/en/events/?{query}")

    assert page.status_code == 400
    assert "Part of this address could not be used" in page.content.decode()


def test_filters_offer_nothing_that_is_not_visible(see):
    scheduled(EventSeries, at=LATER, title="Secret")
    scheduled(Forum, at=LATER, starts_on="2031-01-01", ends_on="2031-01-01")

    html = see("/en/events/").content.decode()

    assert "Secret" not in html
    assert "2031" not in html


def test_the_calendar_takes_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    line = released(EventSeries, at=LONG_AGO)
    for edition in (1, 2, 3):
        event = released(Delegation, series=line, edition=edition)
        event.places.add(place(f"place-{edition}"))
        if edition != 2:
            with django_assert_num_queries(14):
                see("/en/events/")


def test_an_event_of_whole_days_ends_on_its_last(see):
    delegation = released(Delegation, title="Eighth", slug="eighth")
    delegation.places.add(place("beijing", name_en="Beijing", name_ko="베이징"))

    response = see("/ko/delegations/eighth.ics")
    (made,) = events_of(response)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert made["uid"] == str(delegation.uid)
    assert (str(made.decoded("dtstart")), str(made.decoded("dtend"))) == ("2026-06-02", "2026-06-06")
    assert made["summary"] == "Eighth ko"
    assert made["location"] == "베이징"
    assert made["url"] == f"http://testserver{delegation.path('ko')}"
    assert made["status"] == "CONFIRMED"


def test_moments_name_their_zone_and_both_clocks(see):
    released(
        Forum,
        slug="forum",
        starts_at=datetime(2026, 6, 3, 1, 30, tzinfo=UTC),
        ends_at=datetime(2026, 6, 3, 4, 0, tzinfo=UTC),
    )

    response = see("/en/forums/forum.ics")
    (made,) = events_of(response)

    assert made["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert made.decoded("dtstart") == datetime(2026, 6, 3, 1, 30, tzinfo=UTC)
    assert "09:30–12:00 Beijing\n10:30–13:00 Seoul" in made["description"]
    zones = icalendar.Calendar.from_ical(response.content).walk("VTIMEZONE")
    assert [zone["tzid"] for zone in zones] == ["Asia/Shanghai"]


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("confirmed", "CONFIRMED"),
        ("provisional", "TENTATIVE"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_the_status_of_an_event_is_that_of_its_component(status, shown, see):
    released(Meeting, slug="meeting", status=status)

    assert events_of(see("/en/meetings/meeting.ics"))[0]["status"] == shown


def test_the_sequence_grows_with_the_revision_and_the_identifier_stays(see):
    meeting = released(Meeting, slug="meeting")
    (first,) = events_of(see("/en/meetings/meeting.ics"))
    with clock.as_of(NOON + timedelta(hours=1)):
        meeting.venue_en = "Hall 2"
        meeting.save()
        RecordFacts(meeting, actor(), severity="minor", reason="The hall is known.").execute()

    (second,) = events_of(see("/en/meetings/meeting.ics", NOON + timedelta(hours=2)))

    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert second.decoded("last-modified") > first.decoded("last-modified")


def test_the_subscribed_calendar_holds_what_is_visible_and_has_a_day(see, django_assert_num_queries):
    released(Delegation, title="Past", starts_on="2018-01-01", ends_on="2018-01-02")
    with django_assert_num_queries(4):
        see("/en/events/calendar.ics")
    released(Forum, title="Coming")
    released(Forum, title="Dated to the month", date_precision="month")
    scheduled(Forum, at=LATER, title="Secret")

    with django_assert_num_queries(4):
        response = see("/en/events/calendar.ics")

    assert [made["summary"] for made in events_of(response)] == ["Past en", "Coming en"]
    assert [made["summary"] for made in events_of(see("/en/events/calendar.ics?year=2018"))] == ["Past en"]


def test_the_subscribed_calendar_takes_the_filters_of_the_page(see):
    released(Forum, title="Talks")
    released(Meeting, title="Round table")

    assert [str(each["SUMMARY"]) for each in events_of(see("/en/events/calendar.ics?type=forum"))] == [
        "Talks en"
    ]


def test_a_filter_that_is_not_understood_does_not_empty_the_subscribers_calendar(see):
    released(Forum, title="Talks")

    assert see("/en/events/calendar.ics?series=no-such-series").status_code == 400
    for address in ("/en/events/calendar.ics", "/en/opportunities/deadlines.ics"):
        refused = see(f"{address}?colour=green")
        assert refused.status_code == 400
        assert "colour" in refused.text


def test_the_home_page_shows_what_begins_soon_and_has_no_last_day(see):
    released(Forum, title="Talks", starts_on="2026-06-10", ends_on=None)

    assert "Talks en" in see("/en/").text


def test_an_event_of_several_days_that_states_its_start_only_keeps_its_days(see):
    days = {"starts_on": "2026-06-10", "ends_on": "2026-06-12"}
    released(Forum, slug="talks", starts_at=datetime(2026, 6, 10, 1, tzinfo=UTC), **days)

    (made,) = events_of(see("/en/forums/talks.ics"))

    assert (made["DTSTART"].dt.isoformat(), made["DTEND"].dt.isoformat()) == ("2026-06-10", "2026-06-13")


def test_a_year_that_is_not_listed_does_not_head_the_calendar(client):
    released(Meeting, title="Past", starts_on="2026-05-01", ends_on="2026-05-01")

    page = client.get("/en/events/?year=abcd")

    assert page.status_code == 400
    assert "meetings that are not over yet" in page.content.decode()
