"""Admin of outcomes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from desk.admin import EntryAdmin, Part, PortalAdmin, RelatedEntryFilter, columns
from desk.admin.base import entry_label, with_current_texts
from desk.forms import EntryForm
from events.models import Event
from outcomes.follow_ups import late, schedule
from outcomes.models import Evidence, FollowUp, Outcome, Party
from outcomes.stages import DEFINITIONS, OutcomeStage
from publishing import formats, offices
from publishing.languages import active

__all__: list[str] = []


class StageChoice(forms.RadioSelect):
    """The stages, each with what it means beside it."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if value in DEFINITIONS:
            meaning = DEFINITIONS[value]
            option["label"] = format_html("<strong>{}</strong> {}", capfirst(str(label)), meaning)
        return option


class OutcomeForm(EntryForm):
    outcome_stage = forms.ChoiceField(
        label=_("How far has it come?"),
        choices=OutcomeStage.choices,
        widget=StageChoice({"class": "radiolist"}),
    )


class PartyPart(Part):
    model = Party
    lines = columns(("role", "country"), "organization", "name", ("is_withheld", "known_as"), "position")
    autocomplete_fields = ("organization",)


class EvidencePart(Part):
    model = Evidence
    fk_name = "outcome"
    lines = columns(("type", "seen_on"), "label", "url", "record", "position")
    autocomplete_fields = ("record",)


class FollowUpPart(Part):
    model = FollowUp
    lines = columns(("months", "done_on", "answer"), "finding")


@admin.register(Outcome)
class OutcomeAdmin(EntryAdmin):
    form = OutcomeForm
    facts = (
        (
            _("Outcome"),
            columns(
                "outcome_stage",
                ("qualifier", "amount", "currency"),
                ("stated_as", "as_of"),
                "counting",
            ),
        ),
        (_("What it came of"), columns("event", "from_opportunity", "follows")),
        (_("Confirmation"), columns(("confirmed_by", "confirmed_on"), "is_followed")),
    )
    parts = (PartyPart, EvidencePart, FollowUpPart)
    date_hierarchy = "as_of"
    leading_columns = ("list_amount",)
    kind_columns = ("outcome_stage", "as_of")
    kind_filters = ("outcome_stage", "currency", ("event", RelatedEntryFilter), "is_followed")
    kind_autocomplete = ("event", "from_opportunity", "follows", "confirmed_by")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is stored has due dates beside its facts."""
        sets = super().get_fieldsets(request, obj)
        return sets if obj is None else [*sets, (_("Follow-ups"), {"fields": ["asked_again"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(["asked_again"] if obj else [])]

    @admin.display(description=_("amount"))
    def list_amount(self, outcome: Any) -> str:
        if outcome.amount is None:
            return "–"
        return formats.money(outcome.amount, outcome.currency, active(), outcome.qualifier)

    @admin.display(description=_("due dates"))
    def asked_again(self, outcome: Any) -> str:
        """When is asked again; what is late comes first to the eye."""
        if outcome is None or not outcome.pk or not outcome.as_of:
            return "–"
        dues = schedule(outcome)
        overdue = late(dues)
        words = [
            format_html(
                "{} · {}{}",
                formats.date(due.due_on, active()),
                due.done.get_answer_display() if due.done else _("not asked yet"),
                format_html(" <strong>({})</strong>", _("overdue")) if due in overdue else "",
            )
            for due in dues
        ]
        return format_html("{}<br>" * len(words), *words) if words else "–"


@admin.register(FollowUp)
class EventFollowUpAdmin(PortalAdmin):
    """That was asked about an event without outcomes, and nothing came of it that could be recorded."""

    list_display = ("list_event", "months", "done_on", "answer")
    list_filter = ("answer", "months")
    autocomplete_fields = ("event",)
    lines = ((None, columns("event", ("months", "done_on", "answer"), "finding")),)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        events = with_current_texts(Event.objects.all())
        return rows.filter(
            offices.readable(request.user, through="event"), outcome__isnull=True
        ).prefetch_related(Prefetch("event", events))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["event"].required = True
        return form

    @admin.display(description=_("event"))
    def list_event(self, row: Any) -> str:
        return entry_label(row.event)
