"""Feeds of lists, and of several kinds together."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from publishing.feeds import entries, feed_title
from publishing.feeds.addresses import titled
from publishing.feeds.archive import Key, Line
from publishing.feeds.parts import Item, Tombstone
from publishing.feeds.telling import Telling
from publishing.feeds.views import FeedView, unknown
from publishing.models import Entry
from publishing.pages.listing import EntryList, chosen
from publishing.visibility import gone, public

__all__ = ["ListFeed", "MixedFeed", "misread"]


class _EntryFeed(FeedView):
    """A feed of entries, each told as its kind is."""

    def tombstones(self, keys: list[int]) -> Iterable[Tombstone]:
        return map(entries.tombstone, gone(Entry).filter(pk__in=keys))


class ListFeed(_EntryFeed):
    """The feed of a list of entries, with its filters.

    Tombstones come whatever the filters: what once was in a filtered feed may match no longer, by a correction or by
    the passing of time, and a reader without the entry has nothing to remove.
    """

    listing: type[EntryList] = EntryList
    telling: Telling = Telling.plain(Entry)
    rows: QuerySet[Entry]
    words: str = ""

    def problems(self, request: HttpRequest) -> list[str]:
        self.route = f"{self.listing.model.KIND.routes}:feed"
        self.home = f"{self.listing.model.KIND.routes}:list"
        self.rows = self.listing.entries()
        if self.listing.filters is None or set(request.GET) <= {"archive"}:
            return super().problems(request)
        filterset = self.listing.filters(request.GET, queryset=self.rows)
        form = filterset.form
        found = misread(request, form, "archive")
        if not found:
            self.rows = filterset.qs
            named = chosen(form, request.GET)
            self.words = " · ".join(_("%(label)s: %(value)s") % each for each in named)
        return found

    def title(self) -> str:
        return feed_title(self.listing.model)

    def subtitle(self) -> str:
        return self.words

    def lines(self) -> list[Line]:
        return entries.lines(self.rows, gone(self.listing.model))

    def items(self, keys: dict[int, Key]) -> Iterable[Item]:
        return _told(self.telling, keys, self.absolute)


class MixedFeed(_EntryFeed):
    """Entries of several kinds, each told as in the feed of its own list."""

    route = "feed"
    tellings: ClassVar[Callable[[], Sequence[Telling]]]

    def title(self) -> str:
        return titled(_("Everything new"))

    def lines(self) -> list[Line]:
        codes = [telling.model.KIND.code for telling in type(self).tellings()]
        return entries.lines(public(Entry).filter(kind__in=codes), gone(Entry).filter(kind__in=codes))

    def items(self, keys: dict[int, Key]) -> Iterable[Item]:
        kinds = dict(public(Entry).filter(pk__in=keys).values_list("pk", "kind"))
        for telling in type(self).tellings():
            own = {pk: key for pk, key in keys.items() if kinds.get(pk) == telling.model.KIND.code}
            if own:
                yield from _told(telling, own, self.absolute)


def misread(request: HttpRequest, form: Form, *known: str) -> list[str]:
    """What in the query is no filter of ``form``, nor one of the ``known`` names, or no value of one, in words."""
    found = [unknown(name) for name in request.GET if name not in {*form.fields, *known}]
    for name, errors in form.errors.items():
        found += [
            _("The filter “%(name)s” does not take this value. %(problem)s")
            % {"name": name, "problem": error}
            for error in errors
        ]
    return found


def _told(telling: Telling, keys: dict[int, Key], absolute: entries.Absolute) -> list[Item]:
    rows = telling.entries().filter(pk__in=keys)
    return [entries.item(row, keys[row.pk].moment, telling, absolute) for row in rows]
