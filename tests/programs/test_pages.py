"""The pages of programs and projects."""

import re
from datetime import timedelta

import pytest

from organizations.models import Organization
from programs.models import Instrument, Milestone, Party, Program, ProgressReport, Project
from publishing.models import Money
from tests.factories import NOON, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=60)
LATER = NOON + timedelta(days=90)


def words(response) -> str:
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def furnish(entry, times: int) -> None:
    for number in range(times):
        body = released(Organization, at=LONG_AGO, title=f"Body {number}")
        Party.objects.create(entry=entry, organization=body, capacity="lead")
        Milestone.objects.create(entry=entry, title_en=f"Step {number}", due="2027-03")
        entry.related.add(released(Organization, at=LONG_AGO))
        if isinstance(entry, Project):
            ProgressReport.objects.create(project=entry, as_of=f"2026-0{number + 1}", progress_en="Well.")
        else:
            released(Project, at=LONG_AGO, program=entry)


@pytest.mark.parametrize(("model", "page_queries", "list_queries"), [(Program, 19, 11), (Project, 20, 15)])
def test_list_and_page_take_the_same_queries_for_one_and_for_three(
    model, page_queries, list_queries, see, django_assert_num_queries
):
    program = released(Program, at=LONG_AGO, title="Above")
    facts = {"program": program} if model is Project else {}
    first = released(model, **facts)
    furnish(first, 1)
    for more in (0, 2):
        furnish(first, more)
        for _number in range(more):
            furnish(released(model, **facts), 1)
        with django_assert_num_queries(page_queries):
            see(first.path("ko"))
        with django_assert_num_queries(list_queries):
            see(f"/ko/{model.KIND.routes}/")


@pytest.mark.parametrize("model", [Program, Project])
def test_a_page_is_absent_before_its_release_and_gone_after_its_withdrawal(model, see):
    entry = scheduled(model, title="Secret")
    before = NOON - timedelta(seconds=1)

    assert see(entry.path("en"), before).status_code == 404
    assert "Secret" not in see(f"/en/{model.KIND.routes}/", before).content.decode()
    assert see(entry.path("en")).status_code == 200
    assert see(withdrawn(model).path("en"), LATER).status_code == 410


def test_a_project_shows_both_sides_its_frame_and_its_steps(see):
    plan = Instrument.objects.create(
        slug="plan", type="plan", name_en="Clear Sky Plan", signed_on="2019-11-04"
    )
    above = released(Program, at=LONG_AGO, title="Above")
    project = released(
        Project, program=above, instrument=plan, valid_from="2026-07", valid_to="2028-06", is_flagship=True
    )
    for name, country, capacity in (
        ("Beijing unit", "CN", "executing"),
        ("Beijing lead", "CN", "lead"),
        ("Seoul lead", "KR", "lead"),
    ):
        body = released(Organization, at=LONG_AGO, title=name, country=country)
        Party.objects.create(entry=project, organization=body, capacity=capacity)
    hidden = scheduled(Organization, at=LATER, title="Secret body")
    Party.objects.create(entry=project, organization=hidden, capacity="supporting")
    Milestone.objects.create(entry=project, title_en="Site chosen", due="2026-09", done="2026-10-02")
    Milestone.objects.create(entry=project, title_en="In operation", due="2028")
    Money.objects.create(entry=project, label_en="Cost", amount=18_000_000, currency="CNY", qualifier="about")

    english, chinese = words(see(project.path("en"))), words(see(project.path("zh-hans")))

    for fact in (
        "Program Above en",
        "Flagship project yes",
        "Period July 2026 – June 2028",
        "Plan Clear Sky Plan signed 4 November 2019",
        "Site chosen September 2026 2 October 2026",
        "In operation 2028 not yet",
        "about CNY 18 million",
    ):
        assert fact in english
    assert english.index("Seoul lead") < english.index("Beijing lead") < english.index("Beijing unit")
    assert chinese.index("Beijing lead") < chinese.index("Seoul lead")
    assert "Secret" not in english


def test_a_progress_report_has_its_four_headings_and_omits_what_was_not_reported(see):
    project = released(Project)
    ProgressReport.objects.create(
        project=project,
        as_of="2026-10",
        progress_en="Site chosen.",
        progress_ko="부지 선정.",
        needs_en="An interpreter.",
    )
    ProgressReport.objects.create(
        project=project,
        as_of="2026-04",
        progress_en="Begun.",
        problems_en="Rules.",
        plan_en="Order.",
        needs_en="Data.",
    )

    page = words(see(project.path("en")))
    html = see(project.path("ko")).content.decode()

    assert "As of October 2026 Progress Site chosen. Needs An interpreter." in page
    assert "As of April 2026 Progress Begun. Problems Rules. Plan Order. Needs Data." in page
    assert "<p>부지 선정.</p>" in html
    assert '<div lang="en"><p>An interpreter.</p></div>' in html


def test_a_program_names_its_visible_projects(see):
    program = released(Program, at=LONG_AGO)
    released(Project, title="Open", program=program)
    scheduled(Project, at=LATER, title="Secret", program=program)

    page = words(see(program.path("en")))

    assert "Open en" in page
    assert "Secret" not in page


def test_lists_are_filtered_by_facts(see):
    plan = Instrument.objects.create(slug="plan", type="plan", name_en="Plan")
    program = released(
        Program, slug="above", title="Wanted", type="training", status="completed", instrument=plan
    )
    released(Program, title="Other", type="incubation")
    released(Project, title="Inner", program=program)
    released(Project, title="Lone")

    for query in ("type=training", "status=completed", "instrument=plan"):
        listed = words(see(f"/en/programs/?{query}"))
        assert "Wanted en" in listed, query
        assert "Other en" not in listed, query
    projects = words(see("/en/projects/?program=above"))
    assert "Inner en" in projects
    assert "Lone en" not in projects


@pytest.mark.parametrize("address", ["programs/?type=x", "programs/?status=x", "projects/?program=x"])
def test_an_unknown_value_is_refused_in_words(address, see):
    page = see(f"/en/{address}")

    assert page.status_code == 400
    assert "Part of this address could not be used" in page.content.decode()
