"""The OpenAPI document: what is committed is what is served, and what it says is true.

After a change that is meant, write it anew:
``.venv/bin/python manage.py spectacular --format openapi-json --file tests/api/openapi.json``
"""

import json
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, ValidationError

from events.models import Delegation, Exhibition, Forum, Meeting
from news.models import HotKeyword
from opportunities.models import Clarification, Criterion, Opportunity
from programs.models import Instrument, Mechanism, Milestone, Program, ProgressReport, Project
from publishing import clock
from publishing.models import Count, GlossaryTerm, Money
from tests import factories
from tests.world import LONG_AGO, files_of, visible_world

pytestmark = pytest.mark.django_db

COMMITTED = Path(__file__).parent / "openapi.json"


@pytest.fixture(scope="module")
def document():
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def test_the_document_is_the_committed_one(client, document):
    served = client.get("/api/v1/openapi.json")
    assert served["Content-Type"] == "application/json"
    assert served.json() == document
    assert document["openapi"].startswith("3.1")


def test_the_document_is_valid(document):
    validate_schema(document)


def test_a_faulty_document_would_be_found(document):
    with pytest.raises(ValidationError):
        validate_schema({**document, "paths": {"/": {"get": {"responses": []}}}})


def test_every_resource_of_the_root_is_described(client, document):
    for url in client.get("/api/v1/").json()["resources"].values():
        assert url.removeprefix("http://testserver") in document["paths"]


def test_the_document_speaks_english_whoever_asks(client):
    assert client.get("/api/v1/openapi.json?lang=ko").content == client.get("/api/v1/openapi.json").content


def filled_world():
    """One record of every kind with every fact and part."""
    world = visible_world()
    for entry in world.values():
        Money.objects.create(entry=entry, label_en="Money", amount=1, currency="KRW", stated_by=entry)
        Count.objects.create(entry=entry, label_en="Count", value=1)
        entry.related.add(*world.values())
        files_of(entry, "Open")
    plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan", signed_on="2019-11")
    mechanism = Mechanism.objects.create(
        slug="committee", type="joint_committee", name_en="Committee", instrument=plan
    )
    for model in (Program, Project):
        type(world[model]).objects.filter(pk=world[model].pk).update(instrument=plan, valid_from="2019")
        Milestone.objects.create(entry=world[model], title_en="Step", due="2020-05")
    ProgressReport.objects.create(project=world[Project], as_of="2020", progress_en="Much")
    for model in (Delegation, Forum, Exhibition, Meeting):
        model.objects.filter(pk=world[model].pk).update(starts_at=LONG_AGO, instrument=plan, venue_en="Hall")
    Meeting.objects.filter(pk=world[Meeting].pk).update(mechanism=mechanism)
    Forum.objects.filter(pk=world[Forum].pk).update(working_languages=["ko", "zh-hans"], theme_ko="주제")
    Criterion.objects.create(opportunity=world[Opportunity], question_en="Are you?")
    Clarification.objects.create(
        opportunity=world[Opportunity], question_en="Who?", answer_en="You.", answered_on="2026-05-20"
    )
    HotKeyword.objects.create(keyword="수소", language="ko")
    GlossaryTerm.objects.create(slug="pm", term_en="PM2.5", definition_en="Dust")
    return world


def for_readers(document):
    """The addresses that everybody reads; those for staff are tried in test_writing.py."""
    paths = document["paths"].items()
    return {path: item for path, item in paths if not any("staff" in each["tags"] for each in item.values())}


def validator(document, path, status="200"):
    contents = document["paths"][path]["get"]["responses"][status]["content"]
    content = contents["application/json" if status == "200" else "application/problem+json"]
    schema = {**content["schema"], "components": document["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def complete(schema):
    """A copy of ``schema`` in which nothing beyond what is described may be there."""
    if isinstance(schema, dict):
        closed = {key: complete(value) for key, value in schema.items()}
        if schema.get("type") == "object" and "properties" in schema:
            closed.setdefault("additionalProperties", False)
        return closed
    return [complete(each) for each in schema] if isinstance(schema, list) else schema


def test_answers_are_what_the_document_says(client, document):
    world = filled_world()
    slugs = {entry.KIND.resource: entry.slug for entry in world.values()}
    slugs |= {
        "sectors": "water",
        "places": "beijing",
        "instruments": "plan",
        "mechanisms": "committee",
        "glossary": "pm",
    }
    strict = complete(document)
    with clock.as_of(factories.NOON - timedelta(days=5)):
        for path, language in product(for_readers(document), ("en", "zh-hans", "*")):
            resource = path.split("/")[3]
            query = {"lang": language, **({"q": "open"} if resource == "search" else {})}
            response = client.get(path.replace("{slug}", slugs.get(resource, "")), query)
            assert response.status_code == 200, (path, response.content)
            body = response.json()
            validator(strict, path).validate(body)
            assert "results" not in body or body["results"], path


def test_problems_are_what_the_document_says(client, document):
    cases = {
        "400": client.get("/api/v1/pages/nothing/", {"colour": "red"}),
        "404": client.get("/api/v1/pages/nothing/"),
        "406": client.get("/api/v1/pages/nothing/", headers={"accept": "text/csv"}),
    }
    for status, response in cases.items():
        assert response.status_code == int(status)
        validator(complete(document), "/api/v1/pages/{slug}/", status).validate(response.json())


def test_every_parameter_of_the_document_is_known(client, document):
    for path, item in for_readers(document).items():
        if "{slug}" in path:
            continue
        described = {each["name"] for each in item["get"]["parameters"] if each["in"] == "query"}
        refused = client.get(path, {"colour": "red"}).json()["errors"][0]["choices"]
        assert described == set(refused), path
