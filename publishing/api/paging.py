"""Pages by key: a cursor names the last record seen, so that new records neither repeat nor hide others."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from publishing.api.parameters import page_size
from publishing.api.problems import InvalidParameters, Mistake
from publishing.dates import PartialDate

__all__ = ["Cursor", "Ordering", "Page", "decoded", "encoded", "read"]

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Ordering:
    """The order of a list: by ``column`` and by key among equals; where it ``may_lack`` a value, those come last."""

    name: str
    column: str
    descending: bool
    may_lack: bool = False

    def expressions(self, *, backwards: bool = False) -> list[Any]:
        """What to order by."""
        descending = self.descending != backwards
        where = {"nulls_first" if backwards else "nulls_last": True} if self.may_lack else {}
        column = F(self.column)
        key = F("pk")
        return [
            column.desc(**where) if descending else column.asc(**where),
            key.desc() if descending else key.asc(),
        ]

    def beyond(self, value: Any, key: int, *, backwards: bool = False) -> Q:
        """The records after the one with ``value`` and ``key``, or before it."""
        side = "lt" if self.descending != backwards else "gt"
        unknown = Q(**{f"{self.column}__isnull": True})
        if value is None:
            same = unknown & Q(**{f"pk__{side}": key})
            return same | ~unknown if backwards else same
        # The first condition says nothing new; databases use it to enter the index.
        within = Q(**{f"{self.column}__{side}e": value})
        further = within & (Q(**{f"{self.column}__{side}": value}) | Q(**{f"pk__{side}": key}))
        return further | unknown if self.may_lack and not backwards else further


@dataclass(frozen=True)
class Cursor:
    """A place in an ordered list, and in which direction to go on from there."""

    ordering: str
    value: str | None
    key: int
    backwards: bool = False


@dataclass(frozen=True)
class Page:
    """One page of rows, with the cursors of its neighbours."""

    rows: list[Any]
    next: str | None
    previous: str | None

    parameters: ClassVar[tuple[str, ...]] = ("cursor", "page_size")


def encoded(cursor: Cursor) -> str:
    """The opaque form that clients hand back."""
    content = json.dumps(
        [cursor.ordering, cursor.value, cursor.key, int(cursor.backwards)], separators=(",", ":")
    )
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decoded(text: str, parameter: str = "cursor") -> Cursor:
    """The cursor that was handed out as ``text``; :class:`InvalidParameters` if none was."""
    try:
        content = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        ordering, value, key, backwards = content
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise invalid(text, parameter) from error
    kinds_right = isinstance(ordering, str) and isinstance(value, str | None) and type(key) is int
    if not kinds_right or backwards not in (0, 1) or not 0 <= key <= LARGEST_KEY:
        raise invalid(text, parameter)
    return Cursor(ordering, value, key, bool(backwards))


def invalid(text: str, parameter: str = "cursor") -> InvalidParameters:
    """The answer to a cursor that does not come from here."""
    detail = _("This is no cursor of this list. Take it from “next” or “previous” of an answer.")
    return InvalidParameters([Mistake(parameter, text, detail)])


def read(request: Request, rows: QuerySet[Any], ordering: Ordering) -> Page:
    """The page of ``rows`` that the query's ``cursor`` and ``page_size`` ask for."""
    size = page_size(request.query_params)
    text = request.query_params.get("cursor")
    cursor = decoded(text) if text else None
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        if cursor.ordering != ordering.name:
            raise invalid(text or "")
        value = _value(rows.model, ordering.column, cursor, text or "")
        rows = rows.filter(ordering.beyond(value, cursor.key, backwards=backwards))
    found = list(rows.order_by(*ordering.expressions(backwards=backwards))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = more if not backwards else cursor is not None
    has_previous = cursor is not None if not backwards else more
    return Page(
        found,
        _cursor_at(found[-1], ordering, backwards=False) if found and has_next else None,
        _cursor_at(found[0], ordering, backwards=True) if found and has_previous else None,
    )


def _cursor_at(row: Model, ordering: Ordering, *, backwards: bool) -> str:
    value = getattr(row, ordering.column)
    text = value.isoformat() if isinstance(value, date | datetime) else value and str(value)
    return encoded(Cursor(ordering.name, text, row.pk, backwards))


def _value(
    model: type[Model], column: str, cursor: Cursor, text: str
) -> datetime | date | PartialDate | str | None:
    field = cast("Field[Any, Any]", model._meta.get_field(column))
    try:
        value = None if cursor.value is None else field.to_python(cursor.value)
        naive = isinstance(value, datetime) and value.tzinfo is None
        value = value.astimezone(UTC) if isinstance(value, datetime) else value
    except (ValidationError, ValueError, OverflowError) as error:
        raise invalid(text) from error
    if naive or (cursor.value is not None and value is None):
        raise invalid(text)
    return value
