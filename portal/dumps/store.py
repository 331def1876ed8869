"""The runs of dumps on disk, and whether one may still be given to readers.

A dump repeats what was public when it was made. Once anything has been withdrawn since, no file of it is given out
any more: this is decided when it is asked for, by counting, so that a withdrawal that was stored a little after its
moment is noticed as well.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from publishing import clock
from publishing.enums import EntryState, TextState
from publishing.models import Entry, Text
from publishing.visibility import gone

__all__ = ["MANIFEST", "UNFINISHED", "Run", "latest", "put_away", "runs", "withdrawals"]

MANIFEST = "manifest.json"
# What is being written; by the dot it is no run.
UNFINISHED = ".making-"
KEPT_RUNS = 7
_ABANDONED = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """One run: the directory it lies in, and what its manifest says."""

    path: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def generated_at(self) -> datetime:
        """The moment whose public state it holds."""
        return datetime.fromisoformat(self.manifest["generated_at"])

    def file(self, name: str) -> dict[str, Any] | None:
        """What the manifest says of the file called ``name``; ``None`` if there is none."""
        return next((each for each in self.manifest["files"] if each["name"] == name), None)


def withdrawals() -> int:
    """How many records and translations the public has seen that have been taken back; this number only grows."""
    now = clock.now()
    removed = Text.objects.filter(
        Q(entry__release_at__lte=F("live_until")),
        state=TextState.REMOVED,
        live_until__lte=now,
        entry__state=EntryState.APPROVED,
        entry__release_at__lte=now,
    )
    return gone(Entry).count() + removed.count()


def runs() -> list[Run]:
    """The runs that may be given to readers, the newest first."""
    found = list(_stored())
    taken_back = withdrawals() if found else 0
    return [run for run in found if run.manifest["withdrawals"] == taken_back]


def latest() -> Run | None:
    """The newest run that may be given to readers."""
    return next(iter(runs()), None)


def put_away() -> None:
    """Delete runs that are old or may not be given out any more, and what was never finished."""
    kept = {run.path for run in runs()[:KEPT_RUNS]}
    for run in _stored():
        if run.path not in kept:
            shutil.rmtree(run.path)
    started_before = clock.now() - _ABANDONED
    for path in settings.DUMP_ROOT.glob(f"{UNFINISHED}*"):
        if path.stat().st_mtime < started_before.timestamp():
            shutil.rmtree(path)


def _stored() -> Iterator[Run]:
    for manifest in sorted(settings.DUMP_ROOT.glob(f"[0-9]*/{MANIFEST}"), reverse=True):
        yield Run(manifest.parent, json.loads(manifest.read_text(encoding="utf-8")))
