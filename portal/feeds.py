"""The feeds that are of no one list: everything new, and corrections; and what can be subscribed to at all."""

from collections.abc import Sequence
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _

from publishing.feeds import links
from publishing.feeds.addresses import FORMATS
from publishing.feeds.telling import Telling
from publishing.feeds.views import CorrectionFeed
from publishing.pages import LISTS, TELLINGS, MixedFeed

__all__ = ["everywhere", "subscriptions", "urlpatterns"]

# The lists whose entries are news of a day. People, bodies, series and standing pages are there for long.
NEWS = (
    *("news", "coverage", "delegations", "forums", "exhibitions", "meetings"),
    *("opportunities", "calls", "outcomes", "programs", "projects"),
)


class NewsFeed(MixedFeed):
    """Everything that is news of a day, of all kinds."""

    @staticmethod
    def tellings() -> Sequence[Telling]:
        return [TELLINGS[namespace] for namespace in NEWS]


urlpatterns = [
    path(f"{name}.{form}", view.as_view(form=form), name=f"{name}-{form}")
    for name, view in (("feed", NewsFeed), ("corrections", CorrectionFeed))
    for form in FORMATS
]


def everywhere() -> list[dict[str, str]]:
    """The feeds of the whole portal, for the context ``feeds`` of its front page."""
    return [*links("feed", _("Everything new")), *links("corrections", _("Corrections"))]


def subscriptions() -> list[dict[str, Any]]:
    """Everything that can be subscribed to, with its addresses; ``filters`` are the names a feed takes and what they mean."""
    rows = [
        {"label": _("Everything new"), "url": reverse("home"), "feeds": links("feed", _("Everything new"))},
        {"label": _("Corrections"), "url": "", "feeds": links("corrections", _("Corrections"))},
    ]
    for namespace, listing in LISTS.items():
        label = listing().heading()
        row = {
            "label": label,
            "url": reverse(f"{namespace}:list"),
            "feeds": links(f"{namespace}:feed", label),
            "filters": _filters(listing),
        }
        rows.append(row)
    calendar = {"type": "text/calendar", "url": reverse("events:ics"), "format": "iCalendar"}
    rows.append({"label": _("Calendar"), "url": reverse("events:calendar"), "feeds": [calendar]})
    return rows


def _filters(listing: Any) -> list[dict[str, Any]]:
    if listing.filters is None:
        return []
    return [{"name": name, "label": each.label} for name, each in listing.filters.base_filters.items()]
