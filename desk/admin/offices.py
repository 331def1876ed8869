"""Admin of offices and of who belongs to them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.admin.base import PortalAdmin, columns
from publishing.languages import LANGUAGES
from publishing.models import Membership, Office

__all__ = ["OfficeAdmin"]


class MembershipPart(admin.TabularInline):
    """Who belongs to the office, and where wanted with fewer rights than elsewhere."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Office)
class OfficeAdmin(PortalAdmin):
    """Only the members of an office change what it is in charge of, and read it before it is public."""

    list_display = ("code", "list_name", "list_members", "list_entries")
    search_fields = ("code", *(f"name_{language.suffix}" for language in LANGUAGES))
    lines = ((None, columns("name", "code")),)
    ordering = ("code",)
    inlines = (MembershipPart,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        members = Count("memberships", distinct=True)
        return (
            super().get_queryset(request).annotate(members=members, in_charge=Count("entries", distinct=True))
        )

    @admin.display(description=_("name"))
    def list_name(self, office: Office) -> str:
        return str(office)

    @admin.display(description=_("members"), ordering="members")
    def list_members(self, office: Any) -> int:
        return int(office.members)

    @admin.display(description=_("entries"), ordering="in_charge")
    def list_entries(self, office: Any) -> int:
        return int(office.in_charge)
