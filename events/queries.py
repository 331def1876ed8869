"""Public reads of events and their series."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import F, Prefetch, Q, QuerySet

from events.models import (
    Delegation,
    Event,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Participation,
    Pavilion,
    ProgrammeItem,
    Stop,
    Talk,
)
from events.models.events import DatePrecision
from organizations.models import CooperationCenter, Organization, Technology
from organizations.queries import roles
from publishing import clock
from publishing.formats import BEIJING, local_day
from publishing.models import Attachment, Entry
from publishing.queries import newest, whole
from publishing.visibility import linked, public, visible, with_texts

__all__ = [
    "calendar",
    "delegations_whole",
    "editions",
    "editions_of",
    "events",
    "events_between",
    "exhibitions_whole",
    "forums_whole",
    "meetings_whole",
    "not_over",
    "participants",
    "participations",
    "reports_on",
    "series",
    "series_whole",
    "technologies_of",
    "until",
    "with_parts",
]

V = TypeVar("V", bound=Event)

WITHOUT_DATE = timedelta(days=365)


def events(model: type[V]) -> QuerySet[V]:
    """Events of one model, latest first; those without a date come last."""
    return (
        with_texts(public(model))
        .prefetch_related("places", linked("series", EventSeries))
        .order_by(F("starts_on").desc(nulls_last=True), "-pk")
    )


def with_parts(model: type[V]) -> QuerySet[V]:
    """Events of one model with the parts of their programs."""
    parts = ProgrammeItem.objects.select_related("place")
    return events(model).prefetch_related(Prefetch("items", parts))


def events_between(first: date, last: date) -> QuerySet[Event]:
    """Events of all kinds that take place on at least one day from ``first`` to ``last``, in their order."""
    happening = events(Event).filter(until(first), starts_on__lte=last)
    return happening.order_by("starts_on", "pk")


def until(day: date) -> Q:
    """Events that last until ``day`` or longer; one without a last day ends on its first."""
    return Q(ends_on__gte=day) | Q(ends_on__isnull=True, starts_on__gte=day)


def items() -> QuerySet[ProgrammeItem]:
    """Programme items with their talks and speakers, and the events of their own they point to."""
    talks = Talk.objects.prefetch_related(
        Prefetch("speakers", roles()), Prefetch("materials", public(Attachment))
    )
    return ProgrammeItem.objects.select_related("place").prefetch_related(
        linked("about", Event), Prefetch("talks", talks)
    )


def participants() -> QuerySet[Participation]:
    """Participations of visible organizations or people in visible events."""
    return public(Participation).filter(visible(through="organization") | visible(through="role__person"))


def participations() -> QuerySet[Participation]:
    """The same with those who take part."""
    return participants().prefetch_related(
        Prefetch("pavilion", public(Pavilion)),
        linked("organization", Organization),
        "organization__names",
        "organization__sectors",
        Prefetch("role", roles()),
    )


def _event_whole(rows: QuerySet[V]) -> QuerySet[V]:
    return (
        whole(newest(rows))
        .select_related("instrument")
        .prefetch_related(
            linked("series", EventSeries),
            linked("center", CooperationCenter),
            Prefetch("items", items()),
            Prefetch("participations", participations()),
            Prefetch("appears_as", public(ProgrammeItem).prefetch_related(linked("event", Event))),
        )
    )


def delegations_whole() -> QuerySet[Delegation]:
    stops = Stop.objects.select_related("place").prefetch_related(linked("host", Organization), "host__names")
    return _event_whole(public(Delegation)).prefetch_related(Prefetch("stops", stops))


def forums_whole() -> QuerySet[Forum]:
    return _event_whole(public(Forum))


def exhibitions_whole() -> QuerySet[Exhibition]:
    pavilions = Pavilion.objects.prefetch_related(
        linked("organizer", Organization),
        "organizer__names",
        "booths",
        Prefetch("exhibitors", participations()),
    )
    return _event_whole(public(Exhibition)).prefetch_related(Prefetch("pavilions", pavilions))


def technologies_of(exhibitors: Iterable[Participation]) -> QuerySet[Technology]:
    """What the companies among ``exhibitors`` offer, with its fields."""
    companies = [each.organization_id for each in exhibitors if each.organization]
    shown = public(Technology).filter(company__in=companies)
    return shown.prefetch_related("sectors").order_by("company", "position", "pk")


def meetings_whole() -> QuerySet[Meeting]:
    return (
        _event_whole(public(Meeting))
        .select_related("mechanism")
        .prefetch_related(linked("prepares", Meeting), linked("prepared_by", Meeting))
    )


def series() -> QuerySet[EventSeries]:
    return newest(with_texts(public(EventSeries)).prefetch_related(linked("organizer", Organization)))


def editions() -> QuerySet[Event]:
    """Events in the order of their editions, the latest first, those without a number last."""
    return public(Event).order_by(F("edition").desc(nulls_last=True), "-starts_on")


def series_whole() -> QuerySet[EventSeries]:
    held = with_texts(editions()).prefetch_related("places")
    return whole(newest(public(EventSeries))).prefetch_related(
        linked("organizer", Organization), Prefetch("editions", held)
    )


def editions_of(line: EventSeries) -> QuerySet[Event]:
    """The events of one series in the order of their editions, those without a number last."""
    editions = with_texts(public(Event)).filter(series=line).prefetch_related("places")
    return editions.order_by(F("edition").asc(nulls_last=True), F("starts_on").asc(nulls_last=True), "pk")


def calendar() -> QuerySet[Event]:
    """Events of all kinds in the order they take place; those without a date come last."""
    return events(Event).order_by(
        F("starts_on").asc(nulls_last=True), F("starts_at").asc(nulls_last=True), "pk"
    )


def not_over() -> Q:
    """Events that are not over today in Beijing, where the day ends last.

    One without a date counts as ahead for a year after its release.
    """
    now = clock.now()
    today = local_day(now, BEIJING)
    return (
        until(today)
        | Q(ends_on__isnull=True, date_precision=DatePrecision.MONTH, starts_on__gte=today.replace(day=1))
        | Q(
            ends_on__isnull=True,
            date_precision=DatePrecision.YEAR,
            starts_on__gte=today.replace(month=1, day=1),
        )
        | Q(starts_on__isnull=True, release_at__gt=now - WITHOUT_DATE)
    )


def reports_on(event: Event) -> QuerySet[Entry]:
    """What was released or written elsewhere about ``event``, newest first."""
    return newest(
        with_texts(public(Entry)).filter(Q(pressrelease__event=event) | Q(mediacoverage__event=event))
    )
