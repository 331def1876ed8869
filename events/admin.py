"""Admin of series, delegations, forums, exhibitions and meetings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from desk.admin import EntryAdmin, EntryIndexAdmin, Part, PartAdmin, RelatedEntryFilter, columns
from desk.admin.parts import PartsFormSet
from desk.forms import EntryForm, ListField, ZonedForm
from events.models import (
    Booth,
    Delegation,
    Event,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Participation,
    Pavilion,
    ProgrammeItem,
    Stop,
    Talk,
)
from events.models.events import DatePrecision
from publishing import formats
from publishing.dates import PartialDate
from publishing.languages import LANGUAGES, Language, active

TITLES = tuple(to_attribute("title", language) for language in LANGUAGES)
NAMES = tuple(to_attribute("name", language) for language in LANGUAGES)


class ItemForm(ZonedForm):
    zones = {"starts_at": "zone", "ends_at": "zone"}


ITEM_LINES = columns(
    "type",
    "title",
    ("day", "last_day", "outside_event"),
    ("starts_at", "ends_at", "zone"),
    "place",
    "venue",
    "summary",
    ("about", "position", "is_sample"),
)


class ItemPart(Part):
    model = ProgrammeItem
    form = ItemForm
    lines = ITEM_LINES
    classes = ("collapse",)
    autocomplete_fields = ("place", "about")
    fk_name = "event"
    show_change_link = True
    own_page = _("Talks in this item")


class ParticipationPart(Part):
    model = Participation
    classes = ("collapse",)
    lines = columns(("capacity", "organization", "role"), ("pavilion", "booth", "position"), "note")
    autocomplete_fields = ("organization", "role", "pavilion")


class StopPart(Part):
    model = Stop
    lines = columns(("place", "role", "host"), ("from_day", "to_day", "position"), "note")
    autocomplete_fields = ("place", "host")


class PavilionPart(Part):
    model = Pavilion
    lines = columns("name", ("organizer", "hall", "edition", "is_sample"))
    autocomplete_fields = ("organizer",)
    show_change_link = True
    own_page = _("Plan with the booths")


class EventAdmin(EntryAdmin):
    """What events of all kinds have in common."""

    zones = {**EntryAdmin.zones, "starts_at": "zone", "ends_at": "zone"}
    facts: tuple[Any, ...] = (
        (_("Edition"), columns(("series", "edition"), "status")),
        (
            _("When and where"),
            columns(
                ("starts_on", "ends_on", "date_precision"),
                ("starts_at", "ends_at", "zone"),
                "venue",
                "website",
            ),
        ),
        (_("Framework"), columns("center", "instrument")),
    )
    parts: tuple[Any, ...] = (ItemPart, ParticipationPart)
    date_hierarchy = "starts_on"
    list_select_related = ("created_by", "series")
    leading_columns = ("list_days",)
    kind_columns: tuple[str, ...] = ("edition", "status")
    kind_filters: tuple[Any, ...] = (("series", RelatedEntryFilter), "status")
    kind_autocomplete: tuple[str, ...] = ("series", "center", "instrument")

    @admin.display(description=_("days"), ordering="starts_on")
    def list_days(self, event: Event) -> str:
        return days(event)


def days(event: Event) -> str:
    """The days of an event as precise as they are known."""
    if event.starts_on is None:
        return "–"
    if event.date_precision == DatePrecision.DAY:
        return formats.date_range(event.starts_on, event.ends_on, active())
    month = event.starts_on.month if event.date_precision == DatePrecision.MONTH else None
    return formats.date(PartialDate(event.starts_on.year, month), active())


@admin.register(Event)
class EveryEventAdmin(EntryIndexAdmin):
    """All events in the order of their days."""

    list_display = (
        "ref",
        "list_kind",
        "list_title",
        "list_days",
        "list_stage",
        "list_languages",
        "list_release",
    )
    date_hierarchy = "starts_on"
    ordering = ("-starts_on",)

    @admin.display(description=_("days"), ordering="starts_on")
    def list_days(self, event: Event) -> str:
        return days(event)


@admin.register(EventSeries)
class EventSeriesAdmin(EntryAdmin):
    facts = ((_("Series"), columns("ordinal_unit", "founded", "organizer")),)
    kind_columns = ("ordinal_unit",)
    kind_filters = (("organizer", RelatedEntryFilter),)
    kind_autocomplete = ("organizer",)


@admin.register(Delegation)
class DelegationAdmin(EventAdmin):
    parts = (StopPart, ItemPart, ParticipationPart)


class ForumForm(EntryForm):
    working_languages = ListField(label=_("languages"), choices=Language.choices)


@admin.register(Forum)
class ForumAdmin(EventAdmin):
    form = ForumForm
    facts = (*EventAdmin.facts, (_("Forum"), columns("theme", "working_languages", "interpreting")))


@admin.register(Exhibition)
class ExhibitionAdmin(EventAdmin):
    parts = (PavilionPart, ItemPart, ParticipationPart)


@admin.register(Meeting)
class MeetingAdmin(EventAdmin):
    facts = ((_("Meeting"), columns(("type", "mechanism"), "prepares")), *EventAdmin.facts)
    kind_columns = ("type", *EventAdmin.kind_columns)
    kind_filters = ("type", "mechanism", *EventAdmin.kind_filters)
    kind_autocomplete = (*EventAdmin.kind_autocomplete, "mechanism", "prepares")


class TalkForm(ZonedForm):
    """The start of a talk is read in the zone of its programme item."""

    def zone_of(self, name: str) -> str:
        return self.instance.item.zone if self.instance.item_id or self.has_item else super().zone_of(name)

    @property
    def has_item(self) -> bool:
        return type(self.instance).item.is_cached(self.instance)


class TalkPart(Part):
    model = Talk
    form = TalkForm
    lines = columns(
        "title", ("starts_at", "language", "position", "is_sample"), "speakers", "materials", "abstract"
    )
    autocomplete_fields = ("speakers", "materials")


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(PartAdmin):
    owner = "event"
    zones = {"starts_at": "zone", "ends_at": "zone"}
    lines = ((None, ITEM_LINES),)
    inlines = (TalkPart,)
    list_display = ("list_item", "type", "list_owner", "day", "list_talks")
    list_filter = ("type",)
    search_fields = (*TITLES, "event__ref")
    owner_search = ("event",)
    autocomplete_fields = ("place", "about")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("talks")

    @admin.display(description=_("title"))
    def list_item(self, item: ProgrammeItem) -> str:
        return str(item)

    @admin.display(description=_("talks"))
    def list_talks(self, item: ProgrammeItem) -> str:
        return format_html("{}", len(item.talks.all()))


class PlanFormSet(PartsFormSet):
    """The places of one plan: no two share a square."""

    def clean(self) -> None:
        super().clean()
        placed: list[Booth] = []
        for form in self._kept():
            booth = form.instance
            for other in placed:
                if booth.overlaps(other):
                    form.add_error(
                        "column",
                        _("%(this)s and %(other)s share a square of the plan.")
                        % {"this": booth, "other": other},
                    )
            placed.append(booth)


class BoothPart(Part):
    model = Booth
    formset = PlanFormSet
    lines = columns(("use", "number"), ("column", "row", "width", "height"), "name")


@admin.register(Pavilion)
class PavilionAdmin(PartAdmin):
    owner = "exhibition"
    lines = (
        (None, columns("name", ("organizer", "hall", "edition", "is_sample"), ("plan_columns", "plan_rows"))),
    )
    inlines = (BoothPart,)
    list_display = ("list_pavilion", "list_owner", "hall", "edition")
    search_fields = (*NAMES, "exhibition__ref")
    owner_search = ("exhibition",)
    autocomplete_fields = ("organizer",)

    @admin.display(description=_("name"))
    def list_pavilion(self, pavilion: Pavilion) -> str:
        return str(pavilion)
