"""Public pages of press releases and media coverage."""

from typing import Any

from django.http import HttpRequest

from news import cards, presentation, structured
from news.chain import chain
from news.filters import CoverageFilters, ReleaseFilters
from news.models import MediaCoverage, PressRelease
from news.queries import coverage, coverage_whole, earlier_releases, releases, releases_whole
from news.sequence import next_to
from news.statements import statements
from publishing.pages import EntryList, EntryPage
from publishing.structured import Node, Statement

EARLIER = 3


class ReleasePage(EntryPage):
    model = PressRelease
    entries = staticmethod(releases_whole)
    template_name = "news/detail.html"
    social_type = "article"

    def facts(self, entry: PressRelease) -> dict[str, Any]:
        return {
            "moment": presentation.release_moment(entry.release_at, entry.release_zone)
            if entry.release_at
            else None,
            "rail": presentation.release_facts(entry),
            "contacts": presentation.contacts(entry.contacts.all()),
            "quotes": presentation.quotes(entry, self.request),
            "chain": chain(entry, entry.event),
            "statements": statements(entry.event, entry),
            "event": presentation.event(entry.event),
            "related": presentation.beyond(entry, entry.event),
            **{name: presentation.earlier(found) for name, found in next_to(entry).items()},
            "earlier": presentation.earlier(earlier_releases(entry)[:EARLIER]),
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.release(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=True), structured.release(said)]


class ReleaseList(EntryList):
    model = PressRelease
    entries = staticmethod(releases)
    filters = ReleaseFilters
    template_name = "news/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"days": presentation.by_day(map(presentation.release, page.object_list))}


class CoveragePage(EntryPage):
    model = MediaCoverage
    entries = staticmethod(coverage_whole)
    template_name = "coverage/detail.html"
    social_type = "article"

    def facts(self, entry: MediaCoverage) -> dict[str, Any]:
        return {
            "rail": presentation.article_facts(entry),
            "event": presentation.event(entry.event),
            "related": presentation.beyond(entry, entry.event),
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.article(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=True), structured.article(said)]


class CoverageList(EntryList):
    model = MediaCoverage
    entries = staticmethod(coverage)
    filters = CoverageFilters
    template_name = "coverage/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"rows": [presentation.article(entry) for entry in page.object_list]}
