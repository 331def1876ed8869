"""Filters of the list of outcomes."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from outcomes.models import Outcome
from outcomes.stages import OutcomeStage
from publishing.filters import ChoiceFilter, EntryFilter, ListFilters, PlaceFilter, SectorFilter, YearFilter
from publishing.visibility import public, with_texts

__all__ = ["OutcomeFilters"]


def _stages() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in OutcomeStage.choices]


def _events(_request: Any) -> QuerySet[Event]:
    return with_texts(public(Event)).filter(pk__in=public(Outcome).values("event"))


def _years() -> list[tuple[str, str]]:
    years = public(Outcome).order_by("-as_of__year").values_list("as_of__year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


class OutcomeFilters(ListFilters):
    stage = ChoiceFilter(field_name="outcome_stage", label=pgettext_lazy("outcome", "Stage"), choices=_stages)
    event = EntryFilter(label=_("Came of"), queryset=_events)
    year = YearFilter(year=ExtractYear("as_of"), choices=_years)
    sector = SectorFilter()
    place = PlaceFilter()

    class Meta:
        model = Outcome
        fields: list[str] = []
