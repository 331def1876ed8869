"""Numbers that all processes of one machine count together: a cache of Django's in a small file of its own."""

import os
import sqlite3
import weakref
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from publishing import clock

__all__ = ["SharedCounters"]

TABLE = """
CREATE TABLE IF NOT EXISTS counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL,
    expires REAL NOT NULL
) WITHOUT ROWID
"""
INDEX = "CREATE INDEX IF NOT EXISTS counters_by_end ON counters (expires)"
# What is lost when the machine fails is worth no waiting for a disk.
PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF")
PATIENCE = 5.0  # seconds to wait for another process that writes
NEVER = float("inf")


class SharedCounters(BaseCache):
    """Whole numbers in the SQLite file ``location``. Every step is one statement, so no count is ever lost.

    Django's own cache in a database reads a number and writes it back: two processes at once count one.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.path = Path(location)
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        now = _now()
        self._do("DELETE FROM counters WHERE expires <= ?", now)
        added = self._do(
            "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
            self._name(key, version),
            int(value),
            self._end(timeout, now),
        )
        return added.rowcount == 1

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._do(
            "SELECT value FROM counters WHERE name = ? AND expires > ?", self._name(key, version), _now()
        ).fetchone()
        return found[0] if found else default

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        end = self._end(timeout, _now())
        self._do(
            "INSERT OR REPLACE INTO counters VALUES (?, ?, ?)", self._name(key, version), int(value), end
        )

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        now = _now()
        touched = self._do(
            "UPDATE counters SET expires = ? WHERE name = ? AND expires > ?",
            self._end(timeout, now),
            self._name(key, version),
            now,
        )
        return touched.rowcount == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._do("DELETE FROM counters WHERE name = ?", self._name(key, version)).rowcount == 1

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add ``delta`` and return the sum; ``ValueError`` if nothing is counted under ``key``."""
        found = self._do(
            "UPDATE counters SET value = value + ? WHERE name = ? AND expires > ? RETURNING value",
            delta,
            self._name(key, version),
            _now(),
        ).fetchone()
        if found is None:
            raise ValueError(f"nothing is counted under {key!r}")
        return int(found[0])

    def clear(self) -> None:
        self._do("DELETE FROM counters")

    def _name(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version)

    def _end(self, timeout: float | None, now: float) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return NEVER if seconds is None else now + seconds

    def _do(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self._open().execute(statement, values)

    def _open(self) -> sqlite3.Connection:
        # A connection must not be carried into a process that was forked off.
        if self._connection is None or self._process != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Django makes one of these caches for each thread; the last one to let go of it closes it.
            opened = sqlite3.connect(
                self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            weakref.finalize(self, opened.close)
            for statement in (*PRAGMAS, TABLE, INDEX):
                opened.execute(statement)
            self._connection, self._process = opened, os.getpid()
        return self._connection


def _now() -> float:
    return clock.now().timestamp()
