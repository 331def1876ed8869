"""Expressions as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

from interest.models import Expression
from publishing import clock
from publishing.safety.cells import guard

__all__ = ["as_csv"]

COLUMNS = (
    *("ref", "opportunity", "state", "received_at", "reply_by", "replied_at", "closed_at", "erased_at"),
    *("language", "country", "organization_name", "person", "email", "phone", "website", "message"),
)


def as_csv(expressions: Iterable[Expression]) -> HttpResponse:
    """UTF-8 with a byte order mark, by which Excel knows it; times in UTC; what looks like a formula is guarded."""
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for each in expressions:
        writer.writerow(guard(_cell(each, name)) for name in COLUMNS)
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="expressions-{clock.now():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _cell(expression: Expression, name: str) -> str:
    if name == "opportunity":
        return expression.opportunity.ref
    value = getattr(expression, name)
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
