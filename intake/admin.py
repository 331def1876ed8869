"""Records about personal data: what was agreed to, who saw it, when it was erased. Nothing is edited here."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intake.models import Consent, Erasure, Reading
from intake.reading import Manner, records_for
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["ConsentAdmin", "ErasureAdmin", "ReadingAdmin"]


def _moment(at: Any) -> str:
    return formats.moment(at, Zone.SEOUL, active()) if at else "–"


class RecordAdmin(admin.ModelAdmin):
    """A list of records, those of the person's offices only."""

    search_fields = ("ref",)
    search_help_text = _("By reference")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(records_for(request.user))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("at"), ordering="at")
    def list_at(self, record: Any) -> str:
        return _moment(record.at)


@admin.register(Consent)
class ConsentAdmin(RecordAdmin):
    """What a sender agreed to or did not, in the words that were shown."""

    list_display = ("ref", "purpose", "is_given", "version", "language", "list_at", "list_withdrawn")
    list_filter = ("purpose", "is_given", "version", "language")
    fields = ("ref", "purpose", "is_given", "version", "language", "shown", "list_at", "list_withdrawn")

    @admin.display(description=_("withdrawn"), ordering="withdrawn_at")
    def list_withdrawn(self, consent: Consent) -> str:
        return _moment(consent.withdrawn_at)


class ReaderFilter(admin.SimpleListFilter):
    """Who has read at all, among those whose readings may be seen."""

    title = _("by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        readers = model_admin.get_queryset(request).order_by().values("by")
        users = get_user_model().objects.filter(pk__in=readers).order_by("username")
        return [(str(user.pk), user.get_full_name() or user.get_username()) for user in users]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(by=self.value()) if self.value() in known else queryset


class MannerFilter(admin.SimpleListFilter):
    title = _("how")
    parameter_name = "way"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Manner.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(way=self.value()) if self.value() in Manner.values else queryset


@admin.register(Reading)
class ReadingAdmin(RecordAdmin):
    """Who on the staff saw what, when and how."""

    list_display = ("ref", "list_at", "by", "list_way", "address")
    list_filter = (ReaderFilter, MannerFilter, "at")
    list_select_related = ("by",)
    list_display_links = None

    @admin.display(description=_("how"), ordering="way")
    def list_way(self, reading: Reading) -> str:
        return str(Manner(reading.way).label) if reading.way in Manner.values else reading.way


@admin.register(Erasure)
class ErasureAdmin(RecordAdmin):
    """The proof that personal data were erased: when, how, which, and by when it had to be."""

    list_display = ("ref", "list_at", "way", "by", "list_due", "list_fields")
    list_filter = ("way", "at")
    list_select_related = ("by",)
    list_display_links = None

    @admin.display(description=_("due"), ordering="due_at")
    def list_due(self, erasure: Erasure) -> str:
        return _moment(erasure.due_at)

    @admin.display(description=_("what was erased"))
    def list_fields(self, erasure: Erasure) -> str:
        return ", ".join(erasure.fields)
