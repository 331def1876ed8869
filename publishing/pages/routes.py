"""The addresses that every kind has, and the lists that stand at them."""

from django.urls import URLPattern, URLResolver, include, path

from publishing.feeds.addresses import FORMATS
from publishing.feeds.telling import Telling
from publishing.pages.cards import EntryCard, ListCard
from publishing.pages.compare import ComparePage
from publishing.pages.entry import EntryPage
from publishing.pages.feeds import ListFeed
from publishing.pages.listing import EntryList

__all__ = ["LISTS", "TELLINGS", "routes"]

# The list of every kind by the namespace of its addresses, such as "news"; filled as the addresses are read.
LISTS: dict[str, type[EntryList]] = {}
# How feeds tell the entries of a list, by the same namespace.
TELLINGS: dict[str, Telling] = {}


def routes(
    prefix: str,
    namespace: str,
    listing: type[EntryList],
    page: type[EntryPage],
    *more: URLPattern,
    telling: Telling | None = None,
) -> URLResolver:
    """The addresses of one kind below ``prefix``: its list with its feeds, its pages, and ``more`` of its own.

    ``telling`` is how the feeds tell its entries, where that is more than all kinds have.
    """
    LISTS[namespace] = listing
    TELLINGS[namespace] = told = telling or Telling.plain(page.model)
    feeds = [
        path(f"feed.{form}", ListFeed.as_view(listing=listing, telling=told, form=form), name=f"feed-{form}")
        for form in FORMATS
    ]
    patterns = [
        *more,
        *feeds,
        path("", listing.as_view(), name="list"),
        path("card.png", ListCard.as_view(listing=listing), name="list-card"),
        path("<slug:slug>/card.png", EntryCard.as_view(page=page), name="card"),
        path("<slug:slug>/", page.as_view(), name="detail"),
        path("<slug:slug>/compare/", ComparePage.as_view(page=page), name="compare"),
    ]
    return path(prefix, include((patterns, namespace)))
