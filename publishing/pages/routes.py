"""The addresses that every kind has, and the lists that stand at them."""

from django.urls import URLPattern, URLResolver, include, path

from publishing.pages.entry import EntryPage
from publishing.pages.listing import EntryList

__all__ = ["LISTS", "routes"]

# The list of every kind by the namespace of its addresses, such as "news"; filled as the addresses are read.
LISTS: dict[str, type[EntryList]] = {}


def routes(
    prefix: str, namespace: str, listing: type[EntryList], page: type[EntryPage], *more: URLPattern
) -> URLResolver:
    """The addresses of one kind below ``prefix``: its list, its pages, and ``more`` of its own."""
    LISTS[namespace] = listing
    patterns = [
        *more,
        path("", listing.as_view(), name="list"),
        path("<slug:slug>/", page.as_view(), name="detail"),
    ]
    return path(prefix, include((patterns, namespace)))
