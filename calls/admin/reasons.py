"""Admin of the reasons that decisions use again."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from calls.models import CannedReason
from desk.admin import PortalAdmin, columns

__all__ = ["CannedReasonAdmin"]


@admin.register(CannedReason)
class CannedReasonAdmin(PortalAdmin):
    list_display = ("name", "state", "position")
    list_filter = ("state",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": columns(("state", "position"), "name", "body")(CannedReason)})]
