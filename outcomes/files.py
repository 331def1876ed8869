"""The ledger as tables: the outcomes one by one, and what they come to."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse

from outcomes.models import Outcome
from outcomes.presentation import parties
from outcomes.queries import editions
from outcomes.totals import Total
from publishing.safety.cells import guard

__all__ = ["OUTCOMES", "TOTALS", "answer", "outcome_rows", "total_rows"]

# By this mark Excel knows that a file is UTF-8.
_BOM = "\ufeff"
OUTCOMES = (
    *("ref", "title", "stage", "stage_label", "amount", "currency", "qualifier", "stated_as", "as_of"),
    *("event", "parties", "confirmed_by", "confirmed_on", "is_sample", "url"),
)
TOTALS = (
    *("stage", "stage_label", "event", "event_title", "currency", "amount", "qualifier", "records"),
    *("as_of", "is_sample"),
)


def outcome_rows(rows: Iterable[Outcome], absolute: Any) -> Iterator[list[Any]]:
    """A line for each outcome, as :data:`OUTCOMES` names its cells; ``absolute`` makes addresses whole."""
    for each in rows:
        yield [
            *(each.ref, each.title, each.outcome_stage, each.get_outcome_stage_display()),
            *(each.amount, each.currency, each.qualifier if each.amount is not None else ""),
            *(each.stated_as, each.as_of, each.event.ref if each.event else ""),
            "; ".join(f"{party['value']} ({party['note']})" for party in parties(each)),
            *(each.confirmed_by.title if each.confirmed_by else "", each.confirmed_on),
            *(_yes(each.is_sample), absolute(each.path())),
        ]


def total_rows(found: list[Total]) -> Iterator[list[Any]]:
    """A line for each total, as :data:`TOTALS` names its cells."""
    events = editions(each.event for each in found if each.event)
    for each in found:
        event = events.get(each.event) if each.event else None
        yield [
            *(
                each.stage.value,
                str(each.stage.label),
                event.ref if event else "",
                event.title if event else "",
            ),
            *(each.currency, each.amount, each.qualifier if each.amount is not None else "", each.records),
            *(each.as_of, _yes(each.is_sample)),
        ]


def _yes(value: bool) -> str:
    return "true" if value else "false"


def answer(name: str, head: tuple[str, ...], rows: Iterable[list[Any]]) -> HttpResponse:
    """The file ``name``; what a spreadsheet would take for a formula is guarded."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([guard("" if cell is None else str(cell)) for cell in row] for row in rows)
    return HttpResponse(
        _BOM + file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
