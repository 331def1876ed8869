"""iCalendar files (RFC 5545): calendars of public things, whose components name their entry and its revision."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration, vUri

from publishing.models import Entry

__all__ = ["alarm", "component", "part", "response", "taken_back", "times", "written"]

MEDIA_TYPE = "text/calendar; charset=utf-8"
# Nothing the portal puts into a calendar lies before this day, and neither zone has changed its clocks since.
_FIRST_DAY = date(2000, 1, 1)
# How often programs that subscribe may ask again.
_REFRESH = timedelta(hours=6)
_PRODUCT = "-//Green Cooperation Portal//Calendar//EN"


def component(entry: Entry, address: str, summary: str) -> Event:
    """What every component says: the entry it is of and its revision, what it is called, when it changed.

    The identifier stays the same for all time, and the sequence grows with each public change.
    """
    changed = entry.changed_at or entry.release_at or entry.created_at
    made = Event()
    made.add("uid", str(entry.uid))
    made.add("sequence", entry.revision)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("url", address)
    made.add("summary", summary)
    return made


def part(whole: Event, name: str, summary: str) -> Event:
    """A component for what is part of the ``whole``: its identifier follows from that of the whole and its own name."""
    made = Event()
    made.add("uid", str(uuid.uuid5(uuid.UUID(str(whole["uid"])), name)))
    for inherited in ("sequence", "dtstamp", "last-modified", "url"):
        made[inherited.upper()] = whole[inherited]
    made.add("summary", summary)
    made.add("related-to", str(whole["uid"]), parameters={"RELTYPE": "PARENT"})
    return made


def taken_back(entry: Entry, start: datetime | date, zone: str) -> Event:
    """What subscribers are told of an entry that was withdrawn: that it is cancelled, and nothing of what it said."""
    made = Event()
    made.add("uid", str(entry.uid))
    made.add("sequence", entry.revision)
    made.add("dtstamp", entry.withdrawn_at)
    made.add("last-modified", entry.withdrawn_at)
    made.add("summary", _("Withdrawn: %(reference)s") % {"reference": entry.ref})
    times(made, start, None, zone)
    made.add("status", "CANCELLED")
    made.add("transp", "TRANSPARENT")
    return made


def times(made: Event, start: datetime | date, end: datetime | date | None, zone: str) -> None:
    """Start and end, as moments in ``zone`` or as whole days, of which the last is included."""
    if isinstance(start, datetime):
        made.add("dtstart", start.astimezone(ZoneInfo(zone)))
        if isinstance(end, datetime):
            made.add("dtend", end.astimezone(ZoneInfo(zone)))
        return
    made.add("dtstart", start)
    made.add("dtend", (end or start) + timedelta(days=1))


def alarm(words: str, before: timedelta) -> Alarm:
    """A reminder that shows ``words`` some time ``before`` the start."""
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", words)
    made.add("trigger", vDuration(-before))
    return made


def written(components: Iterable[Event], name: str, source: str = "") -> bytes:
    """A calendar called ``name``, with the zones its components need.

    With the ``source`` it is asked for again at, it is one to subscribe to (RFC 7986).
    """
    calendar = Calendar()
    # The library escapes line ends in texts, but not in this property.
    name = " ".join(name.split())
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if source:
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(_REFRESH))
    for each in components:
        calendar.add_component(each)
    calendar.add_missing_timezones(first_date=_FIRST_DAY)
    return calendar.to_ical()


def response(components: Iterable[Event], name: str, filename: str, source: str = "") -> HttpResponse:
    """The calendar as a file for download."""
    return HttpResponse(
        written(components, name, source),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'inline; filename="{filename}"'},
    )
