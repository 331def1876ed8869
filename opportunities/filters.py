"""Filters of the list of opportunities."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from opportunities.models import Direction, Opportunity, OpportunityType
from opportunities.queries import answerable
from publishing.filters import ChoiceFilter, ListFilters, PlaceFilter, SectorFilter, Tally

__all__ = ["OpportunityFilters"]


class OpenFilter(ChoiceFilter):
    """What can still be answered, or what cannot any more."""

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        if not value:
            return qs
        return qs.filter(answerable()) if value == "yes" else qs.exclude(answerable())

    def tally(self, rows: QuerySet) -> Tally:
        numbers: dict[str, int] = rows.order_by().aggregate(
            all=Count("pk"), yes=Count("pk", filter=answerable())
        )
        return {"yes": numbers["yes"], "no": numbers["all"] - numbers["yes"]}


class OpportunityFilters(ListFilters):
    """``open=yes`` keeps what can still be answered, ``open=no`` what cannot."""

    type = ChoiceFilter(label=_("Type"), choices=OpportunityType)
    direction = ChoiceFilter(label=_("Direction"), choices=Direction)
    sector = SectorFilter()
    place = PlaceFilter(label=_("Region"))
    open = OpenFilter(label=_("Can be answered"), choices=[("yes", _("still open")), ("no", _("no longer"))])

    class Meta:
        model = Opportunity
        fields: list[str] = []
