"""Entries from rows: found or begun, compared cell by cell, stored through the kernel's actions where they differ."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from desk.admin import permissions
from exchange.tables.columns import Column, ManyReferences, Reference, several
from exchange.tables.identity import Identity, Slug
from exchange.tables.parts import OfPart, Part
from exchange.tables.reading import SheetRow
from exchange.tables.results import Change, Fate, Fault, Refusal, RowReport
from exchange.tables.table import Importer, Run
from exchange.tables.wording import Wording, working_texts
from exchange.tables.writing import KEPT
from publishing import offices
from publishing.actions import Create, DraftText, EditText, RecordFacts, Refused, Submit
from publishing.actions.facts import address_obstacles
from publishing.enums import EntryState, Stage
from publishing.languages import LANGUAGES, active, preferred
from publishing.models import Entry, Text

if TYPE_CHECKING:
    from exchange.tables.entries import EntryTable

__all__ = ["EntryImporter"]


@dataclass
class _Plan:
    """What a row changes: facts on the row itself, facts that follow it, parts, and texts by language."""

    changes: list[Change]
    late: list[tuple[Column, Any]]
    parts: dict[Part, dict[OfPart, Any]]
    empty_parts: set[Part]
    texts: dict[str, list[tuple[Wording, Any]]]
    facts_changed: bool = False


class EntryImporter(Importer):
    """Rows as entries: each is found or begun, compared cell by cell, and stored only where it differs."""

    table: "EntryTable"

    def __init__(self, table: "EntryTable", run: Run, columns: list[str], rows: list[SheetRow]) -> None:
        super().__init__(table, run, columns, rows)
        self.table = table
        self.slugs = {row.number: table.slug_from(row.cells) for row in rows}
        self.taken: dict[Any, int] = {}
        self._load()

    def _load(self) -> None:
        """Read in one go all entries that the file names."""
        said: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            for name in ("uid", "ref"):
                if value := row.cells.get(name, ""):
                    said[name].add(value)
        uids = [uid for uid in map(_uuid, said["uid"]) if uid]
        refs = [ref.upper() for ref in said["ref"]]
        named = Q(uid__in=uids) | Q(ref__in=refs) | Q(slug__in=set(self.slugs.values()))
        entries = list(self.table.queryset(self.run.actor.user).filter(named))
        self.by_uid = {entry.uid: entry for entry in entries}
        self.by_ref = {entry.ref: entry for entry in entries}
        self.by_slug = {entry.slug: entry for entry in entries}

    def ordered(self) -> list[SheetRow]:
        """The rows with those first that others of the same file point to."""
        own = [
            column.name
            for column in self.columns
            if isinstance(column, Reference | ManyReferences) and issubclass(self.table.model, column.target)
        ]
        by_slug = {self.slugs[row.number]: row for row in self.rows if self.slugs[row.number]}
        done: set[int] = set()
        order: list[SheetRow] = []
        stack = [(row, False) for row in reversed(self.rows)]
        while stack:
            row, is_ready = stack.pop()
            if is_ready:
                order.append(row)
            elif row.number not in done:
                done.add(row.number)
                stack.append((row, True))
                pointed = (key for name in own for key in several(row.cells[name]))
                stack += [(by_slug[key], False) for key in pointed if key in by_slug]
        return order

    # --- One row ---

    def take(self, row: SheetRow) -> RowReport:
        entry = self._find(row)
        is_new = entry is None
        if entry is None:
            entry = self._begin(row)
        self._claim(row, entry)
        may = self._rights(entry, is_new)
        plan = self._plan(row, entry, is_new)
        report = RowReport(row.number, Fate.UNCHANGED, self._label(row, entry), plan.changes)
        if not is_new and not plan.changes:
            return report
        report.fate = Fate.NEW if is_new else Fate.CHANGED
        self._check(plan, is_new, may)
        if is_new or any(change.column == "slug" for change in plan.changes):
            self._check_address(row, entry, is_new)
        if is_new or plan.facts_changed:
            self._store_facts(row, entry, plan, is_new)
        self._store_texts(row, entry, plan)
        if is_new:
            self.run.references.add(entry)
            if self.run.hand_over and self.table.hands_over:
                _execute(Submit(entry, self.run.actor))
        return report

    def _find(self, row: SheetRow) -> Entry | None:
        uid, ref = row.cells.get("uid", ""), row.cells.get("ref", "")
        by_uid = self.by_uid.get(_uuid(uid)) if uid else None
        by_ref = self.by_ref.get(ref.upper()) if ref else None
        for name, value, found in (("uid", uid, by_uid), ("ref", ref, by_ref)):
            if value and found is None:
                message = _("No such entry exists in this table. Leave uid and ref empty for a new entry.")
                raise Refusal(Fault(name, value, message))
        if by_uid and by_ref and by_uid.pk != by_ref.pk:
            raise Refusal(
                Fault("ref", ref, _("The identifier and the reference belong to different entries."))
            )
        found = by_uid or by_ref or self.by_slug.get(self.slugs[row.number])
        return found or self._same(row)

    def _same(self, row: SheetRow) -> Entry | None:
        """The stored entry that is meant by other marks than an identifier or address."""
        if row.cells.get("slug") or self.table.same_as is None:
            return None
        condition = self.table.same_as(self.run.references, row.cells)
        if condition is None:
            return None
        entries = list(self.table.queryset(self.run.actor.user).filter(condition)[:2])
        if len(entries) > 1:
            message = _("Several entries fit this row. Write the reference of the one that is meant.")
            raise Refusal(Fault("ref", "", message))
        return entries[0] if entries else None

    def _begin(self, row: SheetRow) -> Entry:
        slug = self.slugs[row.number]
        if not slug:
            message = _("Write an address (slug) or an English title from which one can be made.")
            raise Refusal(Fault("slug", row.cells.get("slug", ""), message))
        if not any(row.cells.get(f"title_{language.suffix}") for language in LANGUAGES):
            message = _("A new entry needs a title in at least one language.")
            raise Refusal(Fault(f"title_{LANGUAGES[1].suffix}", "", message))
        own = offices.of_user(self.run.actor.user)
        office = own[0] if len(own) == 1 else None
        return self.table.model(
            kind=self.table.model.KIND.code, slug=slug, office=office, **self.table.defaults
        )

    def _claim(self, row: SheetRow, entry: Entry) -> None:
        """Take ``entry`` for this row; a second row for it is refused."""
        first = self.taken.setdefault(entry.pk or entry.slug, row.number)
        if first != row.number:
            message = _("Row %(number)s is about the same entry. Keep only one of them.") % {"number": first}
            raise Refusal(Fault("slug", self.slugs[row.number], message))

    def _plan(self, row: SheetRow, entry: Entry, is_new: bool) -> _Plan:
        plan = _Plan([], [], {}, set(), defaultdict(list))
        faults: list[Fault] = []
        references = self.run.references
        cells_of_parts: dict[Part, dict[OfPart, str]] = defaultdict(dict)
        for column, cell in self.given(row):
            if isinstance(column, Identity) or (isinstance(column, Slug) and (is_new or not cell)):
                continue
            if is_new and not cell:
                continue  # a new entry has its kind's own value there
            if isinstance(column, OfPart):
                cells_of_parts[column.part][column] = cell
                continue
            try:
                value = column.parse(cell, entry, references)
                before = column.stored(entry)
                differs = column.differs(before, value, entry, references)
            except ValidationError as error:
                faults += [Fault(column.name, cell, message) for message in error.messages]
                continue
            if differs:
                after = column.render(value, entry, references)
                plan.changes.append(self._change(column, column.render(before, entry, references), after))
            if differs or is_new:
                self._place(plan, column, entry, value)
                plan.facts_changed |= differs and not isinstance(column, Wording)
        for part, cells in cells_of_parts.items():
            faults += self._plan_part(plan, part, entry, cells)
        if faults:
            raise Refusal(*faults)
        return plan

    def _place(self, plan: _Plan, column: Column, entry: Entry, value: Any) -> None:
        if isinstance(column, Wording):
            plan.texts[column.language].append((column, value))
        elif column.late:
            plan.late.append((column, value))
        else:
            column.put(entry, value)

    def _plan_part(self, plan: _Plan, part: Part, entry: Entry, cells: dict[OfPart, str]) -> list[Fault]:
        references = self.run.references
        if part.says_nothing(cells):
            return []
        values: dict[OfPart, Any] = {}
        faults = []
        for column, cell in cells.items():
            try:
                values[column] = column.parse(cell, entry, references)
            except ValidationError as error:
                faults += [Fault(column.name, cell, message) for message in error.messages]
        if faults:
            return faults
        try:
            row = part.meant(entry, values)
        except ValidationError as error:
            return [Fault(next(iter(cells)).name, "", message) for message in error.messages]
        is_empty = not any(cells.values())
        changes = []
        for column, value in values.items():
            before = column.render(column.inner.stored(row), entry, references) if row.pk else ""
            after = "" if is_empty else column.render(value, entry, references)
            if before != after:
                changes.append(self._change(column, before, after))
        if changes:
            plan.changes += changes
            plan.parts[part] = values
            plan.facts_changed = True
            if is_empty:
                plan.empty_parts.add(part)
        return []

    def _change(self, column: Column, before: str, after: str) -> Change:
        return Change(column.name, column.label(self.table.model), before, after)

    def _rights(self, entry: Entry, is_new: bool) -> tuple[bool, bool]:
        """Whether facts and texts of ``entry`` may be changed as it stands before this row."""
        user, model = self.run.actor.user, self.table.model
        stored = None if is_new else entry
        return (
            permissions.may_edit_facts(user, model, stored),
            permissions.may_write_texts(user, model, stored),
        )

    def _check(self, plan: _Plan, is_new: bool, may: tuple[bool, bool]) -> None:
        may_edit_facts, may_write_texts = may
        if (is_new or plan.facts_changed) and not may_edit_facts:
            raise Refusal(Fault("", "", _("You may not change the facts of this entry as it stands now.")))
        if any(plan.texts.values()) and not may_write_texts:
            raise Refusal(Fault("", "", _("You may not write texts of this entry as it stands now.")))

    def _check_address(self, row: SheetRow, entry: Entry, is_new: bool) -> None:
        if not is_new and entry.state == EntryState.APPROVED:
            message = _(
                "The address of what is approved is changed on the page of the entry, not by an import."
            )
            raise Refusal(Fault("slug", row.cells["slug"], message))
        if reasons := address_obstacles(entry, entry.slug):
            raise Refusal(*(Fault("slug", entry.slug, str(reason)) for reason in reasons))

    # --- Storing ---

    def _store_facts(self, row: SheetRow, entry: Entry, plan: _Plan, is_new: bool) -> None:
        names = {column.field: column.name for column in self.table.columns if not isinstance(column, OfPart)}
        pointers = [column.field for column in self.columns if isinstance(column, Reference)]
        try:
            entry.full_clean(exclude=["ref", "entry_ptr", *pointers])
        except ValidationError as error:
            raise Refusal.of(error, names, row.cells) from error
        entry.save()
        for column, value in plan.late:
            try:
                column.put(entry, value)
            except ValidationError as error:
                raise Refusal(
                    *(Fault(column.name, row.cells[column.name], message) for message in error.messages)
                ) from error
        for part, values in plan.parts.items():
            try:
                part.save(entry, values, part in plan.empty_parts)
            except ValidationError as error:
                inner = {column.field: column.name for column in part.columns}
                raise Refusal.of(error, inner, row.cells) from error
        if is_new:
            _execute(Create(entry, self.run.actor))
            return
        is_public = entry.stage() is Stage.RELEASED
        self.run.public_changes += is_public
        severity = self.run.severity if is_public else ""
        _execute(RecordFacts(entry, self.run.actor, severity=severity, reason=self.run.note))

    def _store_texts(self, row: SheetRow, entry: Entry, plan: _Plan) -> None:
        """The original first, so that translations are made from it."""
        working = working_texts(entry)
        for language in preferred(entry.authoritative_language):
            written = plan.texts.get(language, [])
            said = {column.field: value for column, value in written}
            stored = working.get(language)
            title = said.get("title", stored.title if stored else "")
            if not written or (stored is None and not any(said.values())):
                continue
            if not title:
                message = _("A text needs its title. An import takes no text away.")
                raise Refusal(Fault(f"title_{language.suffix}", "", message))
            self._store_text(entry, language, stored, written)

    def _store_text(
        self, entry: Entry, language: str, stored: Text | None, written: Iterable[tuple[Wording, Any]]
    ) -> None:
        if stored is not None and stored.is_open:
            stored.entry = entry
            for column, value in written:
                column.put(stored, value)
            _execute(EditText(stored, self.run.actor))
            return
        action = DraftText(entry, self.run.actor, language=language)
        _execute(action)
        if action.text is None:
            raise TypeError("a version that was begun has a text")
        for column, value in written:
            column.put(action.text, value)
        action.text.save()

    def _label(self, row: SheetRow, entry: Entry) -> str:
        titles = {code: row.cells.get(f"title_{code.suffix}", "") for code in LANGUAGES}
        texts = working_texts(entry)
        for language in preferred(active(), entry.authoritative_language):
            title = titles[language] or (texts[language].title if language in texts else "")
            if title and title != KEPT:
                return title
        return entry.slug


def _execute(action: Any) -> None:
    try:
        action.execute()
    except Refused as refused:
        raise Refusal(*(Fault("", "", str(reason)) for reason in refused.reasons)) from refused


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
