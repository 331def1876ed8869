"""The search in SQL: which documents hold the tokens of a query, in SQLite's FTS5 and in PostgreSQL's tsvector.

Tokens consist of letters, digits and the marks of :mod:`publishing.search.tokens`, so that they need no escapes.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from publishing.enums import EntryState
from publishing.languages import LANGUAGES
from publishing.search.numbers import ENTRY_OF_NUMBER, read_number
from publishing.search.tokens import Clause, Phrase, kind_token

__all__ = [
    "Called",
    "Names",
    "OneOf",
    "are_common",
    "called_numbers",
    "entry_ids",
    "few_numbers",
    "named_numbers",
    "newest_by_kind",
]

# PostgreSQL looks at so many of the newest documents; words that one in so many of their entries holds are common.
_SAMPLE, _COMMON = 150, 4
# How many times the entries that are wanted of a kind it then looks at.
_REACH = 4


# The entries to which names lead, for each of the clauses that name somebody.
Names = Mapping[Clause, QuerySet[Any, Any]]


class OneOf(Func):
    """Whether an entry is one of those that :func:`entry_ids` found; they are handed over as one parameter."""

    output_field = BooleanField()

    def __init__(self, ids: str) -> None:
        super().__init__(F("pk"))
        self.ids = ids

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = "%(expressions)s = ANY(%%s::bigint[])"
        if connection.vendor == "sqlite":
            template = "%(expressions)s IN (SELECT value FROM json_each(%%s))"
        sql, params = super().as_sql(compiler, connection, template=template)
        return sql, (*params, self.ids)


def entry_ids(clauses: Sequence[Clause], kinds: Sequence[str], names: Names) -> str:
    """All entries with a document that holds every clause, or to which ``names`` lead, as the database writes them.

    Documents of other than the ``kinds`` do not count, if any are named. Who may see the entries is not asked here.
    """
    if connection.vendor == "sqlite":
        parts = [_sqlite(clauses, kinds), *([_sqlite_named(clauses, names)] if names else [])]
        together = "json_group_array(DISTINCT entry_id)"
    else:
        parts = [_postgresql_all(clauses, kinds), *([_postgresql_named(clauses, names)] if names else [])]
        together = "coalesce(array_agg(DISTINCT entry_id), '{}')::text"
    found, params = _joined(parts)
    sql = f"SELECT {together} FROM (SELECT {ENTRY_OF_NUMBER} AS entry_id FROM ({found}) AS found) AS entries"  # noqa: S608 - only placeholders are put in
    ((ids,),) = _rows(sql, params)
    return str(ids)


def newest_by_kind(
    clauses: Sequence[Clause],
    most: int,
    codes: Sequence[str],
    *,
    language: str,
    common: bool,
    latest: int | None = None,
) -> dict[str, list[int]]:
    """The numbers of documents that hold every clause, of each kind those of its ``most`` newest entries at least.

    A kind with fewer such entries has all of them here. Where an entry's document in ``language`` holds every clause,
    others may be missing. ``common`` is what :func:`are_common` says. Numbers beyond ``latest`` do not come into it, and
    who may see the documents is not asked.
    """
    found = _walked(clauses, most, codes, language, latest) if common else {}
    missing = [code for code in codes if code not in found]
    if not missing:
        return found
    write = _sqlite if connection.vendor == "sqlite" else _postgresql
    sql, params = _joined(
        (f"SELECT {place}, number FROM ({statement}) AS found", own)  # noqa: S608 - nothing of the query is put in
        for place, (statement, own) in enumerate(
            write(clauses, [code], latest, most * len(LANGUAGES)) for code in missing
        )
    )
    found |= {code: [] for code in missing}
    for place, number in _rows(sql, params):
        found[missing[place]].append(number)
    return found


def are_common(clauses: Sequence[Clause], *, latest: int | None = None) -> bool:
    """Whether so many of the newest entries hold every clause that PostgreSQL had better look at one after another.

    Its index of words would list every document that holds them, before the newest are known; SQLite's does not.
    """
    if connection.vendor == "sqlite":
        return False
    sql = """
        SELECT count(DISTINCT entry_id), count(DISTINCT entry_id) FILTER (WHERE vector @@ %s::tsquery) FROM (
            SELECT entry_id, vector FROM publishing_searchdocument
            WHERE %s::bigint IS NULL OR number <= %s ORDER BY number DESC LIMIT %s
        ) AS newest
    """
    ((entries, holding),) = _rows(sql, (_tsquery(clauses), latest, latest, _SAMPLE))
    return bool(holding * _COMMON >= entries > 0)


def _walked(
    clauses: Sequence[Clause], most: int, codes: Sequence[str], language: str, latest: int | None
) -> dict[str, list[int]]:
    """The numbers of documents that hold every clause, of each kind those of its ``most`` newest entries.

    Kinds of which that is not known after looking at some more entries than these are left out.
    """
    sql = """
        SELECT code, EXISTS (
            SELECT FROM publishing_entry WHERE kind = code AND state = %(approved)s
            ORDER BY release_at DESC OFFSET %(reach)s
        ), ARRAY(
            SELECT unnest(numbers) FROM (
                SELECT numbers FROM (
                    SELECT COALESCE(
                        (
                            SELECT ARRAY[number] FROM publishing_searchdocument
                            WHERE entry_id = entry.id AND language = %(language)s
                            AND number <= coalesce(%(latest)s, number) AND vector @@ %(wanted)s::tsquery
                        ),
                        ARRAY(
                            SELECT number FROM publishing_searchdocument
                            WHERE entry_id = entry.id AND language <> %(language)s
                            AND number <= coalesce(%(latest)s, number) AND vector @@ %(wanted)s::tsquery
                        )
                    ) AS numbers
                    FROM publishing_entry AS entry WHERE kind = code AND state = %(approved)s
                    ORDER BY release_at DESC, id DESC LIMIT %(reach)s
                ) AS newest WHERE numbers <> '{}' LIMIT %(most)s
            ) AS holding
        ) FROM unnest(%(codes)s::text[]) AS code
    """
    params = {
        "approved": EntryState.APPROVED.value,
        "reach": most * _REACH,
        "language": language,
        "latest": latest,
        "wanted": _tsquery(clauses),
        "most": most,
        "codes": list(codes),
    }
    rows = _rows(sql, params)
    return {
        code: sorted(numbers, reverse=True)
        for code, is_longer, numbers in rows
        if not is_longer or len({read_number(number)[0] for number in numbers}) >= most
    }


def few_numbers(clauses: Sequence[Clause], most: int, *, latest: int | None = None) -> list[int] | None:
    """The numbers of all documents that hold every clause, in no order, or ``None`` if there are more than ``most``."""
    if connection.vendor == "sqlite":
        sql, params = _sqlite(clauses, (), latest, most + 1)
    else:
        # As it is only read up to the limit, no more than needed is looked up.
        sql = """
            WITH found AS MATERIALIZED (
                SELECT number FROM publishing_searchdocument
                WHERE vector @@ %s::tsquery AND (%s::bigint IS NULL OR number <= %s) AND vector @@ %s::tsquery
            )
            SELECT number FROM found LIMIT %s
        """
        every, exact = _tsquery_every(clauses), _tsquery(clauses)
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


def _rows(sql: str, params: tuple[Any, ...] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class Called(Func):
    """Whether a search document is among those that :func:`called_numbers` finds, of each of several ``kinds``."""

    output_field = BooleanField()

    def __init__(
        self, clauses: Iterable[Clause], most: int, *, kinds: Sequence[Sequence[str]], latest: int | None
    ) -> None:
        super().__init__(F("number"))
        self.clauses, self.most, self.kinds, self.latest = tuple(clauses), most, tuple(kinds), latest

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, tuple[Any, ...]]:
        parts = [_called(self.clauses, self.most, kinds, self.latest) for kinds in self.kinds]
        found, own = _joined(parts)
        sql, params = super().as_sql(
            compiler, connection, template="%(expressions)s IN (%(found)s)", found=found
        )
        return sql, (*params, *own)


def called_numbers(
    clauses: Sequence[Clause], most: int, *, kinds: Sequence[str], latest: int | None = None
) -> list[int]:
    """The numbers of the ``most`` newest documents of ``kinds`` whose title or names hold every clause, as typed."""
    return [number for (number,) in _rows(*_called(clauses, most, kinds, latest))]


def _called(
    clauses: Sequence[Clause], most: int, kinds: Sequence[str], latest: int | None
) -> tuple[str, tuple[Any, ...]]:
    if connection.vendor == "sqlite":
        sql = (
            "SELECT number FROM (SELECT rowid AS number FROM publishing_search_words"
            " WHERE publishing_search_words MATCH %s AND (%s IS NULL OR rowid <= %s) ORDER BY rowid DESC LIMIT %s)"
        )
        return sql, (_fts5(clauses, kinds), latest, latest, most)
    sql = "SELECT publishing_search_typed(%s::tsquery, %s::tsquery, %s::bigint, %s::integer)"
    return sql, (_tsquery_every(clauses, kinds), _tsquery(clauses), latest, most)


def _joined(parts: Iterable[tuple[str, tuple[Any, ...]]]) -> tuple[str, tuple[Any, ...]]:
    statements, params = zip(*parts, strict=True)
    return " UNION ALL ".join(statements), tuple(param for each in params for param in each)


def _sqlite(
    clauses: Sequence[Clause],
    kinds: Sequence[str] = (),
    latest: int | None = None,
    most: int | None = None,
) -> tuple[str, tuple[Any, ...]]:
    """The numbers of documents, as FTS5 finds them, the newest first if only the newest are wanted."""
    sql = "SELECT rowid AS number FROM publishing_search_index WHERE publishing_search_index MATCH %s"
    params: tuple[Any, ...] = (_fts5(clauses, kinds),)
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
        found, own = _sqlite(alone)
        sql = f"SELECT number FROM ({found}) AS found WHERE {ENTRY_OF_NUMBER} IN ({holders})"  # noqa: S608 - only placeholders are put in
        params = (*own, *params)
    else:
        sql = f"SELECT number FROM publishing_searchdocument WHERE entry_id IN ({holders})"  # noqa: S608 - only placeholders are put in
    for clause, entries in names.items() if len(names) > 1 else ():
        leading, further = _entries_of([entries])
        found, own = _sqlite([clause])
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
    kinds: Sequence[str] = (),
    latest: int | None = None,
    most: int | None = None,
) -> tuple[str, tuple[Any, ...]]:
    """The same from PostgreSQL; where the words stand is only looked at where that decides."""
    every = _tsquery_every(clauses, kinds)
    exact = _tsquery(clauses) if _needs_order(clauses) else None
    sql = "SELECT publishing_search_newest(%s::tsquery, %s::tsquery, %s::bigint, %s::integer) AS number"
    return sql, (every, exact, latest, most)


def _postgresql_all(clauses: Sequence[Clause], kinds: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
    """The numbers of all documents; as PostgreSQL is not shown the words beforehand, it asks the index for any."""
    sql = "SELECT number FROM publishing_searchdocument WHERE vector @@ (SELECT %s::tsquery)"
    params: tuple[Any, ...] = (_tsquery_every(clauses, kinds),)
    if _needs_order(clauses):
        sql, params = f"{sql} AND (vector @@ %s::tsquery) IS TRUE", (*params, _tsquery(clauses))
    return sql, params


def _needs_order(clauses: Iterable[Clause]) -> bool:
    """Whether documents with all words may yet not hold every clause."""
    return any(len(phrase.tokens) > 1 for each in clauses for phrase in each.phrases)


def _postgresql_named(clauses: Sequence[Clause], names: Names) -> tuple[str, tuple[Any, ...]]:
    """The same from PostgreSQL, which looks for words in the documents of these entries alone."""
    alone = [clause for clause in clauses if clause not in names]
    holders, params = _entries_of(names.values())
    sql = f"SELECT number FROM publishing_searchdocument WHERE entry_id IN ({holders})"  # noqa: S608 - only placeholders are put in
    if alone:
        # Like this the index of words is not asked, which would list all documents that hold a common one.
        sql = f"{sql} AND (vector @@ %s::tsquery) IS TRUE"
        params = (*params, _tsquery(alone))
    for clause, entries in names.items() if len(names) > 1 else ():
        leading, further = _entries_of([entries])
        sql = f"{sql} AND (entry_id IN ({leading}) OR vector @@ %s::tsquery)"
        params = (*params, *further, _tsquery([clause]))
    return sql, params


def _fts5(clauses: Sequence[Clause], kinds: Sequence[str]) -> str:
    of_kinds = " OR ".join(f'"{kind_token(kind)}"' for kind in kinds)
    return f"({_all(clauses, _fts5_phrase, ' OR ', ' AND ')})" + (f" AND ({of_kinds})" if kinds else "")


def _tsquery_every(clauses: Sequence[Clause], kinds: Sequence[str] = ()) -> str:
    """All words, wherever they stand."""
    of_kinds = " | ".join(f"'{kind_token(kind)}'" for kind in kinds)
    return f"({_all(clauses, _tsquery_words, ' | ', ' & ')})" + (f" & ({of_kinds})" if kinds else "")


def _tsquery(clauses: Sequence[Clause]) -> str:
    return _all(clauses, _tsquery_phrase, " | ", " & ")


def _tsquery_phrase(phrase: Phrase) -> str:
    words = [f"'{token}'" for token in phrase.tokens]
    return f"({' <-> '.join(words)}{':*' if phrase.prefix else ''})"


def _tsquery_words(phrase: Phrase) -> str:
    words = [f"'{token}'" for token in phrase.tokens]
    return f"({' & '.join(words)}{':*' if phrase.prefix else ''})"


def _all(clauses: Iterable[Clause], write: Any, either: str, both: str) -> str:
    return both.join(f"({either.join(write(phrase) for phrase in clause.phrases)})" for clause in clauses)
