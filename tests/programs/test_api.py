"""Programs, projects, instruments and mechanisms in the API: facts and filters."""

from datetime import timedelta

import pytest

from organizations.models import Organization
from programs.models import Instrument, Mechanism, Milestone, Party, Program, ProgressReport, Project
from publishing import clock
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


def test_a_project_in_its_program(client):
    plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan", name_ko="계획")
    program = released(Program, slug="program", instrument=plan)
    project = released(
        Project, slug="project", program=program, is_flagship=True, valid_from="2024", valid_to="2026-05"
    )
    body = released(Organization, slug="body")
    hidden = scheduled(Organization, slug="hidden", at=NOON + timedelta(days=9))
    for organization in (body, hidden):
        Party.objects.create(entry=project, organization=organization, capacity="executing")
    Milestone.objects.create(entry=project, title_en="Step", due="2025-03")
    ProgressReport.objects.create(project=project, as_of="2025-06", progress_en="Much", needs_ko="더")
    record = asked(client, "projects/project/", lang="ko")
    assert (record["program"]["slug"], record["is_flagship"]) == ("program", True)
    assert (record["valid_from"], record["valid_to"], record["instrument"]) == ("2024", "2026-05", None)
    assert [each["organization"]["slug"] for each in record["parties"]] == ["body"]
    assert record["milestones"] == [
        {"title": {"text": "Step", "language": "en"}, "due": "2025-03", "done": None}
    ]
    (report,) = record["reports"]
    assert report["progress"] == {"text": "Much", "language": "en"}
    assert (report["problems"], report["needs"]) == (None, {"text": "더", "language": "ko"})
    record = asked(client, "programs/program/", lang="ko")
    assert [each["slug"] for each in record["projects"]] == ["project"]
    assert record["instrument"] == {"slug": "plan", "name": "계획", "language": "ko"}


def test_filters(client):
    plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan")
    program = released(Program, slug="program", type="training", instrument=plan, status="completed")
    released(Program, slug="other", type="demonstration")
    released(
        Project, slug="project", program=program, is_flagship=True, valid_from="2024", valid_to="2026-05"
    )
    Party.objects.create(entry=program, organization=released(Organization, slug="body"), capacity="lead")
    assert (
        slugs(client, "programs", type="training")
        == slugs(client, "programs", status="completed")
        == ["program"]
    )
    assert (
        slugs(client, "programs", instrument="plan")
        == slugs(client, "programs", organization="body")
        == ["program"]
    )
    assert (
        slugs(client, "projects", program="program")
        == slugs(client, "projects", is_flagship="true")
        == ["project"]
    )
    assert slugs(client, "projects", starts_to="2024-06", ends_from="2026") == ["project"]
    assert slugs(client, "projects", starts_from="2025") == slugs(client, "projects", ends_to="2026-04") == []


def test_instruments_and_mechanisms(client):
    plan = Instrument.objects.create(
        slug="plan", type="plan", name_en="Plan", signed_on="2019-11", summary_en="Air"
    )
    plan.parties.add(
        released(Organization, slug="body"), scheduled(Organization, at=NOON + timedelta(days=9))
    )
    Mechanism.objects.create(
        slug="committee", type="joint_committee", name_ko="위원회", name_en="C", instrument=plan
    )
    record = asked(client, "instruments/plan/", lang="en")
    assert (record["type"], record["signed_on"], record["name"]) == ("plan", "2019-11", "Plan")
    assert [each["slug"] for each in record["parties"]] == ["body"]
    (mechanism,) = asked(client, "mechanisms/", lang="*")["results"]
    assert mechanism["name"] == {"en": "C", "ko": "위원회"}
    assert mechanism["instrument"]["slug"] == "plan"
    assert client.get("/api/v1/instruments/nothing/").status_code == 404
