"""The sitemaps: an index, the addresses of every kind in parts, those of lists, and the news of two days.

A page names the languages it has, itself among them, alike in all of them. Nothing is listed that is not to be found
by search engines: no page without a text in its language, no results of a search.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from math import ceil
from typing import Self
from xml.sax.xmlreader import AttributesImpl

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import rfc3339_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from news.models import PressRelease
from publishing import clock, kinds
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry, Text
from publishing.pages import LISTS
from publishing.visibility import public

__all__ = ["SECTIONS", "index", "news", "section"]

# Entries in one part: each is listed once per language, and a sitemap may hold 50,000 addresses.
PART = 2000
LISTS_SECTION = "lists"
# Pages that are always there, beside the lists. Results of a search are not to be listed.
STANDING = ("home", "sitemap", "glossary", "events:calendar")
# What a news sitemap may hold, and how old it may be.
MOST_NEWS = 1000
RECENT = timedelta(days=2)

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# Chinese has codes of its own in news sitemaps.
_NEWS_LANGUAGES = {Language.CHINESE: "zh-cn"}

# The sections by the name in their address: the lists, and one per kind.
SECTIONS: dict[str, kinds.Kind | None] = {
    LISTS_SECTION: None,
    **{kind.resource: kind for kind in kinds.every()},
}


@dataclass(frozen=True)
class Listed:
    """A page in the languages it has, each with its address and the moment it last changed there."""

    addresses: dict[Language, str]
    changed: dict[Language, datetime]
    default: Language


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where the parts of all sections are."""
    numbers = dict(public(Entry).order_by().values_list("kind").annotate(number=Count("pk")))
    with _Document("sitemapindex") as xml:
        for name, kind in SECTIONS.items():
            address = request.build_absolute_uri(reverse("sitemap-section", args=[name]))
            parts = ceil(numbers.get(kind.code, 0) / PART) if kind else 1
            for part in range(1, max(parts, 1) + 1):
                xml.element("sitemap", loc=address if part == 1 else f"{address}?p={part}")
    return xml.response()


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One part of one section; 404 for what the index does not name."""
    if section not in SECTIONS:
        raise Http404
    part = request.GET.get("p", "1")
    if not (part.isascii() and part.isdecimal() and 0 < int(part[:9]) == int(part[:20])):
        raise Http404
    kind = SECTIONS[section]
    pages = list(_entries(request, kind, int(part)) if kind else _lists(request))
    if int(part) > 1 and (not kind or not pages):
        raise Http404
    with _Document("urlset", **{"xmlns:xhtml": _XHTML}) as xml:
        for page in pages:
            xml.page(page)
    return xml.response()


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The press releases of the last two days, once per language version."""
    rows = public(PressRelease).filter(release_at__gt=clock.now() - RECENT).order_by("-release_at", "-pk")
    columns = rows.values_list("pk", "slug", "release_at")
    recent = list(columns[: MOST_NEWS // len(LANGUAGES)])
    texts = Text.objects.live().filter(entry__in=[pk for pk, _slug, _moment in recent])
    titles = {
        (pk, language): title for pk, language, title in texts.values_list("entry", "language", "title")
    }
    address = _addresses(request, PressRelease.KIND)
    with _Document("urlset", **{"xmlns:news": _NEWS}) as xml:
        for pk, slug, released_at in recent:
            for language in LANGUAGES:
                if released_at and (title := titles.get((pk, language))):
                    xml.news(address[language] % slug, language, released_at, title)
    return xml.response()


def _entries(request: HttpRequest, kind: kinds.Kind, part: int) -> Iterator[Listed]:
    """The visible entries of a kind, in the order in which they were begun; two questions for any number."""
    rows = public(Entry).filter(kind=kind.code).order_by("pk")
    columns = ("pk", "slug", "release_at", "changed_at", "authoritative_language")
    found = list(rows.values_list(*columns)[(part - 1) * PART : part * PART])
    live: dict[int, dict[Language, datetime | None]] = {}
    texts = Text.objects.live().filter(entry__kind=kind.code)
    if found:
        texts = texts.filter(entry__gte=found[0][0], entry__lte=found[-1][0])
    for pk, language, live_at in texts.values_list("entry", "language", "live_at"):
        live.setdefault(pk, {})[Language(language)] = live_at
    address, now = _addresses(request, kind), clock.now()
    for pk, slug, released_at, changed_at, authoritative in found:
        own = live.get(pk, {})
        languages = [each for each in LANGUAGES if each in own]
        if not languages:
            continue
        default = Language.ENGLISH if Language.ENGLISH in own else Language(authoritative)
        yield Listed(
            {each: address[each] % slug for each in languages},
            {each: _latest(now, released_at, changed_at, own[each]) for each in languages},
            default if default in own else languages[0],
        )


def _latest(now: datetime, *moments: datetime | None) -> datetime:
    """The last of ``moments`` that has come; a page that changes later says nothing of it."""
    return max(moment for moment in moments if moment and moment <= now)


def _addresses(request: HttpRequest, kind: kinds.Kind) -> dict[Language, str]:
    """The address of an entry of ``kind`` in each language, with ``%s`` for its slug."""
    found = {}
    for each in LANGUAGES:
        with override(each):
            address = request.build_absolute_uri(reverse(f"{kind.routes}:detail", args=["slug"]))
        found[each] = address.removesuffix("slug/").replace("%", "%%") + "%s/"
    return found


def _lists(request: HttpRequest) -> Iterator[Listed]:
    """The home page, the list of every kind, and the other pages that are always there."""
    for route in (*STANDING, *(f"{namespace}:list" for namespace in LISTS)):
        addresses = {}
        for each in LANGUAGES:
            with override(each):
                addresses[each] = request.build_absolute_uri(reverse(route))
        yield Listed(addresses, {}, Language.ENGLISH)


class _Document:
    """A sitemap being written."""

    def __init__(self, name: str, **namespaces: str) -> None:
        self.name = name
        self.out = StringIO()
        self.xml = SimplerXMLGenerator(self.out, "utf-8", short_empty_elements=True)
        self.namespaces = namespaces

    def __enter__(self) -> Self:
        self.xml.startDocument()
        self.begin(self.name, {"xmlns": _SITEMAP, **self.namespaces})
        return self

    def __exit__(self, *_error: object) -> None:
        self.xml.endElement(self.name)

    def begin(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self.xml.startElement(name, AttributesImpl(attributes or {}))

    def element(self, name: str, **children: str) -> None:
        self.begin(name)
        self.texts(children.items())
        self.xml.endElement(name)

    def texts(self, children: Iterable[tuple[str, str]]) -> None:
        for child, text in children:
            self.xml.addQuickElement(child, text)

    def page(self, page: Listed) -> None:
        links = [(each.html_lang, url) for each, url in page.addresses.items()]
        links.append(("x-default", page.addresses[page.default]))
        for each, url in page.addresses.items():
            self.begin("url")
            self.texts([("loc", url)])
            if each in page.changed:
                self.texts([("lastmod", rfc3339_date(page.changed[each]))])
            for language, at in links:
                attributes = {"rel": "alternate", "hreflang": language, "href": at}
                self.xml.addQuickElement("xhtml:link", attrs=attributes)
            self.xml.endElement("url")

    def news(self, url: str, language: Language, released_at: datetime, title: str) -> None:
        with override(language):
            name = _("Green Cooperation Portal")
        self.begin("url")
        self.texts([("loc", url)])
        self.begin("news:news")
        self.begin("news:publication")
        self.texts([("news:name", name), ("news:language", _NEWS_LANGUAGES.get(language, language.value))])
        self.xml.endElement("news:publication")
        self.texts([("news:publication_date", rfc3339_date(released_at)), ("news:title", title)])
        self.xml.endElement("news:news")
        self.xml.endElement("url")

    def response(self) -> HttpResponse:
        return HttpResponse(self.out.getvalue(), content_type="application/xml; charset=utf-8")
