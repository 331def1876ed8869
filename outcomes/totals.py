"""What outcomes come to: per edition, stage and currency, and never across any of these.

Every page, table, file and answer of the API takes its totals from :func:`totals`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, F, QuerySet, When

from outcomes.models import Outcome
from outcomes.stages import OutcomeStage
from publishing.enums import Qualifier
from publishing.visibility import visible

__all__ = ["Stated", "Total", "add_up", "sum_of", "totals"]

_ORDER = {stage: place for place, stage in enumerate(OutcomeStage.values)}
# Which side of the figure the truth lies on.
_ABOVE = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
_BELOW = (Qualifier.NEARLY, Qualifier.UP_TO)


class Stated(NamedTuple):
    """What one outcome states, as far as totals need it; ``event`` is the id of the edition it came of."""

    event: int | None
    stage: str
    currency: str
    is_sample: bool
    amount: Decimal | None
    qualifier: str
    as_of: date


@dataclass(frozen=True)
class Total:
    """The outcomes of one edition at one stage in one currency; without a currency those that state no amount.

    Samples are never added to what is true. ``as_of`` is the latest day for which one of the ``records`` holds.
    """

    event: int | None
    stage: OutcomeStage
    currency: str
    is_sample: bool
    records: int
    amount: Decimal | None
    qualifier: str
    as_of: date


def totals(rows: QuerySet[Outcome]) -> list[Total]:
    """The totals of ``rows``, in the order of the stages, by one query.

    An edition that the public does not see is as if there were none.
    """
    edition = Case(When(visible(through="event"), then=F("event")))
    stated = (
        rows.order_by()
        .annotate(edition=edition)
        .values_list("edition", "outcome_stage", "currency", "is_sample", "amount", "qualifier", "as_of")
    )
    return add_up(Stated(*each) for each in stated)


def add_up(stated: Iterable[Stated]) -> list[Total]:
    """The totals of what is ``stated``."""
    groups: dict[tuple[int | None, str, str, bool], list[Stated]] = {}
    for each in stated:
        groups.setdefault((each.event, each.stage, each.currency, each.is_sample), []).append(each)
    found = [
        Total(event, OutcomeStage(stage), currency, is_sample, len(rows), *_sum(rows), _latest(rows))
        for (event, stage, currency, is_sample), rows in groups.items()
    ]
    return sorted(
        found,
        key=lambda each: (
            *(_ORDER[each.stage], each.is_sample, -each.as_of.toordinal(), each.currency),
            each.event or 0,
        ),
    )


def _sum(rows: list[Stated]) -> tuple[Decimal | None, str]:
    amounts = [each.amount for each in rows if each.amount is not None]
    if not amounts:
        return None, Qualifier.EXACT
    return sum(amounts, Decimal()), sum_of(each.qualifier for each in rows)


def _latest(rows: list[Stated]) -> date:
    return max(each.as_of for each in rows)


def sum_of(qualifiers: Iterable[str]) -> str:
    """How exactly a sum is known whose parts are hedged so: never more exactly than any of them."""
    hedges = set(qualifiers) - {Qualifier.EXACT}
    if len(hedges) <= 1:
        return hedges.pop() if hedges else Qualifier.EXACT
    if hedges <= set(_ABOVE):
        return Qualifier.MORE_THAN
    if hedges <= set(_BELOW):
        return Qualifier.UP_TO
    return Qualifier.ABOUT
