"""Events as iCalendar components: one event to keep, or all of them to subscribe to."""

from collections.abc import Iterable

import icalendar
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.models import Event
from events.models.events import DatePrecision, EventStatus
from events.presentation import hours, when
from publishing import calendars, kinds
from publishing.fields import wording
from publishing.languages import Language

__all__ = ["component", "components", "has_day"]

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
