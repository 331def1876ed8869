"""Addresses that machines ask for at every site: robots.txt, security.txt and the sitemaps."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing import clock, kinds
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry
from publishing.visibility import public, with_texts

__all__ = ["robots", "security", "sitemaps"]

# A researcher who finds the file can rely on it for half a year.
SECURITY_TXT_LIFE = timedelta(days=180)

# Pages that are always there, beside the list of every kind.
STANDING = ("home", "search", "sitemap", "glossary")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the editors' rooms are not worth a visit."""
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {_absolute(request, 'sitemap-index')}"]
    return _plain(lines)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness, as RFC 9116 asks."""
    expires = (clock.now() + SECURITY_TXT_LIFE).replace(hour=0, minute=0, second=0, microsecond=0)
    return _plain(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(each.html_lang for each in LANGUAGES)}",
            f"Canonical: {_absolute(request, 'security')}",
        ]
    )


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _absolute(request: HttpRequest, route: str) -> str:
    return request.build_absolute_uri(reverse(route))


class Trilingual(Sitemap):
    """Addresses with their alternates, written as the pages themselves write them."""

    i18n = True
    alternates = True
    limit = 5000

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            addresses = {each["lang_code"]: each["location"] for each in url["alternates"]}
            url["alternates"] = [
                *({"lang_code": Language(code).html_lang, "location": at} for code, at in addresses.items()),
                {"lang_code": "x-default", "location": addresses.get(Language.ENGLISH, url["location"])},
            ]
        return urls


class Entries(Trilingual):
    """The visible entries of one kind, each in the languages it has a text in."""

    def __init__(self, kind: kinds.Kind) -> None:
        self.kind = kind

    def items(self) -> Any:
        return with_texts(public(Entry).filter(kind=self.kind.code)).order_by("pk")

    def get_languages_for_item(self, item: Entry) -> list[str]:
        return item.languages

    def location(self, item: Entry) -> str:
        return item.path()

    def lastmod(self, item: Entry) -> datetime | None:
        moments = [moment for moment in (item.release_at, item.changed_at) if moment]
        return max(moments) if moments else None


class Lists(Trilingual):
    """Home, the list of every kind, and the other pages that are always there."""

    def items(self) -> list[str]:
        lists = [f"{kind.routes}:list" for kind in kinds.every() if kind.code != "page"]
        return [*STANDING, *lists]

    def location(self, item: str) -> str:
        return reverse(item)


def sitemaps() -> dict[str, Any]:
    """The sections of the sitemap by name; each is made anew for every request and remembers nothing."""
    return {"lists": Lists, **{kind.resource: partial(Entries, kind) for kind in kinds.every()}}
