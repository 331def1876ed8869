"""Feeds as RFC 5005 archives them: a head with the newest, and behind it documents that each belong to one month.

What a feed tells is ordered by a moment and a key. The head holds the newest; each archive document names its month
(in UTC) and, where that has more than fits, the key it begins below. So a document never shifts when something new
comes, and those of past months change only when something in them is corrected or withdrawn.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

__all__ = ["SIZE", "Document", "Key", "Line", "Place", "read"]

# How much one document holds.
SIZE = 50

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(_EPOCH.year, 9999)
_TOKEN = re.compile(r"(\d{4})-(\d\d)(?:\.(\d{1,17})\.(\d{1,18}))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Key:
    """A place in the order of a feed."""

    moment: datetime
    pk: int

    @property
    def month(self) -> str:
        return f"{self.moment.astimezone(UTC):%Y-%m}"


@dataclass(frozen=True)
class Line:
    """Rows and the moment of theirs by which a feed tells them: the name of a column or of an annotation."""

    rows: QuerySet[Any]
    moment: str

    def keys(self, limit: int, *, below: Key | None = None, since: Key | None = None) -> list[Key]:
        """At most ``limit`` keys ``below`` one, the newest first, or ``since`` one (included), the oldest first."""
        rows, sign = self.rows, "" if since else "-"
        if below:
            rows = rows.filter(self._beyond(below, "lt"))
        if since:
            rows = rows.filter(self._beyond(since, "gt") | Q(**{self.moment: since.moment, "pk": since.pk}))
        found = rows.order_by(f"{sign}{self.moment}", f"{sign}pk").values_list(self.moment, "pk")
        return [Key(moment, pk) for moment, pk in found[:limit]]

    def _beyond(self, key: Key, side: str) -> Q:
        # The first condition says nothing new; databases use it to enter the index.
        return Q(**{f"{self.moment}__{side}e": key.moment}) & (
            Q(**{f"{self.moment}__{side}": key.moment}) | Q(**{f"pk__{side}": key.pk})
        )


@dataclass(frozen=True)
class Place:
    """Which archive document: its month as "2026-05" and, but for the month's newest, the key it begins below."""

    month: str
    below: Key | None = None

    @classmethod
    def of(cls, token: str) -> "Place":
        """The place that ``str`` wrote as ``token``; ``ValueError`` if it wrote none such."""
        match = _TOKEN.fullmatch(token)
        if match is None or int(match[1]) not in _YEARS:
            raise ValueError(f"not an archive document: {token}")
        year, month, micros, pk = match.groups()
        start = datetime(int(year), int(month), 1, tzinfo=UTC)
        place = cls(f"{start:%Y-%m}")
        if micros is None:
            return place
        key = Key(_EPOCH + timedelta(microseconds=int(micros)), int(pk))
        if key.month != place.month:
            raise ValueError(f"not a key of this month: {token}")
        return cls(place.month, key)

    def __str__(self) -> str:
        if self.below is None:
            return self.month
        micros = (self.below.moment - _EPOCH) // timedelta(microseconds=1)
        return f"{self.month}.{micros}.{self.below.pk}"

    @property
    def end(self) -> Key:
        """What everything in this document lies below."""
        if self.below:
            return self.below
        first = datetime.strptime(self.month, "%Y-%m").replace(tzinfo=UTC)
        return Key((first + timedelta(days=31)).replace(day=1), 0)


@dataclass(frozen=True)
class Document:
    """The keys of one document by the number of their line, and the documents before and after it."""

    keys: list[tuple[int, Key]]
    older: Place | None
    newer: Place | None


def read(lines: list[Line], place: Place | None, size: int = SIZE) -> Document:
    """The archive document at ``place``, or the head."""
    found = _merged(lines, size + 1, below=place.end if place else None)
    taken = [(line, key) for line, key in found[:size] if place is None or key.month == place.month]
    rest = found[len(taken)][1] if len(found) > len(taken) else None
    older = None
    if rest:
        last = taken[-1][1] if taken else None
        older = Place(rest.month, last if last and last.month == rest.month else None)
    return Document(taken, older, _newer(lines, place, size) if place else None)


def _newer(lines: list[Line], place: Place, size: int) -> Place | None:
    """The document after the one at ``place``; it goes no further, but may repeat some of what is in that."""
    found = [key for _line, key in _merged(lines, size + 1, since=place.end)]
    if not found:
        return None
    month = found[0].month
    beyond = found[size] if len(found) > size else None
    return Place(month, beyond if beyond and beyond.month == month else None)


def _merged(
    lines: Iterable[Line], limit: int, *, below: Key | None = None, since: Key | None = None
) -> list[tuple[int, Key]]:
    found = [
        (number, key)
        for number, line in enumerate(lines)
        for key in line.keys(limit, below=below, since=since)
    ]
    return sorted(found, key=lambda each: each[1], reverse=since is None)[:limit]
