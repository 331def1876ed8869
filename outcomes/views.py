"""Public pages of outcomes: the ledger with its totals, each outcome, and both as tables."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import View

from outcomes import cards, files
from outcomes.filters import OutcomeFilters
from outcomes.models import Outcome
from outcomes.presentation import amount, evidence, follow_ups, frame_of, parties, row, staged, steps
from outcomes.queries import outcomes, outcomes_told, outcomes_whole
from outcomes.stages import DEFINITIONS, OutcomeStage
from outcomes.totals import totals
from publishing.feeds.views import refusal
from publishing.pages import EntryList, EntryPage
from publishing.pages.feeds import misread
from publishing.presentation import facts, foreign, worded

__all__ = ["OutcomeList", "OutcomePage", "OutcomesFile", "TotalsFile"]


class OutcomePage(EntryPage):
    model = Outcome
    entries = staticmethod(outcomes_whole)
    template_name = "outcomes/detail.html"

    def facts(self, entry: Outcome) -> dict[str, Any]:
        return {
            "rail": facts(*frame_of(entry)),
            "amount": amount(entry),
            "stated_as": entry.stated_as,
            "stated_lang": foreign(entry.authoritative_language),
            "counting": worded(entry, "counting"),
            "stage": OutcomeStage(entry.outcome_stage).label,
            "definition": DEFINITIONS[entry.outcome_stage],
            "steps": steps(entry),
            "parties": parties(entry),
            "evidence": evidence(entry),
            "follow_ups": follow_ups(entry),
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.outcome(entry)


class OutcomeList(EntryList):
    """The ledger: what was chosen comes to so much at each stage, and is listed below."""

    model = Outcome
    entries = staticmethod(outcomes)
    filters = OutcomeFilters
    template_name = "outcomes/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {
            "entries": [row(outcome) for outcome in page],
            "staged": staged(totals(page.paginator.object_list)),
        }


class Table(View):
    """A table of what the filters of the list leave."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = OutcomeFilters(request.GET, queryset=outcomes())
        if problems := misread(request, chosen.form):
            return refusal(problems)
        return self.table(chosen.qs)

    def table(self, rows: Any) -> HttpResponse:
        raise NotImplementedError


class OutcomesFile(Table):
    """The outcomes one by one."""

    def table(self, rows: Any) -> HttpResponse:
        told = outcomes_told().filter(pk__in=rows.order_by().values("pk")).order_by("-as_of", "-pk")
        return files.answer(
            "outcomes.csv", files.OUTCOMES, files.outcome_rows(told, self.request.build_absolute_uri)
        )


class TotalsFile(Table):
    """What they come to."""

    def table(self, rows: Any) -> HttpResponse:
        return files.answer("outcome-totals.csv", files.TOTALS, files.total_rows(totals(rows)))
