"""Audit records and revisions: to be read, never edited."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.admin.base import ReadOnlyAdmin, admin_url, entry_label, with_current_texts
from desk.admin.history import ACTION_LABELS
from publishing import formats, offices
from publishing.enums import Zone
from publishing.languages import Language, active
from publishing.models import AuditRecord, Entry, Revision, Text
from publishing.models.records import CHANNELS

__all__ = ["AuditRecordAdmin", "RevisionAdmin"]


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return ACTION_LABELS.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class ChannelFilter(admin.SimpleListFilter):
    title = _("through")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return CHANNELS.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(channel=self.value()) if self.value() else queryset


class RecordAdmin(ReadOnlyAdmin):
    actions = None
    date_hierarchy = "at"
    search_fields = ("entry__ref", "entry__slug", "actor__username")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        entries = with_current_texts(Entry.objects.all())
        return (
            super()
            .get_queryset(request)
            .filter(offices.readable(request.user, through="entry"))
            .select_related("actor")
            .prefetch_related(Prefetch("entry", entries))
        )

    @admin.display(description=_("at"), ordering="at")
    def when(self, record: Any) -> str:
        return formats.moment(record.at, Zone.SEOUL, active())

    @admin.display(description=_("entry"))
    def about(self, record: Any) -> str:
        return format_html(
            '<a href="{}">{}</a>', admin_url(record.entry, "history"), entry_label(record.entry)
        )


@admin.register(AuditRecord)
class AuditRecordAdmin(RecordAdmin):
    list_display = ("when", "actor", "what", "about", "reason", "way", "address")
    list_filter = (ActionFilter, ChannelFilter)
    fields = ("when", "actor", "what", "about", "version", "reason", "detail", "way", "address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without what is said about versions that another office is working on."""
        kept = Text.objects.open().exclude(offices.readable_texts(request.user))
        return super().get_queryset(request).exclude(text__in=kept)

    @admin.display(description=_("text"))
    def version(self, record: AuditRecord) -> str:
        """The language and number: the title may be that of a draft of another office."""
        text = record.text
        return f"{Language(text.language).label}, {text.version}" if text else "–"

    @admin.display(description=_("through"))
    def way(self, record: AuditRecord) -> str:
        return str(record.way)

    @admin.display(description=_("action"))
    def what(self, record: AuditRecord) -> str:
        return str(ACTION_LABELS.get(record.action, record.action))


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ("when", "actor", "number", "about", "note")
    fields = ("when", "actor", "number", "about", "note")
