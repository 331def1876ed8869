"""Opportunities in the API: facts, the status that no column holds, filters."""

from datetime import timedelta

import pytest

from opportunities.models import Opportunity, OpportunityStatus
from organizations.models import Company, CooperationCenter
from publishing import clock
from tests.factories import NOON, released

pytestmark = pytest.mark.django_db

OPPORTUNITIES = "/api/v1/opportunities/"
DAY = timedelta(days=1)
NOW = NOON + DAY


def asked(client, url=OPPORTUNITIES, at=NOW, **query):
    with clock.as_of(at):
        response = client.get(url, query)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, at=NOW, **query):
    return {each["slug"] for each in asked(client, at=at, **query)["results"]}


def of_every_status():
    moments = {
        "upcoming": {"opens_at": NOW + DAY, "deadline_at": NOW + 40 * DAY},
        "open": {"deadline_at": NOW + 40 * DAY},
        "closing-soon": {"deadline_at": NOW + 3 * DAY},
        "closed": {"deadline_at": NOW - DAY / 2},
        "expired": {"deadline_at": NOW - DAY / 2, "expires_at": NOW - DAY / 4},
        "awarded": {"deadline_at": NOW + 40 * DAY, "result": "awarded"},
        "no-result": {"deadline_at": NOW - DAY / 2, "result": "none"},
        "archived": {"deadline_at": NOW - 181 * DAY},
    }
    for slug, facts in moments.items():
        released(Opportunity, slug=slug, **facts)
    return moments


def test_an_opportunity_with_its_facts(client):
    owner, center = released(Company, slug="owner"), released(CooperationCenter, slug="center")
    entry = released(
        Opportunity,
        slug="offer",
        owner=owner,
        center=center,
        type="demonstration_partner",
        direction="kr-cn",
        partnership_types=["demonstration", "licence"],
        languages_accepted=["ko", "en"],
        deadline_zone="Asia/Shanghai",
        stage_of_development="demonstrable",
        ipr="granted",
    )
    entry.criteria.create(question_en="Are you?", question_ko="입니까?")
    entry.clarifications.create(question_en="Who?", answer_en="You.", answered_on="2026-06-01")
    record = asked(client, f"{OPPORTUNITIES}offer/", lang="ko")
    assert (record["owner"]["slug"], record["center"]["slug"]) == ("owner", "center")
    assert (record["deadline_at"], record["deadline_zone"]) == ("2026-07-01T03:00:00Z", "Asia/Shanghai")
    assert (record["status"], record["takes_interest"], record["result"]) == ("open", True, None)
    assert record["partnership_types"] == ["demonstration", "licence"]
    assert record["criteria"] == [{"question": {"text": "입니까?", "language": "ko"}}]
    assert record["clarifications"][0]["answered_on"] == "2026-06-01"


def test_status_filter_and_record_agree(client):
    of_every_status()
    for status in OpportunityStatus.values:
        assert slugs(client, status=status) == {status.replace("_", "-")}
    assert slugs(client, status=["open", "closing_soon"]) == {"open", "closing-soon"}
    assert all(each["slug"].replace("-", "_") == each["status"] for each in asked(client)["results"])


def test_what_can_be_answered_now(client):
    every = set(of_every_status())
    assert slugs(client, open="true") == {"open", "closing-soon"}
    assert slugs(client, open="false") == every - {"open", "closing-soon"}


def test_the_last_modification_includes_the_passing_of_a_deadline(client):
    released(Opportunity, slug="offer", deadline_at=NOW + DAY)
    with clock.as_of(NOW):
        before = client.get(OPPORTUNITIES)
    for at, status in ((NOW, 304), (NOW + 2 * DAY, 200)):
        with clock.as_of(at):
            headers = {"if-modified-since": before["Last-Modified"]}
            assert client.get(OPPORTUNITIES, headers=headers).status_code == status


def test_deadlines_by_day_in_their_own_zone(client):
    # 13 June 00:30 in Seoul, 12 June 23:30 in Beijing
    moment = NOON + timedelta(days=11, hours=12, minutes=30)
    for zone in ("Asia/Seoul", "Asia/Shanghai"):
        released(Opportunity, slug=zone[5:].lower(), deadline_at=moment, deadline_zone=zone)
    assert slugs(client, deadline_from="2026-06-13") == {"seoul"}
    assert slugs(client, deadline_to="2026-06-12") == {"shanghai"}


def test_filters(client):
    owner, center = released(Company, slug="owner"), released(CooperationCenter, slug="center")
    released(
        Opportunity,
        slug="offer",
        owner=owner,
        center=center,
        type="investment",
        direction="joint",
        partnership_types=["supply", "investment"],
        languages_accepted=["zh-hans"],
        stage_of_development="concept",
        ipr="secret",
        partner_type="public",
        partner_size="large",
    )
    released(Opportunity, slug="other")
    for query in (
        {"owner": "owner"},
        {"center": "center"},
        {"type": "investment"},
        {"direction": "joint"},
        {"partnership_type": "supply"},
        {"language_accepted": "zh-hans"},
        {"stage_of_development": "concept"},
        {"ipr": "secret"},
        {"partner_type": "public"},
        {"partner_size": "large"},
    ):
        assert slugs(client, **query) == {"offer"}, query


def test_the_next_deadline_comes_first(client):
    for days in (5, 2, 9):
        released(Opportunity, slug=f"d{days}", deadline_at=NOW + days * DAY)
    assert [each["slug"] for each in asked(client, ordering="deadline_at")["results"]] == ["d2", "d5", "d9"]
