"""What the inbox is narrowed by; every choice comes from what the person may see."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.admin.base import entry_label, with_current_texts
from interest.inbox import overdue, unassigned, waiting, within
from interest.models import ExpressionState
from publishing.models import Entry

__all__ = ["AssignedFilter", "CenterFilter", "LateFilter", "OpportunityFilter", "StateFilter"]


class StateFilter(admin.SimpleListFilter):
    """What waits, unless a state is asked for; shown as tabs above the list and not beside it."""

    title = _("state")
    parameter_name = "state"
    template = "admin/interest/nothing.html"
    EVERY = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*ExpressionState.choices, (self.EVERY, _("all"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value in ExpressionState.values:
            return queryset.filter(state=value)
        return queryset if value == self.EVERY else queryset.filter(waiting())


class AssignedFilter(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("me", pgettext_lazy("assigned to", "me")),
            ("nobody", pgettext_lazy("assigned to", "nobody")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "me":
            return queryset.filter(assigned_to=request.user.pk)
        return queryset.filter(unassigned()) if self.value() == "nobody" else queryset


class LateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("interest", "reply")
    parameter_name = "reply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("overdue", pgettext_lazy("reply", "overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(overdue()) if self.value() == "overdue" else queryset


class AmongFilter(admin.SimpleListFilter):
    """The entries at ``path`` of the expressions that the person may see."""

    path: ClassVar[str]
    limit = 60

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        used = within(request.user).order_by().values(self.path)
        entries = with_current_texts(Entry.objects.filter(pk__in=used).order_by("-pk"))[: self.limit]
        return [(str(entry.pk), entry_label(entry)) for entry in entries]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {value for value, _label in self.lookup_choices}
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset


class OpportunityFilter(AmongFilter):
    title = _("opportunity")
    parameter_name = "opportunity"
    path = "opportunity"


class CenterFilter(AmongFilter):
    title = _("center")
    parameter_name = "center"
    path = "opportunity__center"
