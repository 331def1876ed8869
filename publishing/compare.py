"""Two versions of a text: which blocks changed, and which words or characters in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.safestring import SafeString

from publishing.blocks import Block, Piece, best_pairs, blocks, rendered
from publishing.languages import Language

__all__ = ["BlockChange", "Change", "differences", "words"]

# A word, a space or a sign; in Korean and Chinese every character by itself, but figures and Latin words as wholes.
_WORDS = re.compile(r"\w+(?:[’'.,-]\w+)*|\s+|[^\w\s]")
_CHARACTERS = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|.", re.DOTALL)
# Two blocks that have less than this part of their words in common are two blocks, not one that changed.
_SAME_BLOCK = 0.4
# Beyond these, what differs is shown as a whole: comparing would take longer than anybody waits.
_MOST_UNITS, _MOST_PAIRS = 4000, 40_000


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class BlockChange:
    """One block of either version: ``before`` with what went in ``<del>``, ``after`` with what came in ``<ins>``.

    ``kind`` is that of :class:`publishing.blocks.Block`; ``old`` and ``new`` are the blocks themselves.
    """

    change: Change
    old: Block | None
    new: Block | None
    before: SafeString
    after: SafeString

    @property
    def kind(self) -> str:
        block = self.new or self.old
        return block.kind if block else "p"


def differences(old_html: str, new_html: str, language: str) -> list[BlockChange]:
    """How the body ``old_html`` became ``new_html``, both sanitised and in ``language``, block by block.

    Words are compared in English, characters in Korean and Chinese. Removed blocks stand where they stood.
    """
    old, new = blocks(old_html), blocks(new_html)
    return [_change(before, after, language) for before, after in _paired(old, new, language)]


def words(old: str, new: str, language: str) -> tuple[SafeString, SafeString]:
    """Two versions of plain words, as a title: with what went in ``<del>``, and with what came in ``<ins>``."""
    return _marked([Piece(old)] if old else [], [Piece(new)] if new else [], language)


def _paired(
    old: Sequence[Block], new: Sequence[Block], language: str
) -> Iterator[tuple[Block | None, Block | None]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _operation, start, end, new_start, new_end in matcher.get_opcodes():
        before, after = old[start:end], new[new_start:new_end]
        if before == after:
            yield from zip(before, after, strict=True)
            continue
        for i, j in _pairs(before, after, language):
            yield (before[i] if i is not None else None, after[j] if j is not None else None)


def _pairs(
    before: Sequence[Block], after: Sequence[Block], language: str
) -> list[tuple[int | None, int | None]]:
    """Which of the blocks between two unchanged ones are the same block, rewritten."""
    if len(before) * len(after) > _MOST_PAIRS:
        return [*((i, None) for i in range(len(before))), *((None, j) for j in range(len(after)))]
    ours = [Counter(_units(block.text, language)) for block in before]
    theirs = [Counter(_units(block.text, language)) for block in after]

    def score(i: int, j: int) -> float:
        both = ours[i].total() + theirs[j].total()
        alike = 2 * (ours[i] & theirs[j]).total() / both if both else float(before[i] == after[j])
        return alike if alike >= _SAME_BLOCK else -1.0

    return best_pairs(len(before), len(after), score)


def _change(old: Block | None, new: Block | None, language: str) -> BlockChange:
    if old == new:
        same = new.html if new else SafeString("")
        return BlockChange(Change.SAME, old, new, same, same)
    before, after = _marked(old.pieces if old else (), new.pieces if new else (), language)
    if old is None or new is None:
        return BlockChange(Change.ADDED if old is None else Change.REMOVED, old, new, before, after)
    return BlockChange(Change.CHANGED, old, new, before, after)


def _units(text: str, language: str) -> list[str]:
    return (_WORDS if language == Language.ENGLISH else _CHARACTERS).findall(text)


def _split(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """``pieces`` cut into the smallest that are compared; what is emphasized differs from what is not."""
    return [
        part
        for piece in pieces
        for part in (
            [piece] if piece.markup else [replace(piece, text=unit) for unit in _units(piece.text, language)]
        )
    ]


def _marked(old: Sequence[Piece], new: Sequence[Piece], language: str) -> tuple[SafeString, SafeString]:
    before, after = _split(old, language), _split(new, language)
    runs = _runs(before, after)
    # Pieces are escaped where they are rendered.
    return (
        SafeString("".join(_run("del", before[a:b], changed) for a, b, _c, _d, changed in runs)),
        SafeString("".join(_run("ins", after[c:d], changed) for _a, _b, c, d, changed in runs)),
    )


def _run(element: str, pieces: Sequence[Piece], changed: bool) -> str:
    html = rendered(pieces)
    return f"<{element}>{html}</{element}>" if changed and html else html


def _runs(before: list[Piece], after: list[Piece]) -> list[tuple[int, int, int, int, bool]]:
    """Where the pieces are the same and where they differ; a space between two changes belongs to them."""
    if max(len(before), len(after)) > _MOST_UNITS:
        return [(0, len(before), 0, len(after), before != after)]
    runs: list[tuple[int, int, int, int, bool]] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        changed = operation != "equal"
        if not changed and runs and b < len(before) and d < len(after):
            changed = all(not piece.markup and piece.text.isspace() for piece in before[a:b])
        if runs and runs[-1][4] == changed:
            runs[-1] = (runs[-1][0], b, runs[-1][2], d, changed)
        else:
            runs.append((a, b, c, d, changed))
    return runs
