"""The search as readers use it: hits in order, counted by kind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, overload

from django.db.models import Q, QuerySet

from publishing import kinds
from publishing.languages import Language, preferred
from publishing.models import Entry, SearchDocument
from publishing.search.matching import (
    EntryHolds,
    EntryNamed,
    Names,
    few_numbers,
    named_numbers,
    newest_numbers,
)
from publishing.search.names import through_names
from publishing.search.numbers import latest_number, read_number
from publishing.search.scores import HEAD, scorer
from publishing.search.tokens import Clause, parse
from publishing.visibility import public, visible

__all__ = ["Group", "Hit", "Results", "find", "grouped", "matches", "matching_entries"]

# What is read of a text that was found: its number, kind, authoritative language and the tokens of its head.
Row = tuple[int, str, str, str, str, str]
E = TypeVar("E", bound=Entry)

# Of each kind the newest texts that hold a query are looked at, so many and no more.
MOST = 300
# What names lead to is of few kinds, and read in one: so many times the newest of one kind.
_KINDS_BY_NAMES = 4


@dataclass(frozen=True)
class Hit:
    """An entry that was found; ``language`` is that of the document which holds what was looked for."""

    entry_id: int
    kind: str
    language: Language
    score: int


@dataclass(frozen=True)
class Group:
    """The best hits of one kind and how many there are."""

    kind: kinds.Kind
    count: int
    hits: list[Hit]


class Results(Sequence[Hit]):
    """The hits of a query, the best first.

    Of each kind the newest texts that hold the query are looked at: ``counts`` are exact for every kind that has no more,
    and ``more`` names those that have; a count of theirs says that there are at least so many.
    """

    def __init__(self, query: "Query", language: Language, only: Iterable[str] = ()) -> None:
        self.clauses = query.clauses
        self.language = language
        self._query = query
        self._only = frozenset(only)

    def of(self, codes: Iterable[str]) -> "Results":
        """The hits of some kinds only; ``counts`` still tells of all kinds."""
        return Results(self._query, self.language, codes)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of hits of every kind that has any, by its code, in the order of the kinds."""
        found = Counter(each.kind for each in self._query.found)
        return {kind.code: found[kind.code] for kind in kinds.every() if kind.code in found}

    @property
    def more(self) -> frozenset[str]:
        """The kinds of which there may be more hits than were counted."""
        return self._query.more

    @property
    def has_more(self) -> bool:
        """Whether there may be more hits than these."""
        return bool(self.more & self._only if self._only else self.more)

    def groups(self, size: int) -> "list[Group]":
        """The best ``size`` hits of each kind that has any, the kind with the best hit first."""
        found = [Group(kinds.get(code), count, self.of([code])[:size]) for code, count in self.counts.items()]
        return sorted(found, key=lambda group: -group.hits[0].score)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        if isinstance(index, slice):
            return [self._hit(each) for each in self._found[index]]
        return self._hit(self._found[index])

    @cached_property
    def _found(self) -> "list[FoundEntry]":
        found = [each for each in self._query.found if not self._only or each.kind in self._only]
        found.sort(key=lambda each: (each.score, self.language in each.languages, each.order), reverse=True)
        return found

    def _hit(self, each: "FoundEntry") -> Hit:
        order = preferred(self.language, each.authoritative_language)
        language = next(code for code in order if code in each.languages)
        return Hit(each.entry_id, each.kind, language, each.score)


@dataclass
class FoundEntry:
    """An entry of which some texts hold the query; ``order`` is that of releases."""

    entry_id: int
    kind: str
    authoritative_language: str
    order: int
    score: int
    languages: set[str]


class Query:
    """What is looked for, and what of it the public may see now; read once, when it is asked for."""

    def __init__(self, clauses: Sequence[Clause], most: int) -> None:
        self.clauses = tuple(clauses)
        self._most = most

    @property
    def found(self) -> list[FoundEntry]:
        """The entries that hold it, in no order."""
        return self._answer[0]

    @property
    def more(self) -> frozenset[str]:
        """The kinds of which not all such entries were looked at."""
        return self._answer[1]

    @cached_property
    def _answer(self) -> tuple[list[FoundEntry], frozenset[str]]:
        if not self.clauses:
            return [], frozenset()
        numbers, more = self._worded()
        if not (lent := _lent(self.clauses)):
            return _entries(_seen(numbers), self.clauses), more
        further, is_all = self._through_names(lent)
        rows = _seen({*numbers, *further})
        texts = Counter(kind for _number, kind, *_rest in rows)
        more |= {kind for kind, number in texts.items() if number > self._most or not is_all}
        return _entries(rows, self.clauses), more

    def _worded(self) -> tuple[list[int], frozenset[str]]:
        """The numbers of the newest documents of each kind that say it themselves, and the kinds that have more."""
        latest = latest_number()
        numbers = few_numbers(self.clauses, self._most, latest=latest)
        if numbers is not None:
            return numbers, frozenset()
        codes = [kind.code for kind in kinds.every()]
        groups = [(code,) for code in codes]
        newest = newest_numbers(self.clauses, self._most + 1, kinds=groups, latest=latest)
        by_kind = dict(zip(codes, newest, strict=True))
        more = frozenset(code for code, found in by_kind.items() if len(found) > self._most)
        return [number for found in by_kind.values() for number in found], more

    def _through_names(self, lent: Names) -> tuple[list[int], bool]:
        """The numbers of the newest documents to which names lead, and whether these are all."""
        most = self._most * _KINDS_BY_NAMES
        numbers = named_numbers(self.clauses, lent, most + 1, latest=latest_number())
        return numbers, len(numbers) <= most


def _lent(clauses: Iterable[Clause]) -> Names:
    return {clause: through for clause in clauses if (through := through_names(clause)) is not None}


def _seen(numbers: Iterable[int]) -> list[Row]:
    """What of the documents with these numbers may be seen."""
    rows = public(SearchDocument).filter(number__in=numbers)
    return list(rows.values_list("number", "entry__kind", "entry__authoritative_language", *HEAD))


def _entries(rows: Iterable[Row], clauses: Sequence[Clause]) -> list[FoundEntry]:
    score = scorer(clauses)
    found: dict[int, FoundEntry] = {}
    for number, kind, authoritative, *head in rows:
        entry_id, language = read_number(number)
        each = found.get(entry_id)
        if each is None:
            found[entry_id] = FoundEntry(entry_id, kind, authoritative, number, score(head), {language})
        else:
            each.score = max(each.score, score(head))
            each.languages.add(language)
    return list(found.values())


def find(query: str, language: str, *, kinds: Iterable[str] = (), most: int = MOST) -> Results:
    """What the public may see now and holds all that ``query`` says, the best first.

    ``kinds`` are codes of kinds. Hits in the reader's ``language`` come before equally good ones in others, newer before
    older. Any text is a query; one without letters and digits finds nothing, and what goes beyond 200 characters is not
    looked at. Of each kind the ``most`` newest texts are looked at.
    """
    return Results(Query(parse(query), most), Language(language), kinds)


def grouped(query: str, language: str, *, size: int = 5) -> list[Group]:
    """The best ``size`` hits of each kind that has any, the kind with the best hit first."""
    return find(query, language).groups(size)


def matches(query: str, model: type[Entry] = Entry) -> Q:
    """A condition for entries of ``model``: public now and found by ``query``; a blank query leaves all as they are."""
    if not query.strip():
        return Q()
    clauses = parse(query)
    if not clauses:
        return Q(pk__in=[])
    codes = [kind.code for kind in kinds.every() if issubclass(kinds.model_of(kind.code), model)]
    found = Q(EntryHolds(clauses, codes if model is not Entry else ()))
    if lent := _lent(clauses):
        found |= Q(EntryNamed(clauses, lent))
    return visible() & found


def matching_entries(model: type[E], query: str) -> QuerySet[E]:
    """The public entries of ``model`` found by ``query``; all of them if it is blank."""
    return public(model).filter(matches(query, model))
