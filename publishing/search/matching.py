"""The search in SQL: which documents hold the tokens of a query, in SQLite's FTS5 and in PostgreSQL's tsvector.

Tokens consist of letters, digits and the marks of :mod:`publishing.search.tokens`, so that they need no escapes.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from publishing.search.numbers import ENTRY_OF_NUMBER
from publishing.search.tokens import Clause, Phrase, kind_token

__all__ = [
    "DECK",
    "EVERYWHERE",
    "NAMES",
    "TITLE",
    "EntryHolds",
    "EntryNamed",
    "Names",
    "Typed",
    "few_numbers",
    "named_numbers",
    "newest_numbers",
]

# The columns of the index, as PostgreSQL's weights.
TITLE, NAMES, DECK, BODY = "A", "B", "C", "D"
_FTS5_COLUMNS = {TITLE: "title_tokens", NAMES: "names_tokens", DECK: "deck_tokens", BODY: "body_tokens"}
EVERYWHERE = (TITLE, NAMES, DECK, BODY)
# How many of the newest documents PostgreSQL reads before it asks the index of words.
_AT_ONCE = 1_000


# The entries to which names lead, for each of the clauses that name somebody.
Names = Mapping[Clause, QuerySet[Any, Any]]


class EntryHolds(Func):
    """Whether an entry has a search document that holds every clause and is of one of the ``kinds``, if any are named.

    The entries are read from the numbers, so that the documents themselves are not looked at.
    """

    output_field = BooleanField()

    def __init__(self, clauses: Iterable[Clause], kinds: Iterable[str] = ()) -> None:
        super().__init__(F("pk"))
        self.clauses, self.kinds = tuple(clauses), tuple(kinds)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        return _among_entries(self, compiler, connection, *_sqlite(self.clauses, EVERYWHERE, self.kinds))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        return _among_entries(self, compiler, connection, *_postgresql(self.clauses, EVERYWHERE, self.kinds))


class EntryNamed(Func):
    """Whether an entry has a search document to which ``names`` lead, as :func:`named_numbers` finds it."""

    output_field = BooleanField()

    def __init__(self, clauses: Iterable[Clause], names: Names) -> None:
        super().__init__(F("pk"))
        self.clauses, self.names = tuple(clauses), dict(names)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        return _among_entries(self, compiler, connection, *_sqlite_named(self.clauses, self.names))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        return _among_entries(self, compiler, connection, *_postgresql_named(self.clauses, self.names))


def newest_numbers(
    clauses: Sequence[Clause],
    most: int,
    *,
    kinds: Sequence[Sequence[str]],
    latest: int | None = None,
    within: Sequence[str] = EVERYWHERE,
) -> list[list[int]]:
    """The numbers of the ``most`` newest documents that hold every clause in one of the columns ``within``.

    There is one list for each of the groups of ``kinds``; numbers beyond ``latest`` do not come into it. Who may see
    the documents is not asked here.
    """
    write = _sqlite if connection.vendor == "sqlite" else _postgresql
    found: list[list[int]] = [[] for _group in kinds]
    if connection.vendor == "postgresql" and len(kinds) > 1:
        found = _at_once(clauses, most, kinds, latest, within)
    missing = [place for place, numbers in enumerate(found) if not numbers]
    if not missing:
        return found
    sql, params = _joined(
        (f"SELECT {place}, number FROM ({statement}) AS found", own)  # noqa: S608 - nothing of the query is put in
        for place, (statement, own) in (
            (place, write(clauses, within, kinds[place], latest, most)) for place in missing
        )
    )
    for place, number in _rows(sql, params):
        found[place].append(number)
    return found


def _at_once(
    clauses: Sequence[Clause],
    most: int,
    kinds: Sequence[Sequence[str]],
    latest: int | None,
    within: Sequence[str],
) -> list[list[int]]:
    """The numbers for those groups that are full with the very newest documents alone, nothing for the others.

    The index of words lists every document that holds a common word, before the newest of them are known.
    """
    sql = """
        SELECT found.number, entry.kind FROM (
            SELECT number, entry_id, vector FROM publishing_searchdocument
            WHERE %s::bigint IS NULL OR number <= %s ORDER BY number DESC LIMIT %s
        ) AS found JOIN publishing_entry AS entry ON entry.id = found.entry_id
        WHERE found.vector @@ %s::tsquery ORDER BY found.number DESC
    """
    rows = _rows(sql, (latest, latest, _AT_ONCE, _tsquery(clauses, within)))
    newest = [[number for number, kind in rows if kind in group][:most] for group in kinds]
    return [numbers if len(numbers) == most else [] for numbers in newest]


def few_numbers(clauses: Sequence[Clause], most: int, *, latest: int | None = None) -> list[int] | None:
    """The numbers of all documents that hold every clause, in no order, or ``None`` if there are more than ``most``."""
    if connection.vendor == "sqlite":
        sql, params = _sqlite(clauses, EVERYWHERE, (), latest, most + 1)
    else:
        # As it is only read up to the limit, no more than needed is looked up.
        sql = """
            WITH found AS MATERIALIZED (
                SELECT number FROM publishing_searchdocument
                WHERE vector @@ %s::tsquery AND (%s::bigint IS NULL OR number <= %s) AND vector @@ %s::tsquery
            )
            SELECT number FROM found LIMIT %s
        """
        every, exact = _tsquery_every(clauses), _tsquery(clauses, EVERYWHERE)
        params = (every, latest, latest, exact, most + 1)
    numbers = [number for (number,) in _rows(sql, params)]
    return numbers if len(numbers) <= most else None


def named_numbers(
    clauses: Sequence[Clause], names: Names, most: int, *, latest: int | None = None
) -> list[int]:
    """The numbers of the ``most`` newest documents to which names lead, and which hold the other clauses.

    A document need not hold a clause if its entry is among those to which that clause leads in ``names``.
    """
    write = _sqlite_named if connection.vendor == "sqlite" else _postgresql_named
    sql, params = write(clauses, names)
    beyond: tuple[Any, ...] = ()
    if latest is not None:
        sql, beyond = f"{sql} AND number <= %s", (latest,)
    rows = _rows(f"{sql} ORDER BY number DESC LIMIT %s", (*params, *beyond, most))
    return [number for (number,) in rows]


def _rows(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class Typed(Func):
    """Whether a search document is among the ``most`` newest whose title or names hold every one of ``phrases``.

    Of each of several ``kinds`` the newest are taken; numbers beyond ``latest`` do not come into it.
    """

    output_field = BooleanField()

    def __init__(
        self, phrases: Iterable[Phrase], most: int, *, kinds: Sequence[Sequence[str]], latest: int | None
    ) -> None:
        super().__init__(F("number"))
        self.phrases, self.most, self.kinds, self.latest = tuple(phrases), most, tuple(kinds), latest

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        wanted = " AND ".join(map(_fts5_phrase, self.phrases))
        sql = (
            "SELECT number FROM (SELECT rowid AS number FROM publishing_search_words"
            " WHERE publishing_search_words MATCH %s AND (%s IS NULL OR rowid <= %s) ORDER BY rowid DESC LIMIT %s)"
        )
        parts = [
            (sql, (f"({wanted}){_fts5_kinds(kinds)}", self.latest, self.latest, self.most))
            for kinds in self.kinds
        ]
        return _among(self, compiler, connection, *_joined(parts))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        every = " & ".join(map(_tsquery_words, self.phrases))
        exact = " & ".join(_tsquery_phrase(phrase, "") for phrase in self.phrases)
        sql = "SELECT publishing_search_typed(%s::tsquery, %s::tsquery, %s::bigint, %s::integer)"
        parts = [
            (sql, (f"({every}){_tsquery_kinds(kinds)}", exact, self.latest, self.most))
            for kinds in self.kinds
        ]
        return _among(self, compiler, connection, *_joined(parts))


def _among(
    function: Func,
    compiler: SQLCompiler,
    connection: BaseDatabaseWrapper,
    numbers: str,
    params: tuple[Any, ...],
) -> tuple[str, tuple[Any, ...]]:
    sql, own = function.as_sql(
        compiler, connection, template="%(expressions)s IN (%(numbers)s)", numbers=numbers
    )
    return sql, (*own, *params)


def _among_entries(
    function: Func,
    compiler: SQLCompiler,
    connection: BaseDatabaseWrapper,
    sql: str,
    params: tuple[Any, ...],
) -> tuple[str, tuple[Any, ...]]:
    entries = f"SELECT {ENTRY_OF_NUMBER} FROM ({sql}) AS found"  # noqa: S608 - nothing of the query is put in
    among, params = _among(function, compiler, connection, entries, params)
    # PostgreSQL would join otherwise, and look up each of the entries, as it cannot know how many there are.
    return (f"(({among}) IS TRUE)" if connection.vendor == "postgresql" else among), params


def _joined(parts: Iterable[tuple[str, tuple[Any, ...]]]) -> tuple[str, tuple[Any, ...]]:
    statements, params = zip(*parts, strict=True)
    return " UNION ALL ".join(statements), tuple(param for each in params for param in each)


def _sqlite(
    clauses: Sequence[Clause],
    within: Sequence[str],
    kinds: Sequence[str] = (),
    latest: int | None = None,
    most: int | None = None,
) -> tuple[str, tuple[Any, ...]]:
    """The numbers of documents, as FTS5 finds them, the newest first if only the newest are wanted."""
    columns = " ".join(_FTS5_COLUMNS[column] for column in within)
    wanted = f"{{{columns}}} : ({_all(clauses, _fts5_phrase, ' OR ', ' AND ')})"
    wanted += _fts5_kinds(kinds)
    sql = "SELECT rowid AS number FROM publishing_search_index WHERE publishing_search_index MATCH %s"
    params: tuple[Any, ...] = (wanted,)
    if latest is not None:
        sql, params = f"{sql} AND rowid <= %s", (*params, latest)
    if most is not None:
        sql = f"SELECT number FROM ({sql} ORDER BY rowid DESC LIMIT %s)"  # noqa: S608 - only placeholders are put in
        params = (*params, most)
    return sql, params


def _sqlite_named(clauses: Sequence[Clause], names: Names) -> tuple[str, tuple[Any, ...]]:
    """The numbers of documents to which names lead; the index is read, and of the documents as little as possible."""
    alone = [clause for clause in clauses if clause not in names]
    holders, params = _entries_of(names.values())
    if alone:
        found, own = _sqlite(alone, EVERYWHERE)
        sql = f"SELECT number FROM ({found}) AS found WHERE {ENTRY_OF_NUMBER} IN ({holders})"  # noqa: S608 - only placeholders are put in
        params = (*own, *params)
    else:
        sql = f"SELECT number FROM publishing_searchdocument WHERE entry_id IN ({holders})"  # noqa: S608 - only placeholders are put in
    for clause, entries in names.items() if len(names) > 1 else ():
        leading, further = _entries_of([entries])
        found, own = _sqlite([clause], EVERYWHERE)
        sql = f"{sql} AND ({ENTRY_OF_NUMBER} IN ({leading}) OR number IN ({found}))"
        params = (*params, *further, *own)
    return sql, params


def _entries_of(names: Iterable[QuerySet[Any, Any]]) -> tuple[str, tuple[Any, ...]]:
    first, *others = names
    sql, params = first.union(*others).query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def _fts5_phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.tokens)}"' + ("*" if phrase.prefix else "")


def _postgresql(
    clauses: Sequence[Clause],
    within: Sequence[str],
    kinds: Sequence[str] = (),
    latest: int | None = None,
    most: int | None = None,
) -> tuple[str, tuple[Any, ...]]:
    """The same from PostgreSQL; where the words stand is only looked at where that decides."""
    every = f"({_tsquery_every(clauses)}){_tsquery_kinds(kinds)}"
    exact: str | None = _tsquery(clauses, within)
    if within == EVERYWHERE and all(len(phrase.tokens) == 1 for each in clauses for phrase in each.phrases):
        exact = None
    sql = "SELECT publishing_search_newest(%s::tsquery, %s::tsquery, %s::bigint, %s::integer) AS number"
    return sql, (every, exact, latest, most)


def _postgresql_named(clauses: Sequence[Clause], names: Names) -> tuple[str, tuple[Any, ...]]:
    """The same from PostgreSQL, which looks for words in the documents of these entries alone."""
    alone = [clause for clause in clauses if clause not in names]
    holders, params = _entries_of(names.values())
    sql = f"SELECT number FROM publishing_searchdocument WHERE entry_id IN ({holders})"  # noqa: S608 - only placeholders are put in
    if alone:
        # Like this the index of words is not asked, which would list all documents that hold a common one.
        sql = f"{sql} AND (vector @@ %s::tsquery) IS TRUE"
        params = (*params, _tsquery(alone, EVERYWHERE))
    for clause, entries in names.items() if len(names) > 1 else ():
        leading, further = _entries_of([entries])
        sql = f"{sql} AND (entry_id IN ({leading}) OR vector @@ %s::tsquery)"
        params = (*params, *further, _tsquery([clause], EVERYWHERE))
    return sql, params


def _tsquery_every(clauses: Sequence[Clause]) -> str:
    return _all(clauses, _tsquery_words, " | ", " & ")


def _tsquery(clauses: Sequence[Clause], within: Sequence[str]) -> str:
    weights = "" if tuple(within) == EVERYWHERE else "".join(within)
    return _all(clauses, lambda phrase: _tsquery_phrase(phrase, weights), " | ", " & ")


def _tsquery_phrase(phrase: Phrase, weights: str) -> str:
    labels = [weights] * len(phrase.tokens)
    if phrase.prefix:
        labels[-1] = f"*{weights}"
    words = " <-> ".join(f"'{token}':{label}" for token, label in zip(phrase.tokens, labels, strict=True))
    return f"({words})"


def _tsquery_words(phrase: Phrase) -> str:
    """The words of a phrase, wherever they stand."""
    last = len(phrase.tokens) - 1
    words = (
        f"'{token}'" + (":*" if phrase.prefix and place == last else "")
        for place, token in enumerate(phrase.tokens)
    )
    return f"({' & '.join(words)})"


def _fts5_kinds(kinds: Sequence[str]) -> str:
    return " AND (" + " OR ".join(f'"{kind_token(kind)}"' for kind in kinds) + ")" if kinds else ""


def _tsquery_kinds(kinds: Sequence[str]) -> str:
    return " & (" + " | ".join(f"'{kind_token(kind)}'" for kind in kinds) + ")" if kinds else ""


def _all(clauses: Iterable[Clause], write: Any, either: str, both: str) -> str:
    return both.join(f"({either.join(write(phrase) for phrase in clause.phrases)})" for clause in clauses)
