"""Public pages of opportunities."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from opportunities import cards, structured
from opportunities.calendars import component, components, withdrawn
from opportunities.filters import OpportunityFilters
from opportunities.models import Opportunity, OpportunityStatus
from opportunities.presentation import (
    clarifications,
    deadline,
    extension,
    frame_of,
    row,
    seal,
    stopped,
    terms,
)
from opportunities.queries import deadlines, opportunities, opportunities_whole
from opportunities.similar import similar
from publishing import calendars
from publishing.feeds.views import refusal
from publishing.languages import active
from publishing.pages import EntryList, EntryPage
from publishing.pages.feeds import misread
from publishing.presentation import amounts, facts, link, numbers, worded
from publishing.structured import Node, Statement
from publishing.visibility import gone

SIMILAR = 3
STILL_TO_CLOSE = (OpportunityStatus.UPCOMING, OpportunityStatus.OPEN, OpportunityStatus.CLOSING_SOON)


class OpportunityPage(EntryPage):
    model = Opportunity
    entries = staticmethod(opportunities_whole)
    template_name = "opportunities/detail.html"

    def facts(self, entry: Opportunity) -> dict[str, Any]:
        status = entry.status()
        can_close = entry.deadline_at is not None and status in STILL_TO_CLOSE
        text = entry.text()
        words = text.extra if text else {}
        return {
            "seal": seal(entry),
            "deadline": deadline(entry),
            "extension": extension(entry),
            "is_stopped": stopped(entry),
            "takes_interest": entry.takes_interest(),
            "is_archived": status == OpportunityStatus.ARCHIVED,
            "is_upcoming": status == OpportunityStatus.UPCOMING,
            "rail": facts(*frame_of(entry)),
            "terms": facts(*terms(entry)),
            "criteria": [worded(criterion, "question") for criterion in entry.criteria.all()],
            "worded": [
                {"heading": field.label, "text": words[field.name]}
                for field in entry.KIND.worded
                if words.get(field.name)
            ],
            "clarifications": clarifications(entry),
            "center": link(entry.center),
            "result_note": worded(entry, "result_note"),
            "decided_on": entry.decided_on,
            "budget": amounts(entry),
            "figures": numbers(entry),
            "similar": [row(other) for other in similar(entry)[:SIMILAR]],
            "calendar_url": reverse("opportunities:ics", args=[entry.slug]) if can_close else "",
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.opportunity(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), *structured.opportunity(said)]


class OpportunityList(EntryList):
    model = Opportunity
    entries = staticmethod(opportunities)
    filters = OpportunityFilters
    template_name = "opportunities/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"entries": [row(opportunity) for opportunity in page]}


class DeadlineFile(EntryPage):
    """The deadline as an iCalendar file; absent and withdrawn like the page of the opportunity."""

    model = Opportunity
    entries = staticmethod(opportunities)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        entry = type(self).entries().filter(slug=slug).first()
        if entry is None:
            return self.absent(request, slug)
        if entry.deadline_at is None:
            raise Http404
        made = component(entry, request, active())
        return calendars.response([made], entry.title, f"{entry.slug}-deadline.ics")


class DeadlinesFile(View):
    """The deadlines to come and those of the last weeks, to subscribe to; takes the filters of the list.

    What was decided or stopped before its deadline, and what was withdrawn, is cancelled.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = OpportunityFilters(request.GET, queryset=deadlines())
        if problems := misread(request, chosen.form):
            return refusal(problems)
        made = [*components(chosen.qs, request, active()), *withdrawn(gone(Opportunity))]
        name = _("Korea–China green cooperation: deadlines")
        return calendars.response(made, name, "deadlines.ics", request.build_absolute_uri())
