"""Parameters of queries: what is not known or not understood is answered with what would be."""

from collections import Counter
from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError

from publishing.api.problems import InvalidParameters, Mistake, unknown_value

__all__ = ["check", "field_names", "listed", "page_size", "single"]

PAGE_SIZE, PAGE_SIZE_LIMIT = 20, 100
# Of many mistakes in one request the first ones are named.
MOST_MISTAKES = 10
# Each value of a filter may take a look into the database.
MOST_VALUES = 100


def check(query: QueryDict, known: Iterable[str], *, repeatable: Iterable[str] = ()) -> None:
    """Raise :class:`InvalidParameters` for unknown names, empty values, and values given twice for one thing.

    ``ParseError`` for more values than anybody needs.
    """
    if sum(len(values) for _name, values in query.lists()) > MOST_VALUES:
        raise ParseError(_("A query can have no more than %(limit)d values.") % {"limit": MOST_VALUES})
    known, repeatable = sorted(known), set(repeatable)
    mistakes = []
    for name, values in query.lists():
        if name not in known:
            mistakes.append(Mistake(name, values[-1], _("There is no such parameter here."), known))
        elif not all(value.strip() for value in values):
            mistakes.append(Mistake(name, "", _("This parameter has no value. Give it one or leave it out.")))
        elif any("\x00" in value for value in values):
            mistakes.append(Mistake(name, values[-1], _("Null characters are not allowed.")))
        elif len(values) > 1 and name not in repeatable:
            mistakes.append(Mistake(name, values[-1], _("This parameter can be given only once.")))
    if mistakes:
        raise InvalidParameters(mistakes[:MOST_MISTAKES])


def single(query: QueryDict, name: str, choices: Iterable[str]) -> str | None:
    """The value of ``name``, which is one of ``choices``; ``None`` if it is not given."""
    value = query.get(name)
    if value is not None and value not in (known := list(choices)):
        raise InvalidParameters([Mistake(name, value, unknown_value(), known)])
    return value


def field_names(query: QueryDict, known: Iterable[str]) -> frozenset[str]:
    """The names in ``fields``, separated by commas; empty if all are wanted."""
    return frozenset(listed(query, "fields", known, _("There is no such field.")))


def listed(query: QueryDict, parameter: str, known: Iterable[str], unknown: str) -> list[str]:
    """The ``known`` names that a parameter lists, separated by commas or given one by one; ``unknown`` is said of any other."""
    if parameter not in query:
        return []
    known = list(known)
    # Clients made by generators give one name at a time.
    named = ",".join(query.getlist(parameter))
    names = [name.strip() for name in named.split(",")]
    mistakes = [Mistake(parameter, name, unknown, known) for name in names if name not in known]
    mistakes += [
        Mistake(parameter, name, _("This name is given twice."))
        for name, number in Counter(names).items()
        if number > 1
    ]
    if mistakes:
        raise InvalidParameters(mistakes[:MOST_MISTAKES])
    return names


def page_size(query: QueryDict) -> int:
    """How many records a page may have."""
    value = query.get("page_size", str(PAGE_SIZE))
    if value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= PAGE_SIZE_LIMIT:
        return int(value)
    detail = _("Give a whole number from 1 to %(limit)d.") % {"limit": PAGE_SIZE_LIMIT}
    raise InvalidParameters([Mistake("page_size", value, detail)])
