"""What the public pages of all kinds have in common: one entry, a list of entries, and their absence."""

from publishing.pages.additions import add_to_pages
from publishing.pages.cards import EntryCard, SiteCard
from publishing.pages.compare import ComparePage
from publishing.pages.crumbs import Crumb, crumbs
from publishing.pages.entry import EntryPage, withdrawn
from publishing.pages.feeds import MixedFeed
from publishing.pages.listing import EntryList, has_page
from publishing.pages.routes import LISTS, TELLINGS, routes

__all__ = [
    "LISTS",
    "TELLINGS",
    "ComparePage",
    "Crumb",
    "EntryCard",
    "EntryList",
    "EntryPage",
    "MixedFeed",
    "SiteCard",
    "add_to_pages",
    "crumbs",
    "has_page",
    "routes",
    "withdrawn",
]
