"""How well a document fits a query: what a hit counts depends on where it stands."""

from collections.abc import Callable, Iterable, Sequence

from publishing.search.tokens import Clause, Phrase

__all__ = ["HEAD", "scorer"]

# The columns by which documents are ranked, with what a hit in them counts; anywhere else it counts 1.
_WEIGHTS = {"title_tokens": 8, "names_tokens": 4, "deck_tokens": 2}
HEAD = tuple(_WEIGHTS)
# Further words of a query decide whether an entry is found, not where it stands.
_RANKED_CLAUSES = 4


def scorer(clauses: Iterable[Clause]) -> Callable[[Sequence[str]], int]:
    """A function that says what the tokens in the columns ``HEAD`` of a document count for ``clauses``.

    Tokens are compared here as the databases compare them, so that both give the same order.
    """
    wanted = [[_written(phrase) for phrase in clause.phrases] for clause in tuple(clauses)[:_RANKED_CLAUSES]]

    def score(head: Sequence[str]) -> int:
        columns = [(f" {tokens} ", weight) for tokens, weight in zip(head, _WEIGHTS.values(), strict=True)]
        return sum(_best(phrases, columns) for phrases in wanted)

    return score


def _best(phrases: Iterable[str], columns: Iterable[tuple[str, int]]) -> int:
    return next((weight for tokens, weight in columns if any(phrase in tokens for phrase in phrases)), 1)


def _written(phrase: Phrase) -> str:
    """``phrase`` as it stands between the spaces of a column."""
    return f" {' '.join(phrase.tokens)}" + ("" if phrase.prefix else " ")
