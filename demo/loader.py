"""Load the demonstration content."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from demo.facts import Store
from demo.files import CONTENT, read
from demo.history import steps
from publishing import clock
from publishing.actions import Actor

__all__ = ["load"]

PROGRESS_EVERY = 250


@transaction.atomic
def load(writer: Actor, editor: Actor, report: Callable[[str], None], directory: Path = CONTENT) -> None:
    """Store all content and play its history, as ``writer`` and ``editor`` made it, in the order of its moments, in one transaction.

    Raises :class:`~demo.files.ContentError`, naming file, record and field.
    """
    now = clock.now()
    records = read(directory)
    Store(records, now).save_all(report)
    entries = [record for record in records if record.is_entry]
    history = [step for record in entries for step in steps(record, writer, editor, now)]
    history.sort(key=lambda step: step.at)
    for number, step in enumerate(history, 1):
        with clock.as_of(step.at):
            step.run()
        if number % PROGRESS_EVERY == 0 or number == len(history):
            report(f"{number} of {len(history)} steps of their history, up to {step.at:%Y-%m-%d}")
