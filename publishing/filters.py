"""Filters that the public lists share; they read their values from the address and name what is wrong with one."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from publishing.models import Entry, Place, Sector

__all__ = ["PlaceFilter", "SectorFilter", "TreeFilter"]


class TreeFilter(django_filters.ModelChoiceFilter):
    """Entries that are classified by a node of a vocabulary, or by any node below it; the value is its code."""

    tree: type[Sector] | type[Place]
    relation: str

    def __init__(self, **kwargs: Any) -> None:
        options = {"to_field_name": "slug", "empty_label": _("all"), **kwargs}
        super().__init__(queryset=self.tree.objects.all(), **options)

    def filter(self, qs: QuerySet, value: Sector | Place | None) -> QuerySet:
        if value is None:
            return qs
        below = self.tree.subtree(value.slug)
        return qs.filter(pk__in=Entry.objects.filter(**{f"{self.relation}__in": below}).values("pk"))


class SectorFilter(TreeFilter):
    tree = Sector
    relation = "sectors"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Field"), **kwargs})


class PlaceFilter(TreeFilter):
    tree = Place
    relation = "places"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Place"), **kwargs})
