"""Admin of instruments, mechanisms, programs and projects."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from desk.admin import EntryAdmin, Part, PortalAdmin, RelatedEntryFilter, Table, columns
from programs.models import Instrument, Mechanism, Milestone, Party, Program, ProgressReport, Project
from publishing.languages import LANGUAGES

NAMES = tuple(to_attribute("name", language) for language in LANGUAGES)


@admin.register(Instrument)
class InstrumentAdmin(PortalAdmin):
    list_display = ("name", "type", "signed_on", "valid_from", "valid_to")
    list_filter = ("type",)
    search_fields = ("slug", *NAMES)
    autocomplete_fields = ("parties",)
    prepopulated_fields = {"slug": ("name_en",)}
    lines = (
        (
            None,
            columns("name", ("slug", "type"), ("signed_on", "valid_from", "valid_to"), "parties", "summary"),
        ),
    )

    @admin.display(description=_("name"), ordering="slug")
    def name(self, instrument: Instrument) -> str:
        return str(instrument)


@admin.register(Mechanism)
class MechanismAdmin(PortalAdmin):
    list_display = ("name", "type", "instrument")
    list_filter = ("type",)
    list_select_related = ("instrument",)
    search_fields = ("slug", *NAMES)
    autocomplete_fields = ("instrument",)
    prepopulated_fields = {"slug": ("name_en",)}
    lines = ((None, columns("name", "also_called", ("slug", "type", "instrument"))),)

    @admin.display(description=_("name"), ordering="slug")
    def name(self, mechanism: Mechanism) -> str:
        return str(mechanism)


class PartyPart(Table):
    model = Party
    fields = ("organization", "capacity", "position")
    autocomplete_fields = ("organization",)


class MilestonePart(Part):
    model = Milestone
    lines = columns("title", ("due", "done"))


class ProgressReportPart(Part):
    model = ProgressReport
    classes = ("collapse",)
    lines = columns("as_of", "progress", "problems", "plan", "needs")


class UndertakingAdmin(EntryAdmin):
    """What programs and projects have in common."""

    kind_autocomplete: tuple[str, ...] = ("instrument",)
    parts: tuple[Any, ...] = (PartyPart, MilestonePart)
    list_select_related = ("created_by", "instrument")


@admin.register(Program)
class ProgramAdmin(UndertakingAdmin):
    facts = ((_("Program"), columns(("type", "status"), "instrument", ("valid_from", "valid_to"))),)
    kind_columns = ("type", "status")
    kind_filters = ("type", "status", "instrument")


@admin.register(Project)
class ProjectAdmin(UndertakingAdmin):
    facts = (
        (
            _("Project"),
            columns(("status", "is_flagship"), ("program", "instrument"), ("valid_from", "valid_to")),
        ),
    )
    parts = (PartyPart, MilestonePart, ProgressReportPart)
    kind_columns = ("status", "is_flagship")
    kind_filters = ("status", "is_flagship", ("program", RelatedEntryFilter), "instrument")
    kind_autocomplete = ("instrument", "program")
