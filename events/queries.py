"""Public reads of events and their series."""

from datetime import date
from typing import TypeVar

from django.db.models import F, Prefetch, QuerySet

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
from organizations.models import CooperationCenter, Organization
from organizations.queries import roles
from publishing.queries import newest, whole
from publishing.visibility import linked, public, visible, with_texts

__all__ = [
    "delegations_whole",
    "events",
    "events_between",
    "exhibitions_whole",
    "forums_whole",
    "meetings_whole",
    "series",
    "series_whole",
]

V = TypeVar("V", bound=Event)


def events(model: type[V]) -> QuerySet[V]:
    """Events of one model, latest first; those without a date come last."""
    return (
        with_texts(public(model))
        .prefetch_related("places", linked("series", EventSeries))
        .order_by(F("starts_on").desc(nulls_last=True), "-pk")
    )


def events_between(first: date, last: date) -> QuerySet[Event]:
    """Events of all kinds that take place on at least one day from ``first`` to ``last``, in their order."""
    happening = events(Event).filter(starts_on__lte=last, ends_on__gte=first)
    return happening.order_by("starts_on", "pk")


def items() -> QuerySet[ProgrammeItem]:
    """Programme items with their talks and speakers, and the events of their own they point to."""
    talks = Talk.objects.prefetch_related(Prefetch("speakers", roles()), "materials")
    return ProgrammeItem.objects.select_related("place").prefetch_related(
        linked("about", Event), Prefetch("talks", talks)
    )


def participations() -> QuerySet[Participation]:
    """Participations of visible organizations or people."""
    shown = Participation.objects.filter(visible(through="organization") | visible(through="role__person"))
    return shown.select_related("pavilion").prefetch_related(
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
    stops = Stop.objects.select_related("place").prefetch_related(linked("host", Organization))
    return _event_whole(public(Delegation)).prefetch_related(Prefetch("stops", stops))


def forums_whole() -> QuerySet[Forum]:
    return _event_whole(public(Forum))


def exhibitions_whole() -> QuerySet[Exhibition]:
    pavilions = Pavilion.objects.prefetch_related(
        linked("organizer", Organization), Prefetch("exhibitors", participations())
    )
    return _event_whole(public(Exhibition)).prefetch_related(Prefetch("pavilions", pavilions))


def meetings_whole() -> QuerySet[Meeting]:
    return (
        _event_whole(public(Meeting))
        .select_related("mechanism")
        .prefetch_related(linked("prepares", Meeting), linked("prepared_by", Meeting))
    )


def series() -> QuerySet[EventSeries]:
    return newest(with_texts(public(EventSeries)).prefetch_related(linked("organizer", Organization)))


def series_whole() -> QuerySet[EventSeries]:
    editions = with_texts(public(Event)).order_by(F("edition").desc(nulls_last=True), "-starts_on")
    return whole(newest(public(EventSeries))).prefetch_related(
        linked("organizer", Organization), Prefetch("editions", editions)
    )
