"""What a table is: its columns, who may see and change it, its rows in and out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from desk.admin.permissions import has_model_permission
from exchange.tables.columns import Column
from exchange.tables.reading import SheetRow
from exchange.tables.references import References
from exchange.tables.results import Fault, RowReport
from exchange.tables.writing import KEPT
from publishing.actions import Actor

__all__ = ["PROBLEM", "Run", "Table"]

# The column that the list of refused rows has beside the file's own; an import passes over it.
PROBLEM = "problem"


@dataclass
class Run:
    """One pass over a file: who imports it, what was said about changes of what is public, and what it has met."""

    actor: Actor
    severity: str = ""
    note: str = ""
    hand_over: bool = False
    public_changes: int = 0

    @cached_property
    def references(self) -> References:
        return References(self.actor.user)


class Table:
    """Base of all tables. ``code`` is in addresses and names of files."""

    code: str
    label: "str | Promise"
    model: type[models.Model]
    columns: list[Column]
    hands_over = False

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def may_see(self, user: Any) -> bool:
        return has_model_permission(user, "view", self.model)

    def may_import(self, user: Any) -> bool:
        """Whether ``user`` may begin and change rows of this kind; what each row allows is asked of the row."""
        return all(has_model_permission(user, verb, self.model) for verb in ("add", "change"))

    def is_offered_for(self, model: type[models.Model]) -> bool:
        """Whether the list of ``model`` leads to this table."""
        return model is self.list_model

    def list_url(self) -> str:
        """The list of the admin from which this table is reached."""
        opts = self.list_model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    @property
    def list_model(self) -> type[models.Model]:
        return self.model

    def legend(self) -> list[tuple[str, str, str]]:
        """For each column its name, its meaning and what to write, in the reader's language."""
        return [(c.name, c.label(self.model), c.hint(self.model)) for c in self.columns]

    def queryset(self, user: Any) -> QuerySet[Any]:
        """The rows that ``user`` may read, with all that an export shows, in a fixed number of queries."""
        raise NotImplementedError

    def lines(self, rows: Iterable[Any], user: Any) -> Iterator[list[str]]:
        """The cells of ``rows`` for an export by ``user``; what he may not read is left as it is by an import."""
        references = References(user)
        for row in rows:
            yield [column.render(column.stored(row), row, references) for column in self.columns]

    def importer(self, run: Run, columns: list[str], rows: list[SheetRow]) -> "Importer":
        """What takes ``rows`` of a file with ``columns`` into the database."""
        raise NotImplementedError


class Importer:
    """Takes the rows of one file, in an order in which they can point to each other."""

    def __init__(self, table: Table, run: Run, columns: list[str], rows: list[SheetRow]) -> None:
        self.run, self.rows = run, rows
        self.by_number = {row.number: row for row in rows}
        self.columns = [column for column in table.columns if column.name in columns]

    def ordered(self) -> list[SheetRow]:
        return self.rows

    def take(self, row: SheetRow) -> RowReport:
        """Store what ``row`` says and report it; raises ``Refusal``."""
        raise NotImplementedError

    def finish(self) -> dict[int, list[Fault]]:
        """Do what is done once for several rows, after the last; the rows that are refused for it, by number."""
        return {}

    def given(self, row: SheetRow) -> Iterator[tuple[Column, str]]:
        """The columns that ``row`` says something about, with their cells."""
        return ((column, row.cells[column.name]) for column in self.columns if row.cells[column.name] != KEPT)
