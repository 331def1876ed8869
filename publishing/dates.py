"""Dates that say only as much as their source did: a year, a month or a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _

__all__ = ["PartialDate", "Precision", "valid_on"]

Precision = Literal["year", "month", "day"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date in the ISO 8601 calendar with year, month or day precision.

    Ordered by the first day it covers; of two that begin together the less precise comes first, which is also
    the order of the written forms. A day outside the calendar raises ``ValueError``.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        try:
            if self.month is None and self.day is not None:
                raise ValueError("a day needs a month")
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError as error:
            raise ValueError(_("There is no such date in the calendar.")) from error

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2001", "2001-05" or "2001-05-14"; anything else raises ``ValueError`` with a message for editors."""
        found = _ISO.fullmatch(text.strip())
        if found is None:
            raise ValueError(_("Write a date as 2001, 2001-05 or 2001-05-14."))
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, value: "date | PartialDate") -> "PartialDate":
        """``value`` itself, or a whole day made partial.

        A ``datetime`` raises ``TypeError``: which day it falls on depends on a zone.
        """
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime):
            raise TypeError("a moment has no date until a zone is chosen")
        return cls(value.year, value.month, value.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    def earliest(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    def __lt__(self, other: "PartialDate") -> bool:
        return self._key() < other._key() if isinstance(other, PartialDate) else NotImplemented

    def __le__(self, other: "PartialDate") -> bool:
        return self._key() <= other._key() if isinstance(other, PartialDate) else NotImplemented

    def __gt__(self, other: "PartialDate") -> bool:
        return self._key() > other._key() if isinstance(other, PartialDate) else NotImplemented

    def __ge__(self, other: "PartialDate") -> bool:
        return self._key() >= other._key() if isinstance(other, PartialDate) else NotImplemented


def valid_on(
    valid_from: PartialDate | date | str | None, valid_to: PartialDate | date | str | None, day: date
) -> bool:
    """Whether ``day`` lies in a period, both ends included; an end that is ``None`` or blank is open.

    An imprecise end is read generously: "2018" as a start means from 1 January, as an end until 31 December.
    """
    first, last = _end(valid_from), _end(valid_to)
    return (first is None or first.earliest() <= day) and (last is None or day <= last.latest())


def _end(value: PartialDate | date | str | None) -> PartialDate | None:
    if not value:
        return None
    return PartialDate.parse(value) if isinstance(value, str) else PartialDate.of(value)
