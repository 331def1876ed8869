"""What feeds say of press releases and media coverage."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.models import Event
from news.models import MediaCoverage, PressRelease
from organizations.models import Organization
from organizations.presentation import named
from publishing import formats
from publishing.feeds.telling import Telling
from publishing.languages import active
from publishing.presentation import Shown, fact, link
from publishing.queries import whole
from publishing.visibility import linked, public

__all__ = ["ARTICLES", "RELEASES"]


def _releases() -> QuerySet[PressRelease]:
    return whole(public(PressRelease)).prefetch_related(
        linked("issuer", Organization),
        "issuer__names",
        linked("co_issuers", Organization),
        "co_issuers__names",
        linked("event", Event),
    )


def _issuers(entry: PressRelease) -> list[Shown]:
    day = entry.dated.earliest()
    return [named(body, day) for body in (entry.issuer, *entry.co_issuers.all())]


def _facts_of_release(entry: PressRelease) -> list[Shown]:
    return [
        fact(_("Date of the document"), formats.date(entry.dated, active())),
        fact(_("Issuer’s number"), entry.number),
        fact(_("Event"), link(entry.event)),
    ]


def _articles() -> QuerySet[MediaCoverage]:
    return whole(public(MediaCoverage)).prefetch_related(
        linked("outlet", Organization), "outlet__names", linked("event", Event)
    )


def _outlet(entry: MediaCoverage) -> list[Shown]:
    return [named(entry.outlet, entry.published.earliest())]


def _facts_of_article(entry: MediaCoverage) -> list[Shown]:
    return [
        fact(_("Published"), formats.date(entry.published, active(), weekday=True)),
        fact(_("Article"), {"value": entry.url, "url": entry.url} if entry.url else None),
        fact(_("Event"), link(entry.event)),
    ]


RELEASES = Telling(PressRelease, _releases, authors=_issuers, facts=_facts_of_release)
ARTICLES = Telling(MediaCoverage, _articles, authors=_outlet, facts=_facts_of_article)
