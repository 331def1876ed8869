"""When is asked again what became of a result, what was found, and what is late.

Nothing has to be made for that when an outcome is released: what is due follows from its day, and from the end of an
event of which no outcome is known yet. Only what was done is stored.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from events.models import Event
from events.models.events import EventStatus
from events.presentation import FOLLOW_UPS, months_after
from outcomes.models import FollowUp, Outcome
from publishing import clock, formats
from publishing.visibility import public

__all__ = [
    "ASKING",
    "Due",
    "due_after",
    "late",
    "late_events",
    "late_outcomes",
    "schedule",
    "today",
    "waiting",
]

# Kinds of events of which outcomes are expected.
ASKING = ("delegation", "forum", "exhibition")
_TOOK_PLACE = (EventStatus.CONFIRMED, EventStatus.PROVISIONAL)
# How long after its end an event without outcomes is asked about.
_PATIENCE = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Due:
    """One follow-up: when it is due, and what was found if it is done."""

    months: int
    due_on: date
    done: FollowUp | None = None


def today() -> date:
    """The day in Seoul, by which follow-ups fall due."""
    return formats.local_day(clock.now(), formats.SEOUL)


def due_after(day: date) -> list[Due]:
    """The follow-ups of what ended or held on ``day``."""
    return [Due(months, months_after(day, months)) for months in FOLLOW_UPS]


def schedule(outcome: Outcome) -> list[Due]:
    """The follow-ups of an outcome, done and due, in their order; reads ``follow_ups``."""
    done = {each.months: each for each in outcome.follow_ups.all()}
    wanted = due_after(outcome.as_of) if outcome.is_followed else []
    known = {each.months for each in wanted}
    further = [Due(months, months_after(outcome.as_of, months)) for months in done.keys() - known]
    every = sorted([*wanted, *further], key=lambda each: each.months)
    return [Due(each.months, each.due_on, done.get(each.months)) for each in every]


def late(dues: Iterable[Due], done: Collection[int] = ()) -> list[Due]:
    """Those of ``dues`` whose day has passed and that nobody has done."""
    return [each for each in dues if each.due_on < today() and each.done is None and each.months not in done]


def _passed(column: str, months: int) -> Q:
    """Rows whose follow-up after ``months`` was due before today."""
    last = months_after(today(), -months)
    while months_after(last, months) >= today():
        last -= timedelta(days=1)
    return Q(**{f"{column}__lte": last})


def _undone(owner: str, column: str) -> Q:
    condition = Q()
    for months in FOLLOW_UPS:
        done = FollowUp.objects.filter(**{owner: OuterRef("pk")}, months=months)
        condition |= _passed(column, months) & ~Q(Exists(done))
    return condition


def late_outcomes() -> QuerySet[Outcome]:
    """Released outcomes of which a follow-up is late."""
    return public(Outcome).filter(_undone("outcome", "as_of"), is_followed=True)


def late_events() -> QuerySet[Event]:
    """Released events that are over, of which no outcome is known, and about which nobody has asked in time."""
    ended = public(Event).annotate(over_on=Coalesce(F("ends_on"), F("starts_on")))
    known = public(Outcome).filter(event=OuterRef("pk"))
    return ended.filter(
        _undone("event", "over_on"),
        ~Q(Exists(known)),
        kind__in=ASKING,
        status__in=_TOOK_PLACE,
        over_on__gte=today() - _PATIENCE,
    )


def waiting() -> Iterator[tuple[Any, Due]]:
    """Every outcome and event with each of its follow-ups that is late."""
    for outcome in late_outcomes().prefetch_related("follow_ups"):
        for due in late(schedule(outcome)):
            yield outcome, due
    for event in late_events().prefetch_related("outcome_follow_ups"):
        done = {each.months for each in event.outcome_follow_ups.all()}
        for due in late(due_after(event.over_on), done):
            yield event, due
