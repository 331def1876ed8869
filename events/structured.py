"""Events and their series as schema.org nodes: what their pages state, for machines."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from events.models import Event, Forum, ProgrammeItem, Talk
from events.models.events import DatePrecision, EventStatus
from events.models.participation import Capacity, Participation
from events.presentation import day_of
from organizations.structured import named, speaker
from publishing import formats
from publishing.dates import PartialDate
from publishing.fields import wording
from publishing.structured import Absolute, Node, Statement, link, moment, node, place, sample

__all__ = ["event", "reference", "series"]

_STATUS = {
    EventStatus.CONFIRMED: "https://schema.org/EventScheduled",
    EventStatus.POSTPONED: "https://schema.org/EventPostponed",
    EventStatus.CANCELLED: "https://schema.org/EventCancelled",
}
_AS = {
    Capacity.HOST: "organizer",
    Capacity.ORGANIZER: "organizer",
    Capacity.SPONSOR: "sponsor",
    Capacity.SUPPORTER: "contributor",
    Capacity.SPEAKER: "performer",
}


def reference(about: Event | None, absolute: Absolute) -> Node:
    """A reference to an event; empty for nothing."""
    return link(about, _type_of(about), absolute) if about else {}


def _type_of(about: Event) -> str:
    return "ExhibitionEvent" if about.kind == "exhibition" else "BusinessEvent"


def event(said: Statement) -> Node:
    """An event with its parts, its places, and who holds it in which capacity.

    A provisional date has no status of its own in the vocabulary, so none is stated.
    """
    entry = said.entry
    day = day_of(entry)
    return said.thing(
        _type_of(entry),
        **_days(entry),
        identifier=_identifiers(entry),
        eventStatus=_STATUS.get(EventStatus(entry.status)),
        location=_where(entry),
        inLanguage=[formats.html_lang(code) for code in entry.working_languages]
        if isinstance(entry, Forum)
        else [],
        keywords=said.sectors(),
        sameAs=entry.website,
        superEvent=_around(entry, said.absolute),
        subEvent=[_part(item, entry, day, said.absolute) for item in entry.items.all()],
        **_taking_part(entry.participations.all(), day, said.absolute),
    )


def _days(entry: Event) -> Node:
    """The moments where they are known, otherwise the days as precisely as they are."""
    start, end = entry.starts_at, entry.ends_at
    known = entry.date_precision == DatePrecision.DAY
    if start and known and (end or entry.ends_on in (None, entry.starts_on)):
        return {"startDate": moment(start, entry.zone), "endDate": moment(end, entry.zone)}
    first = _iso(entry.starts_on, entry.date_precision)
    last = _iso(entry.ends_on, entry.date_precision)
    return {"startDate": first, "endDate": last}


def _iso(day: date | None, precision: str) -> str:
    """``day`` in ISO 8601, no more precise than it is known."""
    if day is None:
        return ""
    length = {DatePrecision.YEAR: 1, DatePrecision.MONTH: 2}.get(DatePrecision(precision), 3)
    return str(PartialDate(*(day.year, day.month, day.day)[:length]))


def _identifiers(entry: Event) -> list[Any]:
    edition = node("PropertyValue", propertyID="edition", name=_("Edition"), value=entry.edition)
    return [entry.ref, *([edition] if entry.edition and entry.series else [])]


def _where(entry: Event) -> list[Node]:
    places = list(entry.places.all())
    venue = wording(entry, "venue")[0]
    if venue:
        return [place(places[0] if len(places) == 1 else None, venue), *map(place, places[1:])]
    return [place(each) for each in places]


def _around(entry: Event, absolute: Absolute) -> list[Node]:
    line = link(entry.series, "EventSeries", absolute)
    wholes = [reference(item.event, absolute) for item in entry.appears_as.all() if item.event]
    return [*([line] if line else []), *wholes]


def _taking_part(rows: Iterable[Participation], day: date, absolute: Absolute) -> dict[str, list[Node]]:
    """Bodies and people by what they are to the event; who exhibits, buys or travels along attends it."""
    found: dict[str, list[Node]] = {}
    for each in rows:
        who = speaker(each.role, day, absolute) if each.role else named(each.organization, day, absolute)
        held = found.setdefault(_AS.get(Capacity(each.capacity), "attendee"), [])
        if who and who not in held:
            held.append(who)
    return found


def _part(item: ProgrammeItem, entry: Event, day: date, absolute: Absolute) -> Node:
    """A part of the program; one with a page of its own is that event."""
    held_on = item.day or day
    own = reference(item.about, absolute)
    venue = wording(item, "venue")[0]
    return node(
        own.get("@type", "BusinessEvent"),
        own.get("@id", ""),
        url=own.get("url"),
        name=wording(item, "title")[0],
        description=wording(item, "summary")[0],
        startDate=moment(item.starts_at, item.zone) or str(item.day or ""),
        endDate=moment(item.ends_at, item.zone) or ("" if item.starts_at else str(item.last_day or "")),
        eventStatus=_STATUS.get(EventStatus(entry.status)),
        location=place(item.place, venue),
        subEvent=[_talk(talk, item, held_on, absolute) for talk in item.talks.all()],
        **sample(is_sample=item.is_sample),
    )


def _talk(talk: Talk, item: ProgrammeItem, day: date, absolute: Absolute) -> Node:
    return node(
        "BusinessEvent",
        name=wording(talk, "title")[0],
        description=wording(talk, "abstract")[0],
        startDate=moment(talk.starts_at, item.zone),
        inLanguage=formats.html_lang(talk.language) if talk.language else "",
        performer=[speaker(role, day, absolute) for role in talk.speakers.all()],
        **sample(is_sample=talk.is_sample),
    )


def series(said: Statement) -> Node:
    """A series with its editions."""
    entry = said.entry
    return said.thing(
        "EventSeries",
        organizer=link(entry.organizer, "Organization", said.absolute),
        keywords=said.sectors(),
        location=said.places(),
        subEvent=[
            {**reference(each, said.absolute), **{k: v for k, v in _days(each).items() if v}}
            for each in entry.editions.all()
        ],
    )
