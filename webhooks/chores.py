"""Storing what there is to tell, sending what is due, and putting away what is over: jobs that come back."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.changes import told
from publishing.jobs import enqueue, job, periodic
from publishing.models import PublicChange
from webhooks.events import TEST, delivery_of
from webhooks.models import Delivery, DeliveryState, Endpoint, EndpointState, Secret
from webhooks.sending import KEPT, send

__all__ = ["notice", "put_away_deliveries", "send_due", "something_to_do"]

# Seconds that a job sends to one endpoint before it lets others have a turn.
SITTING = 20.0
BATCH = 500


def _active() -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(state=EndpointState.ACTIVE)


def _due(now: datetime) -> QuerySet[Delivery]:
    """What is to be sent now; to an endpoint that is paused only a test."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now)
    return waiting.filter(Q(endpoint__state=EndpointState.ACTIVE) | Q(type=TEST))


def something_to_do() -> bool:
    """Whether anything has become public that somebody has not been told, or a call is due."""
    now = clock.now()
    oldest = _active().aggregate(at=Min("told_at"), key=Min("told_key"))
    if oldest["at"] is not None and _new(oldest["at"], oldest["key"], now).exists():
        return True
    return _due(now).exists()


def _new(at: datetime, key: int, now: datetime) -> QuerySet[PublicChange]:
    """What is visible now and was not when everything up to ``at`` and ``key`` was."""
    return PublicChange.objects.filter(at__lte=now).exclude(told(at, key)).order_by("at", "pk")


@job(_("Store what webhooks are to be told"))
def notice() -> None:
    """Store an event for everybody whom it concerns, and have sent what is due."""
    now = clock.now()
    endpoints = list(_active().values_list("pk", "told_at", "told_key"))
    if endpoints:
        oldest = min(at for _pk, at, _key in endpoints), min(key for _pk, _at, key in endpoints)
        changes = list(_new(*oldest, now).select_related("entry"))
        for pk, _at, _key in endpoints:
            _store(pk, changes, now)
    waiting = Exists(_due(now).filter(endpoint=OuterRef("pk")))
    for endpoint in Endpoint.objects.filter(waiting):
        enqueue(send_due, key=str(endpoint.pk), endpoint_id=endpoint.pk)


@transaction.atomic
def _store(pk: int, changes: list[PublicChange], now: datetime) -> None:
    """Store what is new for one endpoint and move on, all at once: nothing is skipped, nothing told twice."""
    endpoint = _active().select_for_update().filter(pk=pk).first()
    if endpoint is None or not changes:
        return
    at, key, wanted = endpoint.told_at, endpoint.told_key, set(endpoint.resources)
    new = [each for each in changes if not (each.at <= at and each.pk <= key)]
    Delivery.objects.bulk_create(
        (delivery_of(each, endpoint, now) for each in new if not wanted or each.kind in wanted),
        batch_size=BATCH,
    )
    endpoint.told_at = max(at, now)
    endpoint.told_key = max(key, *(each.pk for each in changes))
    endpoint.save(update_fields=["told_at", "told_key"])


# Behind mails: a host that is slow to answer keeps nobody waiting who reads.
@job(_("Call a webhook"), priority=-5)
def send_due(endpoint_id: int) -> None:
    """Send to one endpoint what is due, in the order in which it happened; what is left goes to another job."""
    until = time.monotonic() + SITTING
    while True:
        due = _due(clock.now()).filter(endpoint=endpoint_id).select_related("endpoint", "change__entry")
        delivery = due.order_by("at", "pk").first()
        if delivery is None:
            return
        if time.monotonic() > until:
            enqueue(send_due, key=str(endpoint_id), endpoint_id=endpoint_id)
            return
        send(delivery)


@job(_("Put away calls of webhooks that are over"), priority=-10)
def put_away_deliveries() -> None:
    """Delete deliveries that have been over for a month, and secrets that no longer sign."""
    now = clock.now()
    Delivery.objects.filter(closed_at__lt=now - KEPT).delete()
    Secret.objects.filter(ends_at__lte=now).delete()


# As often as a worker looks: what is released is told within the minute.
periodic.every(timedelta(seconds=20), notice, when=something_to_do)
periodic.every(timedelta(hours=1), put_away_deliveries)
