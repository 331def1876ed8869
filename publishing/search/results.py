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
    Names,
    OneOf,
    are_common,
    entry_ids,
    few_numbers,
    named_numbers,
    newest_by_kind,
)
from publishing.search.names import through_names
from publishing.search.numbers import latest_number, read_number
from publishing.search.scores import HEAD, scorer
from publishing.search.tokens import Clause, parse
from publishing.visibility import public, visible

__all__ = ["Group", "Hit", "Results", "find", "grouped", "matches", "matching_entries"]

E = TypeVar("E", bound=Entry)

# Of each kind the newest entries that hold a query are looked at, so many and no more.
MOST = 100
# So many times as many texts are all looked at if no others hold the query.
_FEW = 3
# What names lead to is of few kinds, and read in one: so many times as many texts.
_BY_NAMES = 12


@dataclass(frozen=True)
class Hit:
    """An entry that was found; ``language`` is that of the document which holds what was looked for.

    ``number`` is the number of this document, which is in the order of releases.
    """

    entry_id: int
    kind: str
    language: Language
    score: int
    number: int


@dataclass(frozen=True)
class Group:
    """The best hits of one kind and how many there are."""

    kind: kinds.Kind
    count: int
    hits: list[Hit]


class Results(Sequence[Hit]):
    """The hits of a query, the best first.

    Of each kind the newest entries that hold the query are looked at: ``counts`` are exact for every kind that has no
    more, and ``more`` names those that have; a count of theirs says that there are at least so many.
    """

    def __init__(self, query: "Query", only: Iterable[str] = ()) -> None:
        self.clauses = query.clauses
        self._query = query
        self._only = frozenset(only)

    def of(self, codes: Iterable[str]) -> "Results":
        """The hits of some kinds only; ``counts`` still tells of all kinds."""
        return Results(self._query, codes)

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
        return self._found[index]

    @cached_property
    def _found(self) -> list[Hit]:
        found = [hit for hit in self._query.found if not self._only or hit.kind in self._only]
        return sorted(found, key=self._query.rank, reverse=True)


class Query:
    """What a reader of ``language`` looks for, and what of it the public may see now; read once, when it is asked for."""

    def __init__(self, clauses: Sequence[Clause], language: Language, most: int) -> None:
        self.clauses = tuple(clauses)
        self.language = language
        self._most = most

    @property
    def found(self) -> list[Hit]:
        """The entries that hold it, in no order."""
        return self._answer[0]

    @property
    def more(self) -> frozenset[str]:
        """The kinds of which not all such entries were looked at."""
        return self._answer[1]

    def rank(self, hit: Hit) -> tuple[int, bool, int]:
        """What decides the place of ``hit``; the greater, the better."""
        return hit.score, hit.language == self.language, hit.number

    @cached_property
    def _answer(self) -> tuple[list[Hit], frozenset[str]]:
        if not self.clauses:
            return [], frozenset()
        numbers, more = self._worded()
        if not (lent := _lent(self.clauses)):
            return self._hits(numbers), more
        further, is_all = self._through_names(lent)
        hits = self._hits([*numbers, *further])
        entries = Counter(hit.kind for hit in hits)
        more |= {kind for kind, number in entries.items() if number > self._most or not is_all}
        return hits, more

    def _worded(self) -> tuple[list[int], frozenset[str]]:
        """The numbers of documents of the newest entries of each kind that say it, and the kinds that have more."""
        latest, few = latest_number(), self._most * _FEW
        common = are_common(self.clauses, latest=latest)
        if not common and (all_numbers := few_numbers(self.clauses, few, latest=latest)) is not None:
            return all_numbers, frozenset()
        codes = [kind.code for kind in kinds.every()]
        by_kind = newest_by_kind(
            self.clauses, self._most + 1, codes, language=self.language, common=common, latest=latest
        )
        is_few = common and sum(map(len, by_kind.values())) <= few
        if is_few and (all_numbers := few_numbers(self.clauses, few, latest=latest)) is not None:
            return all_numbers, frozenset()
        newest, more = [], set()
        for code, numbers in by_kind.items():
            entries = list(dict.fromkeys(read_number(number)[0] for number in numbers))
            among = frozenset(entries[: self._most])
            newest += [number for number in numbers if read_number(number)[0] in among]
            if len(entries) > self._most:
                more.add(code)
        return newest, frozenset(more)

    def _through_names(self, lent: Names) -> tuple[list[int], bool]:
        """The numbers of the newest documents to which names lead, and whether these are all."""
        most = self._most * _BY_NAMES
        numbers = named_numbers(self.clauses, lent, most + 1, latest=latest_number())
        return numbers, len(numbers) <= most

    def _hits(self, numbers: Iterable[int]) -> list[Hit]:
        """What may be seen of the entries with these documents, ranked by the one in the language most fit to read."""
        held: dict[int, dict[str, int]] = {}
        for number in numbers:
            entry_id, language = read_number(number)
            held.setdefault(entry_id, {})[language] = number
        entries: dict[int, tuple[int, str, Language]] = {}
        rows = public(Entry).filter(pk__in=held).values_list("pk", "kind", "authoritative_language")
        for pk, kind, authoritative in rows:
            language = self.language
            if language not in held[pk]:
                language = next(code for code in preferred(authoritative) if code in held[pk])
            entries[held[pk][language]] = pk, kind, language
        score = scorer(self.clauses)
        heads = SearchDocument.objects.filter(number__in=entries).values_list("number", *HEAD)
        return [Hit(*entries[number], score(head), number) for number, *head in heads]


def _lent(clauses: Iterable[Clause]) -> Names:
    return {clause: through for clause in clauses if (through := through_names(clause)) is not None}


def find(query: str, language: str, *, kinds: Iterable[str] = (), most: int = MOST) -> Results:
    """What the public may see now and holds all that ``query`` says, the best first.

    ``kinds`` are codes of kinds. Hits in the reader's ``language`` come before equally good ones in others, newer before
    older. Any text is a query; one without letters and digits finds nothing, and what goes beyond 200 characters is not
    looked at. Of each kind the ``most`` newest entries are looked at, or all if few texts hold the query.
    """
    return Results(Query(parse(query), Language(language), most), kinds)


def grouped(query: str, language: str, *, size: int = 5) -> list[Group]:
    """The best ``size`` hits of each kind that has any, the kind with the best hit first."""
    return find(query, language).groups(size)


def matches(query: str, model: type[Entry] = Entry) -> Q:
    """A condition for entries of ``model``: public now and found by ``query``; a blank query leaves all as they are.

    What holds the query is read here and once; who may see it is asked by every query that takes the condition.
    """
    if not query.strip():
        return Q()
    clauses = parse(query)
    if not clauses:
        return Q(pk__in=[])
    codes = [kind.code for kind in kinds.every() if issubclass(kinds.model_of(kind.code), model)]
    return visible() & Q(OneOf(entry_ids(clauses, codes if model is not Entry else (), _lent(clauses))))


def matching_entries(model: type[E], query: str) -> QuerySet[E]:
    """The public entries of ``model`` found by ``query``; all of them if it is blank."""
    return public(model).filter(matches(query, model))
