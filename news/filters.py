"""Filters of the lists of news."""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from news.models import MediaCoverage, PressRelease
from news.models.releases import ReleaseType
from organizations.filters import BodyFilter, Sought
from organizations.models import Organization
from organizations.models.organizations import lineage
from publishing.filters import ChoiceFilter, PlaceFilter, SectorFilter, YearFilter
from publishing.visibility import public

__all__ = ["CoverageFilters", "ReleaseFilters"]


def _types() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in ReleaseType.choices]


def _years(model: type[PressRelease] | type[MediaCoverage], column: str) -> list[tuple[str, str]]:
    """The years that have something to show, latest first."""
    years = public(model).annotate(year=Substr(column, 1, 4)).order_by("-year").values_list("year", flat=True)
    return [(year, year) for year in years.distinct()]


def _issuers() -> QuerySet[Organization]:
    """Who has issued something visible, under this name or another."""
    of_it = OuterRef("pk")
    releases = public(PressRelease)
    signed = Exists(releases.filter(issuer=of_it)) | Exists(releases.filter(co_issuers=of_it))
    # Only whom any release names at all, so that no database reads all releases for those whom none does.
    named = PressRelease.objects.order_by().values("issuer")
    named = named.union(PressRelease.co_issuers.through.objects.values("organization"))
    candidates = set(named.values_list("issuer", flat=True))
    signers = Organization.objects.filter(signed, pk__in=candidates).values_list("pk", flat=True)
    return public(Organization).filter(pk__in=lineage(set(signers)))


def _outlets() -> QuerySet[Organization]:
    return public(Organization).filter(pk__in=public(MediaCoverage).values("outlet"))


class ReleaseFilters(Sought):
    type = ChoiceFilter(label=_("Type"), choices=_types)
    issuer = BodyFilter("issuer", "co_issuers", among=_issuers, label=_("Issuer"))
    sector = SectorFilter()
    place = PlaceFilter()
    year = YearFilter(year=Substr("dated", 1, 4), choices=lambda: _years(PressRelease, "dated"))

    class Meta:
        model = PressRelease
        fields: list[str] = []


class CoverageFilters(Sought):
    outlet = BodyFilter("outlet", among=_outlets, label=_("Outlet"))
    sector = SectorFilter()
    place = PlaceFilter()
    year = YearFilter(year=Substr("published", 1, 4), choices=lambda: _years(MediaCoverage, "published"))

    class Meta:
        model = MediaCoverage
        fields: list[str] = []
