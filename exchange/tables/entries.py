"""Tables whose rows are entries of one kind."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import pgettext_lazy

from exchange.tables.columns import Column, ManyReferences
from exchange.tables.identity import Identity, Slug
from exchange.tables.importing import EntryImporter
from exchange.tables.parts import Part
from exchange.tables.reading import SheetRow
from exchange.tables.table import Run, Table
from exchange.tables.wording import with_working_texts
from exchange.tables.writing import KEPT
from publishing import offices
from publishing.models import Entry

__all__ = ["EntryTable"]

Cells = dict[str, str]


class EntryTable(Table):
    """The entries of one kind, one row each."""

    model: type[Entry]

    def __init__(
        self,
        code: str,
        label: Any,
        model: type[Entry],
        columns: Sequence[Column],
        *,
        parts: Sequence[Part] = (),
        prefetch: Sequence[str] = (),
        defaults: dict[str, Any] | None = None,
        hands_over: bool = False,
        slug_of: Callable[[Cells], str] | None = None,
        same_as: Callable[[Any, Cells], Q | None] | None = None,
    ) -> None:
        self.code, self.label, self.model = code, label, model
        self.hands_over = hands_over
        self.defaults = defaults or {}
        self.prefetch = prefetch
        self.slug_of, self.same_as = slug_of, same_as
        of_parts = [column for part in parts for column in part.columns]
        identity = [Identity("uid"), Identity("ref"), Slug("slug", label=pgettext_lazy("web", "address"))]
        self.columns = [*identity, *columns, *of_parts]

    def queryset(self, user: Any) -> QuerySet[Any]:
        many = [column for column in self.columns if isinstance(column, ManyReferences)]
        entries = self.model._default_manager.filter(
            offices.readable(user), kind=self.model.KIND.code
        ).order_by("pk")
        only_keys = [
            Prefetch(column.field, column.target._default_manager.order_by("pk").only("pk"))
            for column in many
        ]
        return with_working_texts(entries, user).prefetch_related(*only_keys, *self.prefetch)

    def importer(self, run: Run, columns: list[str], rows: list[SheetRow]) -> "EntryImporter":
        return EntryImporter(self, run, columns, rows)

    def slug_from(self, cells: Cells) -> str:
        """The address that a row means: as written, or made from what the row says; empty if neither."""
        slug = cells.get("slug", "")
        if slug and slug != KEPT:
            return slug
        made = slugify(cells.get("title_en", ""))[:70].strip("-")
        return made or (self.slug_of(cells)[:80].strip("-") if self.slug_of else "")
