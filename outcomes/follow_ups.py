"""When is asked again what became of a result, what was found, and what is late.

Nothing has to be made for that when an outcome is released: what is due follows from its day, and from the end of an
event of which no outcome is known yet. Only what was done is stored.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import Event
from events.models.events import DatePrecision, EventStatus
from events.presentation import FOLLOW_UPS, months_after
from outcomes.models import FollowUp, Outcome
from publishing import clock, formats
from publishing.dates import PartialDate
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


def late_outcomes() -> QuerySet[Outcome]:
    """Released outcomes of which a follow-up is late."""
    condition = Q()
    for months in FOLLOW_UPS:
        done = FollowUp.objects.filter(outcome=OuterRef("pk"), months=months)
        condition |= _passed("as_of", months) & ~Q(Exists(done))
    return public(Outcome).filter(condition, is_followed=True)


def ended_on(event: Event) -> date | None:
    """The last day on which an event can have ended, as precisely as its dates are known."""
    last = event.ends_on or event.starts_on
    if last is None or event.date_precision == DatePrecision.DAY:
        return last
    month = last.month if event.date_precision == DatePrecision.MONTH else None
    return PartialDate(last.year, month).latest()


def late_events() -> list[tuple[Event, list[Due]]]:
    """Released events of which no outcome is known, each with the follow-ups that nobody has done in time."""
    known = public(Outcome).filter(event=OuterRef("pk"))
    over = public(Event).filter(
        ~Q(Exists(known)),
        kind__in=ASKING,
        status__in=_TOOK_PLACE,
        starts_on__gte=today() - _PATIENCE,
        starts_on__lt=today(),
    )
    found = []
    for event in over.prefetch_related("outcome_follow_ups").order_by("starts_on", "pk"):
        ended = ended_on(event)
        done = {each.months for each in event.outcome_follow_ups.all()}
        if ended and (dues := late(due_after(ended), done)):
            found.append((event, dues))
    return found


def waiting() -> Iterator[tuple[Any, Due]]:
    """Every outcome and event with each of its follow-ups that is late."""
    for outcome in late_outcomes().prefetch_related("follow_ups"):
        for due in late(schedule(outcome)):
            yield outcome, due
    for event, dues in late_events():
        for due in dues:
            yield event, due
