"""Keep the samples alive: on later days, what lay ahead when the content was loaded lies ahead again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Field, Model

from demo import moments
from demo.facts import dated_value
from demo.files import CONTENT, Record, read
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import Actor, RecordFacts, Reschedule
from publishing.dates import PartialDate
from publishing.enums import Severity, Stage
from publishing.models import Entry
from publishing.readiness import Reason, readiness

__all__ = ["roll_forward"]

REASON = "Dates of the sample moved on"
# What readers may count on in opportunities that are no samples.
OF_REAL_ONES = (
    *("correction_needed", "deadline_past", "deadline_over", "extended_twice"),
    *("too_long", "life_too_long"),
)


@transaction.atomic
def roll_forward(writer: Actor, editor: Actor, directory: Path = CONTENT) -> int:
    """Move the samples that nobody but ``writer`` and ``editor`` has touched on to today, by whole days; how many were moved."""
    return sum(
        _roll(record, writer, editor)
        for record in read(directory)
        if record.is_entry and _looks_ahead(record)
    )


def _looks_ahead(record: Record) -> bool:
    """Whether the record has dates that age: those to come, and all dates of an opportunity."""
    relative = [value for value in record.values.values() if moments.is_relative(value)]
    return bool(relative) and (
        issubclass(record.model, Opportunity) or any(value[0] == "+" for value in relative)
    )


def _roll(record: Record, writer: Actor, editor: Actor) -> bool:
    entry = record.model._default_manager.filter(slug=record.slug).first()
    if not isinstance(entry, Entry) or entry.stage() is Stage.WITHDRAWN:
        return False
    if entry.audit.exclude(actor__in=(writer.user, editor.user)).exists():
        return False
    lag = _lag(entry, record)
    if lag <= timedelta():
        return False
    _shift(entry, record.facts, lag)
    for name, rows in record.parts.items():
        _shift_parts(getattr(entry, name).order_by("pk"), rows, lag)
    _MoveDates(entry, editor, severity=Severity.MINOR, reason=REASON).execute()
    if record.values.get("stage") == Stage.SCHEDULED and entry.release_at:
        _MoveRelease(entry, editor, release_at=entry.release_at + lag, reason=REASON).execute()
    return True


class _MoveDates(RecordFacts):
    """Move the dates of a sample: that is no correction, and a later deadline no extension."""

    def obstacles(self) -> list[Reason]:
        return [each for each in super().obstacles() if each.code not in OF_REAL_ONES]

    def follow(self) -> None:
        """Nothing follows: extensions move on with the other dates."""


class _MoveRelease(Reschedule):
    """Move a sample's release to a later day, even where its day has come."""

    def obstacles(self) -> list[Reason]:
        return readiness(self.entry, self.release_at) if self.release_at else super().obstacles()


def _lag(entry: Entry, record: Record) -> timedelta:
    """The whole days between what the content means today and what is stored."""
    names = [name for name, value in record.facts.items() if moments.is_relative(value)]
    name = names[0] if names else "release_at"
    field: Field = entry._meta.get_field(name)  # type: ignore[assignment] # a date has a column
    value = record.facts[name] if names else record.values["released"]
    meant = dated_value(field, value, record.facts, clock.now())
    return timedelta(days=(_day_of(meant) - _day_of(getattr(entry, name))).days)


def _day_of(value: Any) -> date:
    if isinstance(value, PartialDate):
        return value.earliest()
    return moments.today(value) if isinstance(value, datetime) else value


def _shift(row: Model, facts: Mapping[str, Any], lag: timedelta) -> None:
    names = [name for name, value in facts.items() if moments.is_relative(value)]
    for name in names:
        value = getattr(row, name)
        setattr(
            row,
            name,
            PartialDate.of(value.earliest() + lag) if isinstance(value, PartialDate) else value + lag,
        )
    if names:
        row.save()


def _shift_parts(stored: Iterable[Model], rows: list[dict[str, Any]], lag: timedelta) -> None:
    """Move parts, and the parts of these; those with a key were stored first."""
    for part, facts in zip(stored, sorted(rows, key=lambda row: "key" not in row), strict=True):
        _shift(part, facts, lag)
        for name, value in facts.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                _shift_parts(getattr(part, name).order_by("pk"), value, lag)
