"""Load the demonstration content, and keep its relative dates alive on later starts."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField

from demo import moments
from demo.facts import Store, zone_of
from demo.files import CONTENT, Record, read
from demo.history import stated, steps
from publishing import clock
from publishing.actions import Actor, RecordFacts, Reschedule
from publishing.enums import Severity, Stage
from publishing.models import Entry
from publishing.readiness import Reason, readiness

__all__ = ["load", "roll_forward"]

PROGRESS_EVERY = 250


@transaction.atomic
def load(actor: Actor, report: Callable[[str], None], directory: Path = CONTENT) -> None:
    """Store all content and play its history in the order of its moments, in one transaction.

    Raises :class:`~demo.files.ContentError`, naming file, record and field.
    """
    now = clock.now()
    records = read(directory)
    Store(records, now).save_all(report)
    entries = [record for record in records if record.is_entry]
    history = [step for record in entries for step in steps(record, actor, now)]
    history.sort(key=lambda step: step.at)
    for number, step in enumerate(history, 1):
        with clock.as_of(step.at):
            step.run()
        if number % PROGRESS_EVERY == 0 or number == len(history):
            report(f"{number} of {len(history)} steps of their history, up to {step.at:%Y-%m-%d}")


@transaction.atomic
def roll_forward(actor: Actor, directory: Path = CONTENT) -> int:
    """Move the relative dates of what nobody else has touched on to today; how many entries were moved."""
    return sum(_roll(record, actor) for record in read(directory) if record.is_entry)


def _roll(record: Record, actor: Actor) -> bool:
    released = record.values.get("released")
    scheduled = record.values.get("stage") == Stage.SCHEDULED and moments.is_relative(released)
    relative = _relative_fields(record)
    if not scheduled and not relative:
        return False
    entry = record.model._default_manager.filter(slug=record.slug).first()
    if not isinstance(entry, Entry) or entry.stage() is Stage.WITHDRAWN:
        return False
    if entry.audit.exclude(actor=actor.user).exists():
        return False
    moved = _move_facts(entry, record, relative, actor)
    if scheduled:
        moved = _move_release(entry, stated(record, "released", clock.now()), actor) or moved
    return moved


class _MoveRelease(Reschedule):
    """Move a sample's release to a later day, even where its day has come."""

    def obstacles(self) -> list[Reason]:
        return readiness(self.entry, self.release_at) if self.release_at else super().obstacles()


def _move_release(entry: Entry, release_at: Any, actor: Actor) -> bool:
    if not (release_at and entry.release_at and entry.release_at < release_at):
        return False
    _MoveRelease(entry, actor, release_at=release_at, reason="Sample moved on to a later day").execute()
    return True


def _relative_fields(record: Record) -> dict[str, DateTimeField]:
    fields = {field.name: field for field in record.model._meta.fields if isinstance(field, DateTimeField)}
    return {name: field for name, field in fields.items() if moments.is_relative(record.facts.get(name))}


def _move_facts(entry: Entry, record: Record, relative: Mapping[str, DateTimeField], actor: Actor) -> bool:
    today, by = moments.today(clock.now()), timedelta()
    for name, field in relative.items():
        target = moments.moment(record.values[name], today, zone_of(field, record.values))
        by = max(by, target - getattr(entry, name))
        setattr(entry, name, max(target, getattr(entry, name)))
    if not by:
        return False
    entry.save()
    for name, rows in record.parts.items():
        _move_parts(getattr(entry, name), rows, by)
    RecordFacts(entry, actor, severity=Severity.MINOR, reason="Dates of the sample moved on").execute()
    return True


def _move_parts(parts: Any, rows: list[dict[str, Any]], by: timedelta) -> None:
    """Move those days of parts that the content states as relative."""
    names = {name for row in rows for name, value in row.items() if moments.is_relative(value)}
    for part in parts.all() if names else ():
        for name in names:
            setattr(part, name, getattr(part, name) + by)
        part.save()
