"""Events and their series in the API: facts and filters."""

from datetime import timedelta

import pytest

from events.models import (
    Delegation,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Participation,
    Pavilion,
    ProgrammeItem,
    Stop,
    Talk,
)
from organizations.models import Company, CooperationCenter, Organization, Person, Role
from programs.models import Instrument, Mechanism
from publishing import clock
from publishing.models import Place
from tests.factories import NOON, released, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_release():
    with clock.as_of(NOON + timedelta(days=1)):
        yield


def asked(client, path, **query):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, resource, **query):
    return [each["slug"] for each in asked(client, f"{resource}/", **query)["results"]]


def test_a_delegation_with_route_programme_and_members(client):
    tianjin = Place.objects.create(slug="tianjin", name_en="Tianjin")
    series = released(EventSeries, slug="line", ordinal_unit="meeting")
    forum = released(Forum, slug="forum", title="Forum")
    body, company = released(Organization, slug="body"), released(Company, slug="company")
    role = Role.objects.create(
        person=released(Person, slug="director"), organization=body, type="director", title_en="Director"
    )
    delegation = released(Delegation, slug="eighth", series=series, edition=8)
    Stop.objects.create(delegation=delegation, place=tianjin, role="partner_city", from_day="2026-06-05")
    item = ProgrammeItem.objects.create(
        event=delegation,
        type="forum",
        title_en="Forum day",
        day="2026-06-04",
        starts_at=NOON,
        place=tianjin,
        about=forum,
    )
    talk = Talk.objects.create(item=item, title_en="Talk", language="ko")
    talk.speakers.add(role)
    hidden = scheduled(Company, slug="hidden", at=NOON + timedelta(days=9))
    for organization in (company, hidden):
        Participation.objects.create(event=delegation, capacity="member", organization=organization)
    record = asked(client, "delegations/eighth/", lang="en")
    assert (record["series"]["slug"], record["edition"]) == ("line", 8)
    assert (record["starts_on"], record["ends_on"], record["zone"]) == (
        "2026-06-02",
        "2026-06-05",
        "Asia/Shanghai",
    )
    assert (record["stops"][0]["place"]["slug"], record["stops"][0]["role"]) == ("tianjin", "partner_city")
    (part,) = record["items"]
    assert (part["type"], part["starts_at"], part["zone"]) == (
        "forum",
        "2026-06-01T03:00:00Z",
        "Asia/Shanghai",
    )
    assert part["about"]["api_url"].endswith("/forums/forum/")
    assert part["talks"][0]["speakers"][0]["person"]["slug"] == "director"
    assert [each["organization"]["slug"] for each in record["participations"]] == ["company"]
    assert asked(client, "forums/forum/")["part_of"][0]["slug"] == "eighth"
    (edition,) = asked(client, "series/line/")["editions"]
    assert (edition["edition"], edition["slug"], edition["starts_on"]) == (8, "eighth", "2026-06-02")


def test_an_exhibition_with_pavilions_and_booths(client):
    exhibition = released(Exhibition, slug="fair")
    organizer, company = released(Organization, slug="organizer"), released(Company, slug="company")
    pavilion = Pavilion.objects.create(
        exhibition=exhibition, name_en="Pavilion", organizer=organizer, hall="E1"
    )
    Participation.objects.create(
        event=exhibition, capacity="exhibitor", organization=company, pavilion=pavilion, booth="A1"
    )
    record = asked(client, "exhibitions/fair/", lang="en")
    assert (record["pavilions"][0]["hall"], record["pavilions"][0]["organizer"]["slug"]) == (
        "E1",
        "organizer",
    )
    (exhibitor,) = record["participations"]
    assert exhibitor["pavilion"] == {"text": "Pavilion", "language": "en"}
    assert exhibitor["booth"] == "A1"


def test_meetings_and_what_they_prepare(client):
    plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan")
    mechanism = Mechanism.objects.create(slug="committee", type="joint_committee", name_en="Committee")
    committee = released(Meeting, slug="committee-23", type="mechanism", mechanism=mechanism, instrument=plan)
    seminar = released(Meeting, slug="seminar")
    seminar.prepares.add(committee)
    assert asked(client, "meetings/seminar/")["prepares"][0]["slug"] == "committee-23"
    record = asked(client, "meetings/committee-23/", lang="en")
    assert record["prepared_by"][0]["slug"] == "seminar"
    assert record["mechanism"] == {"slug": "committee", "name": "Committee", "language": "en"}
    assert slugs(client, "meetings", type="mechanism") == slugs(client, "meetings", mechanism="committee")
    assert slugs(client, "meetings", prepares="committee-23") == ["seminar"]
    assert slugs(client, "meetings", instrument="plan") == ["committee-23"]


def test_forums_by_language_and_interpreting(client):
    released(Forum, slug="forum", theme_ko="주제", working_languages=["ko", "zh-hans"], interpreting=True)
    released(Forum, slug="other", working_languages=["en"])
    assert asked(client, "forums/forum/", lang="ko")["theme"] == {"text": "주제", "language": "ko"}
    assert slugs(client, "forums", working_language="zh-hans") == ["forum"]
    assert slugs(client, "forums", working_language=["zh-hans", "en"], interpreting="false") == ["other"]


def test_filters_that_all_events_share(client):
    series, center = released(EventSeries, slug="line"), released(CooperationCenter, slug="center")
    body = released(Organization, slug="body")
    renamed = released(Organization, slug="renamed")
    renamed.predecessors.add(body)
    china = Place.objects.create(slug="china", name_en="China")
    beijing = Place.objects.create(slug="beijing", name_en="Beijing", parent=china)
    person = released(Person, slug="director")
    forum = released(Forum, slug="forum", series=series, edition=6, center=center, status="provisional")
    released(Forum, slug="other", starts_on="2025-04-01", ends_on="2025-04-02")
    item = ProgrammeItem.objects.create(event=forum, type="matching", title_en="Matching", place=beijing)
    talk = Talk.objects.create(item=item, title_en="Talk")
    talk.speakers.add(
        Role.objects.create(person=person, organization=body, type="director", title_en="Director")
    )
    Participation.objects.create(event=forum, capacity="host", organization=body)
    for query in (
        {"series": "line"},
        {"edition": "6"},
        {"center": "center"},
        {"status": "provisional"},
        {"organization": "body"},
        {"organization": "renamed"},
        {"person": "director"},
        {"capacity": "host"},
        {"item": "matching"},
        {"place": "china"},
        {"takes_place_from": "2026-01-01"},
    ):
        assert slugs(client, "forums", **query) == ["forum"], query
    assert slugs(client, "forums", takes_place_to="2025-04-01") == ["other"]
    assert slugs(client, "forums", takes_place_from="2025-04-02", takes_place_to="2026-06-02") == ["other"]


def test_all_events_in_one_list(client):
    released(Delegation, slug="same")
    released(Forum, slug="same")
    listed = asked(client, "events/", ordering="starts_on")["results"]
    assert [(each["kind"], each["api_url"]) for each in listed] == [
        ("delegation", "http://testserver/api/v1/delegations/same/"),
        ("forum", "http://testserver/api/v1/forums/same/"),
    ]
    assert [each["kind"] for each in asked(client, "events/", kind="forum")["results"]] == ["forum"]
    assert client.get("/api/v1/events/same/").status_code == 404


def test_an_event_without_a_last_day_lasts_until_its_first(client):
    released(Forum, slug="alone", starts_on="2026-06-10", ends_on=None)

    assert slugs(client, "events", takes_place_from="2026-06-10") == ["alone"]
    assert slugs(client, "events", takes_place_from="2026-06-11") == []


def test_a_capacity_of_somebody_who_is_not_public_finds_nothing(client):
    forum = released(Forum, slug="forum")
    shown, hidden = released(Company), scheduled(Company, at=NOON + timedelta(days=90))
    Participation.objects.create(event=forum, capacity="exhibitor", organization=shown)
    Participation.objects.create(event=forum, capacity="buyer", organization=hidden)

    assert slugs(client, "forums", capacity="exhibitor") == ["forum"]
    assert slugs(client, "forums", capacity="buyer") == []
