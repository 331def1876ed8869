"""The texts of an entry on its page: per language a form for the version in the making and what is live."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.forms import Media
from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.admin.base import working_text
from desk.forms import TextForm
from desk.people import name_of
from desk.translation.cells import Cell
from publishing import formats
from publishing.actions import Actor, DraftText, EditText
from publishing.actions.base import WRITING
from publishing.enums import TextOrigin, Zone
from publishing.kinds import Kind
from publishing.languages import LANGUAGES, Language, active
from publishing.models import AuditRecord, Entry, LanguagePlan, Text

__all__ = ["Panel", "TextPanels"]

PREFIX = "texts"


@dataclass
class Panel:
    """One language of an entry: what is live, what is open, and the form if one may write."""

    language: Language
    is_original: bool
    live: Text | None = None
    open: Text | None = None
    form: TextForm | None = None
    is_stale: bool = False
    original: Text | None = None
    cell: Cell | None = None
    steps: list[Any] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The state of the language as a shape: filled, outline or dash."""
        if self.live:
            return "stale" if self.is_stale else "live"
        return "open" if self.open else "missing"

    @property
    def last_change(self) -> str:
        """Who wrote last in the version in the making, and when."""
        records = AuditRecord.objects.filter(text=self.open, action__in=WRITING).select_related("actor")
        record = records.first() if self.open else None
        if record is None:
            return ""
        who = name_of(record.actor) or "–"
        at = formats.moment(record.at, Zone.SEOUL, active())
        return _("%(who)s, %(when)s") % {"who": who, "when": at}

    @property
    def original_to_read(self) -> Text | None:
        """The text a translator works from; nobody translates the original itself."""
        return None if self.is_original else self.original


class TextPanels:
    """The panels of one entry; to the admin they look like one more set of forms."""

    new_objects: list[Text]
    changed_objects: list[tuple[Text, list[str]]]
    deleted_objects: list[Text]

    def __init__(
        self,
        entry: Entry,
        kind: Kind,
        user: Any,
        data: Mapping[str, Any] | None = None,
        labels: Mapping[str, Any] | None = None,
    ) -> None:
        self.entry, self.kind, self.user, self.data = entry, kind, user, data
        self.labels = labels or {}
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []

    @cached_property
    def panels(self) -> list[Panel]:
        """The panels in the portal's order of languages."""
        texts = (
            list((self.entry.texts.live() | self.entry.texts.open()).select_related("based_on"))
            if self.entry.pk
            else []
        )
        reads_drafts = not self.entry.pk or permissions.may_read_drafts(self.user, self.entry)
        by_state = {(text.language, text.is_open): text for text in texts if reads_drafts or not text.is_open}
        authoritative = self.entry.authoritative_language
        original = by_state.get((authoritative, False)) or by_state.get((authoritative, True))
        may_write = permissions.may_write_texts(
            self.user, type(self.entry), self.entry if self.entry.pk else None
        )
        plans = {plan.language: plan for plan in self._plans()}
        panels = []
        for language in LANGUAGES:
            live, version = by_state.get((language, False)), by_state.get((language, True))
            panel = Panel(language, language == authoritative, live, version, original=original)
            panel.is_stale = bool(live and live.is_stale(by_state.get((authoritative, False))))
            if self.entry.pk and not panel.is_original:
                now = by_state.get((authoritative, False))
                panel.cell = Cell(self.entry, language, live, version, plans.get(language), now)
            if may_write and self._is_written(panel):
                panel.form = self._form(panel)
            panels.append(panel)
        return panels

    def _plans(self) -> Iterable[LanguagePlan]:
        return self.entry.plans.select_related("translator") if self.entry.pk else ()

    @property
    def forms(self) -> list[TextForm]:
        return [panel.form for panel in self.panels if panel.form]

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self.forms if form.has_changed()]

    @property
    def media(self) -> Media:
        return sum((form.media for form in self.forms), Media())

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def is_multipart(self) -> bool:
        return False

    def non_form_errors(self) -> list[str]:
        return []

    def has_changed(self) -> bool:
        return any(form.has_changed() for form in self.forms)

    def warnings(self) -> list[str]:
        """What the person should know about what was stored."""
        return [
            _("Program code was taken out of the text in %(language)s; everything else is stored.")
            % {"language": panel.language.label}
            for panel in self.panels
            if panel.form and panel.form.has_changed() and panel.form.had_program_code
        ]

    def taken(self) -> list[str]:
        """What others had changed meanwhile and was left as they made it."""
        return [
            f"{panel.language.label}: {name}"
            for panel in self.panels
            if panel.form
            for name in panel.form.taken
        ]

    def save(self, actor: Actor) -> None:
        """Store what was written, the original first, so that translations can be made from it."""
        for panel in sorted(self.panels, key=lambda panel: not panel.is_original):
            if panel.form is None or not panel.form.has_changed():
                continue
            if panel.open:
                panel.open.entry = self.entry
                panel.form.apply(panel.open)
                EditText(panel.open, actor).execute()
                self.changed_objects.append((panel.open, panel.form.changed_data))
            else:
                self.new_objects.append(self._begin(panel, actor))

    def _begin(self, panel: Panel, actor: Actor) -> Text:
        action = DraftText(self.entry, actor, language=panel.language)
        action.execute()
        text = action.text
        if text is None or panel.form is None:
            raise TypeError("a version that was begun has a text and a form")
        origin = text.origin
        panel.form.apply(text)
        if "origin" not in panel.form.changed_data:
            text.origin = origin
        text.save()
        return text

    def _is_written(self, panel: Panel) -> bool:
        if panel.open:
            return permissions.may_edit_text(self.user, panel.open)
        typed = self.data is not None and f"{PREFIX}-{panel.language}-title" in self.data
        return typed or panel.live is None

    def _form(self, panel: Panel) -> TextForm:
        form = TextForm(
            self.data,
            instance=panel.open or Text(language=panel.language, origin=TextOrigin.ORIGINAL),
            prefix=f"{PREFIX}-{panel.language}",
            kind=self.kind,
            is_original=panel.is_original,
            empty_permitted=panel.open is None,
            use_required_attribute=False,
        )
        for name, label in self.labels.items():
            form.fields[name].label = label
        return form


def heading(entry: Entry) -> str:
    """What the page of an entry is headed with: its working title."""
    text = working_text(entry)
    return text.title if text else entry.slug
