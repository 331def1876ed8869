"""What a reader looked for, marked in the text as it was written."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing.search.tokens import MIN_JOINED, Clause, Piece, fold_character, parse, pieces

__all__ = ["mark", "snippet", "spans"]

# Between the characters of a name there may be a dot; between those of a longer one a space too.
_DOT = r"(?:\s?[·/–-]\s?)?"
_DOT_OR_SPACE = r"\s?(?:[·/–-]\s?)?"


def mark(text: str, query: "str | Sequence[Clause]") -> SafeString:
    """``text`` as HTML with what ``query`` finds in ``<mark>``."""
    composed = unicodedata.normalize("NFC", text)
    return _marked(composed, _found(composed, _clauses(query)), 0, len(composed))


def snippet(text: str, query: "str | Sequence[Clause]", width: int = 200) -> SafeString:
    """A part of ``text`` around the first thing found, marked; its beginning if nothing is.

    ``width`` counts columns: characters of East Asian scripts take two.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    found = _found(composed, _clauses(query))
    start, end = _window(composed, found[0][0] if found else 0, width)
    ellipses = ("…" if start else "", "…" if end < len(composed) else "")
    return format_html("{}{}{}", ellipses[0], _marked(composed, found, start, end), ellipses[1])


def spans(text: str, query: "str | Sequence[Clause]") -> list[tuple[int, int]]:
    """Where in the composed (NFC) form of ``text`` something is found, in order and without overlaps."""
    return _found(unicodedata.normalize("NFC", text), _clauses(query))


def _clauses(query: "str | Sequence[Clause]") -> Sequence[Clause]:
    return parse(query) if isinstance(query, str) else query


def _found(composed: str, clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    folded = [fold_character(character) for character in composed]
    origin = [index for index, part in enumerate(folded) for _character in part]
    text = "".join(folded)
    words = [piece for piece in pieces(text) if piece.kind != "stop"]
    found = sorted(
        (origin[start], origin[end - 1] + 1)
        for clause in clauses
        for group in clause.pieces
        for start, end in _occurrences(text, words, group)
    )
    return _merged(found)


def _occurrences(text: str, words: Sequence[Piece], group: tuple[Piece, ...]) -> Iterator[tuple[int, int]]:
    if len(group) == 1 and group[0].kind == "cjk":
        yield from (match.span() for match in _pattern(group[0].text).finditer(text))
        return
    size = len(group)
    for index in range(len(words) - size + 1):
        # Most places differ in their first word.
        if not _same(words[index], group[0], 0, size):
            continue
        run = words[index : index + size]
        if all(_same(run[place], group[place], place, size) for place in range(1, size)):
            yield _start(run[0], group[0]), _end(run[-1], group[-1])


def _same(word: Piece, wanted: Piece, place: int, size: int) -> bool:
    if word.kind != wanted.kind:
        return False
    if wanted.kind != "cjk":
        return word.token == wanted.token
    if place == 0:
        return word.text.endswith(wanted.text)
    return word.text.startswith(wanted.text) if place == size - 1 else word.text == wanted.text


def _start(word: Piece, wanted: Piece) -> int:
    return word.end - len(wanted.text) if wanted.kind == "cjk" else word.start


def _end(word: Piece, wanted: Piece) -> int:
    return word.start + len(wanted.text) if wanted.kind == "cjk" else word.end


@lru_cache(maxsize=512)
def _pattern(run: str) -> re.Pattern[str]:
    return re.compile((_DOT_OR_SPACE if len(run) >= MIN_JOINED else _DOT).join(map(re.escape, run)))


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, found: Sequence[tuple[int, int]], start: int, end: int) -> SafeString:
    inside = [(max(a, start), min(b, end)) for a, b in found if a < end and b > start]
    edges = [start, *(edge for span in inside for edge in span), end]
    parts = []
    for number, (left, right) in enumerate(pairwise(edges)):
        parts.append((format_html("<mark>{}</mark>" if number % 2 else "{}", text[left:right]),))
    return format_html_join("", "{}", parts)


def _window(text: str, hit: int, width: int) -> tuple[int, int]:
    """A stretch of ``width`` columns with the hit in its first third, not cutting words where it can."""
    start, room = hit, width // 3
    while start > 0 and room > 0:
        start -= 1
        room -= _columns(text[start])
    if start > 0 and (space := text.find(" ", start, hit)) >= 0:
        start = space + 1
    end, room = start, width
    while end < len(text) and room > 0:
        room -= _columns(text[end])
        end += 1
    if end < len(text) and (space := text.rfind(" ", start + (end - start) // 2, end)) > hit:
        end = space
    return start, end


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
