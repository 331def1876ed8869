"""A sample of a webhook with its calls, so that staff see what the pages look like; it is paused and calls nobody."""

from datetime import datetime, timedelta

from publishing import clock
from publishing.changes import public_state
from publishing.models import PublicChange
from webhooks.events import delivery_of
from webhooks.models import Attempt, Delivery, DeliveryState, Endpoint, EndpointState, PauseReason, Problem
from webhooks.signing import headers, rotate

__all__ = ["sample_webhook"]

NAME = "Sample · 예시 · 样例"
NOTE = "A sample: nobody is called. · 예시이며 실제로 호출하지 않습니다. · 样例，不会实际调用。"
CALLS = 3
# What the sample consumer answers, one call after the other: status, problem, beginning of the answer.
ANSWERS: tuple[tuple[tuple[int, str, str], ...], ...] = (
    ((204, "", ""),),
    ((503, Problem.STATUS, "Maintenance until 09:00 UTC"), (200, "", '{"stored": true}')),
    ((404, Problem.STATUS, '{"error": "no such hook"}'),),
)


def sample_webhook() -> None:
    """Register it, with the newest public changes as calls of the past."""
    now, state = clock.now(), public_state()
    endpoint = Endpoint.objects.create(
        name=NAME,
        url="https://hooks.example.org/portal",
        contact="webhooks@example.org",
        resources=["press-release", "opportunity"],
        state=EndpointState.PAUSED,
        pause_reason=PauseReason.STAFF,
        pause_note=NOTE,
        paused_at=now,
        told_key=state.key if state else 0,
    )
    rotate(endpoint)
    changes = PublicChange.objects.filter(at__lte=now, kind__in=endpoint.resources).select_related("entry")
    for change, answers in zip(changes.order_by("-at", "-pk")[:CALLS], ANSWERS, strict=False):
        _told(delivery_of(change, endpoint, max(change.at, now - timedelta(days=1))), answers)


def _told(delivery: Delivery, answers: tuple[tuple[int, str, str], ...]) -> None:
    """Store the call with its attempts, a minute apart."""
    moments = [delivery.created_at + timedelta(minutes=number) for number in range(len(answers))]
    delivery.state = DeliveryState.FAILED if answers[-1][1] else DeliveryState.DELIVERED
    delivery.next_at, delivery.closed_at, delivery.tries = None, moments[-1], len(answers)
    delivery.save()
    Attempt.objects.bulk_create(
        _attempt(delivery, at, *answer) for at, answer in zip(moments, answers, strict=True)
    )


def _attempt(delivery: Delivery, at: datetime, status: int, problem: str, excerpt: str) -> Attempt:
    signed = headers(delivery.endpoint, delivery.event_id, delivery.payload, at)
    return Attempt(
        delivery=delivery,
        at=at,
        url=delivery.endpoint.url,
        signature=signed["webhook-signature"],
        status=status,
        problem=problem,
        excerpt=excerpt,
        milliseconds=120,
    )
