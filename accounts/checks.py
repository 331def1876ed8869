"""Settings that would leave a way around sign-in."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, Tags, register

__all__ = ["ways_around", "ways_around_in_production"]

MIDDLEWARE = "accounts.middleware.StaffSessions"
# Whatever comes before these has no account to ask about.
NEEDED = "allauth.account.middleware.AccountMiddleware"
BASIC = "rest_framework.authentication.BasicAuthentication"
OF_ONE_PROCESS = ("LocMemCache", "DummyCache")


@register(Tags.security)
def ways_around(**_options: Any) -> list[CheckMessage]:
    """Errors wherever the portal runs."""
    found: list[CheckMessage] = []
    middleware = list(settings.MIDDLEWARE)
    if MIDDLEWARE not in middleware or middleware.index(MIDDLEWARE) < middleware.index(NEEDED):
        found.append(
            Error(
                "Nothing asks for the second factor.",
                hint=f"MIDDLEWARE needs {MIDDLEWARE} below {NEEDED}.",
                id="accounts.E001",
            )
        )
    # The API's own default has it.
    doors: Any = settings.REST_FRAMEWORK.get("DEFAULT_AUTHENTICATION_CLASSES", [BASIC])
    if BASIC in doors:
        found.append(
            Error(
                "A password alone opens the API: no second factor, no lock after failures.",
                hint="Take basic authentication out of DEFAULT_AUTHENTICATION_CLASSES.",
                id="accounts.E002",
            )
        )
    return found


@register(Tags.security, deploy=True)
def ways_around_in_production(**_options: Any) -> list[CheckMessage]:
    """What only matters where the portal serves the world."""
    found: list[CheckMessage] = []
    if settings.CACHES["default"]["BACKEND"].endswith(OF_ONE_PROCESS):
        found.append(
            checks.Warning(
                "Processes do not tell each other which codes were used.",
                hint="Name a cache in CACHE_URL that all processes share, or leave it unset.",
                id="accounts.W001",
            )
        )
    if not settings.REQUIRE_SECOND_FACTOR:
        # Somebody has decided this, so it is said and not warned of.
        found.append(Info("Staff may sign in without a second factor.", id="accounts.I001"))
    return found
