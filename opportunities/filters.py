"""Filters of the list of opportunities."""

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from opportunities.models import Direction, Opportunity, OpportunityType
from opportunities.queries import answerable
from publishing.filters import ChoiceFilter, ListFilters, PlaceFilter, SectorFilter

__all__ = ["OpportunityFilters"]


class OpenFilter(ChoiceFilter):
    """What can still be answered, or what cannot any more."""

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        if not value:
            return qs
        return qs.filter(answerable()) if value == "yes" else qs.exclude(answerable())

    @property
    def column(self) -> Any:
        return Case(When(answerable(), then=Value("yes")), default=Value("no"))


class OpportunityFilters(ListFilters):
    """``open=yes`` keeps what can still be answered, ``open=no`` what cannot."""

    timed = True

    type = ChoiceFilter(label=_("Type"), choices=OpportunityType)
    direction = ChoiceFilter(label=_("Direction"), choices=Direction)
    sector = SectorFilter()
    place = PlaceFilter(label=_("Region"))
    open = OpenFilter(label=_("Can be answered"), choices=[("yes", _("still open")), ("no", _("no longer"))])

    class Meta:
        model = Opportunity
        fields: list[str] = []
