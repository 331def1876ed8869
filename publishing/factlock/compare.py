"""Comparing the facts of several languages."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from publishing.factlock.chinese import chinese
from publishing.factlock.english import english
from publishing.factlock.facts import Difference, Fact, FactKind, Found, Names, Worded, Wording
from publishing.factlock.gaps import Gap, Layout, gaps
from publishing.factlock.korean import korean
from publishing.factlock.names import named, technical_terms
from publishing.languages import Language
from publishing.richtext import note_markers
from publishing.search.plain import plain

__all__ = ["differences", "facts_of", "words_of"]

_READERS: Mapping[str, Callable[[str], list[Fact]]] = {
    Language.ENGLISH: english,
    Language.KOREAN: korean,
    Language.CHINESE: chinese,
}
# How much is shown: places per language, and characters around a place.
_SHOWN = 3
_AROUND = {Language.ENGLISH: 24, Language.KOREAN: 12, Language.CHINESE: 10}
_KINDS = list(FactKind)


def words_of(text: Worded | Wording) -> str:
    """All words of a text, one line per paragraph; full-width digits and signs are made plain."""
    return "\n".join(line for _place, line in _lines(text))


def _lines(text: Worded | Wording) -> Iterator[tuple[str, str]]:
    """The lines with the place of each, by which lines of other languages are found that translate it."""
    blocks = plain(text.body).split("\n")
    parts = [("title", text.title), ("deck", text.deck)]
    parts += [(f"block {number} of {len(blocks)}", block) for number, block in enumerate(blocks)]
    for note in text.notes:
        parts += [(f"{part} {note.get('marker')}", str(note.get(part) or "")) for part in ("term", "text")]
    parts += [
        (f"extra {name}", plain(str(value or ""))) for name, value in sorted((text.extra or {}).items())
    ]
    for place, words in parts:
        for number, line in enumerate(unicodedata.normalize("NFKC", words).splitlines()):
            if line:
                yield f"{place} {number}", line


def facts_of(text: Worded | Wording, language: str) -> list[Fact]:
    """The facts that ``text`` states in ``language``, names of bodies and people excepted."""
    return _READERS[language](words_of(text))


def differences(
    texts: Mapping[str, Worded | Wording], names: Iterable[Names] = (), terms: Iterable[Names] = ()
) -> list[Difference]:
    """What the texts, by language, do not state alike; empty for fewer than two texts.

    ``names`` are those of bodies, people and terms with their forms per language: who is named in one text under
    any of them has to be named in the others. ``terms`` are only other words for technical names: who writes
    PM2.5 in one language may write 초미세먼지 in another. Facts are compared by whether they are stated, not by
    how often.
    """
    lines = {language: list(_lines(texts[language])) for language in Language.values if language in texts}
    if len(lines) < 2:
        return []
    layout = Layout(lines)
    words = layout.words
    facts = {language: _READERS[language](text) for language, text in words.items()}
    for language, text in words.items():
        facts[language] += technical_terms(text, language, terms)
        facts[language].sort(key=lambda fact: fact.start)
    found = sorted(gaps(facts, layout), key=lambda gap: _KINDS.index(gap.fact.kind))
    marks = {language: note_markers(texts[language].body) for language in words}
    return [
        *(_difference(gap, words) for gap in found),
        *(_name_difference(*each, words) for each in named(words, names)),
        *_note_differences(marks),
    ]


def _difference(gap: Gap, words: Mapping[str, str]) -> Difference:
    found = {}
    for language, facts in gap.found.items():
        places = [(fact.start, fact.end) for fact in facts]
        excerpts = _excerpts(places, language, words[language])
        found[language] = Found(len(facts), excerpts, gap.shown.get(language, ""))
    values = dict.fromkeys(each.value for each in found.values() if each.value)
    return Difference(gap.fact.kind, " / ".join(values), found)


def _excerpts(places: Iterable[tuple[int, int]], language: str, text: str) -> tuple[str, ...]:
    """The words at ``places`` with a little around them, each once, cut between words where there are spaces."""
    excerpts: dict[str, None] = {}
    for start, end in places:
        first = max(text.rfind("\n", 0, start) + 1, start - _AROUND[Language(language)])
        last = text.find("\n", end)
        last = min(len(text) if last < 0 else last, end + _AROUND[Language(language)])
        before, after = text[first:start], text[end:last]
        if first and text[first - 1] != "\n" and " " in before:
            before = before[before.index(" ") + 1 :]
        if last < len(text) and text[last] != "\n" and " " in after:
            after = after[: after.rindex(" ")]
        excerpts[f"{before}{text[start:end]}{after}".strip()] = None
    return tuple(excerpts)[:_SHOWN]


def _name_difference(
    name: str, found: Mapping[str, list[tuple[int, int]]], words: Mapping[str, str]
) -> Difference:
    stated = {
        language: Found(len(places), _excerpts(places, language, words[language]), name if places else "")
        for language, places in found.items()
    }
    return Difference(FactKind.NAME, name, stated)


def _note_differences(marks: Mapping[str, list[str]]) -> Iterator[Difference]:
    for marker in dict.fromkeys(marker for found in marks.values() for marker in found):
        counts = {language: found.count(marker) for language, found in marks.items()}
        if not all(counts.values()):
            found = {lang: Found(n, (), marker if n else "") for lang, n in counts.items()}
            yield Difference(FactKind.NOTE, marker, found)
