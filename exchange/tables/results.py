"""What becomes of each row of a table: the report that the editor reads and confirms."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import pgettext_lazy

__all__ = ["Change", "Fate", "Fault", "Outcome", "Refusal", "RowReport"]

# Of longer values the report shows the beginning; the fingerprint covers all of them.
SHOWN = 400


class Fate(models.TextChoices):
    NEW = "new", pgettext_lazy("row", "new")
    CHANGED = "changed", pgettext_lazy("row", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("row", "unchanged")
    REFUSED = "refused", pgettext_lazy("row", "refused")


@dataclass(frozen=True)
class Change:
    """One value: its column, what it was, what it becomes."""

    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Fault:
    """Why a row is refused: the column, what stands there, and in words what to do."""

    column: str
    value: str
    message: str


class Refusal(Exception):
    """A row cannot be taken; ``faults`` says why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = list(faults)

    @classmethod
    def of(cls, error: ValidationError, columns: dict[str, str], cells: dict[str, str]) -> Self:
        """The messages of a model's validation; ``columns`` leads from its fields to names of columns."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        found = [
            (columns.get(name, ""), message) for name, messages in by_field.items() for message in messages
        ]
        return cls(*(Fault(column, cells.get(column, ""), message) for column, message in found))


@dataclass
class RowReport:
    """One row of the file and its fate."""

    number: int
    fate: str
    label: str = ""
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def fate_label(self) -> str:
        return str(Fate(self.fate).label)


@dataclass
class Outcome:
    """What became, or would become, of a whole file."""

    rows: list[RowReport]
    public_changes: int = 0
    print: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each fate."""
        counted = Counter(row.fate for row in self.rows)
        return {fate.value: counted[fate.value] for fate in Fate}

    @property
    def can_be_imported(self) -> bool:
        counts = self.counts
        return not counts[Fate.REFUSED] and bool(counts[Fate.NEW] or counts[Fate.CHANGED])

    def take_print(self) -> None:
        """Keep a fingerprint of all fates and changes, and of long values no more than their beginnings."""
        told = [
            (row.number, row.fate, [(c.column, c.before, c.after) for c in row.changes]) for row in self.rows
        ]
        self.print = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
        for row in self.rows:
            row.changes = [
                Change(change.column, change.label, _short(change.before), _short(change.after))
                for change in row.changes
            ]
            row.faults = [Fault(fault.column, _short(fault.value), fault.message) for fault in row.faults]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        rows = [
            RowReport(
                **{
                    **row,
                    "changes": [Change(**change) for change in row["changes"]],
                    "faults": [Fault(**fault) for fault in row["faults"]],
                }
            )
            for row in stored["rows"]
        ]
        return cls(rows, stored["public_changes"], stored["print"])


def _short(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]} …"
