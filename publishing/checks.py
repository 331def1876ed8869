"""Settings by which the limits of the API would not hold, or the API not answer for want of counting."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache import caches
from django.core.checks import CheckMessage, Tags, register

from publishing.counters import SharedCounters

__all__ = ["limits_that_cannot_be_counted", "limits_that_do_not_hold"]

# The first two count in each process for itself; the others read a number and write it back, so that two requests
# at once count one.
LOOSE = ("LocMemCache", "DummyCache", "DatabaseCache", "FileBasedCache")


@register(Tags.caches, deploy=True)
def limits_that_do_not_hold(**_options: Any) -> list[CheckMessage]:
    """Warn in production of a cache that does not count exactly for all processes."""
    if not _limited() or not settings.CACHES["limits"]["BACKEND"].endswith(LOOSE):
        return []
    return [
        checks.Warning(
            "The limits of the API do not hold for all processes together.",
            hint="Name a cache in LIMIT_CACHE_URL that adds in one step, such as redis://…, or leave it unset.",
            id="publishing.W001",
        )
    ]


@register(Tags.caches, deploy=True)
def limits_that_cannot_be_counted(**_options: Any) -> list[CheckMessage]:
    """Refuse in production a file that requests cannot be counted in: every answer of the API would be an error."""
    counts = caches["limits"]
    if not _limited() or not isinstance(counts, SharedCounters):
        return []
    try:
        counts.add("check", 0, timeout=1)
    except (OSError, sqlite3.Error) as error:
        return [
            checks.Error(
                f"Requests cannot be counted in {counts.path}: {error}.",
                hint="Name in LIMIT_FILE a file that the server may write, on a disk of this machine.",
                id="publishing.E001",
            )
        ]
    return []


def _limited() -> bool:
    return max(settings.API_LIMIT_ANONYMOUS, settings.API_LIMIT_KEYED, settings.DOSSIER_PDF_LIMIT) > 0
