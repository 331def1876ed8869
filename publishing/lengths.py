"""How long the texts of a kind are and may be, counted in characters as readers see them."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.kinds import Kind
from publishing.search.plain import plain

__all__ = ["TOO_LONG", "at_most", "length", "limits", "too_long"]

TOO_LONG = _("This text has %(length)s characters; %(limit)s are possible.")


def limits(kind: Kind) -> dict[str, tuple["str | Promise", int]]:
    """What is called how, and how long it may be, by the names of the parts of a text."""
    found: dict[str, tuple[str | Promise, int]] = {
        "title": (_("title"), kind.limits.title),
        "deck": (_("deck"), kind.limits.deck),
    }
    if kind.limits.body is not None:
        found["body"] = (_("body"), kind.limits.body)
    return found | {each.name: (each.label, each.max_length) for each in kind.worded}


def length(name: str, words: str) -> int:
    """How many characters the part ``name`` of a text has; of a body, without its markup and marks of notes."""
    return len(plain(words) if name == "body" else words)


def at_most(limit: int) -> str:
    """How long a text may be, for whoever writes it."""
    return _("At most %(limit)d characters.") % {"limit": limit}


def too_long(kind: Kind, words: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Which of the parts ``words`` are longer than texts of ``kind`` may be: name, length and limit."""
    for name, (_label, limit) in limits(kind).items():
        found = length(name, words.get(name) or "")
        if found > limit:
            yield name, found, limit
