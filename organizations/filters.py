"""Filters of the lists of bodies and people, and the filter by a body that other lists use."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from organizations.models import Company, Organization, Person
from organizations.models.companies import DevelopmentStage, SizeClass
from organizations.models.organizations import Country, OrganizationType, lineage
from publishing import search
from publishing.filters import PlaceFilter, SectorFilter
from publishing.models import Entry
from publishing.presentation import foreign
from publishing.visibility import with_texts

__all__ = ["BodyFilter", "CompanyFilters", "OrganizationFilters", "PersonFilters", "Sought"]


class Sought(django_filters.FilterSet):
    """A filter set whose ``q`` looks for words as the search of the portal does."""

    q = django_filters.CharFilter(label=_("Words"), method="sought")

    def sought(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(search.matches(value))


class _TitleSelect(forms.Select):
    """A choice of entries by their titles, each marked with its language where that is not the page's."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        entry = getattr(value, "instance", None)
        text = entry.text() if isinstance(entry, Entry) else None
        if text and (language := foreign(text.language)):
            option["attrs"]["lang"] = language
        return option


class _TitleField(ModelChoiceField):
    widget = _TitleSelect

    def label_from_instance(self, obj: Entry) -> str:
        return obj.title


class BodyFilter(django_filters.ModelChoiceFilter):
    """What belongs to a body under any of its names: those of its predecessors and successors count too.

    ``ways`` are the lookups that lead from the list to its bodies, ``among`` returns those to choose from.
    """

    field_class = _TitleField

    def __init__(self, *ways: str, among: Callable[[], QuerySet[Organization]], **kwargs: Any) -> None:
        def bodies(request: Any) -> QuerySet[Organization]:
            return with_texts(among()).order_by("slug")

        super().__init__(queryset=bodies, to_field_name="slug", empty_label=_("all"), **kwargs)
        self.ways = ways

    def filter(self, qs: QuerySet, value: Organization | None) -> QuerySet:
        if value is None:
            return qs
        kin = lineage({value.pk})
        condition = Q()
        for way in self.ways:
            condition |= Q(**{f"{way}__in": kin})
        return qs.filter(pk__in=qs.model._default_manager.filter(condition).values("pk"))


def _choices(vocabulary: Any) -> list[tuple[str, Any]]:
    return [(value, capfirst(label)) for value, label in vocabulary.choices if value]


class OrganizationFilters(Sought):
    type = django_filters.ChoiceFilter(
        label=_("Type"), choices=lambda: _choices(OrganizationType), empty_label=_("all")
    )
    country = django_filters.ChoiceFilter(
        label=_("Side"), choices=lambda: _choices(Country), empty_label=_("all")
    )
    sector = SectorFilter()

    class Meta:
        model = Organization
        fields: list[str] = []


class CompanyFilters(Sought):
    country = django_filters.ChoiceFilter(
        label=_("Side"), choices=lambda: _choices(Country), empty_label=_("all")
    )
    sector = SectorFilter()
    place = PlaceFilter()
    stage = django_filters.ChoiceFilter(
        label=_("Technology"),
        field_name="technologies__stage",
        choices=lambda: _choices(DevelopmentStage),
        empty_label=_("all"),
        distinct=True,
    )
    size = django_filters.ChoiceFilter(
        label=_("Size"), field_name="size_class", choices=lambda: _choices(SizeClass), empty_label=_("all")
    )

    class Meta:
        model = Company
        fields: list[str] = []


class PersonFilters(Sought):
    country = django_filters.ChoiceFilter(
        label=_("Side"), choices=lambda: _choices(Country), empty_label=_("all")
    )

    class Meta:
        model = Person
        fields: list[str] = []
