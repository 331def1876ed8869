"""The documents of feeds, in both formats."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from publishing.changes import last_public_change
from publishing.feeds import atom, corrections, jsonfeed
from publishing.feeds.addresses import ATOM, JSON, MEDIA_TYPES, titled
from publishing.feeds.archive import Document, Key, Line, Place, read
from publishing.feeds.parts import Alternate, Author, Feed, Item, Tombstone
from publishing.languages import LANGUAGES, active
from publishing.models import Correction
from publishing.visibility import public

__all__ = ["CorrectionFeed", "FeedView", "unknown"]

_WRITERS: dict[str, Callable[[Feed], bytes]] = {ATOM: atom.written, JSON: jsonfeed.written}
# Nothing is older than the portal: the moment of a feed that has nothing to tell.
_BEGINNING = datetime(2001, 1, 1, tzinfo=UTC)
_ARCHIVE = "archive"


class FeedView(View):
    """A document of a feed: its head, or with ``archive`` in the address one of those behind it.

    ``route`` is that of the feed without the ending that names the format.
    """

    http_method_names = ["get", "head", "options"]
    form: str = ATOM
    route: str = ""
    home: str = "home"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        problems = self.problems(request)
        place = None
        if token := request.GET.get(_ARCHIVE):
            try:
                place = Place.of(token)
            except ValueError:
                problems.append(
                    _("“%(value)s” is no part of this feed. Follow the links from its beginning.")
                    % {"value": token[:40]}
                )
        if problems:
            return refusal(problems)
        content = _WRITERS[self.form](self.feed(request, place))
        return self.conditional(request, content)

    def problems(self, request: HttpRequest) -> list[str]:
        """What in the address this feed does not know, in words."""
        return [unknown(name) for name in request.GET if name != _ARCHIVE]

    def title(self) -> str:
        """What the feed is called."""
        raise NotImplementedError

    def subtitle(self) -> str:
        """What of the list it holds, where that is not everything."""
        return ""

    def lines(self) -> list[Line]:
        """What the feed tells, in the order of its moments; the last line is what was withdrawn."""
        raise NotImplementedError

    def items(self, keys: dict[int, Key]) -> Iterable[Item]:
        """The items of ``keys``, which are given by the primary keys of their rows, in any order."""
        raise NotImplementedError

    def tombstones(self, keys: list[int]) -> Iterable[Tombstone]:
        """The tombstones of the rows with the primary keys ``keys``, in any order."""
        raise NotImplementedError

    def filters(self) -> list[tuple[str, str]]:
        """The filters in use, in one order whatever that of the address."""
        given = self.request.GET.lists()
        return sorted(
            (name, value) for name, values in given if name != _ARCHIVE for value in values if value
        )

    def feed(self, request: HttpRequest, place: Place | None) -> Feed:
        lines = self.lines()
        document = read(lines, place)
        items, tombstones = self.told(document, len(lines) - 1)
        moments = [item.updated for item in items] + [each.when for each in tombstones]
        others = {}
        for each in LANGUAGES:
            with override(each):
                others[each] = self.address(None)
        return Feed(
            id=self.address(None),
            title=self.title(),
            subtitle=self.subtitle(),
            language=active().html_lang,
            author=Author(_("Green Cooperation Portal"), self.absolute(reverse("home"))),
            home=self.absolute(reverse(self.home)) + self.query(None),
            url=self.address(place),
            current=self.address(None),
            updated=max(moments, default=_BEGINNING),
            older=self.address(document.older) if document.older else "",
            newer=self.address(document.newer) if document.newer else "",
            is_archive=place is not None,
            others=tuple(Alternate(url, each.html_lang) for each, url in others.items() if each != active()),
            items=items,
            tombstones=tombstones,
        )

    def told(self, document: Document, last: int) -> tuple[list[Item], list[Tombstone]]:
        """Items and tombstones of a document, the newest first; ``last`` is the number of the last line."""
        living = {key.pk: key for line, key in document.keys if line != last}
        dead = [key.pk for line, key in document.keys if line == last]
        items = self.items(living) if living else ()
        tombstones = self.tombstones(dead) if dead else ()
        return (
            sorted(items, key=lambda item: (item.updated, item.id), reverse=True),
            sorted(tombstones, key=lambda each: (each.when, each.ref), reverse=True),
        )

    def address(self, place: Place | None) -> str:
        """The address of a document of this feed, with the filters in use."""
        return self.absolute(reverse(f"{self.route}-{self.form}")) + self.query(place)

    def query(self, place: Place | None) -> str:
        pairs = self.filters() + ([(_ARCHIVE, str(place))] if place else [])
        return f"?{urlencode(pairs)}" if pairs else ""

    def absolute(self, path: str) -> str:
        return self.request.build_absolute_uri(path)

    def conditional(self, request: HttpRequest, content: bytes) -> HttpResponseBase:
        """The answer with its validators, or 304; both tell only of what is visible.

        With filters there is no ``Last-Modified``: a filter may ask for what time alone changes.
        """
        etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
        changed = None if self.filters() else last_public_change()
        modified = int(changed.timestamp()) if changed else None
        response = HttpResponse(content, content_type=f"{MEDIA_TYPES[self.form]}; charset=utf-8")
        response.headers["ETag"] = etag
        response.headers["Access-Control-Allow-Origin"] = "*"
        if modified is not None:
            response.headers["Last-Modified"] = http_date(modified)
        return get_conditional_response(request, etag, modified, response) or response


class CorrectionFeed(FeedView):
    """Every public correction of every kind of entry."""

    route = "corrections"

    def title(self) -> str:
        return titled(_("Corrections"))

    def lines(self) -> list[Line]:
        return corrections.lines()

    def items(self, keys: dict[int, Key]) -> Iterable[Item]:
        rows = corrections.loaded(public(Correction).filter(pk__in=keys))
        return (corrections.item(row, self.absolute) for row in rows)

    def tombstones(self, keys: list[int]) -> Iterable[Tombstone]:
        return map(corrections.tombstone, corrections.loaded(Correction.objects.filter(pk__in=keys)))


def refusal(problems: Iterable[str]) -> HttpResponse:
    """What programs that subscribe are told of an address with ``problems``: nothing that empties what they have."""
    return HttpResponse("\n".join([*problems, ""]), status=400, content_type="text/plain; charset=utf-8")


def unknown(name: str) -> str:
    return _("This feed has no filter “%(name)s”.") % {"name": name[:40]}
