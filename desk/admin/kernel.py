"""Admin of standing pages, vocabularies and the list of all entries."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from desk.admin.base import PortalAdmin, ReadOnlyAdmin, admin_url, columns, entry_label, with_current_texts
from desk.admin.entry import EntryAdmin
from desk.admin.lists import EntryChangeList, EntryColumns, StageFilter, TextsFilter
from desk.admin.presence import presence
from desk.admin.unsaved import unsaved
from desk.admin.waiting import WaitsFilter
from publishing import kinds
from publishing.models import Entry, GlossaryTerm, Page, Place, Sector

__all__ = [
    "EntryIndexAdmin",
    "EveryEntryAdmin",
    "GlossaryTermAdmin",
    "PageAdmin",
    "PlaceAdmin",
    "SectorAdmin",
]


@admin.register(Page)
class PageAdmin(EntryAdmin):
    """Standing pages have wording and no facts of their own."""


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        model = model_admin.model
        return [
            (kind.code, kind.plural) for kind in kinds.every() if issubclass(kinds.model_of(kind.code), model)
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class EntryIndexAdmin(EntryColumns, ReadOnlyAdmin):
    """A list across kinds: what it shows is edited on the pages of the kinds."""

    list_display = (
        "ref",
        "list_kind",
        "list_title",
        "list_stage",
        "list_languages",
        "list_release",
        "list_author",
    )
    list_filter: ClassVar[Any] = (StageFilter, TextsFilter, KindFilter, "is_sample")
    search_fields = ("ref", "slug", "readable_texts__title")
    date_hierarchy = "release_at"
    actions = None

    @admin.display(description=_("kind"))
    def list_kind(self, entry: Entry) -> str:
        return str(kinds.get(entry.kind).label)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return EntryChangeList

    def labelled(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return with_current_texts(rows)

    def label(self, instance: Any) -> str:
        return entry_label(instance)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        return HttpResponseRedirect(admin_url(entry, "change"))


@admin.register(Entry)
class EveryEntryAdmin(EntryIndexAdmin):
    """Everything there is, of every kind; and what the pages of all kinds ask while they are open."""

    list_filter = (*EntryIndexAdmin.list_filter, WaitsFilter)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("unsaved/", view(unsaved), name="publishing_entry_unsaved"),
            path("<int:pk>/presence/", view(presence), name="publishing_entry_presence"),
            *super().get_urls(),
        ]


class TreeAdmin(PortalAdmin):
    list_select_related = ("parent",)
    search_fields = ("slug", "name_en", "name_ko", "name_zh_hans")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name_en",)}


@admin.register(Place)
class PlaceAdmin(TreeAdmin):
    list_display = ("slug", "name_en", "name_ko", "name_zh_hans", "parent", "iso_code", "zone")
    lines = ((None, columns("name", ("slug", "iso_code", "zone"), ("parent", "position"))),)


@admin.register(Sector)
class SectorAdmin(TreeAdmin):
    list_display = ("slug", "name_en", "name_ko", "name_zh_hans", "parent")
    lines = ((None, columns("name", "slug", ("parent", "position"))),)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(PortalAdmin):
    list_display = ("slug", "term_en", "term_ko", "term_zh_hans")
    search_fields = ("slug", "term_en", "term_ko", "term_zh_hans")
    prepopulated_fields = {"slug": ("term_en",)}
    lines = ((None, columns("term", "definition", "slug")),)
