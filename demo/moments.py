"""Days and moments as the content files write them: absolute, or relative to the day of loading."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from publishing.enums import Zone

__all__ = ["day", "is_relative", "moment", "today"]

_RELATIVE = re.compile(r"([+-][0-9]+)d(?: ([0-9]{2}:[0-9]{2}))?")


def today(now: datetime) -> date:
    """The day in Seoul, from which relative moments count."""
    return now.astimezone(ZoneInfo(Zone.SEOUL)).date()


def is_relative(value: object) -> bool:
    """Whether ``value`` is a day or moment such as "-3d" or "+9d 18:00"."""
    return isinstance(value, str) and _RELATIVE.fullmatch(value) is not None


def moment(value: object, loaded_on: date, zone: str = Zone.SEOUL) -> datetime:
    """An aware moment from "2026-06-01T12:00+09:00", or from "+9d 18:00" in ``zone``.

    Raises ``ValueError`` for anything else, a moment without its offset included.
    """
    if isinstance(value, str):
        if (found := _RELATIVE.fullmatch(value)) and found[2]:
            on = loaded_on + timedelta(days=int(found[1]))
            return datetime.combine(on, time.fromisoformat(found[2]), ZoneInfo(zone))
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f'{value!r} is no moment such as "2026-06-01T12:00+09:00" or "+9d 18:00".')
    return value


def day(value: object, loaded_on: date) -> object:
    """The day that "-3d" means; what is not relative is given back as it is."""
    if isinstance(value, str) and (found := _RELATIVE.fullmatch(value)) and not found[2]:
        return loaded_on + timedelta(days=int(found[1]))
    return value
