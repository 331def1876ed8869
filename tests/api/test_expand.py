"""Related records in whole: one level, through the door, in a bounded number of queries."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from events.models import Delegation, EventSeries, Participation
from news.models import PressRelease
from organizations.models import Company, Organization, Person, Role
from programs.models import Instrument, Mechanism
from publishing import clock
from publishing.models import Page, Sector
from tests import factories
from tests.factories import NOON
from tests.filled import filled
from tests.world import add_additively, add_hidden, point_at_hidden, visible_world

pytestmark = pytest.mark.django_db

DOCUMENT = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))


@pytest.fixture
def now():
    with clock.as_of(NOON):
        yield


def own(client, link: dict[str, Any], language: str) -> dict[str, Any]:
    """The record that ``link`` leads to, from its own address."""
    record: dict[str, Any] = client.get(link["api_url"], {"lang": language}).json()
    return record


def links(value: Any, path: str) -> list[dict[str, Any]]:
    for name in path.split("."):
        value = [each[name] for each in (value if isinstance(value, list) else [value])]
        value = [each for item in value for each in (item if isinstance(item, list) else [item])]
    return value


@pytest.mark.parametrize("language", ["en", "ko", "*"])
def test_a_link_becomes_the_record_of_its_own_address(client, api, language, now):
    world = visible_world()
    for model in (Delegation, EventSeries, PressRelease):
        filled(model, world, at=NOON, slug="filled")
    cases = {
        "delegations": ("series", "center", "related", "participations.organization", "items.about"),
        "series": ("editions", "organizer"),
        "press-releases": ("issuer", "event", "co_issuers", "quotes.speaker.person"),
    }
    for resource, names in cases.items():
        whole = api(f"{resource}/filled/", lang=language, expand=",".join(names))
        plain = api(f"{resource}/filled/", lang=language)
        for name in names:
            found = links(whole, name)
            assert found, name
            for link, before in zip(found, links(plain, name), strict=True):
                if link is None:
                    assert before is None
                    continue
                # What only the link says, such as the name on the day, stays.
                assert link == {**before, **own(client, link, language)}
                assert set(link) > set(before)
    listed = api("press-releases/", lang=language, expand="issuer")["results"]
    assert listed[0]["issuer"] == api("press-releases/filled/", lang=language, expand="issuer")["issuer"]


def test_one_level_only(api, now):
    parent = factories.released(Organization, slug="parent")
    issuer = factories.released(Organization, slug="issuer", parent=parent)
    factories.released(PressRelease, slug="release", issuer=issuer)
    found = api("press-releases/release/", expand="issuer")["issuer"]
    assert found["parent"]["slug"] == "parent"
    assert "body" in found
    assert "body" not in found["parent"]


def test_with_fields_only_what_they_choose_is_there(api, now):
    issuer = factories.released(Organization, slug="issuer")
    factories.released(PressRelease, slug="release", issuer=issuer)
    (record,) = api("press-releases/", fields="title,issuer", expand="issuer")["results"]
    assert set(record) == {"uid", "title", "issuer"}
    assert record["issuer"]["ref"] == issuer.ref
    (error,) = api("press-releases/", 400, fields="title", expand="issuer")["errors"]
    assert (error["parameter"], error["value"]) == ("expand", "issuer")


def test_what_is_not_public_does_not_come_along(api):
    series = factories.scheduled(EventSeries, slug="soon", at=NOON + timedelta(days=5))
    factories.released(Delegation, slug="delegation")
    Delegation.objects.filter(slug="delegation").update(series=series)
    page = factories.released(Page, slug="page")
    gone = factories.withdrawn(Page, slug="gone", at=NOON - timedelta(days=9))
    page.related.add(gone, series, factories.draft(Page, slug="draft"))
    with clock.as_of(NOON):
        assert api("delegations/delegation/", expand="series,related")["series"] is None
        assert api("pages/page/", expand="related")["related"] == []
    with clock.as_of(NOON + timedelta(days=5)):
        assert api("delegations/delegation/", expand="series")["series"]["ordinal_unit"]


@pytest.mark.parametrize("stage", ["not yet released", "withdrawn"])
def test_no_name_of_any_resource_brings_along_what_is_hidden(client, stage):
    world = visible_world()
    bring_in = factories.withdrawn if stage == "withdrawn" else factories.scheduled
    hidden = add_hidden(bring_in, "verborgen")
    add_additively(world, hidden, "verborgen")
    point_at_hidden(world, hidden)
    traces = ["verborgen", *(str(entry.uid) for entry in hidden.values())]
    with clock.as_of(NOON + timedelta(days=2) if stage == "withdrawn" else NOON - timedelta(minutes=1)):
        for resource in client.get("/api/v1/").json()["resources"]:
            (error,) = client.get(f"/api/v1/{resource}/", {"expand": "nothing"}).json()["errors"]
            # Some vocabularies have no links.
            for some in batched([] if "lang" in error["choices"] else error["choices"], 5):
                answer = client.get(f"/api/v1/{resource}/", {"expand": ",".join(some), "lang": "*"})
                assert answer.status_code == 200, answer.content
                text = answer.content.decode()
                assert [trace for trace in traces if trace in text] == [], (resource, some)


def batched(names: list[str], size: int) -> list[list[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("delegations/", {"expand": "nothing"}, "expand"),
        ("delegations/", {"expand": "title"}, "expand"),
        ("delegations/", {"expand": "series.organizer"}, "expand"),
        ("delegations/", {"expand": "series,"}, "expand"),
        ("delegations/", {"expand": ""}, "expand"),
        ("delegations/", {"expand": ["series", "nothing"]}, "expand"),
        ("delegations/", {"expand": "series,center,related,instrument,sectors,places"}, "expand"),
        ("delegations/", {"expand": "series", "page_size": "21"}, "page_size"),
        ("delegations/", {"expand": "series", "format": "csv"}, "expand"),
        ("delegations/one/", {"expand": "nothing"}, "expand"),
        ("instruments/", {"expand": "nothing"}, "expand"),
        ("sectors/", {"expand": "parent"}, "expand"),
    ],
)
def test_what_cannot_be_expanded_is_refused(api, path, query, parameter):
    (error,) = api(path, 400, **query)["errors"]
    assert error["parameter"] == parameter
    if query["expand"] in ("nothing", "title") and path.startswith("del"):
        assert {"series", "center", "related", "participations.organization"} <= set(error["choices"])


def test_more_records_than_an_answer_can_hold_are_refused(api, now):
    page = factories.released(Page, slug="page")
    sectors = Sector.objects.bulk_create([Sector(slug=f"s-{each}", name_en="S") for each in range(201)])
    page.sectors.add(*sectors)
    (error,) = api("pages/page/", 400, expand="sectors")["errors"]
    assert "201" in error["detail"]
    assert "200" in error["detail"]
    page.sectors.remove(sectors[0])
    assert len(api("pages/page/", expand="sectors")["sectors"]) == 200


def test_vocabularies_choose_too(api, now):
    party = factories.released(Organization, slug="party")
    plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan", signed_on="2019-11")
    plan.parties.add(party, factories.draft(Organization))
    Mechanism.objects.create(slug="committee", type="joint_committee", name_en="Committee", instrument=plan)
    (found,) = api("instruments/", expand="parties")["results"]
    assert [each["type"] for each in found["parties"]] == ["ministry"]
    assert api("mechanisms/committee/", expand="instrument")["instrument"]["signed_on"] == "2019-11"
    assert api("mechanisms/", fields="type")["results"] == [{"slug": "committee", "type": "joint_committee"}]
    assert api("instruments/", 400, fields="colour")["errors"][0]["choices"][0] == "slug"


def test_three_rows_take_as_many_queries_as_one(client):
    series = factories.released(EventSeries)
    for number in range(3):
        delegation = factories.released(
            Delegation, at=NOON - timedelta(minutes=number), series=series, edition=number + 1
        )
        person, company = factories.released(Person), factories.released(Company)
        role = Role.objects.create(person=person, type="director", title_en="Director")
        Participation.objects.create(event=delegation, capacity="guest", role=role)
        Participation.objects.create(event=delegation, capacity="exhibitor", organization=company)
    names = "series,participations.organization,participations.role.person"
    with clock.as_of(NOON):
        for size in (1, 3):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get("/api/v1/delegations/", {"expand": names, "page_size": size})
            assert len(answer.json()["results"]) == size
            assert len(queries) == 63


def test_the_document_names_what_can_be_expanded_and_describes_what_comes(client, now):
    filled(PressRelease, visible_world(), at=NOON, slug="filled")
    for path, item in DOCUMENT["paths"].items():
        described = {each["name"]: each for each in item.get("get", {}).get("parameters", ())}
        if "expand" not in described or "{" in path:
            continue
        parameter = described["expand"]
        assert (parameter["style"], parameter["explode"]) == ("form", False)
        refused = client.get(path, {"expand": "nothing"}).json()["errors"][0]["choices"]
        assert parameter["schema"]["items"]["enum"] == refused, path
    record = client.get("/api/v1/press-releases/filled/", {"expand": "issuer,event"}).json()
    for link, resource in (
        (record["issuer"], "organizations"),
        (record["event"], "delegations"),
        (record, ""),
    ):
        path = f"/api/v1/{resource or 'press-releases'}/{{slug}}/"
        schema = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(link)
