"""The pages of opportunities, their list and their deadlines in calendars."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from opportunities.models import Clarification, Criterion, Opportunity
from organizations.models import CooperationCenter, Organization
from publishing.models import Attachment, Money, Place
from tests.factories import NOON, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=60)
# 13 June 2026, 18:00 in Seoul.
DEADLINE = datetime(2026, 6, 13, 9, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=90)


def words(response) -> str:
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def titles(response) -> list[str]:
    return [item["label"] for item in response.context["entries"]]


def test_list_and_page_take_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    center = released(CooperationCenter, at=LONG_AGO)
    first, _similar = released(Opportunity, center=center), released(Opportunity, center=center)
    for more in (1, 2):
        for number in range(more):
            Criterion.objects.create(opportunity=first, question_en=f"Question {number}?")
            Clarification.objects.create(
                opportunity=first, question_en="Who?", answer_en="All.", answered_on=date(2026, 6, 1)
            )
            first.related.add(released(Organization, at=LONG_AGO))
            first.places.add(Place.objects.create(slug=f"place-{more}-{number}", name_en="Place"))
            if more > 1:
                released(Opportunity, center=center)
        with django_assert_num_queries(34):
            see(first.path("ko"))
        with django_assert_num_queries(14):
            see("/ko/opportunities/")


def test_a_page_is_absent_before_its_release_and_gone_after_its_withdrawal(see):
    entry = scheduled(Opportunity, title="Secret")
    before = NOON - timedelta(seconds=1)
    taken_back = withdrawn(Opportunity)

    for address in (entry.path("en"), f"{entry.path('en')}deadline.ics"):
        assert see(address, before).status_code == 404
        assert see(address).status_code == 200
    for address in (taken_back.path("en"), f"{taken_back.path('en')}deadline.ics"):
        assert see(address, LATER).status_code == 410
    assert "Secret" not in see("/en/opportunities/", before).content.decode()


@pytest.mark.parametrize(
    ("language", "leading", "other"),
    [
        ("en", "Saturday 13 June 2026 18:00 Seoul", "17:00 Beijing"),
        ("ko", "2026. 6. 13.(토) 18:00 서울", "17:00 베이징"),
        ("zh-hans", "2026年6月13日（星期六） 17:00 北京", "18:00 首尔"),
    ],
)
def test_the_deadline_stands_on_both_clocks(language, leading, other, see):
    page = words(see(released(Opportunity, deadline_at=DEADLINE).path(language)))

    assert f"12 {'days left' if language == 'en' else ''}" in page
    assert page.index(leading) < page.index(other)


def test_a_deadline_on_another_day_elsewhere_says_which(see):
    late = datetime(2026, 6, 12, 15, 30, tzinfo=UTC)

    page = words(see(released(Opportunity, deadline_at=late).path("en")))

    assert "Saturday 13 June 2026 00:30 Seoul 12 June 2026 23:30 Beijing" in page


def test_what_is_offered_and_sought(see):
    center = released(CooperationCenter, at=LONG_AGO, title="Center")
    opportunity = released(
        Opportunity,
        center=center,
        type="demonstration_partner",
        direction="cn-kr",
        stage_of_development="demonstrable",
        ipr="granted",
        partner_type="company",
        partner_size="small",
        partnership_types=["demonstration", "joint_venture"],
        languages_accepted=["ko", "zh-hans"],
        opens_at=NOON - timedelta(days=5),
    )
    opportunity.places.add(Place.objects.create(slug="tianjin", name_en="Tianjin"))
    text = opportunity.texts.get(language="en")
    text.extra = {"advantages": "Two\n\nparagraphs", "expertise": "Storage", "partner_role": "Runs it"}
    text.save()
    Criterion.objects.create(
        opportunity=opportunity, question_en="Registered in Korea?", question_ko="한국 등록 기업?"
    )
    Clarification.objects.create(
        opportunity=opportunity, question_en="Who pays?", answer_en="Each side.", answered_on=date(2026, 6, 1)
    )
    Money.objects.create(
        entry=opportunity, label_en="Budget", amount=6_000_000, currency="CNY", qualifier="up_to"
    )
    Attachment.objects.create(entry=opportunity, file="files/t/file.pdf", name="plan", title_en="Site plan")

    page = words(see(opportunity.path("en")))

    for fact in (
        "Type Demonstration partner",
        "Direction China to Korea",
        "Opened 27 May 2026",
        "Languages accepted Korean Chinese",
        "Places Tianjin",
        "Who can answer Yes to every question means that you can. 1 Registered in Korea?",
        "Advantages Two paragraphs",
        "Expertise sought Storage",
        "Role of the partner Runs it",
        "Stage of development Available for demonstration",
        "Intellectual property Patent granted",
        "Partner sought Company",
        "Size of the partner Small (10–49 people)",
        "Partnership Demonstration Joint venture",
        "Who pays? Each side. 1 June 2026",
        "up to CNY 6 million",
        "Site plan PDF",
        "Contact through Center en",
        f"Always give the reference {opportunity.ref}.",
    ):
        assert fact in page, fact
    assert "한국 등록 기업?" in words(see(opportunity.path("ko")))


@pytest.mark.parametrize(
    ("facts", "at", "seal", "notice"),
    [
        ({}, DEADLINE - timedelta(days=20), "Open", None),
        ({}, DEADLINE - timedelta(days=3), "Closing soon", None),
        ({}, DEADLINE, "Closed", "can no longer be answered"),
        ({"result": "awarded", "result_note_en": "One of five."}, NOON, "Awarded", "One of five."),
        ({"result": "none"}, NOON, "No result", "can no longer be answered"),
        ({"opens_at": NOON + timedelta(days=3)}, NOON, "Opens later", "from the day it opens"),
        ({"open_for_interest": False}, NOON, "No further answers", "stopped taking expressions of interest"),
    ],
)
def test_a_page_says_whether_it_can_be_answered(facts, at, seal, notice, see):
    response = see(
        released(Opportunity, at=DEADLINE - timedelta(days=40), deadline_at=DEADLINE, **facts).path("en"), at
    )
    page = words(response)

    assert seal in page
    assert response.context["takes_interest"] is (notice is None)
    assert notice is None or notice in page


def test_what_can_be_answered_comes_first_by_deadline(see):
    for title, days in (("Late", 40), ("Soon", 5), ("Over", 1)):
        released(Opportunity, title=title, deadline_at=NOON + timedelta(days=days))

    page = see("/en/opportunities/", NOON + timedelta(days=2))

    assert titles(page) == ["Soon en", "Late en", "Over en"]
    assert (
        '<span class="numeral__value">3</span> <span class="numeral__label">days left</span>'
        in page.content.decode()
    )


def test_the_list_is_filtered_by_facts(see):
    region = Place.objects.create(slug="shandong", name_en="Shandong")
    city = Place.objects.create(slug="qingdao", name_en="Qingdao", parent=region)
    wanted = released(Opportunity, title="Wanted", type="training", direction="joint")
    wanted.places.add(city)
    released(Opportunity, title="Over", deadline_at=NOON + timedelta(hours=1))
    now = NOON + timedelta(days=1)

    for query in ("type=training", "direction=joint", "place=shandong", "open=yes"):
        assert titles(see(f"/en/opportunities/?{query}", now)) == ["Wanted en"], query
    assert titles(see("/en/opportunities/?open=no", now)) == ["Over en"]
    page = see("/en/opportunities/?type=training&direction=joint", now).content.decode()
    assert '<a href="/zh-hans/opportunities/?type=training&amp;direction=joint" lang="zh-Hans"' in page


@pytest.mark.parametrize("query", ["type=x", "direction=x", "open=maybe", "sector=x"])
def test_an_unknown_value_is_refused_in_words(query, see):
    page = see(f"/en/opportunities/?{query}")

    assert page.status_code == 400
    assert "Part of this address could not be used" in page.content.decode()


def test_the_deadline_can_be_kept_in_a_calendar(see):
    opportunity = released(Opportunity, title="Pilot", slug="pilot", deadline_at=DEADLINE, is_sample=True)

    response = see("/en/opportunities/pilot/deadline.ics")
    (made,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert made["uid"] == str(opportunity.uid)
    assert made["summary"] == "Deadline: Pilot en"
    assert made["dtstart"].params["TZID"] == "Asia/Seoul"
    assert made.decoded("dtstart") == DEADLINE
    assert "18:00 Seoul · 17:00 Beijing" in made["description"]
    assert "Fictitious sample" in made["description"]
    assert made["url"] == f"http://testserver{opportunity.path('en')}"
    assert [alarm.decoded("trigger") for alarm in made.walk("VALARM")] == [
        -timedelta(days=7),
        -timedelta(days=1),
    ]
    assert icalendar.Calendar.from_ical(response.content).walk("VTIMEZONE")[0]["tzid"] == "Asia/Seoul"


def test_the_link_to_the_calendar_goes_with_the_deadline(see):
    opportunity = released(Opportunity, deadline_at=DEADLINE)
    address = f"{opportunity.path('en')}deadline.ics"

    assert address in see(opportunity.path("en")).content.decode()
    assert address not in see(opportunity.path("en"), DEADLINE).content.decode()
