"""Filters by ranges of days, dates, moments and numbers; both ends are included."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from publishing.api.filters import AnyOf, refused
from publishing.dates import PartialDate
from publishing.enums import Zone

__all__ = [
    "AmountFilter",
    "DayFilter",
    "MomentFilter",
    "NumberBound",
    "NumberFilter",
    "PartialFilter",
    "YearFilter",
]

LARGEST_NUMBER = 2**31 - 1
LAST_YEAR = 9999
AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,2})?")


class NumberFilter(AnyOf):
    """A whole number from 1."""

    values = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= LARGEST_NUMBER):
            raise refused(text, _("Give a whole number from 1."))
        return int(text)


class Bound(AnyOf):
    """One end of a range, included: ``first`` for the earlier one."""

    repeatable = False

    def __init__(self, field_name: str, *, first: bool, **kwargs: Any) -> None:
        self.first = first
        super().__init__(field_name, **kwargs)


class DayFilter(Bound):
    """A day; ``field_name`` is a date."""

    values = {"type": "string", "format": "date"}

    def read(self, text: str) -> date:
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise refused(text, _("Write a day of the calendar as 2026-06-01."))
        return day

    def fits(self, value: date) -> Q:
        return Q(**{f"{self.field_name}__{'gte' if self.first else 'lte'}": value})


class PartialFilter(Bound):
    """A date of any precision; a record fits as soon as its date may lie within the range.

    With ``open_ended``, for the ends of periods, a record without this date fits too.
    """

    values = {"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"}

    def __init__(self, field_name: str, *, open_ended: bool = False, **kwargs: Any) -> None:
        self.open_ended = open_ended
        super().__init__(field_name, **kwargs)

    def read(self, text: str) -> PartialDate:
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise refused(text, str(error)) from error

    def fits(self, value: PartialDate) -> Q:
        within = self._stated(value)
        return within | self._unstated() if self.open_ended else within

    def _unstated(self) -> Q:
        """Without the date; what has no row at all behind the relation has no period either."""
        return Q(**{str(self.field_name): ""})

    def _stated(self, value: PartialDate) -> Q:
        name = self.field_name
        if self.first:
            coarser = [str(value)[:4], str(value)[:7]]
            return Q(**{f"{name}__gte": value}) | Q(**{f"{name}__in": coarser})
        # Not "unlike": behind a relation that would ask whether any row is.
        stated = Q(**{f"{name}__gt": ""})
        return stated & Q(**{f"{name}__lt": _following(value)}) if value.year < LAST_YEAR else stated


class YearFilter(AnyOf):
    """A year; ``field_name`` is a date of any precision."""

    values = {"type": "integer", "minimum": 1000, "maximum": 9999}

    def read(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) == 4 and text >= "1000"):
            raise refused(text, _("Write a year as 2026."))
        return text

    def fits(self, value: str) -> Q:
        return Q(**{f"{self.field_name}__startswith": value})


class MomentFilter(Bound):
    """A moment with its offset from UTC, or a day in the zone that the record itself states in ``zone``."""

    values = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}

    def __init__(self, field_name: str, zone: str, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(field_name, **kwargs)

    def read(self, text: str) -> date:
        try:
            value = parse_date(text) or parse_datetime(text.replace(" ", "+"))
        except ValueError:
            value = None
        if value is None or (isinstance(value, datetime) and value.tzinfo is None):
            raise refused(
                text, _("Write a day as 2026-06-01, or a moment with its zone as 2026-06-01T12:00:00+09:00.")
            )
        if not 1 < value.year < LAST_YEAR:
            raise refused(text, _("There is no such date in the calendar."))
        return value

    def fits(self, value: date) -> Q:
        if isinstance(value, datetime):
            return Q(**{f"{self.field_name}__{'gte' if self.first else 'lte'}": value})
        condition = Q()
        for zone in Zone.values:
            start = datetime.combine(value, time(), ZoneInfo(zone))
            end = datetime.combine(value + timedelta(days=1), time(), ZoneInfo(zone))
            side = {f"{self.field_name}__gte": start} if self.first else {f"{self.field_name}__lt": end}
            condition |= Q(**{self.zone: zone}, **side)
        return condition


class NumberBound(Bound):
    """A whole number from 0."""

    values = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= LARGEST_NUMBER):
            raise refused(text, _("Give a whole number from 0."))
        return int(text)

    def fits(self, value: int | Decimal) -> Q:
        return Q(**{f"{self.field_name}__{'gte' if self.first else 'lte'}": value})


class AmountFilter(NumberBound):
    """An amount of money."""

    values = {"type": "string", "pattern": f"^{AMOUNT.pattern}$"}

    def read(self, text: str) -> Decimal:  # type: ignore[override] # amounts are finer than whole numbers
        if not AMOUNT.fullmatch(text):
            raise refused(text, _("Give an amount as 2000000 or 2000000.50."))
        return Decimal(text)


def _following(value: PartialDate) -> PartialDate:
    """The first date of the same precision after ``value``."""
    after = value.latest() + timedelta(days=1)
    parts = {"year": 1, "month": 2, "day": 3}[value.precision]
    return PartialDate(*(after.year, after.month, after.day)[:parts])
