"""The original beside which a translation is written, and what changed in it since the translation was made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing import kinds
from publishing.compare import BlockChange, Change, differences, words
from publishing.models import Text

__all__ = ["Line", "Original", "basis"]


@dataclass(frozen=True)
class Line:
    """A short worded field of the original: title, deck, a footnote or a further field of its kind."""

    label: "str | Promise"
    change: Change
    before: SafeString
    after: SafeString
    text: str


@dataclass(frozen=True)
class Original:
    """The version ``text`` to translate from, compared with ``base``, from which the translation was made.

    ``labels`` are what the kind calls its title and deck.
    """

    text: Text
    base: Text | None
    labels: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_compared(self) -> bool:
        return self.base is not None and self.base.pk != self.text.pk

    @property
    def body(self) -> list[BlockChange]:
        """The blocks, those that were taken out included."""
        base = self.base or self.text
        return differences(base.body, self.text.body, self.text.language)

    @property
    def head(self) -> list[Line]:
        """Title and deck."""
        names = {"title": _("title"), "deck": _("deck"), **self.labels}
        return list(self._lines(*((names[name], _of(name)) for name in ("title", "deck"))))

    @property
    def further(self) -> dict[str, Line]:
        """The further worded fields of the kind, by their names."""
        worded = kinds.get(self.text.entry.kind).worded
        lines = {each.name: list(self._lines((each.label, _extra(each.name)))) for each in worded}
        return {name: found[0] for name, found in lines.items() if found}

    @property
    def notes(self) -> list[Line]:
        """The footnotes, those that were taken out included."""
        markers = dict.fromkeys(str(note.get("marker", "")) for each in self._versions for note in each.notes)
        notes = ((_("footnote %(marker)s") % {"marker": marker}, _note(marker)) for marker in markers)
        return list(self._lines(*notes))

    @property
    def changes(self) -> int:
        """How many paragraphs and fields differ."""
        parts: list[Any] = [*self.head, *self.body, *self.notes, *self.further.values()]
        return sum(part.change is not Change.SAME for part in parts) if self.is_compared else 0

    @property
    def _versions(self) -> list[Text]:
        return [self.text, *([self.base] if self.base and self.is_compared else [])]

    def _lines(self, *fields: Any) -> Iterator[Line]:
        for label, value in fields:
            new = value(self.text)
            old = value(self.base) if self.base and self.is_compared else new
            if old or new:
                before, after = words(old, new, self.text.language)
                yield Line(label, _kind_of(old, new), before, after, new)


def _kind_of(old: str, new: str) -> Change:
    if old == new:
        return Change.SAME
    if not old:
        return Change.ADDED
    return Change.CHANGED if new else Change.REMOVED


def _of(name: str) -> Any:
    return lambda text: getattr(text, name)


def _extra(name: str) -> Any:
    return lambda text: str(text.extra.get(name) or "")


def _note(marker: str) -> Any:
    def value(text: Text) -> str:
        notes = (note for note in text.notes if str(note.get("marker", "")) == marker)
        return "; ".join(": ".join(filter(None, (note.get("term"), note.get("text")))) for note in notes)

    return value


def basis(live: Text | None, opened: Text | None) -> Text | None:
    """The version of the original that readers of the translation have, or that its first draft was made from.

    A new version is begun from the newest original; what is new in it is what changed since the live one was made.
    """
    return next((text.based_on for text in (live, opened) if text and text.based_on), None)
