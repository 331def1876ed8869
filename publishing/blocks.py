"""Rich text taken apart into blocks (headings, paragraphs, items, rows …), and the blocks of two texts side by side."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from django.utils.safestring import SafeString

__all__ = ["Block", "Pair", "Piece", "align", "best_pairs", "blocks", "rendered"]

# The places of two blocks in their texts, or None where one has no counterpart.
Pair = tuple[int | None, int | None]

_HEADINGS = ("h2", "h3", "h4")
_MARKS = frozenset({"strong", "em", "s", "u", "sub", "sup", "span", "a"})
_ENDS = {"blockquote": "quote", "li": "li", "caption": "caption", **{tag: tag for tag in _HEADINGS}}
_CELL_END = ' <span class="cell-end">|</span> '
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Piece:
    """A run of words in the same inline elements; ``markup`` instead of words for what has none, as a line break."""

    text: str = ""
    marks: tuple[str, ...] = ()
    markup: str = ""


@dataclass(frozen=True)
class Block:
    """One block of a body: ``kind`` is h2, h3, h4, p, li, quote, row (of a table), caption or rule.

    ``lang`` is the language mark of the block itself, or of what it stands in; empty where it has none.
    """

    kind: str
    pieces: tuple[Piece, ...]
    lang: str = ""

    @property
    def text(self) -> str:
        """The words; cells of a row are parted by tabs, a mark of a footnote is nothing."""
        parts = ("\t" if piece.markup == _CELL_END else piece.text for piece in self.pieces)
        return "".join(parts).strip()

    @property
    def html(self) -> SafeString:
        """The content to show, within an element of the caller's choice."""
        return rendered(self.pieces)

    @property
    def figures(self) -> frozenset[str]:
        """Numbers and marks of footnotes, which are the same in every language."""
        marks = (piece.markup for piece in self.pieces if "data-note" in piece.markup)
        return frozenset((*_FIGURE.findall(self.text), *marks))


def rendered(pieces: Iterable[Piece]) -> SafeString:
    """``pieces`` as HTML, escaped where they are words."""
    written = []
    for marks, run in groupby(pieces, key=lambda piece: piece.marks):
        closing = "".join(f"</{mark[1:].partition(' ')[0].rstrip('>')}>" for mark in reversed(marks))
        inner = "".join(piece.markup or escape(piece.text, quote=False) for piece in run)
        written.append(f"{''.join(marks)}{inner}{closing}")
    # Elements come from a sanitised body as they were written, and words are escaped.
    return SafeString("".join(written))


def blocks(body: str) -> list[Block]:
    """The blocks of ``body``, which is sanitised, in their order."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    reader.flush()
    return reader.blocks


class _Reader(HTMLParser):
    """Collects pieces until a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.within: list[str] = []
        self.languages: list[str] = []
        self.marks: list[str] = []
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag == "sup" and (marker := dict(attrs).get("data-note")) is not None:
            self.add(Piece(markup=f'<sup data-note="{escape(marker)}"></sup>', marks=self.open_marks))
            self.marks.append("")
        elif tag in _MARKS:
            self.marks.append(written)
        elif tag in ("br", "wbr"):
            self.add(Piece(markup=f"<{tag}>", marks=self.open_marks))
        elif tag == "hr":
            self.flush()
            self.blocks.append(Block("rule", (Piece(markup="<hr>"),)))
        elif tag in ("td", "th"):
            if self.pieces:
                self.add(Piece(markup=_CELL_END))
        elif "tr" not in self.within:
            self.flush()
            self.within.append(tag)
            self.languages.append(dict(attrs).get("lang") or "")
        elif self.pieces and self.pieces[-1].markup != _CELL_END:
            self.add(Piece(" "))

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            if self.marks:
                self.marks.pop()
        elif tag in self.within and (tag == "tr" or "tr" not in self.within):
            self.flush()
            while self.within.pop() != tag:
                self.languages.pop()
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        text = data.replace("\n", " ")
        if text.strip() or self.pieces:
            self.add(Piece(text, self.open_marks))

    @property
    def open_marks(self) -> tuple[str, ...]:
        return tuple(filter(None, self.marks))

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)

    def flush(self) -> None:
        """End the block that was being read; nothing but spaces is none."""
        if any(piece.markup or piece.text.strip() for piece in self.pieces):
            self.blocks.append(Block(self.kind, tuple(self.pieces), self.lang))
        self.pieces = []

    @property
    def lang(self) -> str:
        return next(filter(None, reversed(self.languages)), "")

    @property
    def kind(self) -> str:
        if "tr" in self.within:
            return "row"
        return next((_ENDS[tag] for tag in reversed(self.within) if tag in _ENDS), "p")


def best_pairs(left: int, right: int, score: Callable[[int, int], float], gap: float = 0.0) -> list[Pair]:
    """The pairing in order of ``left`` and ``right`` things with the highest sum of scores; what is left alone costs ``gap``."""
    sums = [[0.0] * (right + 1) for _row in range(left + 1)]
    scores = [[score(i, j) for j in range(right)] for i in range(left)]
    for i in range(left, -1, -1):
        for j in range(right, -1, -1):
            ways = []
            if i < left and j < right:
                ways.append(sums[i + 1][j + 1] + scores[i][j])
            if i < left:
                ways.append(sums[i + 1][j] - gap)
            if j < right:
                ways.append(sums[i][j + 1] - gap)
            sums[i][j] = max(ways, default=0.0)
    return list(_way(sums, scores, gap))


def _way(sums: list[list[float]], scores: list[list[float]], gap: float) -> Iterator[Pair]:
    left, right = len(scores), len(sums[0]) - 1
    i = j = 0
    while i < left or j < right:
        if i < left and j < right and sums[i][j] == sums[i + 1][j + 1] + scores[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif i < left and sums[i][j] == sums[i + 1][j] - gap:
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def align(left: Sequence[Block], right: Sequence[Block]) -> list[Pair]:
    """Which block of ``right``, a translation, stands for which of ``left``: by kind, place, numbers and marks."""
    figures = [block.figures for block in left], [block.figures for block in right]

    def score(i: int, j: int) -> float:
        alike = _alike(left[i].kind, right[j].kind)
        ours, theirs = figures[0][i], figures[1][j]
        shared = len(ours & theirs) / len(ours | theirs) if ours or theirs else 0.3
        distance = abs(i / len(left) - j / len(right))
        return alike + shared - distance

    return best_pairs(len(left), len(right), score, gap=0.5)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one in _HEADINGS and other in _HEADINGS:
        return 0.6
    if {one, other} <= {"p", "li", "quote"}:
        return 0.2
    return -2.0
