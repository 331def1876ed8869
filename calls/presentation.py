"""Calls in words: the deadline on both clocks, how they stand, what is asked and given."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import Call, CallStatus, Wanted
from calls.queries import calls_of
from events.presentation import when
from publishing import clock, deadlines, formats
from publishing.languages import active
from publishing.presentation import Shown, fact, link, worded

__all__ = ["deadline", "frame_of", "on_event", "requirements", "row", "seal", "terms"]

_SEALS = {
    CallStatus.UPCOMING: "planned",
    CallStatus.OPEN: "open",
    CallStatus.CLOSING_SOON: "deadline",
    CallStatus.DECIDED: "completed",
}


def seal(call: Call) -> Shown:
    """How the call stands now, for ``components/status_seal.html``."""
    status = call.status()
    return {"status": _SEALS.get(status, "closed"), "label": capfirst(str(status.label))}


def deadline(call: Call) -> Shown:
    """The deadline for ``components/deadline.html``; empty without one."""
    return deadlines.deadline(call.deadline_at, call.deadline_zone, is_open=call.takes_applications())


def frame_of(call: Call) -> list[Shown]:
    """The facts at the left: what is joined, when, in what capacity, on what days applicants hear."""
    opens, zone = call.opens_at, call.deadline_zone
    opened = formats.date(formats.local_day(opens, zone), active()) if opens else ""
    event = call.event
    return [
        fact(_("Event"), link(event)),
        fact(_("Takes place"), when(event) if event else ""),
        fact(_("Takes part as"), capfirst(call.get_capacity_display())),
        fact(_("Pavilion"), worded(call.pavilion, "name") if call.pavilion else None),
        fact(_("Opens") if opens and opens > clock.now() else _("Opened"), opened),
        fact(_("Places for companies"), _number(call.place_count)),
        fact(_("Waiting list"), _("yes") if call.has_waiting_list else _("no")),
        fact(_("Applicants hear by"), formats.date(call.decision_on, active()) if call.decision_on else ""),
    ]


def _number(value: int | None) -> str:
    return "" if value is None else formats.count(value, "exact", active())


def terms(call: Call) -> list[Shown]:
    """What a decided call tells of its selection: when, how many places, how many accepted; nothing before."""
    if call.decided_on is None:
        return []
    return [
        fact(_("Decided on"), formats.date(call.decided_on, active())),
        fact(_("Places for companies"), _number(call.place_count)),
        fact(_("Companies accepted"), _number(call.accepted)),
    ]


def requirements(call: Call) -> list[Shown]:
    """The questions with the answer that lets a company take part."""
    return [
        {
            "question": worded(each, "question"),
            "wanted": str(Wanted(each.wanted).label),
        }
        for each in call.requirements.all()
    ]


def row(call: Call) -> dict[str, Any]:
    """One call in a list, as ``components/opportunity_item.html`` takes it."""
    text = call.text()
    at, zone = call.deadline_at, call.deadline_zone
    days = deadlines.days_left(at, zone, is_open=call.takes_applications())
    return {
        **link(call),
        "summary": text.deck if text else "",
        "days": days or "",
        "days_label": ngettext("day left", "days left", days),
        "iso": at.isoformat() if at else "",
        "deadline": deadlines.closes(at, zone) if at else "",
        "kind": capfirst(call.get_capacity_display()),
        "event": link(call.event),
        "ref": call.ref,
        "seal": seal(call),
    }


def on_event(event: Any) -> dict[str, Any]:
    """For the page of an event: how companies can join it."""
    return {"calls": [{**row(each), "opens": _opens(each)} for each in calls_of(event)]}


def _opens(call: Call) -> str:
    if call.status() != CallStatus.UPCOMING or call.opens_at is None:
        return ""
    return formats.moment(call.opens_at, call.deadline_zone, active())
