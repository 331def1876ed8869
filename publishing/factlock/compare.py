"""Comparing the facts of several languages."""

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from publishing.factlock.chinese import chinese
from publishing.factlock.english import english
from publishing.factlock.facts import Clock, Day, Difference, Fact, FactKind, Found, Names, Worded, Wording
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
# Two values take each other's place if they stand at about the same part of their texts.
_NEAR = 0.25
_HALF_A_DAY = 12 * 60
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
    words = {language: "\n".join(line for _place, line in each) for language, each in lines.items()}
    facts = {language: _READERS[language](text) for language, text in words.items()}
    for language, text in words.items():
        facts[language] += technical_terms(text, language, terms)
        facts[language].sort(key=lambda fact: fact.start)
    gaps = _paired(_gaps(facts), words)
    places = {language: [place for place, _line in each] for language, each in lines.items()}
    gaps += _exchanged(facts, places, words, gaps)
    marks = {language: note_markers(texts[language].body) for language in words}
    return [
        *(_difference(gap, words) for gap in sorted(gaps, key=lambda gap: _KINDS.index(gap.fact.kind))),
        *(_name_difference(*each, words) for each in named(words, names)),
        *_note_differences(marks),
    ]


@dataclass
class _Gap:
    """A firm fact that is missing somewhere, with what each language says in its place."""

    fact: Fact
    found: dict[str, list[Fact]]
    # The value in each language, the same where they agree.
    shown: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = [fact.shown for facts in self.found.values() for fact in facts]
        # Of one date the form that says most.
        self.shown = self.shown or {lang: max(values, key=len) for lang, facts in self.found.items() if facts}

    @property
    def stated_in(self) -> set[str]:
        return {language for language, facts in self.found.items() if facts}

    def place(self, words: Mapping[str, str]) -> float:
        """Where in the text it stands, from 0 to 1; the mean of the languages that have it."""
        places = [facts[0].start / len(words[language]) for language, facts in self.found.items() if facts]
        return sum(places) / len(places)


class _Index:
    """The facts of one language, to look up those that say the same as one of another language."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_kind: dict[FactKind, list[Fact]] = defaultdict(list)
        self._by_number: dict[object, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_kind[fact.kind].append(fact)
            if fact.kind in (FactKind.NUMBER, FactKind.EDITION):
                self._by_number[fact.value].append(fact)
            elif isinstance(fact.value, Day) and _is_year(fact.value):
                self._by_number[Decimal(fact.value.year or 0)].append(fact)

    def same(self, fact: Fact) -> list[Fact]:
        """The facts that state ``fact`` at least as precisely."""
        match fact.value:
            case Day() as day:
                dates = [other for other in self._by_kind[FactKind.DATE] if _same_day(day, other.value)]
                if not dates and _is_year(day):
                    return [o for o in self._by_number[Decimal(day.year or 0)] if o.kind is FactKind.NUMBER]
                return dates
            case Clock() as clock:
                return [other for other in self._by_kind[FactKind.TIME] if _same_time(clock, other.value)]
        if fact.kind in (FactKind.NUMBER, FactKind.EDITION):
            return [other for other in self._by_number[fact.value] if _same_count(fact, other)]
        return [other for other in self._by_kind[fact.kind] if other.value == fact.value]


def _is_year(day: Day) -> bool:
    return day.month is None and not day.decade


def _same_day(day: Day, other: object) -> bool:
    """Whether ``other`` says at least what ``day`` says; a year or weekday counts only where both state it."""
    if not isinstance(other, Day) or day.decade != other.decade:
        return False
    if _is_year(day) or day.decade:
        return day.year == other.year
    years = day.year is None or other.year is None or day.year == other.year
    weekdays = day.weekday is None or other.weekday is None or day.weekday == other.weekday
    return years and weekdays and day.month == other.month and day.day in (None, other.day)


def _same_time(clock: Clock, other: object) -> bool:
    if not isinstance(other, Clock):
        return False
    if clock.half or other.half:
        return (clock.minutes - other.minutes) % _HALF_A_DAY == 0
    return clock.minutes == other.minutes


def _same_count(fact: Fact, other: Fact) -> bool:
    """Editions are counted apart from things, unless one of them may be either, as “phase 3” and “3회”."""
    if FactKind.EDITION not in (fact.kind, other.kind) or fact.kind is other.kind:
        return True
    return fact.ordered or other.ordered


def _gaps(facts: Mapping[str, list[Fact]]) -> list[_Gap]:
    """One for each value that one language states firmly and another does not."""
    indexes = {language: _Index(found) for language, found in facts.items()}
    gaps: dict[tuple[FactKind, str], _Gap] = {}
    for found in facts.values():
        for fact in found:
            if fact.firm and (fact.kind, fact.shown) not in gaps:
                same = {language: index.same(fact) for language, index in indexes.items()}
                gaps[fact.kind, fact.shown] = _Gap(fact, same)
    missing = [gap for gap in gaps.values() if not all(gap.found.values())]
    return [gap for gap in missing if not any(_covers(other, gap) for other in missing if other is not gap)]


def _exchanged(
    facts: Mapping[str, list[Fact]],
    places: Mapping[str, list[str]],
    words: Mapping[str, str],
    known: list[_Gap],
) -> Iterator[_Gap]:
    """Values that stand in place of each other in one line, though each also stands elsewhere in all languages."""
    by_line: dict[str, dict[str, list[Fact]]] = defaultdict(dict)
    for language, found in facts.items():
        starts = [0, *(match + 1 for match in _line_ends(words[language]))]
        for place in places[language]:
            by_line[place][language] = []
        for fact in found:
            by_line[places[language][bisect_right(starts, fact.start) - 1]][language].append(fact)
    shown = {(gap.fact.kind, value) for gap in known for value in gap.shown.values()}
    for stated in by_line.values():
        for gap in _paired(_gaps(stated), words) if len(stated) > 1 else ():
            values = {(gap.fact.kind, value) for value in gap.shown.values()}
            if len(values) > 1 and not values & shown:
                shown |= values
                yield gap


def _line_ends(text: str) -> Iterator[int]:
    return (place for place, char in enumerate(text) if char == "\n")


def _covers(gap: _Gap, vaguer: _Gap) -> bool:
    """Whether both are about one date, and ``gap`` says more of it."""
    day, less = gap.fact.value, vaguer.fact.value
    if not (isinstance(day, Day) and isinstance(less, Day)) or not vaguer.stated_in <= gap.stated_in | {""}:
        return False
    return _same_day(less, day) and _parts(day) > _parts(less)


def _parts(day: Day) -> int:
    return sum(part is not None for part in (day.year, day.month, day.day, day.weekday))


def _paired(gaps: list[_Gap], words: Mapping[str, str]) -> list[_Gap]:
    """The gaps, those joined into one that show another value in place of each other's."""
    waiting = sorted(gaps, key=lambda gap: gap.place(words))
    joined: list[_Gap] = []
    while waiting:
        gap = waiting.pop(0)
        while partner := _partner(gap, waiting, words):
            waiting.remove(partner)
            found = {lang: facts or partner.found[lang] for lang, facts in gap.found.items()}
            gap = _Gap(gap.fact, found, gap.shown | partner.shown)
        joined.append(gap)
    return joined


def _partner(gap: _Gap, others: list[_Gap], words: Mapping[str, str]) -> _Gap | None:
    near = [
        (abs(other.place(words) - gap.place(words)), number)
        for number, other in enumerate(others)
        if other.fact.kind is gap.fact.kind and not other.stated_in & gap.stated_in
    ]
    distance, number = min(near, default=(1.0, 0))
    return others[number] if distance <= _NEAR else None


def _difference(gap: _Gap, words: Mapping[str, str]) -> Difference:
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
