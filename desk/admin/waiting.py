"""The filter that leads from the desk to the whole of what waits for a person."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.dashboard.panes import works

__all__ = ["WaitsFilter"]


class WaitsFilter(admin.SimpleListFilter):
    """What waits for the person who looks at the list, as on the desk."""

    title = _("what waits for you")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(each.code, each.title) for each in works(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {each.code: each for each in works(request.user)}.get(self.value() or "")
        return chosen.select(queryset, request.user) if chosen else queryset
