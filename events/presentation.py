"""Events in words: when, where, which edition, how they stand, who takes part."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import (
    Delegation,
    Event,
    EventSeries,
    Participation,
    ProgrammeItem,
    Talk,
)
from events.models.events import DatePrecision, EventStatus, StopRole
from events.models.participation import Capacity
from events.models.series import OrdinalUnit
from organizations.models.organizations import Country, OrganizationType
from organizations.presentation import named, speaker
from publishing import clock, formats, kinds
from publishing.dates import PartialDate
from publishing.languages import Language, active
from publishing.presentation import Shown, documents, fact, link, listed, worded

__all__ = [
    "agenda",
    "cities",
    "day_of",
    "edition",
    "equals",
    "follow_ups",
    "frame_of",
    "hours",
    "is_over",
    "month_of",
    "months_after",
    "participant",
    "participants",
    "reports",
    "row",
    "seal",
    "speaking",
    "stops",
    "strip",
    "when",
]

# Months after the end of a delegation when its outcomes are asked for.
FOLLOW_UPS = (3, 6, 12, 24)
_LEADING = (Capacity.HOST, Capacity.ORGANIZER, Capacity.SPONSOR, Capacity.SUPPORTER)


def when(event: Event, *, weekday: bool = False) -> str:
    """The days of an event, as precisely as they are known; empty while they are not."""
    if event.starts_on is None:
        return ""
    first, last = _precise(event, event.starts_on), _precise(event, event.ends_on or event.starts_on)
    return formats.date_range(first, last, active(), weekday=weekday)


def _mark(event: Event) -> dict[str, str]:
    """The days of an event set large, where they have one number."""
    if event.starts_on is None:
        return {}
    first, last = _precise(event, event.starts_on), _precise(event, event.ends_on or event.starts_on)
    return formats.date_mark(first, last, active())


def _precise(event: Event, day: date) -> PartialDate:
    match event.date_precision:
        case DatePrecision.YEAR:
            return PartialDate(day.year)
        case DatePrecision.MONTH:
            return PartialDate(day.year, day.month)
        case _:
            return PartialDate.of(day)


def hours(event: Event) -> list[Shown]:
    """The hours of an event on both clocks, for a moment known to the minute; with its days where it has several."""
    start, end, zone = event.starts_at, event.ends_at, event.zone
    if start is None:
        return []
    if end is None or formats.local_day(start, zone) == formats.local_day(end, zone):
        return _times(start, end, zone)
    return [
        {
            "clock": formats.date(formats.local_day(at, zone), active()),
            "city": formats.zone_pair(at, zone, active()),
        }
        for at in (start, end)
    ]


def day_of(event: Event) -> date:
    """The day by whose names and roles an event is shown: its first, or that of its release."""
    if event.starts_on:
        return event.starts_on
    return formats.local_day(event.release_at or clock.now(), event.zone)


def cities(event: Event) -> str:
    """The places of an event in words."""
    return listed(worded(place, "name") for place in event.places.all())


def edition(event: Event, line: EventSeries | None = None) -> Shown:
    """The edition for ``components/numeral.html``: the digits and what stands around them; empty without one.

    ``line`` is the series, where it is known already.
    """
    line = line or event.series
    if not event.edition or line is None:
        return {}
    words = formats.ordinal(
        event.edition, active(), "meeting" if line.ordinal_unit == OrdinalUnit.MEETING else "event"
    )
    affixes = ("", words.lstrip("0123456789")) if active() == Language.ENGLISH else (words[0], words[-1])
    return {"value": event.edition, "prefix": affixes[0], "suffix": affixes[1], "words": words}


def seal(event: Event) -> Shown:
    """How the event stands today, for ``components/status_seal.html``; empty where nothing can be said."""
    special = {
        EventStatus.CANCELLED: "cancelled",
        EventStatus.POSTPONED: "provisional",
        EventStatus.PROVISIONAL: "provisional",
    }
    if event.status in special:
        status = EventStatus(event.status)
        return {"status": special[status], "label": capfirst(str(status.label))}
    if event.starts_on is None:
        return {}
    if is_over(event):
        return {"status": "completed", "label": _("Held")}
    if event.starts_on <= _today(event):
        return {"status": "ongoing", "label": ""}
    return {"status": "planned", "label": ""}


def is_over(event: Event) -> bool:
    """Whether the last day of an event, as precisely as it is known, has passed at the place."""
    last = event.ends_on or event.starts_on
    return last is not None and _precise(event, last).latest() < _today(event)


def _today(event: Event) -> date:
    return formats.local_day(clock.now(), event.zone)


def row(event: Event, *, with_kind: bool = False, line: EventSeries | None = None) -> Shown:
    """One event in a list, as ``components/entry_item.html`` takes it."""
    number = edition(event, line)
    return {
        **link(event),
        "iso": str(_precise(event, event.starts_on)) if event.starts_on else "",
        "day": when(event) or _("Date not set"),
        "mark": _mark(event),
        "deck": text.deck if (text := event.text()) else "",
        "kind": capfirst(str(kinds.get(event.kind).label)) if with_kind else "",
        "edition": number.get("words", ""),
        "places": cities(event),
        "seal": seal(event),
    }


def strip(editions: Iterable[Event], line: EventSeries, current: Event | None = None) -> list[Shown]:
    """The ``editions`` of the series ``line`` for ``components/series_strip.html``."""
    return [
        {
            "number": each.edition,
            "label": number["words"],
            "url": each.path(),
            "when": formats.date(PartialDate(each.starts_on.year), active()) if each.starts_on else "",
            "place": cities(each),
            "current": current is not None and each.pk == current.pk,
        }
        for each in editions
        if (number := edition(each, line))
    ]


def equals(participations: Iterable[Participation], day: date) -> list[Shown]:
    """Who hosts, organizes, sponsors and supports: distinct capacities, and in each both sides as equals.

    The side of the page's language stands first, as it does everywhere on the portal.
    """
    first = Country.CHINA if active() == Language.CHINESE else Country.KOREA
    found = []
    for capacity in _LEADING:
        bodies = [
            each.organization
            for each in participations
            if each.capacity == capacity and each.organization and each.role is None
        ]
        bodies.sort(key=lambda body: body.country != first)
        if bodies:
            found.append(
                {
                    "capacity": capacity.value,
                    "label": capfirst(str(capacity.label)),
                    "bodies": [named(body, day) for body in bodies],
                }
            )
    return found


def participants(participations: Iterable[Participation], day: date) -> dict[str, Any]:
    """Companies by field, then bodies by capacity, then people in the roles they held.

    Bodies that lead are left out, as ``equals`` has them.
    """
    companies: dict[Any, list[Shown]] = {}
    bodies: dict[str, list[Shown]] = {}
    people = []
    for each in participations:
        if each.role is None and each.capacity in _LEADING:
            continue
        if each.role:
            people.append({**speaker(each.role, day), "capacity": capfirst(each.get_capacity_display())})
        elif each.organization and each.organization.type == OrganizationType.COMPANY:
            fields = list(each.organization.sectors.all())
            companies.setdefault(fields[0] if fields else None, []).append(participant(each, day))
        elif each.organization:
            bodies.setdefault(each.capacity, []).append(participant(each, day))
    listed_companies = [company for rows in companies.values() for company in rows]
    by_field = sorted(
        companies.items(), key=lambda item: (item[0] is None, item[0] and (item[0].position, item[0].slug))
    )
    return {
        "companies": [
            {
                "field": worded(field, "name") if field else {"value": _("Other fields"), "html_lang": ""},
                "rows": rows,
            }
            for field, rows in by_field
        ],
        "companies_total": len(listed_companies),
        "has_booths": any(company["booth"] for company in listed_companies),
        "has_capacities": len({company["capacity"] for company in listed_companies}) > 1,
        "bodies": [{"label": rows[0]["capacity"], "rows": rows} for rows in bodies.values()],
        "people": people,
    }


def participant(participation: Participation, day: date) -> Shown:
    """An organization that takes part, as it was called on ``day``, with its fields and booth."""
    organization = participation.organization
    fields = list(organization.sectors.all()) if organization else []
    return {
        **named(organization, day),
        "capacity": capfirst(participation.get_capacity_display()),
        "fields": listed(worded(field, "name") for field in fields),
        "booth": participation.booth,
        "remark": worded(participation, "note"),
    }


def stops(delegation: Delegation, day: date) -> list[Shown]:
    """The cities of a delegation's route, each with its host as it was called on ``day``."""
    return [
        {
            "place": worded(stop.place, "name"),
            "role": capfirst(stop.get_role_display()),
            "is_partner": stop.role == StopRole.PARTNER_CITY,
            "days": formats.date_range(stop.from_day, stop.to_day, active()) if stop.from_day else "",
            "host": named(stop.host, day),
            "note": worded(stop, "note"),
        }
        for stop in delegation.stops.all()
    ]


def months_after(day: date, months: int) -> date:
    """The same day some ``months`` later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def follow_ups(delegation: Delegation) -> list[Shown]:
    """When the outcomes of a delegation are asked for, in months after its end; empty while that is not known."""
    ended = delegation.ends_on or delegation.starts_on
    return [{"months": each, "day": months_after(ended, each)} for each in FOLLOW_UPS] if ended else []


def month_of(event: Event) -> str:
    """The month an event begins in, in words; its year where no month is known."""
    if event.starts_on is None:
        return _("Date not set")
    begins = PartialDate(event.starts_on.year, event.starts_on.month)
    return formats.date(
        PartialDate(begins.year) if event.date_precision == DatePrecision.YEAR else begins, active()
    )


def speaking(items: Iterable[ProgrammeItem]) -> set[int]:
    """The ids of the roles that give a talk."""
    return {role.pk for item in items for talk in item.talks.all() for role in talk.speakers.all()}


def agenda(items: Iterable[ProgrammeItem], day: date) -> dict[str, Any]:
    """Programme items with their talks, speakers and materials, in order of time; and whether there are any."""
    parts = [_item(item, day) for item in items]
    talks = [talk for part in parts for talk in part["talks"]]
    return {
        "parts": parts,
        "has_times": any(part["days"] or part["times"] for part in parts)
        or any(talk["times"] for talk in talks),
        "has_speakers": any(talk["speakers"] for talk in talks),
        "has_materials": any(talk["materials"] for talk in talks),
    }


def _item(item: ProgrammeItem, day: date) -> Shown:
    held_on = item.day or day
    return {
        "title": worded(item, "title"),
        "type": capfirst(item.get_type_display()),
        "summary": worded(item, "summary"),
        "days": formats.date_range(item.day, item.last_day, active(), weekday=True) if item.day else "",
        "times": _times(item.starts_at, item.ends_at, item.zone),
        "starts_at": item.starts_at,
        "venue": worded(item, "venue"),
        "place": worded(item.place, "name") if item.place else None,
        "about": link(item.about),
        "outside": item.outside_event,
        "sample": item.is_sample,
        "talks": [_talk(talk, item, held_on) for talk in item.talks.all()],
    }


def _talk(talk: Talk, item: ProgrammeItem, day: date) -> Shown:
    return {
        "title": worded(talk, "title"),
        "abstract": worded(talk, "abstract"),
        "times": _times(talk.starts_at, None, item.zone),
        "starts_at": talk.starts_at,
        "language": formats.language_name(talk.language, active(), spoken=True) if talk.language else "",
        "speakers": [speaker(role, day) for role in talk.speakers.all()],
        "materials": documents(talk.materials.all()),
        "sample": talk.is_sample,
    }


def _times(start: Any, end: Any, zone: str) -> list[Shown]:
    if start is None:
        return []
    return [{"clock": words, "city": city} for words, city in formats.clocks(start, end, zone, active())]


def reports(entries: Iterable[Any]) -> list[Shown]:
    """Press releases and articles about an event, each with its kind and day of release."""
    return [
        link(
            entry,
            f"{capfirst(str(kinds.get(entry.kind).label))} · "
            f"{formats.date(formats.local_day(entry.release_at, entry.release_zone), active())}",
        )
        for entry in entries
    ]


def frame_of(event: Event) -> list[Shown]:
    """Facts that events of every kind have."""
    return [
        fact(_("Venue"), worded(event, "venue")),
        fact(_("Series"), link(event.series)),
        fact(_("Center"), link(event.center)),
        fact(_("Under"), worded(event.instrument, "name") if event.instrument else None),
        fact(_("Website"), {"value": event.website, "url": event.website} if event.website else None),
    ]
