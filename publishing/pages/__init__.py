"""What the public pages of all kinds have in common: one entry, a list of entries, and their absence."""

from publishing.pages.crumbs import Crumb, crumbs
from publishing.pages.entry import EntryPage, withdrawn
from publishing.pages.listing import EntryList, has_page
from publishing.pages.routes import LISTS, routes

__all__ = ["LISTS", "Crumb", "EntryList", "EntryPage", "crumbs", "has_page", "routes", "withdrawn"]
