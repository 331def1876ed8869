"""Filters of the lists of events."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Delegation, Event, EventSeries, Exhibition, Forum, Meeting
from events.queries import not_over
from publishing.filters import PlaceFilter, SectorFilter
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


class SeriesChoice(django_filters.ModelChoiceFilter):
    """Editions of one series, by its address; a series is called by its title."""

    def __init__(self, **kwargs: Any) -> None:
        options = {"label": _("Series"), "to_field_name": "slug", "empty_label": _("all"), **kwargs}
        super().__init__(queryset=lambda _request: with_texts(public(EventSeries)), **options)

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda series: series.title
        return field


class EventFilters(django_filters.FilterSet):
    """What events of every kind are sorted by."""

    series = SeriesChoice()
    place = PlaceFilter()
    sector = SectorFilter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"] = django_filters.ChoiceFilter(
            field_name="starts_on__year",
            label=_("Year"),
            choices=partial(years, self.queryset.model),
            empty_label=_("all"),
        )
        for name in reversed(LEADING):
            if name in self.filters:
                self.filters.move_to_end(name, last=False)

    class Meta:
        model = Event
        fields: list[str] = []


class FeedFilters(EventFilters):
    """What the calendar of all kinds is sorted by, too."""

    type = django_filters.ChoiceFilter(
        field_name="kind",
        label=_("Kind"),
        choices=[(model.KIND.code, model.KIND.label) for model in KINDS],
        empty_label=_("all"),
    )

    class Meta(EventFilters.Meta):
        pass


class CalendarFilters(FeedFilters):
    """The calendar shows what is not over yet; a year shows all of that year."""

    class Meta(FeedFilters.Meta):
        pass

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("year") else rows.filter(not_over())
