"""The deadline of an opportunity as an iCalendar component that reminds in time."""

from datetime import timedelta

import icalendar
from django.http import HttpRequest
from django.utils.translation import gettext as _

from opportunities.models import Opportunity, Result
from publishing import calendars, formats
from publishing.languages import Language

__all__ = ["component"]

REMINDERS = (timedelta(days=7), timedelta(days=1))


def component(opportunity: Opportunity, request: HttpRequest, language: Language) -> icalendar.Event:
    """The deadline in the owner's zone, with both clocks in words, a week's and a day's reminder."""
    address = request.build_absolute_uri(opportunity.path(language))
    words = _("Deadline: %(title)s") % {"title": opportunity.title}
    made = calendars.component(opportunity, address, words)
    deadline, zone = opportunity.deadline_at, opportunity.deadline_zone
    if deadline is None:
        raise ValueError("an opportunity without a deadline has no place in a calendar")
    calendars.times(made, deadline, None, zone)
    made.add("status", "CONFIRMED" if opportunity.result == Result.PENDING else "CANCELLED")
    made.add("transp", "TRANSPARENT")
    lines = [words, formats.moment(deadline, zone, language), address]
    if opportunity.is_sample:
        lines.insert(1, _("Fictitious sample"))
    made.add("description", "\n".join(lines))
    for before in REMINDERS:
        made.add_component(calendars.alarm(words, before))
    return made
