"""Filters of the list of opportunities."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opportunities.models import Direction, Opportunity, OpportunityType
from opportunities.queries import answerable
from publishing.filters import PlaceFilter, SectorFilter

__all__ = ["OpportunityFilters"]


class OpportunityFilters(django_filters.FilterSet):
    """``open=yes`` keeps what can still be answered, ``open=no`` what cannot."""

    type = django_filters.ChoiceFilter(label=_("Type"), choices=OpportunityType, empty_label=_("all"))
    direction = django_filters.ChoiceFilter(label=_("Direction"), choices=Direction, empty_label=_("all"))
    sector = SectorFilter()
    place = PlaceFilter(label=_("Region"))
    open = django_filters.ChoiceFilter(
        label=_("Can be answered"),
        choices=[("yes", _("still open")), ("no", _("no longer"))],
        empty_label=_("all"),
        method="filter_open",
    )

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def filter_open(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(answerable()) if value == "yes" else queryset.exclude(answerable())
