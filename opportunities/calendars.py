"""The deadline of an opportunity as an iCalendar component that reminds in time."""

from collections.abc import Iterable
from datetime import timedelta

import icalendar
from django.http import HttpRequest
from django.utils.translation import gettext as _

from opportunities.models import Opportunity, Result
from opportunities.presentation import extension, stopped
from publishing import calendars, formats
from publishing.languages import Language

__all__ = ["component", "components", "withdrawn"]

REMINDERS = (timedelta(days=7), timedelta(days=1))


def components(
    opportunities: Iterable[Opportunity], request: HttpRequest, language: Language
) -> list[icalendar.Event]:
    """The deadlines of those ``opportunities`` that have one."""
    return [component(each, request, language) for each in opportunities if each.deadline_at]


def withdrawn(opportunities: Iterable[Opportunity]) -> list[icalendar.Event]:
    """What subscribers are told of ``opportunities`` that were withdrawn."""
    return [
        calendars.taken_back(each, each.deadline_at, each.deadline_zone)
        for each in opportunities
        if each.deadline_at
    ]


def component(opportunity: Opportunity, request: HttpRequest, language: Language) -> icalendar.Event:
    """The deadline in the owner's zone, with both clocks in words, a week's and a day's reminder."""
    address = request.build_absolute_uri(opportunity.path(language))
    words = _("Deadline: %(title)s") % {"title": opportunity.title}
    made = calendars.component(opportunity, address, words)
    deadline, zone = opportunity.deadline_at, opportunity.deadline_zone
    if deadline is None:
        raise ValueError("an opportunity without a deadline has no place in a calendar")
    calendars.times(made, deadline, None, zone)
    holds = opportunity.result == Result.PENDING and not stopped(opportunity)
    made.add("status", "CONFIRMED" if holds else "CANCELLED")
    made.add("transp", "TRANSPARENT")
    lines = [words, formats.moment(deadline, zone, language), address]
    if opportunity.is_sample:
        lines.insert(1, _("Fictitious sample"))
    lines[1:1] = extension(opportunity)
    made.add("description", "\n".join(lines))
    for before in REMINDERS if holds else ():
        made.add_component(calendars.alarm(words, before))
    return made
