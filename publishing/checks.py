"""Settings that would let a client ask for more than the limits of the API allow."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

__all__ = ["limits_that_do_not_hold"]

# The first two count in each process for itself; the others read a number and write it back, so that two requests
# at once count one.
LOOSE = ("LocMemCache", "DummyCache", "DatabaseCache", "FileBasedCache")


@register(Tags.caches, deploy=True)
def limits_that_do_not_hold(**_options: Any) -> list[CheckMessage]:
    """Warn in production of a cache that does not count exactly for all processes."""
    limited = settings.API_LIMIT_ANONYMOUS > 0 or settings.API_LIMIT_KEYED > 0
    if not limited or not settings.CACHES["limits"]["BACKEND"].endswith(LOOSE):
        return []
    return [
        checks.Warning(
            "The limits of the API do not hold for all processes together.",
            hint="Name a cache in LIMIT_CACHE_URL that adds in one step, such as redis://…, or leave it unset.",
            id="publishing.W001",
        )
    ]
