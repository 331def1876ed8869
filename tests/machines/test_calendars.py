"""Calendars hold to RFC 5545 and 7986, and tell subscribers what changed, was cancelled and was withdrawn."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from events.models import Delegation, Forum, Meeting, ProgrammeItem
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import RecordFacts, Withdraw
from tests.events.builders import place
from tests.factories import NOON, actor, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def read(response) -> icalendar.Calendar:
    """The calendar, after it was held against the rules of RFC 5545."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    data = response.content
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", data) is None
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(data)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    assert [component.errors for component in calendar.walk()] == [[] for _each in calendar.walk()]
    zones = {str(each["tzid"]) for each in calendar.walk("VTIMEZONE")}
    uids = []
    for event in calendar.walk("VEVENT"):
        for name in ("uid", "dtstamp", "dtstart", "sequence", "status", "summary"):
            assert name in event, name
            assert not isinstance(event[name], list), name
        uids.append(str(event["uid"]))
        assert event["dtstamp"].dt.tzinfo is not None
        assert event["status"] in ("TENTATIVE", "CONFIRMED", "CANCELLED")
        start, end = event["dtstart"], event.get("dtend")
        if end is not None:
            assert type(start.dt) is type(end.dt)
            assert end.dt > start.dt
        for moment in filter(None, (start, end)):
            assert moment.params.get("TZID", "") in {*zones, ""}
        for alarm in event.walk("VALARM"):
            assert {"ACTION", "TRIGGER", "DESCRIPTION"} <= set(alarm)
    assert len(uids) == len(set(uids))
    return calendar


def events_of(response) -> list[icalendar.Event]:
    return read(response).walk("VEVENT")


def test_a_delegation_comes_with_its_parts_each_in_its_zone(see):
    whole = released(
        Delegation,
        slug="eighth",
        title="제팔차 한중 환경산업 민관 합동 대표단 第八次中韩环境产业官民联合代表团",
    )
    beijing = place("beijing", name_en="Beijing")
    ProgrammeItem.objects.create(
        event=whole,
        type="forum",
        title_en="Forum",
        day=date(2026, 6, 3),
        starts_at=datetime(2026, 6, 3, 1, 30, tzinfo=UTC),
        ends_at=datetime(2026, 6, 3, 4, 0, tzinfo=UTC),
        place=beijing,
    )
    ProgrammeItem.objects.create(
        event=whole,
        type="ceremony",
        title_en="Send-off",
        day=date(2026, 6, 2),
        starts_at=datetime(2026, 6, 2, 0, 0, tzinfo=UTC),
        zone="Asia/Seoul",
    )
    ProgrammeItem.objects.create(event=whole, type="site_visit", title_en="Visit", day=date(2026, 6, 4))
    ProgrammeItem.objects.create(event=whole, type="break", title_en="Lunch", day=date(2026, 6, 4))
    ProgrammeItem.objects.create(event=whole, type="forum", title_en="Some day")

    response = see("/en/delegations/eighth.ics")
    made, *parts = events_of(response)

    assert {str(part["summary"]) for part in parts} == {"Forum", "Send-off", "Visit"}
    assert {str(part["related-to"]) for part in parts} == {str(made["uid"])}
    assert {part["sequence"] for part in parts} == {made["sequence"]}
    by_title = {str(part["summary"]): part for part in parts}
    assert by_title["Forum"]["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert by_title["Send-off"]["dtstart"].params["TZID"] == "Asia/Seoul"
    assert "09:30–12:00 Beijing\n10:30–13:00 Seoul" in by_title["Forum"]["description"]
    assert by_title["Forum"]["location"] == "Beijing"
    assert by_title["Visit"]["dtstart"].dt == date(2026, 6, 4)
    again = events_of(see("/ko/delegations/eighth.ics"))
    assert {str(each["uid"]) for each in again} == {str(each["uid"]) for each in (made, *parts)}


@pytest.mark.parametrize("count", [1, 3])
def test_parts_cost_the_same_queries_for_one_and_for_three(see, count, django_assert_num_queries):
    whole = released(Forum, slug="forum")
    for number in range(count):
        ProgrammeItem.objects.create(
            event=whole, type="forum", title_en="Part", day=date(2026, 6, 3), place=place(f"place-{number}")
        )
    with django_assert_num_queries(4):
        assert len(events_of(see("/en/forums/forum.ics"))) == count + 1


def test_what_is_cancelled_is_cancelled_with_its_parts(see):
    whole = released(Forum, slug="forum", status="cancelled")
    ProgrammeItem.objects.create(event=whole, type="forum", title_en="Part", day=date(2026, 6, 3))

    assert [str(each["status"]) for each in events_of(see("/en/forums/forum.ics"))] == ["CANCELLED"] * 2


def test_subscribers_are_told_of_a_withdrawal_and_of_nothing_else(see):
    meeting = scheduled(Meeting, slug="meeting", title="Unfortunate", venue_en="Hall 7")
    before = events_of(see("/en/events/calendar.ics"))[0]
    with clock.as_of(NOON + DAY):
        Withdraw(meeting, actor(), reason="Wrong figures.").execute()

    response = see("/en/events/calendar.ics", NOON + 2 * DAY)
    (told,) = events_of(response)

    assert told["uid"] == before["uid"]
    assert told["sequence"] > before["sequence"]
    assert told["status"] == "CANCELLED"
    assert told["summary"] == f"Withdrawn: {meeting.ref}"
    assert not {"location", "description", "url"} & {name.lower() for name in told}
    assert b"Unfortunate" not in response.content
    assert b"Hall 7" not in response.content
    assert see("/en/meetings/meeting.ics", NOON + 2 * DAY).status_code == 410
    filtered = events_of(see("/en/events/calendar.ics?type=meeting", NOON + 2 * DAY))
    assert [each["uid"] for each in filtered] == [before["uid"]]


def test_a_subscription_says_what_it_is_called_and_when_to_ask_again(see):
    released(Meeting)

    calendar = read(see("/en/events/calendar.ics?type=meeting"))

    assert calendar["name"] == "Korea–China green cooperation: events"
    assert calendar["source"] == "http://testserver/en/events/calendar.ics?type=meeting"
    assert calendar["refresh-interval"].dt == timedelta(hours=6)
    assert calendar["refresh-interval"].params["VALUE"] == "DURATION"


def test_a_deadline_reminds_and_its_sequence_grows_when_it_is_extended(see):
    offer = released(Opportunity, slug="offer", title="Offer")
    (first,) = events_of(see("/en/opportunities/offer/deadline.ics"))
    with clock.as_of(NOON + DAY):
        offer.deadline_at += 10 * DAY
        offer.save()
        RecordFacts(offer, actor(), severity="correction", reason="Ten days more.").execute()

    (second,) = events_of(see("/en/opportunities/offer/deadline.ics", NOON + 2 * DAY))

    assert len(first.walk("VALARM")) == 2
    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert second["dtstart"].dt - first["dtstart"].dt == 10 * DAY
    assert first["dtstart"].params["TZID"] == "Asia/Seoul"
    assert "The deadline was extended on 2 June 2026" in second["description"]
    assert "Seoul" in second["description"]
    assert "Beijing" in second["description"]


def test_lines_in_a_title_make_no_lines_of_the_file(see):
    call = released(Opportunity, at=NOON - DAY, deadline_at=NOON + DAY, title="Call\r\nX-FORGED:1")
    (held,) = events_of(see(f"{call.path('en')}deadline.ics"))
    (listed,) = events_of(see("/en/opportunities/deadlines.ics"))
    assert "X-FORGED" not in {*held, *listed}


def test_the_deadlines_to_come_are_one_subscription(see):
    released(Opportunity, title="Later", deadline_at=NOON + 40 * DAY)
    released(Opportunity, title="Sooner", deadline_at=NOON + 10 * DAY, type="training")
    released(Opportunity, title="Awarded", deadline_at=NOON + 20 * DAY, result="awarded")
    released(Opportunity, title="Stopped", deadline_at=NOON + 30 * DAY, open_for_interest=False)
    scheduled(Opportunity, title="Secret", at=NOON + DAY, deadline_at=NOON + 50 * DAY)

    response = see("/en/opportunities/deadlines.ics")

    shown = [(str(each["summary"]), str(each["status"])) for each in events_of(response)]
    assert shown == [
        ("Deadline: Sooner en", "CONFIRMED"),
        ("Deadline: Awarded en", "CANCELLED"),
        ("Deadline: Stopped en", "CANCELLED"),
        ("Deadline: Later en", "CONFIRMED"),
    ]
    assert b"Secret" not in response.content
    (training,) = events_of(see("/en/opportunities/deadlines.ics?type=training"))
    assert training["summary"] == "Deadline: Sooner en"


def test_a_deadline_that_passed_stays_for_a_while(see):
    released(Opportunity, deadline_at=NOON + 10 * DAY)

    assert len(events_of(see("/en/opportunities/deadlines.ics", NOON + 60 * DAY))) == 1
    assert events_of(see("/en/opportunities/deadlines.ics", NOON + 80 * DAY)) == []


def test_a_withdrawn_opportunity_is_cancelled_for_subscribers(see):
    offer = withdrawn(Opportunity, title="Unfortunate")

    response = see("/en/opportunities/deadlines.ics", NOON + 2 * DAY)

    (told,) = events_of(response)
    assert (str(told["uid"]), str(told["status"])) == (str(offer.uid), "CANCELLED")
    assert b"Unfortunate" not in response.content


def test_a_filter_that_is_not_understood_does_not_empty_the_subscription(see):
    assert see("/en/opportunities/deadlines.ics?sector=nothing").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_deadlines_cost_the_same_queries_for_one_and_for_three(see, count, django_assert_num_queries):
    for _number in range(count):
        released(Opportunity)
    with django_assert_num_queries(7):
        assert len(events_of(see("/en/opportunities/deadlines.ics"))) == count
