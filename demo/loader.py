"""Load the demonstration content, and keep its relative dates alive on later starts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from demo import moments
from demo.facts import Store, entry_of, zone_of
from demo.files import Record, read
from demo.history import stated, steps
from publishing import clock
from publishing.actions import Actor, RecordFacts, Reschedule
from publishing.enums import Severity, Stage
from publishing.models import Entry
from publishing.readiness import Reason, readiness

__all__ = ["load", "roll_forward"]


@transaction.atomic
def load(actor: Actor, report: Callable[[str], None]) -> None:
    """Store all content and play its history in the order of its moments, in one transaction.

    Raises :class:`~demo.files.ContentError`, naming file, record and field.
    """
    loaded_on = moments.today(clock.now())
    records = read()
    Store(records, loaded_on).save_all(report)
    entries = [record for record in records if record.is_entry]
    history = [step for record in entries for step in steps(record, entry_of(record), actor, loaded_on)]
    history.sort(key=lambda step: step.at)
    report(f"{len(history)} steps from {history[0].at:%Y-%m-%d} to {history[-1].at:%Y-%m-%d}" if history else "Nothing")
    for number, step in enumerate(history, 1):
        with clock.as_of(step.at):
            step.run()
        if number % 250 == 0:
            report(f"{number} of {len(history)}")


class _MoveRelease(Reschedule):
    """Move a sample's release to a later day, even where its day has come."""

    def obstacles(self) -> list[Reason]:
        return readiness(self.entry, self.release_at) if self.release_at else super().obstacles()


@transaction.atomic
def roll_forward(actor: Actor) -> int:
    """Move the relative dates of what nobody else has touched on to today, by whole days; how many entries moved."""
    loaded_on = moments.today(clock.now())
    return sum(_roll(record, actor, loaded_on) for record in read() if record.is_entry)


def _roll(record: Record, actor: Actor, loaded_on: date) -> bool:
    scheduled = record.values.get("stage") == Stage.SCHEDULED and moments.is_relative(record.values.get("released"))
    relative = _relative_fields(record)
    if not scheduled and not relative:
        return False
    entry = record.model._default_manager.filter(slug=record.values["slug"]).first()
    if not isinstance(entry, Entry) or entry.stage() is Stage.WITHDRAWN:
        return False
    if entry.audit.exclude(actor=actor.user).exists():
        return False
    moved = _move_facts(entry, record, relative, actor, loaded_on)
    if scheduled:
        release_at = stated(record, "released", loaded_on)
        if release_at and entry.release_at and release_at > entry.release_at:
            _MoveRelease(entry, actor, release_at=release_at, reason="Sample moved on to a later day").execute()
            moved = True
    return moved


def _relative_fields(record: Record) -> dict[str, models.DateTimeField[Any, Any]]:
    fields = record.model._meta.fields
    moments_of = {field.name: field for field in fields if isinstance(field, models.DateTimeField)}
    return {name: field for name, field in moments_of.items() if moments.is_relative(record.values.get(name))}


def _move_facts(
    entry: Entry, record: Record, relative: dict[str, models.DateTimeField[Any, Any]], actor: Actor, loaded_on: date
) -> bool:
    by = timedelta()
    for name, field in relative.items():
        target = moments.moment(record.values[name], loaded_on, zone_of(field, record.values))
        by = max(by, target - getattr(entry, name))
        setattr(entry, name, max(target, getattr(entry, name)))
    if not by:
        return False
    entry.save()
    for name, rows in (record.values.get("parts") or {}).items():
        _move_parts(getattr(entry, name), rows, by)
    RecordFacts(entry, actor, severity=Severity.MINOR, reason="Dates of the sample moved on").execute()
    return True


def _move_parts(parts: Any, rows: list[dict[str, Any]], by: timedelta) -> None:
    """Move the days of parts that the content states as relative."""
    names = {name for row in rows for name, value in row.items() if moments.is_relative(value)}
    for part in parts.all() if names else ():
        for name in names:
            setattr(part, name, getattr(part, name) + by)
        part.save()
