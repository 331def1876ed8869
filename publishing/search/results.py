"""The search as readers use it: hits in order, counted by kind."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import Any, TypeVar, overload

from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from publishing import kinds
from publishing.languages import LANGUAGES, Language, preferred
from publishing.models import Entry, SearchDocument, Sector
from publishing.search.matching import DECK, NAMES, TITLE, Holds
from publishing.search.names import through_names
from publishing.search.tokens import Clause, parse
from publishing.visibility import public

__all__ = ["Group", "Hit", "Results", "find", "grouped", "matches", "matching_entries"]

E = TypeVar("E", bound=Entry)

# What a hit counts: in the title, in another name, in the deck; anywhere else it counts 1.
_WEIGHTS = {TITLE: 8, NAMES: 4, DECK: 2}
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
    """The hits of a query, read from the database in the slices that are asked for."""

    def __init__(
        self,
        documents: QuerySet[SearchDocument],
        clauses: Sequence[Clause],
        language: Language,
        only: Iterable[str],
    ) -> None:
        self.clauses = tuple(clauses)
        self.language = language
        self._all = documents
        self._only = set(only)

    def of(self, codes: Iterable[str]) -> "Results":
        """The hits of some kinds only; ``counts`` still tells of all kinds."""
        return Results(self._all, self.clauses, self.language, codes)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of hits of every kind that has any, by its code, in the order of the kinds."""
        rows = self._all.values("entry__kind").annotate(count=Count("entry_id", distinct=True))
        found = dict(rows.values_list("entry__kind", "count"))
        return {kind.code: found[kind.code] for kind in kinds.every() if kind.code in found}

    def __len__(self) -> int:
        return sum(count for code, count in self.counts.items() if not self._only or code in self._only)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        if isinstance(index, slice):
            return [self._hit(row) for row in self._rows[index]]
        return self._hit(self._rows[index])

    def __iter__(self) -> Iterator[Hit]:
        return iter(self[:])

    @cached_property
    def _rows(self) -> QuerySet[SearchDocument, Any]:
        documents = self._all.filter(entry__kind__in=self._only) if self._only else self._all
        by_language = {f"in_{each.suffix}": _flag(Q(language=each)) for each in LANGUAGES}
        return (
            documents.values("entry_id", "entry__kind", "entry__authoritative_language")
            .annotate(score=Max(_score(self.clauses)), **by_language)
            .order_by("-score", f"-in_{self.language.suffix}", "-entry__release_at", "-entry_id")
        )

    def _hit(self, row: dict[str, Any]) -> Hit:
        order = preferred(self.language, row["entry__authoritative_language"])
        language = next(each for each in order if row[f"in_{each.suffix}"])
        return Hit(row["entry_id"], row["entry__kind"], language, row["score"])


def find(
    query: str, language: str, *, kinds: Iterable[str] | None = None, sectors: Iterable[str] | None = None
) -> Results:
    """What the public may see now and holds all that ``query`` says, the best first.

    ``kinds`` are codes of kinds, ``sectors`` codes of sectors with all below them. Hits in the reader's
    ``language`` come before equally good ones in others, newer before older. Any text is a query; one without
    letters and digits finds nothing, and what goes beyond 200 characters is not looked at.
    """
    clauses = parse(query)
    documents = public(SearchDocument).filter(_holding(clauses)) if clauses else SearchDocument.objects.none()
    if sectors := list(sectors or ()):
        ids = {pk for code in sectors for pk in Sector.subtree(code)}
        documents = documents.filter(Exists(Entry.objects.filter(pk=OuterRef("entry_id"), sectors__in=ids)))
    return Results(documents, clauses, Language(language), kinds or ())


def grouped(query: str, language: str, *, size: int = 5, sectors: Iterable[str] | None = None) -> list[Group]:
    """The best ``size`` hits of each kind that has any, the kind with the best hit first."""
    results = find(query, language, sectors=sectors)
    groups = [
        Group(kinds.get(code), count, results.of([code])[:size]) for code, count in results.counts.items()
    ]
    return sorted(groups, key=lambda group: -group.hits[0].score)


def matches(query: str) -> Q:
    """A condition for entries of any kind: public now and found by ``query``; a blank query leaves all as they are."""
    if not query.strip():
        return Q()
    clauses = parse(query)
    if not clauses:
        return Q(pk__in=[])
    return Q(pk__in=public(SearchDocument).filter(_holding(clauses)).values("entry_id"))


def matching_entries(model: type[E], query: str) -> QuerySet[E]:
    """The public entries of ``model`` found by ``query``; all of them if it is blank."""
    return public(model).filter(matches(query))


def _flag(condition: Q) -> Max:
    return Max(Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField()))


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


def _holding(clauses: Sequence[Clause]) -> Q:
    """Documents that hold each clause, in their own words or through the names of whom the entry belongs to."""
    alone: list[Clause] = []
    condition = Q()
    for clause in clauses:
        through = through_names(clause)
        if through is None:
            alone.append(clause)
        else:
            condition &= Q(Holds([clause])) | through
    return condition & Q(Holds(alone)) if alone else condition
