"""Finding the facts that one language states and another does not, and what stands there instead."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from publishing.factlock.facts import Clock, Day, Fact, FactKind

__all__ = ["Gap", "Layout", "gaps"]

# Two values take each other's place if they stand in one line, or at about the same part of their texts.
_NEAR = 0.25
_HALF_A_DAY = 12 * 60

Lines = Mapping[str, list[tuple[str, str]]]


class Layout:
    """The lines of each language, as (place, words); a line of another language at the same place translates it."""

    def __init__(self, lines: Lines) -> None:
        self.words = {language: "\n".join(line for _place, line in each) for language, each in lines.items()}
        self.places = {language: [place for place, _line in each] for language, each in lines.items()}
        self._ends = {
            language: list(accumulate(len(line) + 1 for _place, line in each))
            for language, each in lines.items()
        }

    def place(self, language: str, fact: Fact) -> str:
        """The place of the line with ``fact``."""
        return self.places[language][bisect_right(self._ends[language], fact.start)]

    def share(self, language: str, fact: Fact) -> float:
        """Where in the text ``fact`` stands, from 0 to 1."""
        return fact.start / len(self.words[language])


def gaps(facts: Mapping[str, list[Fact]], layout: Layout) -> list["Gap"]:
    """What the languages do not state alike in ``facts``, which come in the order of the text."""
    found = _paired(_gaps(facts), layout)
    return [*found, *_exchanged(facts, layout, found)]


@dataclass
class Gap:
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

    def share(self, layout: Layout) -> float:
        """Where in the text it stands; the mean of the languages that have it."""
        shares = [layout.share(language, facts[0]) for language, facts in self.found.items() if facts]
        return sum(shares) / len(shares)

    def places(self, layout: Layout) -> set[str]:
        """The places of the lines that have it first."""
        return {layout.place(language, facts[0]) for language, facts in self.found.items() if facts}


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


def _gaps(facts: Mapping[str, list[Fact]]) -> list[Gap]:
    """One for each value that one language states firmly and another does not."""
    indexes = {language: _Index(found) for language, found in facts.items()}
    found_gaps: dict[tuple[FactKind, str], Gap] = {}
    for found in facts.values():
        for fact in found:
            if fact.firm and (fact.kind, fact.shown) not in found_gaps:
                same = {language: index.same(fact) for language, index in indexes.items()}
                found_gaps[fact.kind, fact.shown] = Gap(fact, same)
    missing = [gap for gap in found_gaps.values() if not all(gap.found.values())]
    return [gap for gap in missing if not any(_covers(other, gap) for other in missing if other is not gap)]


def _exchanged(facts: Mapping[str, list[Fact]], layout: Layout, known: list[Gap]) -> Iterator[Gap]:
    """Values that stand in place of each other in one line, though each also stands elsewhere in all languages."""
    by_place: dict[str, dict[str, list[Fact]]] = defaultdict(dict)
    for language, found in facts.items():
        for place in layout.places[language]:
            by_place[place][language] = []
        for fact in found:
            by_place[layout.place(language, fact)][language].append(fact)
    shown = {(gap.fact.kind, value) for gap in known for value in gap.shown.values()}
    for stated in by_place.values():
        for gap in _paired(_gaps(stated), layout) if len(stated) > 1 else ():
            values = {(gap.fact.kind, value) for value in gap.shown.values()}
            if len(values) > 1 and not values & shown:
                shown |= values
                yield gap


def _covers(gap: Gap, vaguer: Gap) -> bool:
    """Whether both are about one date, and ``gap`` says more of it."""
    day, less = gap.fact.value, vaguer.fact.value
    if not (isinstance(day, Day) and isinstance(less, Day)) or not vaguer.stated_in <= gap.stated_in:
        return False
    return _same_day(less, day) and _parts(day) > _parts(less)


def _parts(day: Day) -> int:
    return sum(part is not None for part in (day.year, day.month, day.day, day.weekday))


def _paired(found: list[Gap], layout: Layout) -> list[Gap]:
    """The gaps, those joined into one that show another value in place of each other's."""
    waiting = sorted(found, key=lambda gap: gap.share(layout))
    joined: list[Gap] = []
    while waiting:
        gap = waiting.pop(0)
        while partner := _partner(gap, waiting, layout):
            waiting.remove(partner)
            stated = {lang: facts or partner.found[lang] for lang, facts in gap.found.items()}
            gap = Gap(gap.fact, stated, gap.shown | partner.shown)
        joined.append(gap)
    return joined


def _partner(gap: Gap, others: list[Gap], layout: Layout) -> Gap | None:
    near = [
        (not gap.places(layout) & other.places(layout), abs(other.share(layout) - gap.share(layout)), number)
        for number, other in enumerate(others)
        if other.fact.kind is gap.fact.kind and not other.stated_in & gap.stated_in
    ]
    apart, distance, number = min(near, default=(True, 1.0, 0))
    return others[number] if not apart or distance <= _NEAR else None
