"""Events as iCalendar components: one event to keep, or all of them to subscribe to."""

from collections.abc import Iterable

import icalendar
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.models import Event, ProgrammeItem
from events.models.agenda import ItemType
from events.models.events import DatePrecision, EventStatus
from events.presentation import hours, when
from publishing import calendars, formats, kinds
from publishing.fields import wording
from publishing.languages import Language

__all__ = ["component", "components", "has_day", "parts", "whole", "withdrawn"]

_STATUS = {
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.PROVISIONAL: "TENTATIVE",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}


def has_day(event: Event) -> bool:
    """Whether the days of ``event`` are known, so that a calendar can hold it."""
    return event.starts_on is not None and event.date_precision == DatePrecision.DAY


def components(events: Iterable[Event], request: HttpRequest, language: Language) -> list[icalendar.Event]:
    """The components of those ``events`` that have a day."""
    return [component(event, request, language) for event in events if has_day(event)]


def component(event: Event, request: HttpRequest, language: Language) -> icalendar.Event:
    """``event`` in ``language``: its moments if they are known, otherwise whole days at the place.

    A start alone says too little of an event of several days.
    """
    address = request.build_absolute_uri(event.path(language))
    made = calendars.component(event, address, event.title)
    if event.starts_at and (event.ends_at or event.ends_on in (None, event.starts_on)):
        calendars.times(made, event.starts_at, event.ends_at, event.zone)
    elif event.starts_on:
        calendars.times(made, event.starts_on, event.ends_on, event.zone)
    made.add("status", _STATUS[EventStatus(event.status)])
    made.add("categories", [str(kinds.get(event.kind).label)])
    if where := _where(event, language):
        made.add("location", where)
    made.add("description", "\n".join(_description(event, address, language)))
    return made


def whole(event: Event, request: HttpRequest, language: Language) -> list[icalendar.Event]:
    """The component of ``event``, which has a day, and those of the parts of its program."""
    made = component(event, request, language)
    return [made, *parts(event, made, language)]


def parts(event: Event, whole: icalendar.Event, language: Language) -> list[icalendar.Event]:
    """The parts of the program that have a day or a time, each on the clock of its own zone.

    What is cancelled or not yet sure of the whole is so of its parts.
    """
    return [
        _part(item, whole, language)
        for item in event.items.all()
        if item.type != ItemType.BREAK and (item.day or item.starts_at)
    ]


def _part(item: ProgrammeItem, whole: icalendar.Event, language: Language) -> icalendar.Event:
    made = calendars.part(whole, f"item/{item.pk}", wording(item, "title", language)[0])
    if item.starts_at:
        calendars.times(made, item.starts_at, item.ends_at, item.zone)
    elif item.day:
        calendars.times(made, item.day, item.last_day, item.zone)
    made.add("status", whole["status"])
    place = wording(item.place, "name", language)[0] if item.place else ""
    if where := ", ".join(filter(None, [wording(item, "venue", language)[0], place])):
        made.add("location", where)
    spans = formats.clocks(item.starts_at, item.ends_at, item.zone, language) if item.starts_at else []
    lines = [
        _("Fictitious sample") if item.is_sample else "",
        *(f"{clock} {city}" for clock, city in spans),
        wording(item, "summary", language)[0],
        str(whole["url"]),
    ]
    made.add("description", "\n".join(filter(None, lines)))
    return made


def withdrawn(events: Iterable[Event]) -> list[icalendar.Event]:
    """What subscribers are told of ``events`` that were withdrawn."""
    return [
        calendars.taken_back(event, event.starts_on, event.zone)
        for event in events
        if has_day(event) and event.starts_on
    ]


def _where(event: Event, language: Language) -> str:
    places = [wording(place, "name", language)[0] for place in event.places.all()]
    return ", ".join(filter(None, [wording(event, "venue", language)[0], *places]))


def _description(event: Event, address: str, language: Language) -> Iterable[str]:
    text = event.text(language)
    if event.status != EventStatus.CONFIRMED:
        yield str(EventStatus(event.status).label)
    if event.is_sample:
        yield _("Fictitious sample")
    yield when(event, weekday=True)
    yield from (f"{each['clock']} {each['city']}" for each in hours(event))
    if text and text.deck:
        yield text.deck
    yield address
