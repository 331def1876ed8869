"""Texts as JSON: the version in the making per language, and what is live beside it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from desk.admin import EntryAdmin, permissions
from desk.admin.panels import PREFIX, TextPanels
from desk.api.bodies import objects
from desk.api.filling import Filling
from desk.api.refusals import lacking
from desk.forms import TextForm
from desk.forms.notes import PARTS
from desk.forms.text import EXTRA
from publishing.actions import EditText, Refused
from publishing.enums import TextOrigin
from publishing.kinds import Kind
from publishing.languages import Language
from publishing.models import Entry, Text

__all__ = ["Wordings", "told_text", "worded_names"]

WORDING = ("title", "deck", "body", "origin", "translator")
NOTES = "notes"
SEEN = "seen"


def worded_names(kind: Kind) -> list[str]:
    """What a text of ``kind`` says."""
    return [*WORDING, NOTES, *(field.name for field in kind.worded)]


def told_text(text: Text | None, kind: Kind) -> dict[str, Any] | None:
    """A version as JSON."""
    if text is None:
        return None
    based_on = text.based_on.version if text.based_on else None
    wording = {name: getattr(text, name) for name in WORDING}
    extra = {field.name: text.extra.get(field.name, "") for field in kind.worded}
    return {
        "version": text.version,
        "state": text.state,
        "based_on": based_on,
        **wording,
        NOTES: text.notes,
        **extra,
    }


class Wordings:
    """The forms of the texts on the page of an entry, filled in."""

    def __init__(self, page: EntryAdmin, entry: Entry | None, filling: Filling) -> None:
        self.kind: Kind = page.model.KIND
        self.entry, self.filling, self.mistakes = entry, filling, filling.mistakes
        self.panels = TextPanels(entry or page.model(), self.kind, filling.user)

    def fill(self, texts: Mapping[str, Any], *, replace: bool) -> None:
        """Fill in what is given per language; with ``replace`` what is not given is emptied, else it stays.

        A language whose version in the making may not be changed is refused with the reasons.
        """
        self.mistakes.unknown("texts", texts, Language.values)
        for panel in self.panels.panels:
            said = texts.get(panel.language.value)
            if said is not None and not isinstance(said, dict):
                self.mistakes.add(f"texts.{panel.language}", said, _("Give an object."))
            elif said is not None:
                self._check_rights(panel)
                self._fill(panel, said, replace=replace)
            elif panel.form is not None:
                self._put(panel.form, panel.open)

    def _check_rights(self, panel: Any) -> None:
        user, model = self.filling.user, type(self.panels.entry)
        if not permissions.may_write_texts(user, model, self.entry):
            raise lacking("publishing.change_text")
        if panel.open is not None and not permissions.may_edit_text(user, panel.open):
            panel.open.entry = self.entry
            raise Refused(EditText(panel.open, self.filling.actor).check())

    def _fill(self, panel: Any, said: dict[str, Any], *, replace: bool) -> None:
        path = f"texts.{panel.language}"
        stored = panel.open or panel.live
        form = TextForm(
            instance=panel.open or Text(language=panel.language, origin=TextOrigin.ORIGINAL),
            prefix=f"{PREFIX}-{panel.language}",
            kind=self.kind,
            is_original=panel.is_original,
        )
        self._put(form, None if replace else stored)
        self.mistakes.unknown(path, said, worded_names(self.kind))
        fields = {name: name if name in WORDING else EXTRA + name for name in worded_names(self.kind)}
        for name in said.keys() & fields.keys():
            if name == NOTES:
                self._fill_notes(f"{path}.{NOTES}", form, said[name])
            else:
                self.filling.fill_one(f"{path}.{name}", form, fields[name], said[name], {})

    def _fill_notes(self, path: str, form: TextForm, value: Any) -> None:
        rows = objects(self.mistakes, path, [] if value is None else value)
        for position, row in enumerate(rows):
            self.mistakes.unknown(f"{path}[{position}]", row, PARTS)
            for part, text in row.items():
                if part in PARTS and not isinstance(text, str):
                    self.mistakes.add(f"{path}[{position}].{part}", text, _("Give a text."))
        self._put_notes(form, [{part: str(row.get(part, "")) for part in PARTS} for row in rows])

    def _put(self, form: TextForm, text: Text | None) -> None:
        """Let ``form`` say what ``text`` says, or nothing at all."""
        data = self.filling.data
        for name in form.fields:
            key = form.add_prefix(name)
            if name == SEEN:
                data[key] = form.state
            elif name == NOTES:
                self._put_notes(form, text.notes if text else [])
            elif name.startswith(EXTRA):
                data[key] = text.extra.get(name.removeprefix(EXTRA), "") if text else ""
            else:
                data[key] = (
                    getattr(text, name) if text else form.initial.get(name, "") if name == "origin" else ""
                )

    def _put_notes(self, form: TextForm, notes: list[dict[str, str]]) -> None:
        for part in PARTS:
            self.filling.data.setlist(
                f"{form.add_prefix(NOTES)}-{part}", [note.get(part, "") for note in notes]
            )
