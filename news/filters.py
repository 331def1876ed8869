"""Filters of the lists of news."""

import django_filters
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from news.models import MediaCoverage, PressRelease
from news.models.releases import ReleaseType
from organizations.filters import BodyFilter, Sought
from organizations.models import Organization
from organizations.models.organizations import lineage
from publishing.filters import PlaceFilter, SectorFilter
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
    signed = public(PressRelease).values_list("issuer", "co_issuers")
    ids = {pk for pair in signed for pk in pair if pk}
    return public(Organization).filter(pk__in=lineage(ids))


def _outlets() -> QuerySet[Organization]:
    return public(Organization).filter(pk__in=public(MediaCoverage).values("outlet"))


class YearFilter(django_filters.ChoiceFilter):
    """Documents whose own date, of whatever precision, lies in a year."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__startswith": value}) if value else qs


class ReleaseFilters(Sought):
    type = django_filters.ChoiceFilter(label=_("Type"), choices=_types, empty_label=_("all"))
    issuer = BodyFilter("issuer", "co_issuers", among=_issuers, label=_("Issuer"))
    sector = SectorFilter()
    place = PlaceFilter()
    year = YearFilter(
        label=_("Year"),
        field_name="dated",
        choices=lambda: _years(PressRelease, "dated"),
        empty_label=_("all"),
    )

    class Meta:
        model = PressRelease
        fields: list[str] = []


class CoverageFilters(Sought):
    outlet = BodyFilter("outlet", among=_outlets, label=_("Outlet"))
    sector = SectorFilter()
    place = PlaceFilter()
    year = YearFilter(
        label=_("Year"),
        field_name="published",
        choices=lambda: _years(MediaCoverage, "published"),
        empty_label=_("all"),
    )

    class Meta:
        model = MediaCoverage
        fields: list[str] = []
