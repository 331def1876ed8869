"""The search as readers use it: hits in order, counted by kind."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import TypeVar, overload

from django.db.models import Case, Expression, IntegerField, Q, QuerySet, Value, When

from publishing import kinds
from publishing.languages import Language, preferred
from publishing.models import Entry, SearchDocument, Sector
from publishing.search.matching import DECK, NAMES, TITLE, Holds, Newest
from publishing.search.names import through_names
from publishing.search.numbers import latest_number, read_number
from publishing.search.tokens import Clause, parse
from publishing.visibility import public

__all__ = ["Group", "Hit", "Results", "find", "grouped", "matches", "matching_entries"]

# What is read of a text that was found: its number, kind, authoritative language and score.
Row = tuple[int, str, str, int]
E = TypeVar("E", bound=Entry)

# What a hit counts: in the title, in another name, in the deck; anywhere else it counts 1.
_WEIGHTS = {TITLE: 8, NAMES: 4, DECK: 2}
# Of each kind the newest texts that hold a query are looked at, so many and no more.
MOST = 600
# Further words of a query decide whether an entry is found, not where it stands.
_RANKED_CLAUSES = 4


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

    Of each kind the newest 600 texts that hold the query are looked at: ``counts`` are exact for every kind that has no
    more, and ``more`` names those that have.
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
        """The kinds of which there are more hits than were counted."""
        return self._query.more

    @property
    def has_more(self) -> bool:
        """Whether there are more hits than these."""
        return bool(self.more & self._only if self._only else self.more)

    def groups(self, size: int) -> "list[Group]":
        """The best ``size`` hits of each kind that has any, the kind with the best hit first."""
        found = [Group(kinds.get(code), count, self.of([code])[:size]) for code, count in self.counts.items()]
        return sorted(found, key=lambda group: -group.hits[0].score)

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        return self._hits[index]

    @cached_property
    def _hits(self) -> list[Hit]:
        found = [each for each in self._query.found if not self._only or each.kind in self._only]
        found.sort(key=lambda each: (each.score, self.language in each.languages, each.order), reverse=True)
        return [self._hit(each) for each in found]

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

    def __init__(self, clauses: Sequence[Clause], sectors: Collection[int] | None) -> None:
        self.clauses = tuple(clauses)
        self._sectors = sectors

    @property
    def found(self) -> list[FoundEntry]:
        """The entries that hold it, in no order."""
        return self._answer[0]

    @property
    def more(self) -> frozenset[str]:
        """The kinds that have more such entries."""
        return self._answer[1]

    @cached_property
    def _answer(self) -> tuple[list[FoundEntry], frozenset[str]]:
        if not self.clauses or self._sectors == ():
            return [], frozenset()
        lent = {clause: through for clause in self.clauses if (through := through_names(clause)) is not None}
        if lent or self._sectors is not None:
            rows = _scored(Q(number__in=self._narrowed(lent)), self.clauses)
        else:
            rows = self._newest([()])
            if len(rows) > MOST:
                rows = self._newest([(kind.code,) for kind in kinds.every()])
        texts = Counter(kind for _number, kind, *_rest in rows)
        return _entries(rows), frozenset(kind for kind, number in texts.items() if number > MOST)

    def _newest(self, groups: Sequence[Sequence[str]]) -> list[Row]:
        """The newest texts of each group of kinds, one more than are looked at."""
        newest = Newest(self.clauses, MOST + 1, kinds=groups, latest=latest_number())
        return _scored(Q(newest), self.clauses)

    def _narrowed(self, lent: dict[Clause, Q]) -> list[int]:
        """The same of each kind where names lead to more, or sectors to less, than the words alone."""
        documents = public(SearchDocument).filter(_holding(self.clauses, lent))
        if self._sectors is not None:
            chosen = Entry.sectors.through.objects.filter(sector__in=self._sectors)
            documents = documents.filter(entry_id__in=chosen.values("entry_id"))
        numbers: list[int] = []
        texts: Counter[str] = Counter()
        for number, kind in documents.order_by("-number").values_list("number", "entry__kind"):
            texts[kind] += 1
            if texts[kind] <= MOST + 1:
                numbers.append(number)
        return numbers


def _scored(candidates: Q, clauses: Sequence[Clause]) -> list[Row]:
    """What of the ``candidates`` may be seen."""
    rows = public(SearchDocument).filter(candidates).annotate(score=_score(clauses))
    return list(rows.values_list("number", "entry__kind", "entry__authoritative_language", "score"))


def _entries(rows: Iterable[Row]) -> list[FoundEntry]:
    found: dict[int, FoundEntry] = {}
    for number, kind, authoritative, score in rows:
        entry_id, language = read_number(number)
        each = found.get(entry_id)
        if each is None:
            found[entry_id] = FoundEntry(entry_id, kind, authoritative, number, score, {language})
        else:
            each.score = max(each.score, score)
            each.languages.add(language)
    return list(found.values())


def find(
    query: str, language: str, *, kinds: Iterable[str] | None = None, sectors: Iterable[str] | None = None
) -> Results:
    """What the public may see now and holds all that ``query`` says, the best first.

    ``kinds`` are codes of kinds, ``sectors`` codes of sectors with all below them. Hits in the reader's
    ``language`` come before equally good ones in others, newer before older. Any text is a query; one without
    letters and digits finds nothing, and what goes beyond 200 characters is not looked at.
    """
    clauses = parse(query)
    chosen = list(sectors or ())
    ids = tuple(sorted({pk for code in chosen for pk in Sector.subtree(code)})) if chosen else None
    return Results(Query(clauses, ids), Language(language), kinds or ())


def grouped(query: str, language: str, *, size: int = 5, sectors: Iterable[str] | None = None) -> list[Group]:
    """The best ``size`` hits of each kind that has any, the kind with the best hit first."""
    return find(query, language, sectors=sectors).groups(size)


def matches(query: str) -> Q:
    """A condition for entries of any kind: public now and found by ``query``; a blank query leaves all as they are."""
    if not query.strip():
        return Q()
    clauses = parse(query)
    if not clauses:
        return Q(pk__in=[])
    lent = {clause: through for clause in clauses if (through := through_names(clause)) is not None}
    return Q(pk__in=public(SearchDocument).filter(_holding(clauses, lent)).values("entry_id"))


def matching_entries(model: type[E], query: str) -> QuerySet[E]:
    """The public entries of ``model`` found by ``query``; all of them if it is blank."""
    return public(model).filter(matches(query))


def _score(clauses: Sequence[Clause]) -> Expression:
    scores = [
        Case(
            *(When(Holds([clause], [column]), then=Value(weight)) for column, weight in _WEIGHTS.items()),
            default=Value(1),
            output_field=IntegerField(),
        )
        for clause in clauses[:_RANKED_CLAUSES]
    ]
    return reduce(add, scores, Value(0))


def _holding(clauses: Sequence[Clause], lent: dict[Clause, Q]) -> Q:
    """Documents that hold each clause, in their own words or through the names of whom the entry belongs to."""
    condition = Q()
    for clause, through in lent.items():
        condition &= Q(Holds([clause])) | through
    alone = [clause for clause in clauses if clause not in lent]
    return condition & Q(Holds(alone)) if alone else condition
