"""Filters of the lists of bodies and people, and the filter by a body that other lists use."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organizations.models import Company, Organization, Person
from organizations.models.companies import DevelopmentStage, SizeClass
from organizations.models.organizations import Country, OrganizationType, lineage, lines
from publishing import search
from publishing.filters import (
    ChoiceFilter,
    EntryFilter,
    ListFilters,
    PlaceFilter,
    SectorFilter,
    Tally,
    tallied,
)
from publishing.visibility import with_texts

__all__ = ["BodyFilter", "CompanyFilters", "OrganizationFilters", "PersonFilters", "Sought"]


class Sought(ListFilters):
    """A filter set whose ``q`` looks for words as the search of the portal does."""

    q = django_filters.CharFilter(label=_("Words"), method="sought")

    def sought(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(search.matches(value))


class BodyFilter(EntryFilter):
    """What belongs to a body under any of its names: those of its predecessors and successors count too.

    ``way`` is the lookup that leads from the list to the body of each row, ``also`` one that leads to further bodies;
    ``among`` returns those to choose from.
    """

    def __init__(
        self, way: str, also: str = "", *, among: Callable[[], QuerySet[Organization]], **kwargs: Any
    ) -> None:
        def bodies(request: Any) -> QuerySet[Organization]:
            return with_texts(among()).order_by("slug")

        super().__init__(queryset=bodies, **kwargs)
        self.way, self.also, self.among = way, also, among

    def filter(self, qs: QuerySet, value: Organization | None) -> QuerySet:
        if value is None:
            return qs
        kin = lineage({value.pk})
        condition = Q(**{f"{self.way}__in": kin})
        if self.also:
            condition |= Q(**{f"{self.also}__in": kin})
        return qs.filter(pk__in=qs.model._default_manager.filter(condition).values("pk"))

    def tally(self, rows: QuerySet) -> Tally:
        """A row counts once for each body, whatever names of it the row bears."""
        line = lines()
        numbers: Counter[int] = Counter()
        for body, number in tallied(rows, self.way).items():
            numbers[line.get(body, body)] += number
        if self.also:
            further = rows.order_by().filter(**{f"{self.also}__isnull": False})
            pairs = further.values_list("pk", self.way, self.also)
            numbers.update(
                other
                for _pk, other in {
                    (pk, line.get(other, other))
                    for pk, first, other in pairs
                    if line.get(other, other) != line.get(first, first)
                }
            )
        bodies = self.among().order_by().values_list("pk", "slug")
        return {slug: numbers[line.get(pk, pk)] for pk, slug in bodies}


def _choices(vocabulary: Any) -> list[tuple[str, Any]]:
    return [(value, capfirst(label)) for value, label in vocabulary.choices if value]


class OrganizationFilters(Sought):
    type = ChoiceFilter(label=_("Type"), choices=lambda: _choices(OrganizationType))
    country = ChoiceFilter(label=_("Side"), choices=lambda: _choices(Country))
    sector = SectorFilter()

    class Meta:
        model = Organization
        fields: list[str] = []


class CompanyFilters(Sought):
    country = ChoiceFilter(label=_("Side"), choices=lambda: _choices(Country))
    sector = SectorFilter()
    place = PlaceFilter()
    stage = ChoiceFilter(
        label=_("Technology"),
        field_name="technologies__stage",
        choices=lambda: _choices(DevelopmentStage),
        several=True,
    )
    size = ChoiceFilter(label=_("Size"), field_name="size_class", choices=lambda: _choices(SizeClass))

    class Meta:
        model = Company
        fields: list[str] = []


class PersonFilters(Sought):
    country = ChoiceFilter(label=_("Side"), choices=lambda: _choices(Country))

    class Meta:
        model = Person
        fields: list[str] = []
