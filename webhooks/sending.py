"""Sending one delivery, keeping how it went, and what follows from it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.enums import Zone
from publishing.formats import moment
from publishing.jobs import JobError, enqueue, job
from publishing.jobs.mail import deliver
from publishing.models import PublicChange
from publishing.sealing import Unreadable
from webhooks.calling import Answer, call
from webhooks.events import TEST, is_to_be_told
from webhooks.models import Attempt, Delivery, DeliveryState, Endpoint, EndpointState, PauseReason
from webhooks.signing import headers

__all__ = ["DELAYS", "KEPT", "PATIENCE", "pause", "resume", "send", "send_again"]

# The pauses after the first, second … failure; after the last attempt a delivery has failed.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
# How long an endpoint may fail before it is paused.
PATIENCE = timedelta(days=3)
# How long deliveries that are over can be looked at and sent again.
KEPT = timedelta(days=30)
# How long an attempt has to note how it went, before another one is made.
LEASE = timedelta(minutes=2)
GONE = 410


def send(delivery: Delivery) -> None:
    """Make one attempt and store it; what the public may not learn any more is dropped instead."""
    now = clock.now()
    if not is_to_be_told(delivery):
        _close(delivery, DeliveryState.DROPPED, now)
        return
    claimed = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING, next_at=delivery.next_at
    ).update(next_at=now + LEASE)
    if not claimed:
        return
    try:
        signed = headers(delivery.endpoint, delivery.event_id, delivery.payload, now)
    except Unreadable:
        words = _("The secret of %(name)s was stored under another SECRET_KEY. Give it a new one.")
        raise JobError(words % {"name": delivery.endpoint.name}) from None
    answer = call(delivery.endpoint.url, delivery.payload, signed)
    _note(delivery, answer, signed["webhook-signature"], now)


@transaction.atomic
def _note(delivery: Delivery, answer: Answer, signature: str, now: datetime) -> None:
    endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None:
        # Deleted during the call, and all about it.
        return
    Attempt.objects.create(
        delivery=delivery,
        at=now,
        url=endpoint.url,
        signature=signature,
        status=answer.status,
        problem=answer.problem,
        detail=answer.detail,
        excerpt=answer.excerpt,
        milliseconds=answer.milliseconds,
    )
    delivery.tries += 1
    if not answer.problem:
        _close(delivery, DeliveryState.DELIVERED, now)
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
        return
    if delivery.type == TEST or delivery.tries > len(DELAYS):
        _close(delivery, DeliveryState.FAILED, now)
    else:
        delivery.next_at = now + DELAYS[delivery.tries - 1]
        delivery.save(update_fields=["tries", "next_at"])
        if answer.is_unreachable:
            _hold(delivery, now)
    if delivery.type != TEST:
        _count_failure(endpoint, answer, now)


def _hold(delivery: Delivery, now: datetime) -> None:
    """Let the others wait as long: the next call would find nobody either, and keep other endpoints waiting."""
    others = Delivery.objects.filter(endpoint=delivery.endpoint_id, state=DeliveryState.WAITING)
    others.filter(next_at__lte=now).update(next_at=delivery.next_at)


def _count_failure(endpoint: Endpoint, answer: Answer, now: datetime) -> None:
    if endpoint.failing_since is None:
        endpoint.failing_since = now
        endpoint.save(update_fields=["failing_since"])
    if not endpoint.is_active:
        return
    if answer.status == GONE:
        _pause_by_itself(endpoint, PauseReason.GONE)
    elif endpoint.failing_since <= now - PATIENCE:
        _pause_by_itself(endpoint, PauseReason.FAILING)


def _close(delivery: Delivery, state: DeliveryState, now: datetime) -> None:
    delivery.state, delivery.next_at, delivery.closed_at = state, None, now
    delivery.save(update_fields=["tries", "state", "next_at", "closed_at"])


def _pause_by_itself(endpoint: Endpoint, reason: PauseReason) -> None:
    pause(endpoint, reason)
    enqueue(tell_contact, key=str(endpoint.pk), endpoint_id=endpoint.pk)


@transaction.atomic
def pause(endpoint: Endpoint, reason: PauseReason, note: str = "") -> bool:
    """Stop calling ``endpoint``; whether it was active. What waits stays, and what appears meanwhile is told later."""
    changed = Endpoint.objects.filter(pk=endpoint.pk, state=EndpointState.ACTIVE).update(
        state=EndpointState.PAUSED, paused_at=clock.now(), pause_reason=reason, pause_note=note
    )
    endpoint.refresh_from_db()
    return bool(changed)


@transaction.atomic
def resume(endpoint: Endpoint) -> bool:
    """Call ``endpoint`` again, also with what became public meanwhile, at most a month ago; whether it was paused."""
    paused = Endpoint.objects.select_for_update().filter(pk=endpoint.pk, state=EndpointState.PAUSED).first()
    if paused is None:
        return False
    long_ago = clock.now() - KEPT
    old = PublicChange.objects.filter(at__lte=long_ago).aggregate(key=Max("pk"))["key"] or 0
    paused.state, paused.paused_at, paused.failing_since = EndpointState.ACTIVE, None, None
    paused.pause_reason = paused.pause_note = ""
    paused.told_at, paused.told_key = max(paused.told_at, long_ago), max(paused.told_key, old)
    paused.save()
    endpoint.refresh_from_db()
    return True


def send_again(delivery: Delivery) -> bool:
    """Let a delivery that is over be sent once more, with the same event; whether it was over."""
    now = clock.now()
    over = Delivery.objects.filter(pk=delivery.pk).exclude(state=DeliveryState.WAITING)
    return bool(over.update(state=DeliveryState.WAITING, tries=0, next_at=now, closed_at=None))


@job(_("Tell the contact of a webhook that it is paused"))
def tell_contact(endpoint_id: int) -> None:
    """Write to whoever looks after the consumer's system, unless it has been resumed meanwhile."""
    endpoint = Endpoint.objects.filter(pk=endpoint_id, state=EndpointState.PAUSED).first()
    if endpoint is None or endpoint.paused_at is None:
        return
    context = {
        "name": endpoint.name,
        "url": endpoint.url,
        "is_gone": endpoint.pause_reason == PauseReason.GONE,
        "paused_at": moment(endpoint.paused_at, Zone.SEOUL, endpoint.language),
        "waiting": endpoint.deliveries.filter(state=DeliveryState.WAITING).count(),
    }
    deliver(
        endpoint.contact,
        "webhook_paused",
        context,
        endpoint.language,
        headers={"Auto-Submitted": "auto-generated"},
    )
