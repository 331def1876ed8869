"""Parts that have a page of their own because they have parts themselves or are chosen elsewhere."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.admin.base import admin_url, entry_label, with_current_texts
from desk.admin.facts import FactsAdmin
from publishing.models import Entry

__all__ = ["PartAdmin"]


class PartAdmin(FactsAdmin):
    """A part is begun and removed on the page of its entry, and edited there or here under the same rules.

    ``owner`` names the field that leads to the entry.
    """

    owner: str

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.labelled(super().get_queryset(request))

    def labelled(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        owner: Any = self.model._meta.get_field(self.owner).related_model
        return rows.prefetch_related(Prefetch(self.owner, with_current_texts(owner._default_manager.all())))

    @admin.display(description=_("belongs to"))
    def list_owner(self, part: Any) -> str:
        entry: Entry = getattr(part, self.owner)
        return format_html('<a href="{}">{}</a>', admin_url(entry, "change"), entry_label(entry))

    def entry_of(self, obj: Any) -> Entry | None:
        entry = super().entry_of(obj)
        return entry.specific if entry else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.with_severity(request, obj, list(super().get_fieldsets(request, obj)))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(getattr(obj, self.owner), "change"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit_facts(request, obj) if obj else super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
