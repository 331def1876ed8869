"""Where the pages before their time are found, and how a moment is written in an address."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.urls import get_script_prefix, reverse

from publishing import kinds
from publishing.enums import Zone
from publishing.models import Entry

__all__ = ["access_url", "as_of_url", "draft_url", "parse", "stamp", "zone_of"]

# Beyond these no calendar of the portal has anything, and arithmetic with times stays possible.
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def as_of_url(entry: Entry, moment: datetime, language: str | None = None) -> str:
    """The public page of ``entry`` as the world sees it at ``moment``, for staff."""
    inner = entry.path(language).removeprefix(get_script_prefix())
    return reverse("as-of-entry", args=[stamp(moment, entry.release_zone), entry.pk, inner])


def draft_url(entry: Entry, language: str | None = None) -> str:
    """The page of ``entry`` as if it went out as it is written now, for staff."""
    return reverse("draft-page", args=[entry.pk, entry.path(language).removeprefix(get_script_prefix())])


def access_url(entry: Entry) -> str:
    """The page on which links to ``entry`` are given and revoked."""
    opts = kinds.model_of(entry.kind)._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_access", args=[entry.pk])


def stamp(moment: datetime, zone: str) -> str:
    """A moment as it stands in an address, on the clock of ``zone``: 2026-06-01T12:00+09:00."""
    local = moment.astimezone(ZoneInfo(str(zone)))
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def parse(written: str) -> datetime | None:
    """The moment that :func:`stamp` wrote; nothing for what is none, has no zone or lies beyond any calendar."""
    try:
        moment = datetime.fromisoformat(written)
        return moment if moment.tzinfo and FIRST <= moment <= LAST else None
    except (ValueError, OverflowError):
        return None


def zone_of(moment: datetime) -> Zone:
    """The zone whose clock shows ``moment`` as it is written; Seoul's if it is none of the portal's."""
    offset = moment.utcoffset()
    zones = (zone for zone in Zone if moment.astimezone(ZoneInfo(zone)).utcoffset() == offset)
    return next(zones, Zone.SEOUL)
