"""The search in SQL: which documents hold the tokens of a query, in SQLite's FTS5 and in PostgreSQL's tsvector."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from publishing.search.tokens import Clause, Phrase

__all__ = ["BODY", "DECK", "NAMES", "TITLE", "Holds"]

# The columns of the index, as PostgreSQL's weights.
TITLE, NAMES, DECK, BODY = "A", "B", "C", "D"
_FTS5_COLUMNS = {TITLE: "title_tokens", NAMES: "names_tokens", DECK: "deck_tokens", BODY: "body_tokens"}
_EVERYWHERE = (TITLE, NAMES, DECK, BODY)


class Holds(Func):
    """Whether a search document holds every clause, in one of the columns ``within``.

    Tokens consist of letters, digits and the dot of :mod:`publishing.search.tokens`, so that they need no escapes.
    """

    output_field = BooleanField()

    def __init__(self, clauses: Iterable[Clause], within: Iterable[str] = _EVERYWHERE) -> None:
        super().__init__(F("pk"))
        self.clauses = tuple(clauses)
        self.within = tuple(within)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        # The plus keeps SQLite from looking up every hit for every entry anew.
        template = "+%(expressions)s IN (SELECT rowid FROM publishing_search_index WHERE publishing_search_index MATCH %%s)"
        sql, params = self.as_sql(compiler, connection, template=template)
        return sql, (*params, self.fts5())

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        column = "vector" if BODY in self.within else "head"
        template = (
            "%(expressions)s IN (SELECT id FROM publishing_searchdocument WHERE %(column)s @@ %%s::tsquery)"
        )
        sql, params = self.as_sql(compiler, connection, template=template, column=column)
        return sql, (*params, self.tsquery())

    def fts5(self) -> str:
        """The clauses in FTS5's query language."""
        columns = " ".join(_FTS5_COLUMNS[column] for column in self.within)
        return f"{{{columns}}} : ({_all(self.clauses, _fts5_phrase, ' OR ', ' AND ')})"

    def tsquery(self) -> str:
        """The clauses in PostgreSQL's query language."""
        weights = "" if self.within == _EVERYWHERE else "".join(self.within)
        return _all(self.clauses, lambda phrase: _tsquery_phrase(phrase, weights), " | ", " & ")


def _all(clauses: Iterable[Clause], write: Any, either: str, both: str) -> str:
    return both.join(f"({either.join(write(phrase) for phrase in clause.phrases)})" for clause in clauses)


def _fts5_phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.tokens)}"' + ("*" if phrase.prefix else "")


def _tsquery_phrase(phrase: Phrase, weights: str) -> str:
    labels = [weights] * len(phrase.tokens)
    if phrase.prefix:
        labels[-1] = f"*{weights}"
    words = " <-> ".join(f"'{token}':{label}" for token, label in zip(phrase.tokens, labels, strict=True))
    return f"({words})"
