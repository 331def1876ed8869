"""What is told to whom and when: signed, in time, again after failures, and never what is not visible."""

import base64
import hashlib
import hmac
import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization
from publishing import clock
from publishing.actions import RecordFacts, ReleaseEarly, Reschedule, Withdraw
from publishing.models import Job, Sector
from tests.factories import NOON, actor, released, scheduled
from webhooks import signing
from webhooks.models import Attempt, Delivery, DeliveryState, Endpoint, PauseReason
from webhooks.sending import DELAYS, pause, resume, send_again

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


def events(consumer) -> list[tuple[str, str]]:
    told = [json.loads(each.body) for each in consumer.received]
    return [(each["type"].removeprefix("entry."), each["data"]["ref"]) for each in told]


def verified(secret: str, headers: dict[str, str], body: str) -> bool:
    """What a consumer does, after the specification and without our code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split(" ")


def test_the_signature_is_that_of_the_published_example():
    signature = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        '{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_release_is_told_in_its_second_and_not_before(endpoint, consumer, work):
    entry = scheduled(PressRelease, slug="agreement", title="Agreement")
    made = endpoint()
    work(NOON - SECOND)
    assert consumer.received == []
    work(NOON)
    (call,) = consumer.received
    assert call.path == "/hooks?from=portal"
    assert call.headers["content-type"] == "application/json"
    assert call.headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    assert verified(made.secret, call.headers, call.body)
    assert not verified(signing.new_secret(), call.headers, call.body)
    assert json.loads(call.body) == {
        "type": "entry.released",
        "timestamp": "2026-06-01T03:00:00Z",
        "data": {
            "at": "2026-06-01T03:00:00Z",
            "change": "released",
            "uid": str(entry.uid),
            "ref": entry.ref,
            "kind": "press-release",
            "revision": 1,
            "slug": "agreement",
            "api_url": "http://localhost:8000/api/v1/press-releases/agreement/",
        },
    }
    assert "Agreement" not in call.body
    work(NOON + MINUTE)
    work(NOON + 10 * MINUTE)
    assert len(consumer.received) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.next_at) == ("delivered", 1, None)


def test_the_api_answers_at_the_address_that_was_told(endpoint, consumer, work, see):
    entry = scheduled(PressRelease, slug="agreement")
    endpoint()
    work(NOON)
    address = json.loads(consumer.received[0].body)["data"]["api_url"].removeprefix("http://localhost:8000")
    assert see(address).json()["uid"] == str(entry.uid)


def test_only_chosen_resources_are_told_and_nothing_of_the_past(endpoint, consumer, work):
    released(Organization, at=NOON - 3 * HOUR)
    scheduled(PressRelease)
    wanted = scheduled(Organization)
    endpoint(resources=["organization"])
    work(NOON)
    assert events(consumer) == [("released", wanted.ref)]


def test_what_happened_while_no_worker_ran_is_told_in_order(endpoint, consumer, work):
    endpoint()
    later = scheduled(Organization, at=NOON + HOUR)
    first = scheduled(Organization)
    early = scheduled(Organization, at=NOON + 90 * DAY)
    with clock.as_of(NOON + 2 * HOUR):
        ReleaseEarly(early, actor(), reason="It has leaked.").execute()
    work(NOON + 5 * HOUR)
    assert events(consumer) == [("released", each.ref) for each in (first, later, early)]


def test_what_is_stored_late_is_still_told_and_nothing_twice(endpoint, consumer, work):
    endpoint()
    prompt = scheduled(Organization)
    work(NOON + SECOND)
    # Approved for the same instant in a transaction that took longer.
    late = scheduled(Organization)
    work(NOON + 30 * SECOND)
    work(NOON + 2 * MINUTE)
    assert events(consumer) == [("released", prompt.ref), ("released", late.ref)]


def test_a_withdrawal_leaves_a_tombstone(endpoint, consumer, work):
    endpoint()
    entry = scheduled(Organization, slug="forgotten")
    work(NOON)
    with clock.as_of(NOON + HOUR):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
    work(NOON + HOUR)
    assert events(consumer) == [("released", entry.ref), ("withdrawn", entry.ref)]
    tombstone = json.loads(consumer.received[1].body)["data"]
    assert tombstone["uid"] == str(entry.uid)
    assert [tombstone[name] for name in ("slug", "api_url")] == [None, None]
    assert "forgotten" not in consumer.received[1].body


def test_what_was_withdrawn_before_the_call_is_not_told(endpoint, consumer, work):
    endpoint()
    entry = scheduled(Organization, slug="gone-before")
    consumer.answers_with(500)
    work(NOON)
    consumer.received.clear()
    with clock.as_of(NOON + 30 * SECOND):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
    consumer.answers_with(204)
    work(NOON + 5 * MINUTE)
    assert events(consumer) == [("withdrawn", entry.ref)]
    assert Delivery.objects.get(type="entry.released").state == DeliveryState.DROPPED


def test_what_was_moved_to_later_is_not_told_at_its_former_time(endpoint, consumer, work):
    endpoint()
    entry = scheduled(Organization)
    with clock.as_of(NOON - HOUR):
        Reschedule(entry, actor(), release_at=NOON + HOUR, reason="Later.").execute()
    work(NOON)
    assert consumer.received == []
    assert not Delivery.objects.exists()
    work(NOON + HOUR)
    assert events(consumer) == [("released", entry.ref)]


def test_a_minor_edit_is_a_revision(endpoint, consumer, work):
    entry = released(Organization, at=NOON - DAY)
    endpoint()
    with clock.as_of(NOON):
        entry.licence = "cc-by-4.0"
        entry.save()
        RecordFacts(entry, actor(), severity="minor", reason="Licence.").execute()
    work(NOON)
    assert events(consumer) == [("revised", entry.ref)]


def test_corrections_and_what_time_brings_are_told(endpoint, consumer, work):
    made = endpoint(resources=["opportunity"])
    entry = scheduled(Opportunity, opens_at=None, deadline_at=NOON + 20 * DAY, expires_at=NOON + 25 * DAY)
    for day in (0, 6, 20, 25):
        work(NOON + day * DAY)
    types = ["released", "closing_soon", "closed", "expired"]
    assert events(consumer) == [(each, entry.ref) for each in types]
    with clock.as_of(NOON + 26 * DAY):
        entry.result, entry.decided_on = "awarded", clock.now().date()
        entry.save()
        RecordFacts(entry, actor(), severity="correction", reason="Awarded.").execute()
    work(NOON + 26 * DAY)
    assert events(consumer)[-1] == ("corrected", entry.ref)
    assert made.deliveries.count() == 5


def test_nodes_of_vocabularies_are_told_too(endpoint, consumer, work):
    endpoint(resources=["sector"])
    with clock.as_of(NOON):
        water = Sector.objects.create(slug="water", name_en="water")
        work(NOON)
        water.delete()
        work(NOON + MINUTE)
    told = [json.loads(each.body) for each in consumer.received]
    assert [each["type"] for each in told] == ["term.released", "term.withdrawn"]
    assert [each["data"]["slug"] for each in told] == ["water", "water"]
    assert told[0]["data"]["api_url"] == "http://localhost:8000/api/v1/sectors/water/"
    assert told[1]["data"]["api_url"] is None


def test_failures_are_tried_again_later_and_later(endpoint, consumer, work):
    made = endpoint()
    scheduled(Organization)
    consumer.answers_with(500, 302, 404, 204, body=b"try later \x00 \xff", Location="/elsewhere")
    work(NOON)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.next_at) == ("waiting", 1, NOON + MINUTE)
    work(NOON + 30 * SECOND)
    assert len(consumer.received) == 1
    work(NOON + MINUTE)
    work(NOON + 6 * MINUTE)
    assert Endpoint.objects.get().failing_since == NOON
    work(NOON + 36 * MINUTE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("delivered", 4)
    attempts = list(delivery.attempts.values_list("status", "problem"))
    assert attempts == [(500, "status"), (302, "redirect"), (404, "status"), (204, "")]
    assert (
        delivery.attempts.first().excerpt == "try later \N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}"
    )
    assert {each.path for each in consumer.received} == {"/hooks?from=portal"}
    ids = {each.headers["webhook-id"] for each in consumer.received}
    assert ids == {delivery.event_id}
    assert len({each.headers["webhook-timestamp"] for each in consumer.received}) == 4
    assert all(verified(made.secret, each.headers, each.body) for each in consumer.received)
    assert Endpoint.objects.get().failing_since is None


def test_an_endpoint_that_fails_for_days_is_paused_and_its_contact_told(endpoint, consumer, work):
    endpoint(language="ko")
    entry = scheduled(Organization)
    consumer.answers_with(503)
    at, sent = NOON, work(NOON)
    for delay in DELAYS:
        at += delay
        sent += work(at)
    made, delivery = Endpoint.objects.get(), Delivery.objects.get()
    assert (delivery.state, delivery.tries, len(consumer.received)) == ("failed", 10, 10)
    assert (made.state, made.pause_reason) == ("paused", PauseReason.FAILING)
    (mail,) = sent
    assert mail.to == ["ops@example.org"]
    assert consumer.url in mail.body
    assert entry.ref not in mail.body

    missed = scheduled(Organization, at=at + HOUR)
    work(at + HOUR)
    assert len(consumer.received) == 10
    consumer.received.clear()
    consumer.answers_with(204)
    with clock.as_of(at + DAY):
        assert resume(made)
        assert send_again(delivery)
    work(at + DAY)
    assert events(consumer) == [("released", entry.ref), ("released", missed.ref)]


def test_an_endpoint_that_is_gone_is_paused_at_once(endpoint, consumer, work):
    endpoint()
    scheduled(Organization)
    consumer.answers_with(410)
    (mail,) = work(NOON)
    assert "410" in mail.body
    made = Endpoint.objects.get()
    assert (made.state, made.pause_reason) == ("paused", PauseReason.GONE)
    work(NOON + HOUR)
    assert len(consumer.received) == 1


def test_a_pause_loses_nothing_of_the_last_month(endpoint, consumer, work):
    made = endpoint()
    with clock.as_of(NOON - HOUR):
        assert pause(made, PauseReason.STAFF, "They move.")
        assert not pause(made, PauseReason.STAFF)
    scheduled(Organization)
    recent = scheduled(Organization, at=NOON + 20 * DAY)
    work(NOON + 20 * DAY)
    assert not Delivery.objects.exists()
    with clock.as_of(NOON + 40 * DAY):
        assert resume(made)
        assert not resume(made)
    work(NOON + 40 * DAY)
    assert events(consumer) == [("released", recent.ref)]


def test_a_dead_endpoint_is_asked_once_and_keeps_nobody_waiting(endpoint, consumer, work):
    endpoint(name="Alive")
    endpoint(name="Dead", url="http://127.0.0.1:9/")
    for _number in range(3):
        scheduled(Organization)
    work(NOON)
    assert len(consumer.received) == 3
    (attempt,) = Attempt.objects.filter(delivery__endpoint__name="Dead")
    assert (attempt.status, attempt.problem) == (None, "no_connection")
    waiting = Delivery.objects.filter(endpoint__name="Dead")
    assert {each.next_at for each in waiting} == {NOON + MINUTE}
    assert sorted(each.tries for each in waiting) == [0, 0, 1]


def test_both_secrets_sign_for_a_day_and_one_that_is_known_ends_at_once(endpoint, consumer, work):
    made = endpoint()
    old = made.secret
    with clock.as_of(NOON - HOUR):
        new = signing.rotate(made)
    for at in (NOON, NOON + DAY):
        scheduled(Organization, at=at)
        work(at)
    both, alone = consumer.received
    assert verified(old, both.headers, both.body)
    assert verified(new, both.headers, both.body)
    assert both.headers["webhook-signature"].count("v1,") == 2
    assert not verified(old, alone.headers, alone.body)
    assert verified(new, alone.headers, alone.body)
    with clock.as_of(NOON + DAY):
        newest = signing.rotate(made, at_once=True)
    scheduled(Organization, at=NOON + 2 * DAY)
    work(NOON + 2 * DAY)
    last = consumer.received[-1]
    assert not verified(new, last.headers, last.body)
    assert verified(newest, last.headers, last.body)


def test_secrets_are_not_stored_in_the_clear_and_a_lost_key_is_said(endpoint, consumer, work, settings):
    made = endpoint()
    scheduled(Organization)
    assert made.secret not in repr(list(made.secrets.values()))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    work(NOON)
    assert len(consumer.received) == 1
    scheduled(Organization, at=NOON + HOUR)
    settings.SECRET_KEY_FALLBACKS = []
    work(NOON + HOUR)
    assert len(consumer.received) == 1
    assert "Mirror" in Job.objects.get(error_class="publishing.jobs.queue.JobError").error


def test_what_is_over_is_put_away_after_a_month(endpoint, consumer, work):
    made = endpoint()
    scheduled(Organization)
    work(NOON)
    with clock.as_of(NOON):
        signing.rotate(made)
    work(NOON + 29 * DAY)
    assert Delivery.objects.exists()
    work(NOON + 31 * DAY)
    assert not Delivery.objects.exists()
    assert made.secrets.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_storing_and_looking_cost_the_same_for_three_changes(endpoint, django_assert_num_queries, count):
    from webhooks.chores import notice, something_to_do

    endpoint()
    for _number in range(count):
        scheduled(Organization)
    with clock.as_of(NOON - SECOND), django_assert_num_queries(QUIET):
        assert not something_to_do()
    with clock.as_of(NOON), django_assert_num_queries(STORING):
        notice.call()
    assert Delivery.objects.count() == count


QUIET, STORING = 3, 15


def test_the_recipe_for_consumers_does_what_it_says(endpoint, consumer, work, root):
    recipe = re.search(r"```python\n(.*?)```", (root / "docs/webhooks.md").read_text(), re.DOTALL)[1]
    namespace: dict = {}
    exec(recipe, namespace)
    is_genuine = namespace["is_genuine"]
    entry = scheduled(Organization)
    made = endpoint()
    work(NOON)
    (call,) = consumer.received
    assert entry.ref in call.body
    namespace["time"] = SimpleNamespace(time=lambda: NOON.timestamp() + 10)
    assert is_genuine(made.secret, call.headers, call.body.encode())
    assert not is_genuine(made.secret, call.headers, call.body.encode() + b" ")
    assert not is_genuine(signing.new_secret(), call.headers, call.body.encode())
    namespace["time"] = SimpleNamespace(time=lambda: NOON.timestamp() + 400)
    assert not is_genuine(made.secret, call.headers, call.body.encode())
