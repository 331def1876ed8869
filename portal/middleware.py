"""What answers to readers have in common: how long they may be kept, and the language a reader has chosen."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from publishing.languages import Language

__all__ = ["KeptLanguage", "Revalidation"]

Answer = Callable[[HttpRequest], HttpResponse]


class Revalidation:
    """What a view leaves open may be kept but must be asked for again at every use.

    So no copy outlives the next release or withdrawal, whenever that is.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
        if code := language_of(request.path_info):
            response["Content-Language"] = code.html_lang
        return response


class KeptLanguage:
    """Remembers a language once a reader has gone from a page in one to a page in another.

    Nothing is kept of who only opens a link from elsewhere.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        chosen = language_of(request.path_info)
        before = _language_before(request)
        if chosen and before and before != chosen and response.status_code < 400:
            _keep(response, chosen)
        return response


def language_of(path: str) -> Language | None:
    """The language whose prefix ``path`` has."""
    first = path.removeprefix("/").partition("/")[0]
    return Language(first) if first in Language.values else None


def _language_before(request: HttpRequest) -> Language | None:
    """The language of the page of this site that the reader came from."""
    try:
        referrer = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return None
    if referrer.netloc != request.get_host():
        return None
    return language_of(referrer.path)


def _keep(response: HttpResponse, language: Language) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    patch_cache_control(response, private=True)
    patch_vary_headers(response, ("Cookie",))
