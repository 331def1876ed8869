"""The secret links in mails: a key from the database with a signature.

Neither opens anything alone, so who reads a copy of the database cannot make a link. Links last through a change of
``SECRET_KEY`` as long as the former one is among ``SECRET_KEY_FALLBACKS``.
"""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.views import View

__all__ = ["Secret", "absolute", "key_of", "new_key", "token"]


def new_key() -> str:
    """A name that says nothing."""
    return get_random_string(22)


def token(purpose: str, key: str) -> str:
    """What stands in the address for ``key``; ``purpose`` is "app.what", and opens nothing else."""
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


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=purpose)


class Secret(View):
    """A page behind a link that only a mail holds; it is neither kept, nor found, nor passed on to where it leads."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response
