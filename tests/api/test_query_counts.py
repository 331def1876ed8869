"""How many queries answers take: the same number for one record and for three, with all their parts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from programs.models import Instrument, Mechanism
from publishing import clock
from publishing.models import GlossaryTerm, Page, Sector
from tests.factories import FACTS, NOON, released
from tests.filled import filled
from tests.query_counts import searching
from tests.world import visible_world

pytestmark = pytest.mark.django_db

# The record's own table, its live texts, each relation with parts of the record, all links to others together with
# their texts and names, and the validators.
QUERIES = {
    "pages": 15,
    "organizations": 19,
    "centers": 22,
    "companies": 24,
    "people": 17,
    "programs": 19,
    "projects": 19,
    "series": 14,
    "delegations": 25,
    "forums": 24,
    "exhibitions": 27,
    "meetings": 27,
    "events": 25,
    "outcomes": 17,
    "opportunities": 15,
    "calls": 15,
    "press-releases": 20,
    "media-coverage": 16,
}
VOCABULARIES = {"sectors": 4, "glossary": 2, "instruments": 4, "mechanisms": 3}


def counted(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200, response.content
    if "page_size" in url:
        assert len(response.json()["results"]) == int(url[-1])
    return len(queries)


def test_lists_and_records(client):
    world = visible_world()
    for model in FACTS:
        for number in range(3):
            at = NOON - timedelta(minutes=number)
            filled(model, world, at=at, slug=f"filled-{number}", files=model is Page)
    found = {}
    with clock.as_of(NOON):
        for resource in QUERIES:
            # Of all events only exhibitions have pavilions to read.
            only = "kind=exhibition&" if resource == "events" else ""
            urls = [
                f"{resource}/?{only}page_size=1",
                f"{resource}/?{only}page_size=3",
                f"{resource}/filled-0/",
            ]
            counts = [counted(client, f"/api/v1/{url}") for url in urls[: 2 if only else 3]]
            found[resource] = counts[0] if len(set(counts)) == 1 else counts
    assert [(name, count) for name, count in found.items() if count != QUERIES[name]] == []


@pytest.mark.parametrize("number", [1, 3])
def test_vocabularies(client, number):
    for each in range(number):
        parent = Sector.objects.create(slug=f"sector-{each}", name_en="Sector")
        Sector.objects.create(slug=f"below-{each}", name_en="Below", parent=parent)
        GlossaryTerm.objects.create(slug=f"term-{each}", term_en="Term", definition_en="Meaning")
        plan = Instrument.objects.create(slug=f"plan-{each}", type="plan", name_en="Plan")
        plan.parties.add(released(Organization, at=NOON))
        Mechanism.objects.create(
            slug=f"m-{each}", type="joint_committee", name_en="Committee", instrument=plan
        )
    with clock.as_of(NOON):
        found = {name: counted(client, f"/api/v1/{name}/") for name in VOCABULARIES}
    assert found == VOCABULARIES


@pytest.mark.parametrize("number", [1, 3])
def test_changes_and_search(client, number):
    for _each in range(number):
        released(Page, title="Hydrogen")
    with clock.as_of(NOON):
        assert counted(client, "/api/v1/changes/") == 5
        assert counted(client, "/api/v1/search/?q=hydrogen") == searching(8)
