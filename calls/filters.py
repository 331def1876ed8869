"""Filters of the list of calls."""

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from calls.models import Call, JoinsAs
from calls.queries import answerable
from publishing.filters import ChoiceFilter, ListFilters, PlaceFilter, SectorFilter

__all__ = ["CallFilters"]


class OpenFilter(ChoiceFilter):
    """What companies can still apply to, or cannot any more."""

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        if not value:
            return qs
        return qs.filter(answerable()) if value == "yes" else qs.exclude(answerable())

    @property
    def column(self) -> Any:
        return Case(When(answerable(), then=Value("yes")), default=Value("no"))


class CallFilters(ListFilters):
    """``open=yes`` keeps what companies can apply to now, ``open=no`` what they cannot."""

    timed = True

    capacity = ChoiceFilter(label=_("Takes part as"), choices=JoinsAs)
    sector = SectorFilter()
    place = PlaceFilter(label=_("Region"))
    open = OpenFilter(label=_("Takes applications"), choices=[("yes", _("now")), ("no", _("not now"))])

    class Meta:
        model = Call
        fields: list[str] = []
