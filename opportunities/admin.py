"""Admin of opportunities."""

from datetime import time
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.admin import EntryAdmin, Part, RelatedEntryFilter, columns
from desk.forms import EntryForm, ListField, MomentField
from opportunities.models import (
    Clarification,
    Criterion,
    Opportunity,
    PartnershipType,
    check_partnership_types,
    sector_problems,
)
from opportunities.presentation import extension
from organizations.models import CooperationCenter
from organizations.models.centers import CenterType
from publishing import formats
from publishing.languages import Language, active
from publishing.visibility import public

END_OF_DAY = time(23, 59)
HELP = {
    "deadline_at": _(
        "Without a time it is the end of that day. Once this is public, a later deadline is the extension, which is "
        "possible once and shown to readers; any change of the deadline is a correction."
    ),
    "expires_at": _(
        "When it is closed even without a result, at the latest 24 months after the release. Left empty: 90 days after "
        "the deadline. Two weeks before, a mail reminds you."
    ),
    "open_for_interest": _("Clear it to take no more answers; the page stays as it is."),
    "decided_on": _("Left empty: today. 90 days later the opportunity leaves the list; its page stays."),
    "sectors": _("One to five."),
}


class CriterionPart(Part):
    model = Criterion
    lines = columns("question", "position")


class ClarificationPart(Part):
    model = Clarification
    classes = ("collapse",)
    lines = columns("question", "answer", "answered_on")


class OpportunityForm(EntryForm):
    partnership_types = ListField(
        label=_("types of partnership"),
        choices=PartnershipType.choices,
        validators=[check_partnership_types],
        required=True,
        error_messages={"required": _("Choose one to three types of partnership.")},
    )
    languages_accepted = ListField(label=_("languages accepted"), choices=Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words
        for name in ("deadline_at", "expires_at"):
            field = self.fields.get(name)
            if isinstance(field, MomentField):
                field.without_time = END_OF_DAY

    def clean_sectors(self) -> Any:
        sectors = self.cleaned_data["sectors"]
        if reasons := sector_problems(len(sectors), needed=0):
            raise ValidationError(str(reasons[0]), code="sectors")
        return sectors


@admin.register(Opportunity)
class OpportunityAdmin(EntryAdmin):
    form = OpportunityForm
    zones = {
        **EntryAdmin.zones,
        "opens_at": "deadline_zone",
        "deadline_at": "deadline_zone",
        "expires_at": "deadline_zone",
    }
    text_labels = {"deck": _("summary"), "body": _("description")}
    facts = (
        (
            _("Opportunity"),
            columns(("type", "direction"), ("owner", "center"), ("stage_of_development", "ipr")),
        ),
        (
            _("Deadline"),
            columns("deadline_zone", "opens_at", "deadline_at", "expires_at", "open_for_interest"),
        ),
        (
            _("Partner sought"),
            columns(("partner_type", "partner_size"), "partnership_types", "languages_accepted"),
        ),
        (_("Result"), columns(("result", "decided_on"), "result_note")),
    )
    parts = (CriterionPart, ClarificationPart)
    date_hierarchy = "deadline_at"
    leading_columns = ("list_deadline",)
    kind_columns = ("type", "direction", "list_status")
    kind_filters = ("type", "direction", ("owner", RelatedEntryFilter), "open_for_interest", "result")
    kind_autocomplete = ("owner", "center")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Contact goes through the cooperation center, where there is one."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        centers = public(CooperationCenter).filter(center_type=CenterType.COOPERATION)
        found = list(centers.values_list("pk", flat=True)[:2])
        return {"center": found[0], **initial} if len(found) == 1 else initial

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if obj is None or not obj.extended:
            return sets
        return [
            (
                title,
                {**shown, "fields": [*shown["fields"], "extension"]}
                if "deadline_at" in shown["fields"]
                else shown,
            )
            for title, shown in sets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(["extension"] if obj and obj.extended else [])]

    @admin.display(description=_("extension"))
    def extension(self, opportunity: Any) -> str:
        return " ".join(map(str, extension(opportunity)))

    @admin.display(description=_("status"))
    def list_status(self, opportunity: Any) -> str:
        return str(opportunity.status().label)

    @admin.display(description=_("deadline"), ordering="deadline_at")
    def list_deadline(self, opportunity: Any) -> str:
        if opportunity.deadline_at is None:
            return "–"
        day = formats.date(formats.local_day(opportunity.deadline_at, opportunity.deadline_zone), active())
        clocks = formats.zone_pair(opportunity.deadline_at, opportunity.deadline_zone, active())
        return format_html("{}<br>{}", day, clocks)
