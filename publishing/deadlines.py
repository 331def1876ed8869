"""Deadlines as pages and lists show them: on the reader's clocks, with the calendar days that are left."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import clock, formats
from publishing.languages import active
from publishing.presentation import Shown

__all__ = ["closes", "days_left", "deadline"]


def days_left(at: datetime | None, zone: str, *, is_open: bool) -> int:
    """Calendar days left in the deadline's own ``zone``; zero where none are left or nothing can be sent."""
    if at is None or not is_open:
        return 0
    return (formats.local_day(at, zone) - formats.local_day(clock.now(), zone)).days


def deadline(at: datetime | None, zone: str, *, is_open: bool) -> Shown:
    """The deadline for ``components/deadline.html``; empty without one."""
    if at is None:
        return {}
    leading, *others = formats.reader_zones(zone, active())
    days = days_left(at, zone, is_open=is_open)
    return {
        "moment": {
            "iso": at.isoformat(),
            "day": formats.date(formats.local_day(at, leading), active(), weekday=True),
            "clock": formats.time(at, leading, active()),
            "city": formats.zone_label(leading, active()),
            "others": [_elsewhere(at, each, leading) for each in others],
        },
        "days": days or "",
        "days_label": ngettext("day left", "days left", days),
        "days_note": _on_both_clocks(at, zone) if days else "",
    }


def _on_both_clocks(at: datetime, zone: str) -> str:
    """The days that are left by the calendars of both countries, which differ around midnight."""
    left = {
        each: (formats.local_day(at, each) - formats.local_day(clock.now(), each)).days
        for each in formats.reader_zones(zone, active())
    }
    if len(set(left.values())) == 1:
        return _("The same in %(one)s and in %(other)s.") % {
            "one": formats.zone_label(formats.SEOUL, active()),
            "other": formats.zone_label(formats.BEIJING, active()),
        }
    return " · ".join(
        _("%(city)s: %(left)s") % {"city": formats.zone_label(each, active()), "left": _days(days)}
        for each, days in left.items()
    )


def _days(days: int) -> str:
    if not days:
        return _("closes today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def closes(at: datetime, zone: str) -> str:
    """The deadline in one line: the day in its own ``zone`` and both clocks."""
    day = formats.date(formats.local_day(at, zone), active(), weekday=True)
    return f"{day} {formats.zone_pair(at, zone, active())}"


def _elsewhere(at: datetime, zone: str, leading: str) -> str:
    """The clock in ``zone``, with its day where that is another than in the ``leading`` zone."""
    words = f"{formats.time(at, zone, active())} {formats.zone_label(zone, active())}"
    day = formats.local_day(at, zone)
    return words if day == formats.local_day(at, leading) else f"{formats.date(day, active())} {words}"
