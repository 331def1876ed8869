"""The deadline of a call as an iCalendar component that reminds in time."""

from collections.abc import Iterable
from datetime import timedelta

import icalendar
from django.http import HttpRequest
from django.utils.translation import gettext as _

from calls.models import Call
from publishing import calendars, formats
from publishing.languages import Language

__all__ = ["component", "components", "withdrawn"]

REMINDERS = (timedelta(days=7), timedelta(days=1))


def components(calls: Iterable[Call], request: HttpRequest, language: Language) -> list[icalendar.Event]:
    """The deadlines of those ``calls`` that have one."""
    return [component(each, request, language) for each in calls if each.deadline_at]


def withdrawn(calls: Iterable[Call]) -> list[icalendar.Event]:
    """What subscribers are told of ``calls`` that were withdrawn."""
    return [
        calendars.taken_back(each, each.deadline_at, each.deadline_zone) for each in calls if each.deadline_at
    ]


def component(call: Call, request: HttpRequest, language: Language) -> icalendar.Event:
    """The deadline in its own zone, with both clocks in words, a week's and a day's reminder."""
    deadline, zone = call.deadline_at, call.deadline_zone
    if deadline is None:
        raise ValueError("a call without a deadline has no place in a calendar")
    address = request.build_absolute_uri(call.path(language))
    words = _("Deadline: %(title)s") % {"title": call.title}
    made = calendars.component(call, address, words)
    calendars.times(made, deadline, None, zone)
    holds = call.decided_on is None
    made.add("status", "CONFIRMED" if holds else "CANCELLED")
    made.add("transp", "TRANSPARENT")
    lines = [words, formats.moment(deadline, zone, language), address]
    if call.is_sample:
        lines.insert(1, _("Fictitious sample"))
    made.add("description", "\n".join(lines))
    for before in REMINDERS if holds else ():
        made.add_component(calendars.alarm(words, before))
    return made
