"""Pages by key: nothing twice, nothing left out, in both directions."""

import base64
import re
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Meeting
from publishing import clock
from publishing.actions import Withdraw
from publishing.models import Page
from tests import factories
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]


def walk(client, url: str, relation: str = "next") -> list[list[str]]:
    """The slugs on each page from ``url`` on."""
    pages = []
    while url:
        body = client.get(url).json()
        pages.append([each["slug"] for each in body["results"]])
        url = body[relation]
    return pages


def test_pages_follow_each_other_and_lead_back(client):
    for number in range(5):
        factories.released(Page, slug=f"page-{number}", at=NOON - timedelta(hours=number // 2))
    there = walk(client, "/api/v1/pages/?page_size=2")
    assert there == [["page-1", "page-0"], ["page-3", "page-2"], ["page-4"]]
    last = "/api/v1/pages/?page_size=2"
    while following := client.get(last).json()["next"]:
        last = following
    assert walk(client, last, "previous") == there[::-1]


def test_links_say_the_same_as_the_body(client):
    for number in range(3):
        factories.released(Page, slug=f"page-{number}", at=NOON - timedelta(hours=number))
    first = client.get("/api/v1/pages/?page_size=1&lang=ko")
    assert re.findall(r'<([^>]+)>; rel="(next|prev)"', first["Link"]) == [(first.json()["next"], "next")]
    middle = client.get(first.json()["next"])
    links = dict(map(reversed, re.findall(r'<([^>]+)>; rel="(next|prev)"', middle["Link"])))
    assert links == {"next": middle.json()["next"], "prev": middle.json()["previous"]}
    assert "lang=ko" in links["next"]
    last = client.get(middle.json()["next"])
    assert last.json()["next"] is None
    assert 'rel="next"' not in client.get("/api/v1/sectors/")["Link"]


def test_a_release_between_two_pages_moves_nothing(client):
    for number in range(4):
        factories.released(Page, slug=f"page-{number}", at=NOON - timedelta(hours=number))
    factories.scheduled(Page, slug="newest", at=NOON + timedelta(days=1))
    first = client.get("/api/v1/pages/?page_size=2").json()
    with clock.as_of(NOON + timedelta(days=2)):
        second = client.get(first["next"]).json()
        assert [each["slug"] for each in second["results"]] == ["page-2", "page-3"]
        assert client.get("/api/v1/pages/").json()["results"][0]["slug"] == "newest"


@pytest.mark.parametrize("ordering", ["starts_on", "-starts_on"])
def test_what_has_no_date_comes_last_in_both_orders(client, ordering):
    for number, day in enumerate((None, "2026-06-03", "2026-06-01", None, "2026-06-02")):
        factories.released(Meeting, slug=f"m{day or 'none'}-{number}", starts_on=day, ends_on=day)
    pages = walk(client, f"/api/v1/meetings/?page_size=2&ordering={ordering}")
    days = [slug[1:11] for page in pages for slug in page]
    dated = ["2026-06-01", "2026-06-02", "2026-06-03"]
    assert days[:3] == (dated if ordering == "starts_on" else dated[::-1])
    assert [slug[:4] for slug in days[3:]] == ["none", "none"]
    url = f"/api/v1/meetings/?page_size=2&ordering={ordering}"
    while following := client.get(url).json()["next"]:
        url = following
    assert walk(client, url, "previous") == pages[::-1]


def test_a_cursor_belongs_to_its_order(client, api):
    for number in range(2):
        factories.released(Page, slug=f"page-{number}")
    url = client.get("/api/v1/pages/?page_size=1").json()["next"]
    assert client.get(f"{url}&ordering=changed_at").status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/pages/?cursor=", "/api/v1/changes/?since="])
def test_a_cursor_that_holds_nothing_but_brackets_is_refused(client, address):
    cursor = base64.urlsafe_b64encode(b"[" * 20_000).decode()

    assert client.get(f"{address}{cursor}").status_code == 400


@given(st.data())
@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_turns_pages_misses_nothing_and_gets_nothing_twice(client, data):
    """Entries come and go while the pages are read; each that stays is on exactly one of them."""
    with transaction.atomic():
        there, came, gone, read = turned(client, data)
        transaction.set_rollback(True)
    assert len(read) == len(set(read))
    assert there - gone <= set(read) <= there | came


def turned(client, data) -> tuple[set[str], set[str], set[str], list[str]]:
    """What there was at first, what came and what went meanwhile, and what was read."""

    def release(slug: str) -> str:
        factories.released(Page, slug=slug, at=NOON + timedelta(minutes=data.draw(st.integers(-2, 2))))
        return slug

    there = {release(f"page-{number}") for number in range(data.draw(st.integers(2, 8)))}
    came, gone, read = set(), set(), []
    ordering = data.draw(st.sampled_from(["released_at", "-released_at", "changed_at", "-changed_at"]))
    url = f"/api/v1/pages/?ordering={ordering}&page_size={data.draw(st.integers(1, 3))}"
    while url:
        body = client.get(url).json()
        read += [each["slug"] for each in body["results"]]
        url = body["next"]
        step = data.draw(st.sampled_from(["release", "withdraw", "nothing"]))
        if step == "release" and len(came) < 4:
            came.add(release(f"new-{len(came)}"))
        elif step == "withdraw" and (left := sorted(there - gone)):
            leaving = data.draw(st.sampled_from(left))
            Withdraw(Page.objects.get(slug=leaving), factories.actor(), reason="Wrong figures.").execute()
            gone.add(leaving)
    return there, came, gone, read
