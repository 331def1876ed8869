"""How texts and queries are cut into tokens, the same way for both and for every database.

Everything is folded first: compatibility forms, case, accents, traditional Chinese characters. Runs of Hangul, Han
and kana then become overlapping pairs of characters plus the last single one, so that 환경 is found inside
한중환경협력; words become English stems; numbers stay whole. Runs that are separated by a space only are taken
together a second time, marked with ``j``, so that 환경산업 also finds 환경 산업.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from publishing.search.variants import ALIASES, SIMPLIFIED

__all__ = [
    "BREAK",
    "MAX_QUERY",
    "Clause",
    "Phrase",
    "Piece",
    "fold",
    "fold_character",
    "index",
    "kind_token",
    "named",
    "parse",
    "pieces",
    "reference_tokens",
    "typed",
    "words",
]

# Phrases never reach across this character.
BREAK = "¶"
MAX_QUERY = 200
MAX_CLAUSES = 20
MAX_TOKEN = 64
# From this length on a run is also looked for with spaces inside: in shorter ones they would make other words.
MIN_JOINED = 4

# Han with its iteration mark and zero, kana without the middle dot, Hangul syllables.
CJK = (
    r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
    r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uac00-\ud7a3"
)
_LETTER = rf"[^\W\d_{CJK}]"
_PIECE = re.compile(
    r"(?P<ref>(?<![a-z0-9])kc-\d{4}-\d{4,})"
    rf"|(?P<cjk>[{CJK}]+)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?![,\d])|(?<!\d\.)\d+\.\d+(?!\.?\d)|\d+)"
    rf"|(?P<word>{_LETTER}+(?:'{_LETTER}+)*)"
    rf"|(?P<stop>{BREAK})"
)
_SPACE = re.compile(r"\s+")
# 한·중 is one word, 수질·대기 are two: the dot vanishes beside a single character.
_DOT = re.compile(
    rf"(?:(?<=^[{CJK}])|(?<=[^{CJK}][{CJK}])) ?[·/–-] ?(?=[{CJK}])"
    rf"|(?<=[{CJK}]) ?[·/–-] ?(?=[{CJK}](?![{CJK}]))"
)
_SPACED = re.compile(rf"[{CJK}]+(?:[ ·-][{CJK}]+)+")
_JOINERS = frozenset("-–'.&@_/+")
_STOP_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
_MARKS = re.compile(r"[\u0300-\u036f]")


class _Folding(dict[int, str]):
    """For ``str.translate``: what each character is folded to, worked out when it first occurs."""

    _SAME = str.maketrans("’ʼㆍ‧・･∙⋅•‐‑", "''·······--")

    def __missing__(self, code: int) -> str:
        character = chr(code).translate(self._SAME)
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", character).casefold())
        folded = unicodedata.normalize("NFC", bare).translate(_SIMPLIFIED)
        self[code] = folded
        return folded


_SIMPLIFIED = str.maketrans(SIMPLIFIED)
_folding = _Folding()


def fold(text: str) -> str:
    """``text`` in the one form that is compared, character by character."""
    return unicodedata.normalize("NFC", text).translate(_folding)


def fold_character(character: str) -> str:
    """What one character of a composed text is folded to; it may become several or none."""
    return _folding[ord(character)]


class Piece(NamedTuple):
    """A run of CJK characters, a word, a number, a reference number or a break in a folded text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def token(self) -> str:
        """The token of a word, number, reference number or break."""
        if self.kind == "ref":
            return self.text.replace("-", "")
        if self.kind == "number":
            return self.text.replace(",", "").replace(".", "·")[:MAX_TOKEN]
        return stem(self.text) if self.kind == "word" else self.text

    def pairs(self, *, last: bool) -> Iterator[str]:
        """The overlapping pairs of a CJK run and, if wanted, its ``last`` single character."""
        yield from _pairs(self.text)
        if last:
            yield self.text[-1]


@dataclass(frozen=True)
class Phrase:
    """Tokens that follow each other; of the last one only the beginning if ``prefix``."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Clause:
    """One thing a text must contain, as any of some phrases; ``pieces`` is how the reader wrote them."""

    phrases: tuple[Phrase, ...]
    pieces: tuple[tuple[Piece, ...], ...]


_stemmer = snowballstemmer.stemmer("english")
_stemmer_lock = Lock()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of a folded word; other scripts stay as they are."""
    if not word.isascii():
        return word[:MAX_TOKEN].replace("'", "")
    with _stemmer_lock:
        stemmed: str = _stemmer.stemWord(word[:MAX_TOKEN])
        if stemmed.endswith("ment"):
            # The algorithm takes only one ending off: environmental would not meet environment.
            stemmed = _stemmer.stemWord(stemmed)
    return stemmed.replace("'", "")


def _pairs(run: str) -> Iterator[str]:
    return (run[i : i + 2] for i in range(len(run) - 1))


def _prepare(folded: str) -> str:
    return _DOT.sub("", _SPACE.sub(" ", folded))


def pieces(folded: str) -> Iterator[Piece]:
    """The pieces of a folded text in their order."""
    for match in _PIECE.finditer(folded):
        yield Piece(match.lastgroup or "", match.group(), match.start(), match.end())


def index(text: str, limit: int) -> str:
    """The tokens of ``text`` for the index, at most ``limit``, separated by spaces and closed by a break."""
    prepared = _prepare(fold(text))
    tokens: list[str] = []
    for piece in pieces(prepared):
        if piece.kind == "cjk":
            tokens.extend(piece.pairs(last=True))
        else:
            tokens.append(piece.token)
    for match in _SPACED.finditer(prepared):
        tokens.append(BREAK)
        tokens.extend(f"j{pair}" for pair in _pairs(re.sub("[ ·-]", "", match.group())))
    return " ".join([*tokens[:limit], BREAK]) if tokens else ""


def words(text: str, limit: int) -> str:
    """The tokens of ``text`` by which it is suggested to somebody who types: words as they are, not their stems."""
    prepared = _prepare(fold(text))
    found: list[str] = []
    for piece in pieces(prepared):
        found.extend(_as_typed(piece, last=True))
    for match in _SPACED.finditer(prepared):
        found.extend([BREAK, *_pairs(re.sub("[ ·-]", "", match.group()))])
    return " ".join([*found[:limit], BREAK]) if found else ""


def typed(query: str) -> tuple[Clause, ...]:
    """What :func:`words` must hold for a ``query`` that may end within a word."""
    groups = list(_groups(_prepare(fold(query[:MAX_QUERY]).strip())))[:MAX_CLAUSES]
    clauses = []
    for place, group in enumerate(groups):
        is_whole = group[-1].kind == "cjk" and len(group[-1].text) > 1
        is_last = place == len(groups) - 1
        clauses.append(Clause((_typed(group, prefix=is_last and not is_whole),), (group,)))
    return tuple(clauses)


def named(clause: Clause) -> Clause:
    """``clause`` as :func:`words` must hold it: names have words as they are."""
    phrases = (
        _typed(group, prefix=group[-1].kind == "cjk" and len(group[-1].text) == 1) for group in clause.pieces
    )
    return Clause(tuple(phrases), clause.pieces)


def _typed(group: tuple[Piece, ...], *, prefix: bool) -> Phrase:
    tokens = [token for piece in group[:-1] for token in _as_typed(piece, last=True)]
    final = list(_as_typed(group[-1], last=False)) or [group[-1].text]
    return Phrase((*tokens, *final), prefix=prefix)


def _as_typed(piece: Piece, *, last: bool) -> Iterator[str]:
    if piece.kind == "cjk":
        yield from piece.pairs(last=last)
    else:
        yield piece.text[:MAX_TOKEN].replace("'", "") if piece.kind == "word" else piece.token


def reference_tokens(ref: str) -> str:
    """The tokens of a reference number: itself, and its serial number if only a reference looks like that, as 0041."""
    serial = ref.rpartition("-")[2]
    own = fold(ref).replace("-", "")
    return f"{own} {BREAK} {serial}" if serial.startswith("0") else own


def kind_token(code: str) -> str:
    """The token that documents of a kind hold and no query can."""
    return f"¤{code.replace('-', '')}"


def parse(query: str) -> tuple[Clause, ...]:
    """What a text must contain to be found by ``query``; empty if there is nothing to look for."""
    prepared = _prepare(fold(query[:MAX_QUERY]).strip())
    clauses = list(dict.fromkeys(_clause(group) for group in _groups(prepared)))
    telling = [clause for clause in clauses if not _says_nothing(clause)]
    return tuple((telling or clauses)[:MAX_CLAUSES])


def _groups(prepared: str) -> Iterator[tuple[Piece, ...]]:
    """Pieces that touch, or that only a hyphen or the like separates, belong together."""
    group: list[Piece] = []
    for piece in pieces(prepared):
        if piece.kind == "stop":
            continue
        if group and not _touch(group[-1], piece, prepared):
            yield tuple(group)
            group = []
        group.append(piece)
    if group:
        yield tuple(group)


def _touch(left: Piece, right: Piece, prepared: str) -> bool:
    gap = prepared[left.end : right.start]
    if gap == " ":
        return (left.text, right.text) in _spaced()
    return not gap or (gap in _JOINERS and "cjk" not in (left.kind, right.kind))


def _clause(group: tuple[Piece, ...]) -> Clause:
    written = _phrase(group)
    phrases, ways = [written], [_bare(group)]
    if len(group) == 1 and group[0].kind == "cjk" and len(group[0].text) >= MIN_JOINED:
        phrases.append(Phrase(tuple(f"j{pair}" for pair in group[0].pairs(last=False))))
    if reference := _reference(group):
        phrases.append(Phrase((reference.token,)))
        ways.append((reference,))
    for other in _aliases().get(written, ()):
        phrases.append(_phrase(other))
        ways.append(other)
    return Clause(tuple(phrases), tuple(ways))


def _reference(group: tuple[Piece, ...]) -> Piece | None:
    """The reference number of which 2026-0041 is a part."""
    if [piece.kind for piece in group] != ["number", "number"]:
        return None
    year, serial = (piece.text for piece in group)
    if len(year) != 4 or len(serial) < 4 or not (year + serial).isdecimal():
        return None
    return Piece("ref", f"kc-{year}-{serial}", 0, 0)


def _bare(group: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(piece.kind, piece.text, 0, 0) for piece in group)


def _phrase(group: tuple[Piece, ...]) -> Phrase:
    tokens: list[str] = []
    for piece in group[:-1]:
        tokens.extend(piece.pairs(last=True) if piece.kind == "cjk" else [piece.token])
    final = group[-1]
    if final.kind != "cjk":
        return Phrase((*tokens, final.token))
    if len(final.text) == 1:
        return Phrase((*tokens, final.text), prefix=True)
    return Phrase((*tokens, *final.pairs(last=False)))


@lru_cache(maxsize=1)
def _aliases() -> dict[Phrase, list[tuple[Piece, ...]]]:
    found: dict[Phrase, list[tuple[Piece, ...]]] = {}
    for terms in ALIASES:
        groups = [_bare(tuple(pieces(_prepare(fold(term))))) for term in terms]
        for group in groups:
            found[_phrase(group)] = [other for other in groups if _phrase(other) != _phrase(group)]
    return found


@lru_cache(maxsize=1)
def _spaced() -> set[tuple[str, str]]:
    """Terms that some write with a space, such as PM 2.5."""
    both = [
        group
        for groups in _aliases().values()
        for group in groups
        if [p.kind for p in group] == ["word", "number"]
    ]
    return {(word.text, number.text) for word, number in both}


def _says_nothing(clause: Clause) -> bool:
    return all(piece.text in _STOP_WORDS for piece in clause.pieces[0])
