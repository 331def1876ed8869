"""Filters of the lists of bodies and people, and the filter by a body that other lists use."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organizations.marks import verified
from organizations.models import Company, Organization, Person
from organizations.models.companies import DevelopmentStage, SizeClass
from organizations.models.organizations import Country, OrganizationType, lineage, lines
from publishing import search, tallies
from publishing.filters import (
    ChoiceFilter,
    EntryFilter,
    ListFilters,
    PlaceFilter,
    SectorFilter,
    Tally,
)
from publishing.visibility import with_texts

__all__ = ["BodyFilter", "CompanyFilters", "OrganizationFilters", "PersonFilters", "Sought"]


class Sought(ListFilters):
    """A filter set whose ``q`` looks for words as the search of the portal does."""

    q = django_filters.CharFilter(label=_("Words"), method="sought")
    _looked_up: tuple[str, Q] | None = None

    def sought(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(self._matching(value))

    def _matching(self, words: str) -> Q:
        """What holds the words, which is looked up once for all that is counted."""
        if self._looked_up is None or self._looked_up[0] != words:
            self._looked_up = words, search.matches(words, self.queryset.model)
        return self._looked_up[1]


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
        self.way, self.also = way, also

    def filter(self, qs: QuerySet, value: Organization | None) -> QuerySet:
        if value is None:
            return qs
        kin = lineage({value.pk})
        condition = Q(**{f"{self.way}__in": kin})
        if self.also:
            condition |= Q(**{f"{self.also}__in": kin})
        return qs.filter(pk__in=qs.model._default_manager.filter(condition).values("pk"))

    @property
    def column(self) -> Any:
        return self.way

    def measure(self, rows: QuerySet, numbers: tallies.Numbers | None) -> Any:
        """The rows by their body, and those with further bodies by it and the set of these."""
        further: dict[int, tuple[int | None, set[int]]] = {}
        if self.also:
            pairs = rows.order_by().filter(**{f"{self.also}__isnull": False})
            for pk, first, other in pairs.values_list("pk", self.way, self.also):
                further.setdefault(pk, (first, set()))[1].add(other)
        return numbers, Counter((first, frozenset(others)) for first, others in further.values())

    def tell(self, measured: Any, field: Any) -> Tally:
        """A row counts once for each body, whatever names of it the row bears."""
        by_body, further = measured
        line = lines()
        numbers: Counter[int] = Counter()
        for body, number in by_body.items():
            numbers[line.get(body, body)] += number
        for (first, others), number in further.items():
            for body in {line.get(other, other) for other in others} - {line.get(first, first)}:
                numbers[body] += number
        return {body.slug: numbers[line.get(body.pk, body.pk)] for body in field.queryset}


def _choices(vocabulary: Any) -> list[tuple[str, Any]]:
    return [(value, capfirst(label)) for value, label in vocabulary.choices if value]


class OrganizationFilters(Sought):
    type = ChoiceFilter(label=_("Type"), choices=lambda: _choices(OrganizationType))
    country = ChoiceFilter(label=_("Side"), choices=lambda: _choices(Country))
    sector = SectorFilter()

    class Meta:
        model = Organization
        fields: list[str] = []


class VerifiedFilter(ChoiceFilter):
    """Companies that bear a mark which counts today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Verified"), choices=lambda: [("yes", _("only verified"))], **kwargs)

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        return qs.filter(verified()) if value else qs

    @property
    def column(self) -> Any:
        return None

    def measure(self, rows: QuerySet, numbers: tallies.Numbers | None) -> Any:
        return {"yes": rows.filter(verified()).count()}


class CompanyFilters(Sought):
    country = ChoiceFilter(label=_("Side"), choices=lambda: _choices(Country))
    sector = SectorFilter()
    place = PlaceFilter()
    stage = ChoiceFilter(
        label=_("Stage of development"),
        field_name="technologies__stage",
        choices=lambda: _choices(DevelopmentStage),
        several=True,
    )
    size = ChoiceFilter(label=_("Size"), field_name="size_class", choices=lambda: _choices(SizeClass))
    verified = VerifiedFilter()

    class Meta:
        model = Company
        fields: list[str] = []


class PersonFilters(Sought):
    country = ChoiceFilter(label=_("Side"), choices=lambda: _choices(Country))

    class Meta:
        model = Person
        fields: list[str] = []
