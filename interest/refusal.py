"""What is answered where an opportunity takes no interest: why, what was written, what else there is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interest.presentation import FIELDS, written
from opportunities.models import Opportunity, OpportunityStatus
from opportunities.presentation import row, stopped
from opportunities.similar import similar
from publishing import deadlines
from publishing.pages import crumbs
from publishing.presentation import link
from publishing.visibility import add_texts, is_visible

__all__ = ["closed"]

SIMILAR = 3
# So much of a field is given back; longer ones were never taken.
LONGEST = 5000


def closed(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """409, or 410 for what was withdrawn, with what the sender wrote to copy, and similar opportunities."""
    is_there = is_visible(opportunity)
    if is_there:
        add_texts([opportunity])
    typed = {name: request.POST.get(name, "").replace("\0", "")[:LONGEST] for name in FIELDS}
    trail = [link(opportunity)] if is_there else []
    context: dict[str, Any] = {
        "opportunity": link(opportunity) if is_there else {},
        "ref": opportunity.ref,
        "reason": _reason(opportunity, is_there),
        "was_sent": request.method == "POST",
        "written": written(typed),
        "similar": [row(each) for each in similar(opportunity)[:SIMILAR]],
        "breadcrumbs": crumbs(*trail, {"label": _("Express interest")}),
    }
    response = render(request, "interest/refused.html", context, status=409 if is_there else 410)
    response["Cache-Control"] = "private, no-store"
    return response


def _reason(opportunity: Opportunity, is_there: bool) -> str:
    """Why it takes no interest, in a sentence."""
    zone, status = opportunity.deadline_zone, opportunity.status()

    def words(pattern: str, at: Any) -> str:
        return pattern % {"at": deadlines.closes(at, zone)}

    if not is_there:
        return words(_("This opportunity was withdrawn: %(at)s."), opportunity.withdrawn_at)
    if status == OpportunityStatus.UPCOMING:
        return words(_("It is not open yet. It opens: %(at)s."), opportunity.opens_at)
    if stopped(opportunity):
        return _("The owner takes no more expressions of interest, although the deadline has not come.")
    if opportunity.deadline_at and status == OpportunityStatus.CLOSED:
        return words(_("The deadline has passed: %(at)s."), opportunity.deadline_at)
    return _("This opportunity is closed.")
