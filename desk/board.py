"""The release board: everything that has to be ready before an entry goes out, language by language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from translated_fields import to_attribute

from desk.people import name_of
from desk.readiness import going_out, reasons_of
from publishing.actions.base import WRITING
from publishing.enums import EntryState, TextState
from publishing.factlock import Difference, all_differences
from publishing.languages import LANGUAGES, Language
from publishing.models import AuditRecord, Entry, Text
from publishing.readiness import Reason
from publishing.visibility import is_visible

__all__ = ["Board", "Cell", "Row", "board_of"]

TEXT, NOTES, QUOTES, IMAGES, FILES, AGREEMENT, FACTS = (
    "text",
    "notes",
    "quotes",
    "images",
    "files",
    "agreement",
    "facts",
)
LABELS: dict[str, "str | Promise"] = {
    TEXT: gettext_lazy("Text"),
    NOTES: gettext_lazy("Footnotes"),
    QUOTES: gettext_lazy("Quotes"),
    IMAGES: gettext_lazy("Alternative texts of images"),
    FILES: gettext_lazy("Titles of files"),
    AGREEMENT: gettext_lazy("Agreement of the languages"),
    FACTS: gettext_lazy("Facts"),
}
AREAS = {
    "authoritative_text_missing": TEXT,
    "text_missing": TEXT,
    "title_missing": TEXT,
    "body_missing": TEXT,
    "note_missing": NOTES,
    "note_unused": NOTES,
    "note_twice": NOTES,
    "quote_missing": QUOTES,
    "alt_missing": IMAGES,
    "file_title_missing": FILES,
    "facts_differ": AGREEMENT,
}


@dataclass
class Cell:
    """What one language has of something: in words, and why it is not ready if it is not."""

    language: Language | None
    words: str = ""
    reasons: list[Reason] = field(default_factory=list)
    is_waived: bool = False

    @property
    def state(self) -> str:
        """``ready``, ``lacking``, ``waived``, or ``none`` where there is nothing to be ready."""
        if self.reasons:
            return "lacking"
        if self.is_waived:
            return "waived"
        return "ready" if self.words else "none"


@dataclass
class Row:
    """One thing that has to be ready, in each language or, with one cell, in all of them together."""

    area: str
    cells: list[Cell]

    @property
    def label(self) -> "str | Promise":
        return LABELS[self.area]

    @property
    def is_whole(self) -> bool:
        return len(self.cells) == 1


@dataclass
class Board:
    """All rows, and the differences between the languages with those that were explained."""

    rows: list[Row]
    reasons: list[Reason]
    differences: list[Difference]
    explained: list[tuple[Difference, str]]
    writers: dict[Language, list[str]]

    @property
    def is_ready(self) -> bool:
        return not self.reasons


def board_of(entry: Entry) -> Board:
    """The board of ``entry`` as it is written now; drafts count as if they were handed over."""
    reasons = reasons_of(entry)
    texts = going_out(entry)
    waived = {plan.language: plan.waived_reason for plan in entry.plans.exclude(waived_reason="")}
    rows = [
        Row(area, [_cell(each, area, words(each), reasons, waived) for each in LANGUAGES])
        for area, words in _worded_areas(entry, texts, waived)
    ]
    rows += [Row(area, [Cell(None, _whole(area, texts), _of(reasons, area))]) for area in (AGREEMENT, FACTS)]
    differences = all_differences(entry, texts)
    notes = dict(entry.explanations.values_list("signature", "note"))
    return Board(
        rows=rows,
        reasons=reasons,
        differences=[each for each in differences if each.signature not in notes],
        explained=[(each, notes[each.signature]) for each in differences if each.signature in notes],
        writers=_writers(texts.values()),
    )


def _worded_areas(
    entry: Entry, texts: dict[str, Text], waived: dict[str, str]
) -> Iterable[tuple[str, Callable[[Language], str]]]:
    yield TEXT, lambda language: waived.get(language) or _standing(texts.get(language))
    if any(text.notes for text in texts.values()):
        yield NOTES, lambda language: _number(len(texts[language].notes) if language in texts else 0)
    if "quotes" in entry.KIND.parts:
        yield from _parts_area(QUOTES, list(entry.quotes.all()), "text")  # type: ignore[attr-defined]  # its part
    images = [use.image for use in entry.images.select_related("image")]
    yield from _parts_area(IMAGES, images, "alt")
    yield from _parts_area(FILES, list(entry.attachments.all()), "title")


def _parts_area(area: str, parts: list[Any], name: str) -> Iterable[tuple[str, Callable[[Language], str]]]:
    if parts:
        yield (
            area,
            lambda language: (
                _("%(there)d of %(all)d")
                % {
                    "there": sum(bool(getattr(part, to_attribute(name, language)).strip()) for part in parts),
                    "all": len(parts),
                }
            ),
        )


def _standing(text: Text | None) -> str:
    if text is None:
        return ""
    is_approved = text.state == TextState.LIVE and not is_visible(text.entry)
    return _("version %(version)d, %(state)s") % {
        "version": text.version,
        "state": EntryState.APPROVED.label if is_approved else text.get_state_display(),
    }


def _number(count: int) -> str:
    return str(count) if count else ""


def _cell(language: Language, area: str, words: str, reasons: list[Reason], waived: dict[str, str]) -> Cell:
    own = [reason for reason in _of(reasons, area) if reason.language == language]
    return Cell(language, words, own, language in waived)


def _of(reasons: list[Reason], area: str) -> list[Reason]:
    return [reason for reason in reasons if AREAS.get(reason.code, FACTS) == area]


def _whole(area: str, texts: dict[str, Text]) -> str:
    if area == FACTS:
        return _("complete")
    return _("The languages say the same.") if len(texts) > 1 else ""


def _writers(texts: Iterable[Text]) -> dict[Language, list[str]]:
    """Per language who has had a hand in the version in the making, and so cannot approve it."""
    open_ones = {text.pk: text for text in texts if text.is_open}
    records = AuditRecord.objects.filter(text__in=open_ones, action__in=WRITING).select_related(
        "actor", "text"
    )
    hands = [(text.language, name_of(text.author)) for text in open_ones.values() if text.author]
    hands += [(str(each.text and each.text.language), name_of(each.actor)) for each in records.order_by("pk")]
    found: dict[Language, list[str]] = {}
    for language, name in dict.fromkeys(hands):
        found.setdefault(Language(language), []).append(name)
    return found
