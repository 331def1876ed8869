"""The secret links in mails: a key from the database with a signature.

Neither opens anything alone, so who reads a copy of the database cannot make a link. Links last through a change of
``SECRET_KEY`` as long as the former one is among ``SECRET_KEY_FALLBACKS``.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

__all__ = ["CONFIRM", "MANAGE", "STOP", "absolute", "key_of", "token", "url"]

CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"alerts.{purpose}")


def token(purpose: str, key: str) -> str:
    """What stands in the address for ``key``."""
    return _signer(purpose).sign(key)


def key_of(purpose: str, given: str) -> str | None:
    """The key in a token that was signed here for this purpose, else ``None``."""
    try:
        return _signer(purpose).unsign(given)
    except BadSignature:
        return None


def absolute(route: str, language: str, *args: str) -> str:
    """The whole address of a page in ``language``, for mails."""
    with translation.override(language):
        return settings.SITE_URL + reverse(route, args=args)


def url(purpose: str, key: str, language: str) -> str:
    """The whole address of a secret link."""
    return absolute(f"alerts:{purpose}", language, token(purpose, key))
