"""Filters of the lists of events."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from events.models import Delegation, Event, EventSeries, Exhibition, Forum, Meeting
from events.queries import not_over
from publishing.filters import ChoiceFilter, EntryFilter, ListFilters, PlaceFilter, SectorFilter, YearFilter
from publishing.visibility import public, with_texts

__all__ = ["CalendarFilters", "EventFilters", "FeedFilters", "years"]

# The filters that most readers come for stand first.
LEADING = ("type", "year")
KINDS = (Delegation, Forum, Exhibition, Meeting)


def years(model: type[Event]) -> list[tuple[str, str]]:
    """The years in which visible events of ``model`` began, the latest first."""
    days = public(model).filter(starts_on__isnull=False)
    years = days.order_by("-starts_on__year").values_list("starts_on__year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def _series(_request: Any) -> QuerySet[EventSeries]:
    return with_texts(public(EventSeries))


class EventFilters(ListFilters):
    """What events of every kind are sorted by."""

    series = EntryFilter(label=_("Series"), queryset=_series)
    place = PlaceFilter()
    sector = SectorFilter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"] = YearFilter(
            year=ExtractYear("starts_on"), choices=partial(years, self.queryset.model)
        )
        for name in reversed(LEADING):
            if name in self.filters:
                self.filters.move_to_end(name, last=False)

    class Meta:
        model = Event
        fields: list[str] = []


class FeedFilters(EventFilters):
    """What the calendar of all kinds is sorted by, too."""

    type = ChoiceFilter(
        field_name="kind", label=_("Kind"), choices=[(model.KIND.code, model.KIND.label) for model in KINDS]
    )

    class Meta(EventFilters.Meta):
        pass


class CalendarFilters(FeedFilters):
    """The calendar shows what is not over yet; a year shows all of that year."""

    timed = True

    class Meta(FeedFilters.Meta):
        pass

    def narrow(self, queryset: QuerySet, chosen: Mapping[str, Any]) -> QuerySet:
        rows = super().narrow(queryset, chosen)
        return rows if chosen.get("year") else rows.filter(not_over())

    def apart(self) -> set[str]:
        """Years are counted over all events, past ones too."""
        return super().apart() | {"year"}

    def beside(self, name: str) -> QuerySet:
        if name != "year":
            return super().beside(name)
        return super().narrow(self.queryset.all(), {**self.form.cleaned_data, name: None})
