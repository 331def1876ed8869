"""What readers see of calls: the page, the list, the event, the calendar; nothing of applications."""

from datetime import timedelta

import pytest

from calls.models import Application, Call, Requirement
from events.models import Delegation, Exhibition, Forum, Pavilion
from publishing import clock
from tests.calls.conftest import DEADLINE
from tests.factories import NOON, draft, in_review, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db


def test_a_call_through_its_life(call, see, client):
    Call.objects.filter(pk=call.pk).update(opens_at=NOON + timedelta(days=1))
    address = "/en/calls/join/"
    before = see(address)
    assert "Not open yet" in before.text
    assert see(f"{address}apply/").status_code == 200
    assert '<form method="post"' not in see(f"{address}apply/").text
    opened = see(address, NOON + timedelta(days=2))
    assert f'href="{address}apply/"' in opened.text
    for words in ("Mission en", "Sold once?", "Join us en"):
        assert words in opened.text
    soon = see("/api/v1/calls/join/", DEADLINE - timedelta(days=3)).json()
    assert (soon["status"], soon["takes_applications"], soon["accepted"]) == ("closing_soon", True, None)
    closed = see(address, DEADLINE + timedelta(hours=1))
    assert "no longer apply" in closed.text
    assert f"{address}apply/" not in closed.text
    with clock.as_of(DEADLINE + timedelta(days=1)):
        Call.objects.filter(pk=call.pk).update(decided_on="2026-07-15", accepted=2)
    decided = see(address, DEADLINE + timedelta(days=20))
    assert "Companies accepted" in decided.text
    assert (
        see("/api/v1/calls/?status=decided", DEADLINE + timedelta(days=20)).json()["results"][0]["accepted"]
        == 2
    )


@pytest.mark.parametrize("model", [Delegation, Forum, Exhibition])
def test_an_event_leads_to_its_open_calls(model, see):
    event = released(model, slug="event", title="Event")
    for number in range(3):
        released(Call, slug=f"open-{number}", title=f"Open {number}", event=event)
    released(Call, slug="over", title="Over", event=event, deadline_at=NOON + timedelta(hours=1))
    scheduled(Call, slug="hidden", title="Hidden", event=event, at=NOON + timedelta(days=9))
    page = see(event.path("ko"), NOON + timedelta(hours=2)).text
    for number in range(3):
        assert f"/ko/calls/open-{number}/" in page
    assert "Over ko" not in page
    assert "Hidden ko" not in page


def test_the_event_of_a_call_that_is_not_public_is_not_named(see):
    event = scheduled(Delegation, title="Secret", at=NOON + timedelta(days=9))
    fair = scheduled(Exhibition, title="Fair", at=NOON + timedelta(days=9))
    pavilion = Pavilion.objects.create(exhibition=fair, name_en="Secret pavilion")
    released(Call, slug="join", title="Join us", event=event, pavilion=pavilion)
    for address in (
        "/en/calls/join/",
        "/en/calls/",
        "/api/v1/calls/join/",
        "/en/calls/feed.atom",
        "/en/calls/join/apply/",
    ):
        assert "Secret" not in see(address).text


def test_page_and_list_take_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    event = released(Delegation, slug="mission", title="Mission")
    page, every = 14, 11
    for number in range(3):
        made = released(Call, slug=f"join-{number}", event=event)
        for place in range(number + 1):
            Requirement.objects.create(call=made, question_en="Sold?", position=place)
        if number in (0, 2):
            with django_assert_num_queries(page):
                see(f"/en/calls/join-{number}/")
            with django_assert_num_queries(every):
                see("/en/calls/")


def test_deadlines_remind(call, see):
    file = see("/en/calls/join/deadline.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert file.content.count(b"BEGIN:VALARM") == 2
    assert b"Join us en" in see("/en/calls/deadlines.ics").content
    assert see("/en/calls/deadlines.ics?sector=nothing").status_code == 400
    withdrawn(Call, slug="gone")
    assert see("/en/calls/gone/deadline.ics", NOON + timedelta(days=2)).status_code == 410


def test_what_a_call_needs_before_its_release(see):
    bare = draft(Call, deadline_at=None, place_count=None, decision_on=None, event=None)
    codes = {reason.code for reason in bare.release_problems(NOON)}
    assert codes == {"event_missing", "deadline_missing", "places_missing", "decision_missing"}


def test_withdrawn_and_unreleased_calls_have_no_form(see):
    withdrawn(Call, slug="gone")
    assert see("/en/calls/gone/apply/", NOON + timedelta(days=2)).status_code == 410
    in_review(Call, slug="hidden")
    hidden, never = see("/en/calls/hidden/apply/"), see("/en/calls/never/apply/")
    assert (hidden.status_code, hidden.content) == (
        never.status_code,
        never.content.replace(b"never", b"hidden"),
    )
    assert hidden.status_code == 404
    assert Application.objects.count() == 0
