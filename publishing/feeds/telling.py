"""What a feed says of the entries of one kind, beyond what all entries have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from publishing.models import Entry
from publishing.presentation import Shown
from publishing.queries import whole
from publishing.visibility import public

__all__ = ["Telling"]


def _nothing(_entry: Any) -> Iterable[Shown]:
    return ()


@dataclass(frozen=True)
class Telling:
    """How entries of ``model`` are told.

    ``entries`` loads them with their whole texts and with all that ``authors`` and ``facts`` read; those return what
    :mod:`publishing.presentation` makes: links to who issued an entry, and the facts that stand above its text.
    """

    model: type[Entry]
    entries: Callable[[], QuerySet[Any]]
    authors: Callable[[Any], Iterable[Shown]] = _nothing
    facts: Callable[[Any], Iterable[Shown]] = _nothing

    @classmethod
    def plain(cls, model: type[Entry]) -> "Telling":
        """Entries of ``model`` with what all entries have."""
        return cls(model, lambda: whole(public(model)))
