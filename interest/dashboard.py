"""What expressions of interest put on the desk: what is overdue, what nobody looks after, and figures by office."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin.base import entry_label, with_current_texts
from desk.dashboard.panes import Pane, Row, Tool, beginning, pane, tool
from interest.inbox import VIEW, Figures, figures, overdue, reply_clock, unassigned, within
from interest.models import Expression, ExpressionState
from opportunities.models import Opportunity
from publishing.models import Office

__all__: list[str] = []


def _inbox(query: str = "") -> str:
    return reverse("admin:interest_expression_changelist") + query


def _rows(found: list[Any], offices: dict[int, Office], *, is_late: bool) -> list[Row]:
    """A line for each: the reference, the opportunity, the office in charge, and the clock; nothing of the sender."""
    rows = []
    for expression in found:
        opportunity = expression.opportunity
        office = offices.get(opportunity.office_id)
        words = [entry_label(opportunity), reply_clock(expression).words, *([str(office)] if office else [])]
        url = reverse("admin:interest_expression_change", args=[expression.pk])
        rows.append(Row(url=url, label=expression.ref, note=" · ".join(words), is_late=is_late))
    return rows


def _beginning(rows: QuerySet[Expression]) -> tuple[list[Any], int]:
    opportunities = with_current_texts(Opportunity.objects.all())
    return beginning(rows.order_by("reply_by", "pk").prefetch_related(Prefetch("opportunity", opportunities)))


@pane(12)
def expressions(user: Any) -> Iterator[Pane]:
    """Nothing for who may not read them."""
    if not user.has_perm(VIEW):
        return
    late, late_count = _beginning(within(user).filter(overdue()))
    free, free_count = _beginning(within(user).filter(unassigned()))
    offices = Office.objects.in_bulk() if late or free else {}
    title = gettext_lazy("Replies to expressions of interest that are overdue")
    rows = _rows(late, offices, is_late=True)
    yield Pane("interest-overdue", title, rows, late_count, _inbox("?reply=overdue"), is_urgent=True)
    title = gettext_lazy("Expressions of interest that nobody looks after")
    rows = _rows(free, offices, is_late=False)
    yield Pane("interest-unassigned", title, rows, free_count, _inbox("?assigned=nobody"))


@pane(68)
def numbers(user: Any) -> Iterator[Pane]:
    """By office: how many were answered in time, and how many there are in each state."""
    if not user.has_perm(VIEW):
        return
    found = figures(user)
    offices = Office.objects.in_bulk() if found else {}
    rows = [
        Row(
            url=_inbox("?state=all"),
            label=str(offices[each.office_id]) if each.office_id in offices else _("In no office’s charge"),
            note=in_words(each),
        )
        for each in found
    ]
    title = gettext_lazy("Expressions of interest in numbers")
    yield Pane("interest-figures", title, rows, sum(each.total for each in found), _inbox())


def in_words(figures_of_office: Figures) -> str:
    """The numbers of one office as a line."""
    each = figures_of_office
    if each.due:
        share = _("Answered in time in the last 90 days: %(kept)d of %(due)d (%(percent)d%%)") % {
            "kept": each.in_time,
            "due": each.due,
            "percent": round(100 * each.in_time / each.due),
        }
    else:
        share = _("No reply was due in the last 90 days")
    states = [
        _("%(label)s: %(value)s") % {"label": capfirst(str(state.label)), "value": each.by_state[state]}
        for state in ExpressionState
        if each.by_state.get(state)
    ]
    return " · ".join([share, *states])


@tool(20)
def inbox_tool(user: Any) -> Iterator[Tool]:
    if user.has_perm(VIEW):
        yield Tool(gettext_lazy("Inbox of expressions of interest"), _inbox())
