"""Filters of the list of opportunities."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from opportunities.models import Direction, Opportunity, OpportunityType
from opportunities.queries import answerable, archived
from organizations.models.companies import DevelopmentStage
from publishing import clock
from publishing.filters import ChoiceFilter, ListFilters, PlaceFilter, SectorFilter
from publishing.languages import Language

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


class ConditionFilter(ChoiceFilter):
    """Choices of which several may hold for one opportunity; :meth:`fits` says when one does."""

    def fits(self, value: str) -> Q:
        raise NotImplementedError

    def prepared(self, qs: QuerySet) -> QuerySet:
        """``qs`` with what :meth:`fits` asks for."""
        return qs

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        return self.prepared(qs).filter(self.fits(value)) if value else qs

    @property
    def column(self) -> Any:
        return None

    def measure(self, rows: QuerySet, numbers: Any) -> Any:
        """How many fit each choice, in one query."""
        values = [str(value) for value, _label in self.extra["choices"]]
        counted = {
            f"fit_{number}": Count("pk", filter=self.fits(value)) for number, value in enumerate(values)
        }
        found = self.prepared(rows.order_by()).aggregate(**counted)
        return dict(zip(values, found.values(), strict=True))


class LanguageFilter(ConditionFilter):
    """A language in which answers are read."""

    def prepared(self, qs: QuerySet) -> QuerySet:
        # As text, because SQLite cannot look into lists.
        return qs.alias(languages_listed=Cast("languages_accepted", TextField()))

    def fits(self, value: str) -> Q:
        return Q(languages_listed__contains=f'"{value}"')


class WithinFilter(ConditionFilter):
    """What can be answered and closes within so many days."""

    def fits(self, value: str) -> Q:
        return answerable() & Q(deadline_at__lte=clock.now() + timedelta(days=int(value)))


class OpportunityFilters(ListFilters):
    """``open=yes`` keeps what can still be answered, ``open=no`` what cannot; archived ones come with ``no`` alone."""

    timed = True

    type = ChoiceFilter(label=_("Type"), choices=OpportunityType)
    direction = ChoiceFilter(label=_("Direction"), choices=Direction)
    sector = SectorFilter()
    place = PlaceFilter(label=_("Region"))
    stage = ChoiceFilter(
        field_name="stage_of_development", label=_("Stage of development"), choices=DevelopmentStage
    )
    closes = WithinFilter(
        label=_("Closes within"),
        choices=[("7", _("a week")), ("14", _("two weeks")), ("30", _("30 days")), ("90", _("90 days"))],
    )
    language = LanguageFilter(label=_("Answers in"), choices=Language.choices)
    open = OpenFilter(label=_("Can be answered"), choices=[("yes", _("still open")), ("no", _("no longer"))])

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def narrow(self, queryset: QuerySet, chosen: Mapping[str, Any]) -> QuerySet:
        rows = super().narrow(queryset, chosen)
        return rows if chosen.get("open") else rows.exclude(archived())

    def apart(self) -> set[str]:
        """Whether they can be answered is counted over all, archived ones too."""
        return super().apart() | {"open"}

    def beside(self, name: str) -> QuerySet:
        if name != "open":
            return super().beside(name)
        return super().narrow(self.queryset.all(), {**self.form.cleaned_data, name: None})
