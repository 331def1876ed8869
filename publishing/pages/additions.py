"""What an upper floor shows on the pages of kinds below it, whose apps do not know it."""

from collections.abc import Callable, Iterable
from typing import Any

from publishing.models import Entry

__all__ = ["Addition", "add_to_pages", "additions"]

# Takes the entry of the page, gives names and values for its template.
Addition = Callable[[Any], dict[str, Any]]

_ADDITIONS: dict[str, list[Addition]] = {}


def add_to_pages(kinds: Iterable[str], addition: Addition) -> None:
    """Let the pages of every kind in ``kinds`` (codes, such as "delegation") show what ``addition`` gives."""
    for kind in kinds:
        _ADDITIONS.setdefault(kind, []).append(addition)


def additions(entry: Entry) -> dict[str, Any]:
    """Everything that the floors above add to the page of ``entry``."""
    return {name: value for add in _ADDITIONS.get(entry.kind, ()) for name, value in add(entry).items()}
