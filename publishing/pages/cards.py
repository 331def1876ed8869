"""The cards of entries and lists: drawn when asked for, and there exactly when their page is."""

from typing import ClassVar

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views import View

from publishing.cards import Card, draw
from publishing.enums import Crop
from publishing.fields import wording
from publishing.languages import active
from publishing.models import Entry, Rendition
from publishing.pages.entry import EntryPage
from publishing.pages.listing import EntryList

__all__ = ["EntryCard", "ListCard", "SiteCard"]

_KEPT = 7 * 24 * 3600


def answer(request: HttpRequest, card: Card) -> HttpResponse:
    """The card as a picture. It is kept by what stands on it, so that none is shown that says something else."""
    name = f'"{card.fingerprint}"'
    response = get_conditional_response(request, etag=name)
    if response is None:
        drawn = caches["cards"].get_or_set(card.fingerprint, lambda: draw(card), _KEPT)
        response = HttpResponse(drawn, content_type="image/png", headers={"ETag": name})
    response["X-Robots-Tag"] = "noindex"
    return response


class EntryCard(View):
    """The card of one entry: 200, 410, 404 and former addresses as with its page."""

    page: ClassVar[type[EntryPage] | None] = None

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.page is None:
            raise TypeError("a card needs the page it is of")
        page = self.page()
        page.setup(request, slug=slug)
        entry = self.page.entries().filter(slug=slug).first()
        if entry is None:
            return page.absent(request, slug, "card.png")
        picture, credit = _leading(entry)
        text = entry.text()
        return answer(
            request,
            Card(
                language=active(),
                title_language=text.language,
                title=text.title,
                site=_("Green Cooperation Portal"),
                mark=_("Fictitious sample") if entry.is_sample else "",
                picture=picture,
                credit=credit,
                **page.card(entry),
            ),
        )


def _leading(entry: Entry) -> tuple[str, str]:
    """The file of the leading picture as cards show it, and its credit; empty without one."""
    for use in entry.images.all():
        copies: list[Rendition] = [
            each for each in use.image.renditions.all() if each.crop == Crop.CARD and each.format == "jpg"
        ]
        if copies:
            largest = max(copies, key=lambda each: each.width)
            return str(largest.file.name), wording(use.image, "credit")[0]
    return "", ""


class SiteCard(View):
    """The card of the portal itself, for pages that have none of their own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(request, _plain(_("Green Cooperation Portal")))


class ListCard(View):
    """The card of a list; it says what the list is of, and nothing of what is in it."""

    listing: ClassVar[type[EntryList] | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.listing is None:
            raise TypeError("a card needs the list it is of")
        return answer(request, _plain(self.listing().heading()))


def _plain(title: str) -> Card:
    language = active()
    return Card(language=language, title_language=language, title=title, site=_("Green Cooperation Portal"))
