"""What somebody may mean who is still typing, and what he may have meant who found nothing: titles and names."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q

from publishing import kinds
from publishing.languages import Language, preferred
from publishing.models import Entry, SearchDocument, Text
from publishing.search.matching import Called
from publishing.search.names import lenders
from publishing.search.numbers import latest_number
from publishing.search.tokens import MAX_QUERY, Clause, fold, pieces, typed
from publishing.visibility import public, with_texts

__all__ = ["MOST_SUGGESTED", "Suggestion", "nearest", "suggest"]

MOST_SUGGESTED = 8
# So many of the newest texts that match are looked at, of those who have names and of all kinds; fewer for each part
# of what may have been written almost alike.
_CANDIDATES = 120
_ALIKE = 60
# From this likeness on, of 1, something may be what was meant.
_LIKE = 0.7
_SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """An entry by its title in ``language``; ``name`` is what it is suggested for, if the title does not say it."""

    entry: Entry
    kind: kinds.Kind
    title: str
    language: Language
    name: str


def suggest(query: str, language: str, *, most: int = MOST_SUGGESTED) -> list[Suggestion]:
    """What the public may see now and is called something that holds ``query``, the likeliest first.

    ``query`` may end within a word or a Hangul syllable. What the reader's ``language`` calls so comes first, then what
    begins so, then bodies and people.
    """
    wanted = _settled(query[:MAX_QUERY])
    found = _suggested(wanted, wanted, language, most)
    if found or not _is_open(wanted):
        return found
    # 환겨 on the way to 환경: the last syllable still waits for its final consonant.
    return _suggested(wanted[:-1], wanted, language, most)


def nearest(query: str, language: str, *, most: int = 3) -> list[str]:
    """Titles, names or words of them, of what the public may see now, that are written almost like ``query``."""
    wanted = fold(query[:MAX_QUERY]).strip()
    likeness: dict[str, float] = {}
    compared = SequenceMatcher(b=wanted)
    for part in _parts(wanted):
        for _entry, names in _candidates(typed(part), _ALIKE):
            for written in {word for name in names for word in (name, *name.split())} - likeness.keys():
                likeness[written] = _likeness(compared, wanted, fold(written))
        # The longest parts come first: what shares less is hardly meant.
        if any(ratio >= _LIKE for ratio in likeness.values()):
            break
    likely = [written for written, ratio in likeness.items() if ratio >= _LIKE]
    return sorted(likely, key=lambda written: (-likeness[written], len(written), written))[:most]


def _likeness(compared: SequenceMatcher[str], wanted: str, written: str) -> float:
    """How much ``written`` is like what is ``wanted``, from 0 to 1; 0 also if it is the same or hardly like it."""
    compared.set_seq1(written)
    if written == wanted or compared.real_quick_ratio() < _LIKE or compared.quick_ratio() < _LIKE:
        return 0
    return compared.ratio()


def _settled(query: str) -> str:
    """``query`` folded, without the letters of a syllable that has only begun."""
    wanted = unicodedata.normalize("NFC", query).strip()
    while wanted and "\u3131" <= wanted[-1] <= "\u318e":
        wanted = wanted[:-1]
    return fold(wanted).strip()


def _is_open(wanted: str) -> bool:
    """Whether the last Hangul syllable may still get a final consonant."""
    return len(wanted) >= _SHORTEST and "가" <= wanted[-1] <= "힣" and (ord(wanted[-1]) - ord("가")) % 28 == 0


def _suggested(looked_for: str, wanted: str, language: str, most: int) -> list[Suggestion]:
    ranked = []
    for place, (entry, names) in enumerate(_candidates(typed(looked_for))):
        text = entry.text(language)
        called = _called(names, text, wanted)
        if text is None or called is None:
            continue
        begins = _comparable(called).startswith(_comparable(wanted))
        is_title = called == text.title
        rank = (not is_title, not begins, entry.kind not in lenders(), place)
        name = "" if is_title else called
        ranked.append(
            (rank, Suggestion(entry, kinds.get(entry.kind), text.title, Language(text.language), name))
        )
    return [suggestion for _rank, suggestion in sorted(ranked, key=lambda each: each[0])[:most]]


def _called(names: list[str], text: Text | None, wanted: str) -> str | None:
    """The title in the reader's language if it holds what is wanted, else the first other title or name that does."""
    sought = [_comparable(part) for part in wanted.split()] or [""]
    for name in [*([text.title] if text else []), *names]:
        compared = _comparable(name)
        if all(part in compared for part in sought):
            return name
    return None


def _comparable(text: str) -> str:
    """``text`` without spaces and dots and with its syllables taken apart, as somebody types them."""
    return unicodedata.normalize("NFD", "".join(piece.text for piece in pieces(fold(text))))


def _candidates(clauses: tuple[Clause, ...], most: int = _CANDIDATES) -> list[tuple[Entry, list[str]]]:
    """The newest entries whose title or names hold ``clauses``, with all their titles and names."""
    if not clauses:
        return []
    newest = Called(clauses, most, kinds=[(), lenders()], latest=latest_number())
    documents = public(SearchDocument).filter(Q(newest)).order_by("-number")
    names: dict[int, str] = {}
    for entry_id, lines in documents.values_list("entry_id", "names"):
        names.setdefault(entry_id, lines)
    entries = {entry.pk: entry for entry in with_texts(public(Entry).filter(pk__in=names))}
    return [(entries[pk], _names(entries[pk], lines)) for pk, lines in names.items() if pk in entries]


def _names(entry: Entry, lines: str) -> list[str]:
    entry.text()
    by_language = {text.language: text.title for text in entry.live_texts}
    titles = [by_language[code] for code in preferred(entry.authoritative_language) if code in by_language]
    return [*titles, *(name for name in lines.split("\n") if name != entry.ref)]


def _parts(wanted: str) -> Iterator[str]:
    """Parts of what was looked for that something written almost like it may share: beginnings of words, pairs."""
    for piece in list(pieces(wanted))[:3]:
        if piece.kind == "cjk":
            yield from list(piece.pairs(last=False))[:6] or [piece.text]
        else:
            size = len(piece.text)
            ends = {max(2, end) for end in (size - 1, size * 2 // 3, size // 2, size // 3)}
            yield from (piece.text[:end] for end in sorted(ends, reverse=True))
