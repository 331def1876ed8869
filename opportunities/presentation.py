"""Opportunities in words: the deadline on both clocks, how they stand, what is asked and offered."""

from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.models import Opportunity, OpportunityStatus, PartnershipType
from organizations.presentation import named
from publishing import clock, formats
from publishing.languages import active
from publishing.presentation import Shown, fact, link, worded

__all__ = ["clarifications", "deadline", "frame_of", "row", "seal", "stopped", "terms"]

_SEALS = {
    OpportunityStatus.UPCOMING: "planned",
    OpportunityStatus.OPEN: "open",
    OpportunityStatus.CLOSING_SOON: "deadline",
    OpportunityStatus.AWARDED: "completed",
}
_BEFORE_DEADLINE = (OpportunityStatus.OPEN, OpportunityStatus.CLOSING_SOON)


def stopped(opportunity: Opportunity) -> bool:
    """Whether the owner takes no more answers although the deadline has not come."""
    return not opportunity.open_for_interest and opportunity.status() in _BEFORE_DEADLINE


def seal(opportunity: Opportunity) -> Shown:
    """How the opportunity stands now, for ``components/status_seal.html``."""
    status = opportunity.status()
    if stopped(opportunity):
        return {"status": "closed", "label": _("No further answers")}
    return {"status": _SEALS.get(status, "closed"), "label": capfirst(str(status.label))}


def _days(opportunity: Opportunity) -> int:
    """Calendar days left in the deadline's own zone; zero where none are left or it cannot be answered."""
    if opportunity.deadline_at is None or not opportunity.takes_interest():
        return 0
    zone = opportunity.deadline_zone
    return (formats.local_day(opportunity.deadline_at, zone) - formats.local_day(clock.now(), zone)).days


def deadline(opportunity: Opportunity) -> Shown:
    """The deadline for ``components/deadline.html``; empty without one."""
    at, zone = opportunity.deadline_at, opportunity.deadline_zone
    if at is None:
        return {}
    leading, *others = formats.reader_zones(zone, active())
    days = _days(opportunity)
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
    }


def _elsewhere(at: datetime, zone: str, leading: str) -> str:
    """The clock in ``zone``, with its day where that is another than in the ``leading`` zone."""
    words = f"{formats.time(at, zone, active())} {formats.zone_label(zone, active())}"
    day = formats.local_day(at, zone)
    return words if day == formats.local_day(at, leading) else f"{formats.date(day, active())} {words}"


def frame_of(opportunity: Opportunity) -> list[Shown]:
    """The facts at the left: what it is, whose, from when."""
    zone = opportunity.deadline_zone
    opens = opportunity.opens_at
    opened = formats.date(formats.local_day(opens, zone), active()) if opens else ""
    languages = [{"value": formats.language_name(code, active())} for code in opportunity.languages_accepted]
    return [
        fact(_("Type"), capfirst(opportunity.get_type_display())),
        fact(_("Direction"), capfirst(opportunity.get_direction_display())),
        fact(_("Owner"), _owner(opportunity)),
        fact(_("Opens") if opens and opens > clock.now() else _("Opened"), opened),
        fact(_("Languages accepted"), *languages),
    ]


def _owner(opportunity: Opportunity) -> Shown:
    released = opportunity.release_at or clock.now()
    return named(opportunity.owner, formats.local_day(released, opportunity.release_zone))


def terms(opportunity: Opportunity) -> list[Shown]:
    """What is offered and sought: stage, rights, partner, partnership."""
    kinds = [{"value": capfirst(str(PartnershipType(each).label))} for each in opportunity.partnership_types]
    return [
        fact(_("Stage of development"), capfirst(opportunity.get_stage_of_development_display())),
        fact(_("Intellectual property"), capfirst(opportunity.get_ipr_display())),
        fact(_("Partner sought"), capfirst(opportunity.get_partner_type_display())),
        fact(_("Size of the partner"), capfirst(opportunity.get_partner_size_display())),
        fact(_("Partnership"), *kinds),
    ]


def clarifications(opportunity: Opportunity) -> list[Shown]:
    """Questions that were asked, with their answers for all."""
    return [
        {
            "question": worded(each, "question"),
            "answer": worded(each, "answer"),
            "answered_on": each.answered_on,
        }
        for each in opportunity.clarifications.all()
    ]


def row(opportunity: Opportunity) -> dict[str, Any]:
    """One opportunity in a list, as ``components/opportunity_item.html`` takes it."""
    text = opportunity.text()
    at = opportunity.deadline_at
    days = _days(opportunity)
    return {
        **link(opportunity),
        "summary": text.deck if text else "",
        "days": days or "",
        "days_label": ngettext("day left", "days left", days),
        "iso": at.isoformat() if at else "",
        "deadline": _closes(at, opportunity.deadline_zone) if at else "",
        "kind": capfirst(opportunity.get_type_display()),
        "direction": capfirst(opportunity.get_direction_display()),
        "ref": opportunity.ref,
        "seal": seal(opportunity),
    }


def _closes(at: datetime, zone: str) -> str:
    day = formats.date(formats.local_day(at, zone), active(), weekday=True)
    return f"{day} {formats.zone_pair(at, zone, active())}"
