"""One language of an entry in the making: its texts, its form, and the steps that store it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.admin.panels import Panel
from desk.forms import TextForm
from desk.translation import rights
from desk.translation.cells import Cell, is_live
from desk.translation.originals import Line, Original, basis
from publishing.actions import Actor, DraftText, EditText
from publishing.blocks import Block, align, blocks
from publishing.enums import OPEN_TEXT_STATES, TextOrigin, TextState
from publishing.factlock import Difference, all_differences
from publishing.languages import Language
from publishing.models import Entry, Explanation, Text

__all__ = ["Editing", "Fact"]

PREFIX, EXTRA = "text", "extra_"
WORDING = ("title", "deck", "body", "notes", "extra", "origin", "translator")


class Fact:
    """A difference between the languages, with its explanation if somebody gave one."""

    def __init__(self, difference: Difference, explanation: Explanation | None) -> None:
        self.difference, self.explanation = difference, explanation

    @property
    def languages(self) -> list[tuple[Language, Any]]:
        """What each language that was compared says."""
        return [(Language(code), found) for code, found in self.difference.found.items()]


class Editing:
    """The translation of ``entry``, whose own kind it is of, into ``language``, as ``user`` sees it.

    ``chosen`` is the original to show where there are two: "open" for the one in the making, else the live one.
    """

    def __init__(
        self,
        entry: Entry,
        language: Language,
        user: Any,
        *,
        data: Mapping[str, Any] | None = None,
        chosen: str = "",
        labels: Mapping[str, Any] | None = None,
    ) -> None:
        self.entry, self.language, self.user, self.data = entry, language, user, data
        self.chosen, self.labels = chosen, labels or {}
        texts = entry.texts.filter(state__in=(TextState.LIVE, *OPEN_TEXT_STATES)).select_related("based_on")
        reads_drafts = permissions.may_read_drafts(user, entry)
        self.texts = [text for text in texts if reads_drafts or not text.is_open]
        self.live = {text.language: text for text in self.texts if is_live(text)}
        self.opened = {text.language: text for text in self.texts if text.is_open}

    @cached_property
    def cell(self) -> Cell:
        """Where the translation stands."""
        plan = self.entry.plans.select_related("translator").filter(language=self.language).first()
        code = self.language.value
        original = self.live.get(self.entry.authoritative_language)
        return Cell(self.entry, self.language, self.live.get(code), self.opened.get(code), plan, original)

    @cached_property
    def originals(self) -> dict[str, Text]:
        """The versions of the original that can be shown: "live", "open" or both."""
        code = self.entry.authoritative_language
        found = {"live": self.live.get(code), "open": self.opened.get(code)}
        return {name: text for name, text in found.items() if text}

    @cached_property
    def original(self) -> Original | None:
        """The original on the left; none is there before it is written."""
        text = self.originals.get(self.chosen) or next(iter(self.originals.values()), None)
        return Original(text, basis(self.cell.live, self.cell.open), self.labels) if text else None

    @property
    def shown(self) -> Text | None:
        """The translation to read: the version in the making, else the live one."""
        return self.cell.open or self.cell.live

    @property
    def pairs(self) -> list[tuple[Block | None, Block | None]]:
        """The blocks of the original beside those of the translation."""
        left = blocks(self.original.text.body) if self.original else []
        right = blocks(self.shown.body) if self.shown else []
        return [
            (left[i] if i is not None else None, right[j] if j is not None else None)
            for i, j in align(left, right)
        ]

    @property
    def progress(self) -> tuple[int, int]:
        """How many blocks of the original have a counterpart, and how many there are."""
        pairs = [pair for pair in self.pairs if pair[0] is not None]
        return sum(right is not None for _left, right in pairs), len(pairs)

    @cached_property
    def form(self) -> TextForm | None:
        """The form of the translation, if ``user`` may write it now; it begins with what is live."""
        if not rights.may_edit(self.user, self.entry, self.cell.open):
            return None
        form = TextForm(
            self.data,
            instance=self.cell.open or self._beginning(),
            prefix=PREFIX,
            kind=self.entry.KIND,
            is_original=False,
            empty_permitted=self.cell.open is None,
            use_required_attribute=False,
        )
        if self.cell.open is None and self.cell.live:
            form.initial["origin"] = self.cell.live.origin
        for name, label in self.labels.items():
            form.fields[name].label = label
        return form

    @property
    def further(self) -> list[tuple[Line | None, Any]]:
        """The further worded fields of the form, each beside its original."""
        lines = self.original.further if self.original else {}
        fields = self.form.worded if self.form else []
        return [(lines.get(each.name.removeprefix(EXTRA)), each) for each in fields]

    def _beginning(self) -> Text:
        text = Text(language=self.language, origin=TextOrigin.TRANSLATION)
        for name in WORDING if self.cell.live else ():
            setattr(text, name, getattr(self.cell.live, name))
        return text

    @property
    def follows(self) -> bool:
        """Whether the version in the making was made from the original on the left, or from a later one."""
        text, original = self.cell.open, self.original
        if text is None or original is None:
            return True
        return text.based_on is not None and text.based_on.version >= original.text.version

    @property
    def has_changed(self) -> bool:
        return self.form is not None and self.form.has_changed()

    def save(self, actor: Actor, *, follows: bool) -> None:
        """Store what was typed, as a new version where none is open; ``follows`` says it now holds for the original shown.

        Raises :class:`publishing.actions.Refused`.
        """
        form, text = self.form, self.cell.open
        original = self.original.text if self.original else None
        if form is None:
            raise TypeError("who may not write has no form to store")
        if text is None:
            action = DraftText(self.entry, actor, language=self.language)
            action.execute()
            if action.text is None:
                raise TypeError("a version that was begun is a text")
            text, follows = action.text, True
        text.entry = self.entry
        form.apply(text)
        if follows and original:
            text.based_on = original
        EditText(text, actor).execute()

    @property
    def last_change(self) -> str:
        """Who wrote last in the version in the making, and when."""
        return Panel(self.language, is_original=False, open=self.cell.open).last_change

    def warnings(self) -> list[str]:
        """What the person should know about what was stored."""
        if self.form is None or not self.form.had_program_code:
            return []
        return [
            _("Program code was taken out of the text in %(language)s; everything else is stored.")
            % {"language": self.language.label}
        ]

    @cached_property
    def facts(self) -> list[Fact]:
        """What the newest texts of all languages state differently."""
        newest = {**self.live, **self.opened}
        explanations = {each.signature: each for each in self.entry.explanations.select_related("actor")}
        return [Fact(each, explanations.get(each.signature)) for each in all_differences(self.entry, newest)]
