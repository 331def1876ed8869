"""Which language an answer is in: ``lang``, else the ``Accept-Language`` header; never a cookie."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from publishing.api.problems import InvalidParameters, Mistake, unknown_value
from publishing.languages import Language

__all__ = ["EVERY", "Wanted", "spoken", "wanted"]

EVERY = "*"


@dataclass(frozen=True)
class Wanted:
    """The language of labels and messages; with ``every``, wording comes in all languages side by side."""

    language: Language
    every: bool = False

    @property
    def header(self) -> str:
        """The value of ``Content-Language``."""
        return ", ".join(each.html_lang for each in (Language if self.every else [self.language]))


def spoken(request: HttpRequest | Request) -> Language:
    """The language to talk to the client in, whatever else may be wrong with its request."""
    asked = request.GET.get("lang", "")
    return Language(asked) if asked in Language.values else _accepted(request)


def wanted(request: HttpRequest | Request) -> Wanted:
    """The languages asked for; :class:`InvalidParameters` if ``lang`` names none of them."""
    asked = request.GET.get("lang")
    if asked is None or asked in Language.values or asked == EVERY:
        return Wanted(spoken(request), every=asked == EVERY)
    raise InvalidParameters([Mistake("lang", asked, unknown_value(), [*Language.values, EVERY])])


def _accepted(request: HttpRequest | Request) -> Language:
    """The language that the header prefers (RFC 9110, section 12.5.4); Chinese of any region is the portal's Chinese."""
    ranges = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    named = {code: language for code, _quality in ranges if (language := _spoken_as(code))}
    others = [each for each in (Language(settings.LANGUAGE_CODE), *Language) if each not in named.values()]
    for code, quality in ranges:
        if quality > 0 and code in named:
            return named[code]
        if quality > 0 and code == EVERY and others:
            return others[0]
    return Language(settings.LANGUAGE_CODE)


def _spoken_as(code: str) -> Language | None:
    try:
        return Language(get_supported_language_variant(code))
    except (LookupError, ValueError):
        return None
