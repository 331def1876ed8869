"""Public reads of press releases, media coverage and keywords."""

from django.db.models import Prefetch, Q, QuerySet

from events.models import Event
from news.models import Byline, HotKeyword, MediaCoverage, PressRelease, Quote
from organizations.models import Organization, Person
from organizations.models.organizations import lineage
from organizations.queries import roles
from publishing import clock
from publishing.queries import newest, whole
from publishing.visibility import linked, public, visible, with_texts

__all__ = [
    "coverage",
    "coverage_whole",
    "earlier_releases",
    "keywords",
    "quotes",
    "releases",
    "releases_whole",
]


def releases() -> QuerySet[PressRelease]:
    return newest(
        with_texts(public(PressRelease)).prefetch_related(linked("issuer", Organization), "issuer__names")
    )


def quotes() -> QuerySet[Quote]:
    """What visible people said in visible releases."""
    return public(Quote).filter(visible(through="role__person"))


def releases_whole() -> QuerySet[PressRelease]:
    said = quotes().prefetch_related(Prefetch("role", roles()))
    return (
        whole(newest(public(PressRelease)))
        .select_related("dateline")
        .prefetch_related(
            linked("issuer", Organization),
            "issuer__names",
            linked("issuer__successors", Organization),
            linked("unit", Organization),
            "unit__names",
            linked("co_issuers", Organization),
            "co_issuers__names",
            linked("event", Event),
            "contacts",
            Prefetch("quotes", said),
        )
    )


def earlier_releases(release: PressRelease) -> QuerySet[PressRelease]:
    """What the issuer of ``release`` released before it, or anybody about the same event; the latest first."""
    before = newest(with_texts(public(PressRelease))).filter(release_at__lt=release.release_at)
    same = Q()
    if release.issuer_id:
        same |= Q(issuer__in=lineage({release.issuer_id}))
    if release.event_id:
        same |= Q(event=release.event_id)
    return before.filter(same) if same else before.none()


def coverage() -> QuerySet[MediaCoverage]:
    return newest(
        with_texts(public(MediaCoverage)).prefetch_related(linked("outlet", Organization), "outlet__names")
    )


def coverage_whole() -> QuerySet[MediaCoverage]:
    bylines = Byline.objects.prefetch_related(linked("person", Person))
    return whole(newest(public(MediaCoverage))).prefetch_related(
        linked("outlet", Organization), "outlet__names", linked("event", Event), Prefetch("bylines", bylines)
    )


def active_keywords() -> QuerySet[HotKeyword]:
    """The keywords that editors put before readers today."""
    today = clock.now().date()
    return HotKeyword.objects.filter(
        Q(active_from__isnull=True) | Q(active_from__lte=today),
        Q(active_to__isnull=True) | Q(active_to__gte=today),
    )


def keywords(language: str) -> QuerySet[HotKeyword]:
    """Those of them for readers of ``language``."""
    return active_keywords().filter(language=language)
