"""Opportunities in words: the deadline on both clocks, how they stand, what is asked and offered."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.models import Opportunity, OpportunityStatus, PartnershipType
from organizations import marks
from organizations.presentation import named
from publishing import clock, deadlines, formats
from publishing.languages import active
from publishing.presentation import Shown, fact, link, worded

__all__ = ["clarifications", "deadline", "extension", "frame_of", "row", "seal", "stopped", "terms"]

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
    return deadlines.days_left(
        opportunity.deadline_at, opportunity.deadline_zone, is_open=opportunity.takes_interest()
    )


def deadline(opportunity: Opportunity) -> Shown:
    """The deadline for ``components/deadline.html``; empty without one."""
    return deadlines.deadline(
        opportunity.deadline_at, opportunity.deadline_zone, is_open=opportunity.takes_interest()
    )


def extension(opportunity: Opportunity) -> list[str]:
    """That the deadline was extended, from when, and since when readers know; empty if it was not."""
    if not opportunity.extended:
        return []
    before, at, zone = opportunity.former_deadline_at, opportunity.extended_at, opportunity.deadline_zone
    if before is None or at is None:
        return [_("The deadline was extended.")]
    said = {
        "before": deadlines.closes(before, zone),
        "day": formats.date(formats.local_day(at, zone), active()),
    }
    return [
        _("The deadline was extended on %(day)s; before, it was %(before)s.") % said,
        _("It is not extended again."),
    ]


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
    shown = named(opportunity.owner, formats.local_day(released, opportunity.release_zone))
    is_verified = opportunity.owner is not None and marks.current([opportunity.owner.pk])
    return {**shown, "mark": "verified"} if is_verified else shown


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
        "deadline": deadlines.closes(at, opportunity.deadline_zone) if at else "",
        "kind": capfirst(opportunity.get_type_display()),
        "direction": capfirst(opportunity.get_direction_display()),
        "ref": opportunity.ref,
        "seal": seal(opportunity),
    }
