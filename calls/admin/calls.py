"""Admin of calls for participation."""

from datetime import time
from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from calls.models import Call, Requirement
from desk.admin import EntryAdmin, Part, RelatedEntryFilter, columns
from desk.forms import EntryForm, MomentField
from publishing import formats
from publishing.languages import active

__all__ = ["CallAdmin"]

END_OF_DAY = time(23, 59)


class RequirementPart(Part):
    model = Requirement
    lines = columns("question", ("wanted", "position"))


class CallForm(EntryForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deadline = self.fields.get("deadline_at")
        if isinstance(deadline, MomentField):
            deadline.without_time = END_OF_DAY
            deadline.help_text = _("Without a time it is the end of that day.")


@admin.register(Call)
class CallAdmin(EntryAdmin):
    form = CallForm
    zones = {**EntryAdmin.zones, "opens_at": "deadline_zone", "deadline_at": "deadline_zone"}
    text_labels = {"deck": _("summary"), "body": _("description")}
    facts = (
        (_("Call"), columns("event", ("capacity", "pavilion"), ("place_count", "has_waiting_list"))),
        (_("Deadline"), columns("deadline_zone", "opens_at", "deadline_at", "decision_on")),
        (_("Result"), columns(("decided_on", "accepted"))),
    )
    parts = (RequirementPart,)
    date_hierarchy = "deadline_at"
    leading_columns = ("list_deadline",)
    kind_columns = ("capacity", "list_status")
    kind_filters = ("capacity", ("event", RelatedEntryFilter))
    kind_autocomplete = ("event", "pavilion")

    @admin.display(description=_("status"))
    def list_status(self, call: Any) -> str:
        return str(call.status().label)

    @admin.display(description=_("deadline"), ordering="deadline_at")
    def list_deadline(self, call: Any) -> str:
        if call.deadline_at is None:
            return "–"
        day = formats.date(formats.local_day(call.deadline_at, call.deadline_zone), active())
        clocks = formats.zone_pair(call.deadline_at, call.deadline_zone, active())
        return format_html("{}<br>{}", day, clocks)
