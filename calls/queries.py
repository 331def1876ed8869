"""Public reads of calls for participation; none of them looks at applications."""

from datetime import timedelta

from django.db.models import Case, CharField, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from calls.models import Call, CallStatus
from calls.models.calls import CLOSING_SOON
from events.models import Event, Pavilion
from publishing import clock
from publishing.queries import newest, whole
from publishing.visibility import linked, public, with_texts

__all__ = ["answerable", "calls", "calls_of", "calls_whole", "deadlines", "present_status"]

# How long a deadline that has passed stays in the calendar of deadlines.
KEPT = timedelta(days=60)


def answerable() -> Q:
    """Calls that companies can apply to now."""
    now = clock.now()
    return (
        Q(decided_on__isnull=True)
        & (Q(opens_at__isnull=True) | Q(opens_at__lte=now))
        & (Q(deadline_at__isnull=True) | Q(deadline_at__gt=now))
    )


def present_status() -> Case:
    """What :meth:`Call.status` says now, in SQL."""
    now = clock.now()
    rules = (
        (Q(decided_on__isnull=False), CallStatus.DECIDED),
        (Q(opens_at__gt=now), CallStatus.UPCOMING),
        (Q(deadline_at__lte=now), CallStatus.CLOSED),
        (Q(deadline_at__lte=now + CLOSING_SOON), CallStatus.CLOSING_SOON),
    )
    return Case(
        *(When(condition, then=Value(status.value)) for condition, status in rules),
        default=Value(CallStatus.OPEN.value),
        output_field=CharField(),
    )


def calls() -> QuerySet[Call]:
    """What can still be joined first, the nearest deadline leading; then the rest, latest deadline first."""
    return (
        with_texts(public(Call))
        .prefetch_related(linked("event", Event), "sectors", "places")
        .annotate(
            group=Case(When(answerable(), then=Value(0)), default=Value(1), output_field=IntegerField()),
            nearest=Case(When(answerable(), then=F("deadline_at"))),
        )
        .order_by("group", F("nearest").asc(nulls_last=True), F("deadline_at").desc(nulls_last=True), "pk")
    )


def deadlines() -> QuerySet[Call]:
    """Calls whose deadline is ahead or passed within the last weeks, in the order of the deadlines."""
    return calls().filter(deadline_at__gt=clock.now() - KEPT).order_by("deadline_at", "pk")


def calls_of(event: Event) -> QuerySet[Call]:
    """What companies can apply to now, or soon, to join ``event``."""
    ahead = answerable() | Q(opens_at__gt=clock.now(), decided_on__isnull=True)
    return calls().filter(ahead, event=event.pk)


def calls_whole() -> QuerySet[Call]:
    return whole(newest(public(Call))).prefetch_related(
        linked("event", Event), Prefetch("pavilion", public(Pavilion)), "requirements"
    )
