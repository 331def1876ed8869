"""The table of participants: who takes part in which event, one row each; the events are recorded as a whole."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin import permissions
from events.models import Event, Participation, Pavilion
from exchange.tables.columns import Choice, Column, Number, PartialDay, Reference, in_languages
from exchange.tables.reading import SheetRow
from exchange.tables.references import References
from exchange.tables.results import Change, Fate, Fault, Refusal, RowReport
from exchange.tables.table import Importer, Run, Table
from organizations.models import Organization, Person, Role
from publishing import kinds, offices
from publishing.actions import RecordFacts, Refused
from publishing.enums import Stage

__all__ = ["ParticipantTable"]

# By these a participation is known; the other columns say how it is.
KEYS = ("event", "capacity", "organization", "person", "role", "role_from")


class PersonColumn(Reference):
    """The person behind the role."""

    def label(self, model: type[models.Model]) -> str:
        return str(Person._meta.verbose_name).capitalize()

    def stored(self, instance: Any) -> Any:
        return instance.role.person_id if instance.role else None


class RoleTitle(Column):
    def label(self, model: type[models.Model]) -> str:
        return _("Title of the role in English")

    def hint(self, model: type[models.Model]) -> str:
        return _("As in the table of people. Needed where the person holds several roles.")

    @staticmethod
    def of(role: Any) -> str:
        return str(role.title_en).strip()

    def stored(self, instance: Any) -> str:
        return self.of(instance.role) if instance.role else ""

    def empty(self, instance: Any) -> str:
        return ""


class RoleStart(PartialDay):
    def label(self, model: type[models.Model]) -> str:
        return _("Role held from")

    def stored(self, instance: Any) -> Any:
        return instance.role.valid_from if instance.role else ""

    def empty(self, instance: Any) -> str:
        return ""


class PavilionColumn(Column):
    """A pavilion by its English name: one of the event itself, else the only one of that name."""

    def hint(self, model: type[models.Model]) -> str:
        return _("The English name of the pavilion.")

    def filled(self, cell: str, instance: Any, references: References) -> Any:
        named = list(Pavilion.objects.filter(name_en=cell))
        own = [pavilion for pavilion in named if pavilion.exhibition_id == instance.event_id]
        found = own or named
        if len(found) != 1:
            raise ValidationError(
                _("There is no single pavilion with the English name “%(name)s”.") % {"name": cell}
            )
        return found[0]

    def render(self, value: Any, instance: Any, references: References) -> str:
        return value.name_en.strip() if value else ""


class ParticipantTable(Table):
    model = Participation

    def __init__(self, code: str, label: Any, event_model: type[Event]) -> None:
        self.code, self.label, self.event_model = code, label, event_model
        self.columns = [
            Reference("event", Event),
            Choice("capacity"),
            Reference("organization", Organization),
            PersonColumn("person", Person, field="role"),
            RoleTitle("role", label=gettext_lazy("role")),
            RoleStart("role_from"),
            PavilionColumn("pavilion"),
            Column("booth"),
            *in_languages("note"),
            Number("position"),
        ]

    @property
    def list_model(self) -> type[models.Model]:
        return self.event_model

    def is_offered_for(self, model: type[models.Model]) -> bool:
        return issubclass(model, self.event_model)

    def may_see(self, user: Any) -> bool:
        return any(permissions.has_model_permission(user, "view", each) for each in self._event_models())

    def may_import(self, user: Any) -> bool:
        return any(permissions.has_model_permission(user, "change", each) for each in self._event_models())

    def _event_models(self) -> list[type[models.Model]]:
        models_of_kinds = (kinds.model_of(kind.code) for kind in kinds.every())
        return [each for each in models_of_kinds if issubclass(each, self.event_model)]

    def queryset(self, user: Any) -> QuerySet[Any]:
        readable = Participation.objects.filter(offices.readable(user, through="event"))
        return readable.select_related("role", "pavilion").order_by("event_id", "position", "pk")

    def importer(self, run: Run, columns: list[str], rows: list[SheetRow]) -> "ParticipantImporter":
        return ParticipantImporter(self, run, columns, rows)


class ParticipantImporter(Importer):
    """Rows as participations; each event they change is recorded once, when all rows are stored."""

    def __init__(self, table: Table, run: Run, columns: list[str], rows: list[SheetRow]) -> None:
        super().__init__(table, run, columns, rows)
        self.by_name = {column.name: column for column in table.columns}
        self.roles: dict[int, list[Role]] = defaultdict(list)
        for role in Role.objects.only("person_id", "title_en", "valid_from"):
            self.roles[role.person_id].append(role)
        self.events: dict[int, Event] = {}
        self.stored: dict[int, dict[tuple[Any, ...], Participation]] = {}
        self.taken: dict[tuple[Any, ...], int] = {}
        self.changed: dict[int, list[int]] = defaultdict(list)

    def take(self, row: SheetRow) -> RowReport:
        key = self._key(row)
        event_id, capacity, organization_id, role_id = key
        first = self.taken.setdefault(key, row.number)
        if first != row.number:
            message = _("Row %(number)s is about the same participation. Keep only one of them.")
            raise Refusal(Fault("event", row.cells["event"], message % {"number": first}))
        found = self._stored_of(event_id).get(key)
        participation = found or Participation(
            event_id=event_id, capacity=capacity, organization_id=organization_id, role_id=role_id
        )
        changes = self._changes(row, participation)
        report = RowReport(row.number, Fate.UNCHANGED, self._label(row), changes)
        if found and not changes:
            return report
        report.fate = Fate.CHANGED if found else Fate.NEW
        self._store(row, participation)
        return report

    def finish(self) -> dict[int, list[Fault]]:
        faults: dict[int, list[Fault]] = {}
        for event_id, numbers in self.changed.items():
            event = self.events[event_id]
            is_public = event.stage() is Stage.RELEASED
            self.run.public_changes += is_public
            severity = self.run.severity if is_public else ""
            try:
                RecordFacts(event, self.run.actor, severity=severity, reason=self.run.note).execute()
            except Refused as refused:
                said = [Fault("event", event.slug, str(reason)) for reason in refused.reasons]
                faults |= dict.fromkeys(numbers, said)
        return faults

    def _key(self, row: SheetRow) -> tuple[Any, ...]:
        """What the row is about: event, capacity, organization and role; a row that does not say it is refused."""
        values: dict[str, Any] = {}
        faults = []
        blank = Participation()
        for name in KEYS:
            column, cell = self.by_name[name], row.cells.get(name, "")
            try:
                values[name] = column.parse(cell, blank, self.run.references) if cell else None
            except ValidationError as error:
                faults += [Fault(name, cell, message) for message in error.messages]
        for name in ("event", "capacity"):
            if not row.cells.get(name):
                faults.append(Fault(name, "", _("Every row needs this value.")))
        if not row.cells.get("organization") and not row.cells.get("person"):
            faults.append(Fault("organization", "", _("Write an organization or a person.")))
        if faults:
            raise Refusal(*faults)
        role_id = self._role(row, values) if values["person"] else None
        return values["event"], values["capacity"], values["organization"], role_id

    def _role(self, row: SheetRow, values: dict[str, Any]) -> int:
        title, since = values["role"], values["role_from"]
        fitting = [
            role
            for role in self.roles[values["person"]]
            if title in (None, RoleTitle.of(role)) and since in (None, role.valid_from)
        ]
        if not fitting:
            message = _("This person holds no such role. Add it to the person first.")
            raise Refusal(Fault("role", row.cells.get("role", ""), message))
        if len(fitting) > 1:
            message = _(
                "This person holds several such roles. Write the title in “role” and the start in “role_from”."
            )
            raise Refusal(Fault("role", row.cells.get("role", ""), message))
        return fitting[0].pk

    def _stored_of(self, event_id: int) -> dict[tuple[Any, ...], Participation]:
        if event_id not in self.stored:
            rows = Participation.objects.filter(event_id=event_id).select_related("role", "pavilion")
            self.stored[event_id] = {
                (row.event_id, row.capacity, row.organization_id, row.role_id): row for row in rows
            }
            self.events[event_id] = Event.objects.get(pk=event_id)
        return self.stored[event_id]

    def _changes(self, row: SheetRow, participation: Participation) -> list[Change]:
        references = self.run.references
        changes, faults = [], []
        for column, cell in self.given(row):
            if column.name in KEYS:
                continue
            try:
                value = column.parse(cell, participation, references)
            except ValidationError as error:
                faults += [Fault(column.name, cell, message) for message in error.messages]
                continue
            before = column.render(column.stored(participation), participation, references)
            after = column.render(value, participation, references)
            if before != after:
                changes.append(Change(column.name, column.label(Participation), before, after))
                column.put(participation, value)
        if faults:
            raise Refusal(*faults)
        return changes

    def _store(self, row: SheetRow, participation: Participation) -> None:
        event = self.events[participation.event_id]
        if not permissions.may_edit_facts(self.run.actor.user, kinds.model_of(event.kind), event):
            message = _("You may not change the facts of this event as it stands now.")
            raise Refusal(Fault("event", row.cells["event"], message))
        try:
            participation.full_clean(exclude=["event", "organization", "role"])
            participation.validate_constraints()
        except ValidationError as error:
            raise Refusal.of(error, {name: name for name in self.by_name}, row.cells) from error
        participation.save()
        self.changed[event.pk].append(row.number)

    def _label(self, row: SheetRow) -> str:
        said = (row.cells.get(name, "") for name in ("event", "capacity", "organization", "person"))
        return " · ".join(value for value in said if value)
