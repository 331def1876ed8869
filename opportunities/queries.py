"""Public reads of opportunities."""

from datetime import datetime, timedelta

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When

from opportunities.models import (
    ARCHIVED_AFTER,
    CLOSING_SOON,
    EXPIRES_AFTER,
    Opportunity,
    OpportunityStatus,
    Result,
)
from organizations.models import CooperationCenter, Organization
from publishing import clock, formats
from publishing.enums import Zone
from publishing.queries import newest, whole
from publishing.visibility import linked, public, with_texts

__all__ = [
    "answerable",
    "archived",
    "closing_soon",
    "deadlines",
    "lapsed",
    "opportunities",
    "opportunities_whole",
    "present_status",
]

# How long a deadline that has passed stays in the calendar of deadlines.
KEPT = timedelta(days=60)


def answerable() -> Q:
    """Opportunities that can be answered now."""
    now = clock.now()
    return (
        Q(result=Result.PENDING, open_for_interest=True)
        & (Q(opens_at__isnull=True) | Q(opens_at__lte=now))
        & (Q(deadline_at__isnull=True) | Q(deadline_at__gt=now))
        & (Q(expires_at__isnull=True) | Q(expires_at__gt=now))
    )


def lapsed(at: datetime) -> Q:
    """Opportunities that have expired ``at`` a moment, as :meth:`Opportunity.lapses_at` says."""
    return Q(expires_at__lte=at) | Q(expires_at__isnull=True, deadline_at__lte=at - EXPIRES_AFTER)


def archived() -> Q:
    """Opportunities that were decided or expired long ago, as :meth:`Opportunity.archived_at` says."""
    before = clock.now() - ARCHIVED_AFTER
    rule = Q(result=Result.PENDING) & lapsed(before)
    for zone in Zone:
        rule |= Q(deadline_zone=zone, decided_on__lte=formats.local_day(before, zone))
    return rule


def present_status() -> Case:
    """What :meth:`Opportunity.status` says now, in SQL."""
    now = clock.now()
    rules = (
        (archived(), OpportunityStatus.ARCHIVED),
        (Q(result=Result.AWARDED), OpportunityStatus.AWARDED),
        (Q(result=Result.NONE), OpportunityStatus.NO_RESULT),
        (lapsed(now), OpportunityStatus.EXPIRED),
        (Q(opens_at__gt=now), OpportunityStatus.UPCOMING),
        (Q(deadline_at__lte=now), OpportunityStatus.CLOSED),
        (Q(deadline_at__lte=now + CLOSING_SOON), OpportunityStatus.CLOSING_SOON),
    )
    return Case(
        *(When(condition, then=Value(status.value)) for condition, status in rules),
        default=Value(OpportunityStatus.OPEN.value),
        output_field=CharField(),
    )


def opportunities() -> QuerySet[Opportunity]:
    """What can still be answered first, the nearest deadline leading; then the rest, latest deadline first."""
    return (
        with_texts(public(Opportunity))
        .prefetch_related(linked("owner", Organization), "sectors", "places")
        .annotate(
            group=Case(When(answerable(), then=Value(0)), default=Value(1), output_field=IntegerField()),
            nearest=Case(When(answerable(), then=F("deadline_at"))),
        )
        .order_by("group", F("nearest").asc(nulls_last=True), F("deadline_at").desc(nulls_last=True), "pk")
    )


def deadlines() -> QuerySet[Opportunity]:
    """Opportunities whose deadline is ahead or passed within the last weeks, in the order of the deadlines."""
    return opportunities().filter(deadline_at__gt=clock.now() - KEPT).order_by("deadline_at", "pk")


def closing_soon(within: timedelta) -> QuerySet[Opportunity]:
    """What can be answered and closes ``within`` the time given, the nearest deadline first."""
    return opportunities().filter(answerable(), deadline_at__lte=clock.now() + within)


def opportunities_whole() -> QuerySet[Opportunity]:
    return whole(newest(public(Opportunity))).prefetch_related(
        linked("owner", Organization),
        "owner__names",
        linked("center", CooperationCenter),
        "criteria",
        "clarifications",
    )
