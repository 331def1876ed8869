"""iCalendar files (RFC 5545): calendars of public things, whose components name their entry and its revision."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from icalendar import Alarm, Calendar, Event, vDuration

from publishing.models import Entry

__all__ = ["alarm", "component", "response", "times"]

MEDIA_TYPE = "text/calendar; charset=utf-8"
# Nothing the portal puts into a calendar lies before this day, and neither zone has changed its clocks since.
_FIRST_DAY = date(2000, 1, 1)
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


def response(components: Iterable[Event], name: str, filename: str) -> HttpResponse:
    """A calendar called ``name``, with the zones its components need, as a file for download or subscription."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for each in components:
        calendar.add_component(each)
    calendar.add_missing_timezones(first_date=_FIRST_DAY)
    return HttpResponse(
        calendar.to_ical(),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'inline; filename="{filename}"'},
    )
