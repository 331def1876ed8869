"""The page of an entry: where it stands, its texts in three languages, its facts and parts, and what comes next."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects, flatten_fieldsets
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.admin import permissions
from desk.admin.access import access_route, may_grant
from desk.admin.base import Lines, actor_of, admin_url, columns, entry_label, with_current_texts
from desk.admin.boardpage import board_page
from desk.admin.facts import FactsAdmin, desk
from desk.admin.history import history_page
from desk.admin.lists import EntryChangeList, EntryColumns, StageFilter, TextsFilter
from desk.admin.panels import TextPanels, heading
from desk.admin.parts import AttachmentPart, CorrectionPart, CountPart, ImagePart, MoneyPart
from desk.admin.steppages import StepPages
from desk.admin.steps import entry_buttons, text_buttons
from desk.admin.versions import facts_page, texts_page
from desk.forms import EntryForm
from desk.notices import notices, tools
from desk.preview.addresses import draft_url
from desk.readiness import reasons_of
from publishing import formats
from publishing.actions import Create, HandOver
from publishing.enums import EntryState, Stage
from publishing.languages import active
from publishing.looking import looked_at
from publishing.models import AuditRecord, Entry, Text
from publishing.visibility import is_visible

__all__ = ["EntryAdmin"]


class EntryAdmin(EntryColumns, FactsAdmin):
    """Base of the admin of every kind of entry; a kind names its facts, its parts and its columns.

    ``facts`` are fieldsets of the kind's own fields, ``parts`` the inlines before the kernel's own, ``leading_columns``,
    ``kind_columns`` and ``kind_filters`` what its list has beside the rest, ``text_labels`` what its title is called.
    """

    form = EntryForm
    change_form_template = "admin/entry/change_form.html"
    change_list_template = "admin/entry/change_list.html"
    facts: tuple[tuple[Any, Lines], ...] = ()
    parts: tuple[Any, ...] = ()
    leading_columns: tuple[str, ...] = ()
    kind_columns: tuple[str, ...] = ()
    kind_filters: tuple[Any, ...] = ()
    kind_search: tuple[str, ...] = ()
    kind_autocomplete: tuple[str, ...] = ()
    zones: ClassVar[dict[str, str]] = {"release_at": "release_zone"}
    text_labels: ClassVar[Mapping[str, "str | Promise"]] = {}
    search_fields = ("ref", "slug", "readable_texts__title")
    date_hierarchy = "release_at"

    def get_list_display(self, request: HttpRequest) -> Any:
        standing = ["list_stage", "list_languages", "list_release"]
        return ["ref", "list_title", *self.leading_columns, *standing, *self.kind_columns, "list_author"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        used = admin.RelatedOnlyFieldListFilter
        return [
            StageFilter,
            TextsFilter,
            *self.kind_filters,
            ("sectors", used),
            ("places", used),
            "is_sample",
        ]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.search_fields, *self.kind_search]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return ["related", "sectors", "places", *self.kind_autocomplete]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return EntryChangeList

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        kernel = [ImagePart, AttachmentPart, MoneyPart, CountPart]
        return [*self.parts, *kernel, *([CorrectionPart] if obj and obj.corrections.exists() else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        approved = obj is not None and obj.state == EntryState.APPROVED
        moment = ("release_moment",) if approved else (("release_at", "release_zone"),)
        sets = [
            *self.facts,
            (_("Release"), columns(*moment, "release_policy")),
            (_("Where it belongs"), columns("sectors", "places", "related")),
            (
                _("Address, languages and rights"),
                columns("slug", "authoritative_language", "office", "licence", "is_sample"),
            ),
        ]
        fieldsets = [(title, {"fields": lines(self.model)}) for title, lines in sets]
        return self.with_severity(request, obj, fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is not None and not self.may_edit_facts(request, obj):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        fixed = ["release_moment", "slug"] if obj is not None and obj.state == EntryState.APPROVED else []
        return fixed if obj is None or self.may_hand_over(request, obj) else [*fixed, "office"]

    def may_hand_over(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the person may put the entry in the charge of another office."""
        return permissions.allowed(request.user, HandOver.verb, HandOver.permission, self.model, obj)

    @admin.display(description=_("release time"))
    def release_moment(self, entry: Entry) -> str:
        if entry.release_at is None:
            return "–"
        return formats.moment(entry.release_at, entry.release_zone, active())

    # --- Who may ---

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            may_write = permissions.may_write_texts(request.user, self.model, None)
            return super().has_change_permission(request) or (
                may_write and super().has_view_permission(request)
            )
        return self.may_edit_facts(request, obj) or permissions.may_write_texts(request.user, self.model, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        never_approved = obj is None or (obj.state == EntryState.DRAFT and obj.revision == 0)
        return never_approved and super().has_delete_permission(request, obj)

    # --- Choices ---

    def labelled(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return with_current_texts(rows)

    def label(self, instance: Any) -> str:
        return entry_label(instance)

    # --- The page ---

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        page = self.admin_site.admin_view(StepPages(self).view)
        pages: dict[str, tuple[str, Any]] = {
            "board": ("board/", board_page),
            "versions": ("versions/<slug:language>/", texts_page),
            "fact_versions": ("versions/", facts_page),
        }
        return [
            *(
                path(
                    f"<int:pk>/{route}",
                    self.admin_site.admin_view(partial(view, self)),
                    name=f"{name}_{each}",
                )
                for each, (route, view) in pages.items()
            ),
            path("<int:pk>/action/<slug:verb>/", page, name=f"{name}_step"),
            path("<int:pk>/action/<slug:verb>/<slug:language>/", page, name=f"{name}_text_step"),
            access_route(self, name),
            *super().get_urls(),
        ]

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        if request.method == "POST" and change:
            # From here on nobody else changes what is compared with what was sent.
            stored = Entry.objects.select_for_update().get(pk=obj.pk)
            desk(request).looked = looked_at(stored)
        formsets, inlines = super()._create_formsets(request, obj, change)
        data = request.POST if request.method == "POST" else None
        panels = TextPanels(obj, self.model.KIND, request.user, data, self.text_labels)
        desk(request).panels = panels
        return [*formsets, panels], [*inlines, None]

    def get_inline_formsets(
        self,
        request: HttpRequest,
        formsets: list[Any],
        inline_instances: list[Any],
        obj: Any = None,
        **kwargs: Any,
    ) -> Any:
        return super().get_inline_formsets(request, formsets[:-1], inline_instances[:-1], obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and "office" in form.changed_data:
            # Handed over below, with a record of its own, once everything else is stored under the old one.
            obj.office_id = form.initial["office"]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        *parts, panels = formsets
        super().save_related(request, form, parts, change)
        actor = actor_of(request)
        if not change:
            Create(form.instance, actor).execute()
        panels.save(actor)
        if change and "office" in form.changed_data and self.may_edit_facts(request, form.instance):
            HandOver(form.instance, actor, office=form.cleaned_data["office"]).execute()
        for warning in panels.warnings():
            messages.warning(request, warning)
        self.tell_taken(request, panels.taken())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> Any:
        panels = desk(request).panels
        if panels is None:
            raise TypeError("the page of an entry is made with its texts")
        context["media"] += panels.media
        context |= {
            "panels": panels.panels,
            "title": self.opts.verbose_name,
            "subtitle": heading(obj) if obj else _("new"),
            "may_edit_facts": self.may_edit_facts(request, obj),
            "may_edit": obj is None or self.has_change_permission(request, obj),
            "notices": notices(request, obj) if obj is not None else [],
            "tools": tools(request, self.model) if obj is None else [],
        }
        if obj is not None:
            context |= self._standing(request, obj, panels)
            context["looked"] = desk(request).looked or looked_at(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _standing(self, request: HttpRequest, entry: Any, panels: TextPanels) -> dict[str, Any]:
        for panel in panels.panels:
            panel.steps = text_buttons(request.user, entry, panel)
        stage = entry.stage()
        reads_drafts = permissions.may_read_drafts(request.user, entry)
        return {
            "stage": stage,
            "moment": self.release_moment(entry) if entry.release_at else "",
            "withdrawn": formats.moment(entry.withdrawn_at, entry.release_zone, active())
            if entry.withdrawn_at
            else "",
            "reasons": reasons_of(entry) if stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.SCHEDULED) else [],
            "buttons": entry_buttons(request.user, entry),
            "history_url": admin_url(entry, "history"),
            # A form that came back may hold an address that is none.
            "draft_url": ""
            if stage is Stage.WITHDRAWN or request.method == "POST" or not reads_drafts
            else draft_url(entry),
            "access_url": admin_url(entry, "access") if may_grant(request.user, entry) else "",
            "board_url": admin_url(entry, "board") if reads_drafts else "",
        }

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and is_visible(obj) else None

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_then" in request.POST:
            return StepPages(self).take(request, obj, request.POST["_then"])
        return super().response_add(request, obj, post_url_continue)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(obj, "change"))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_then" in request.POST:
            if request.POST.get("_looked", desk(request).looked) != desk(request).looked:
                told = _(
                    "Your changes are saved. Somebody else has changed the entry too: look at it before the next step."
                )
                messages.warning(request, told)
                return self.response_post_save_change(request, obj)
            return StepPages(self).take(request, obj, request.POST["_then"])
        return super().response_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(obj, "change"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return history_page(self, request, object_id)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(
            request, {"tools": tools(request, self.model), **(extra_context or {})}
        )

    # --- Deleting what never went out ---

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, _needed, _protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), _holders(objs)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete a draft with its records: nobody but its authors ever saw it."""
        AuditRecord.objects.filter(entry_id=obj.pk).delete()
        obj.texts.filter(based_on__isnull=False).delete()
        super().delete_model(request, obj)


def _holders(entries: Any) -> list[str]:
    """What points to ``entries`` and keeps them from being deleted; their own records and texts do not."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(entries)
    own = {entry.pk for entry in entries}
    return sorted(
        f"{each._meta.verbose_name}: {each}"
        for each in collector.protected
        if not (isinstance(each, AuditRecord | Text) and each.entry_id in own)
    )
