"""Finding by names: entries are found by every name of those they belong to, such as the issuer's.

Nothing is copied for that: a query is first put to the names, and what belongs to those found is added. So a new
name counts at once, and one that is not public yet counts for nothing.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db.models import Model, QuerySet

from publishing import kinds
from publishing.languages import LANGUAGES
from publishing.models import Entry, SearchDocument
from publishing.models.text import live_at
from publishing.search.highlight import spans
from publishing.search.matching import called_numbers
from publishing.search.numbers import latest_number, read_number
from publishing.search.tokens import Clause, named
from publishing.visibility import public

__all__ = ["lenders", "lent_names", "through_names"]

# A word in more names than this, such as "company", does not mean anybody in particular.
_MOST_NAMED = 25


def through_names(clause: Clause) -> QuerySet[Any, Any] | None:
    """The ids of whoever is named so under this or any other name, and of what belongs to them; ``None`` if nobody is.

    Each way to those that belong to them is read from its own index.
    """
    ids = _named(clause)
    if not ids:
        return None
    ids = _kin(ids)
    lent = [
        model._default_manager.filter(**{f"{path}__in": ids}).order_by().values_list("pk")
        for model, path in _borrowers()
    ]
    return Entry._default_manager.filter(pk__in=ids).order_by().values_list("pk").union(*lent)


def lent_names(clauses: Iterable[Clause], entry_ids: Iterable[int]) -> dict[int, str]:
    """The name by which each of the entries is found through somebody else, where that is so."""
    entry_ids = set(entry_ids)
    holders: dict[int, str] = {}
    for clause in clauses:
        for pk, name in _names_of(_named(clause), clause).items():
            holders |= dict.fromkeys(_kin({pk}) - holders.keys(), name)
    found = {pk: name for pk, name in holders.items() if pk in entry_ids}
    for model, path in _borrowers():
        lent = model._default_manager.filter(pk__in=entry_ids, **{f"{path}__in": holders.keys()})
        for pk, holder in lent.values_list("pk", path):
            found.setdefault(pk, holders.get(holder, ""))
    return found


def _named(clause: Clause) -> set[int]:
    most = (_MOST_NAMED + 1) * len(LANGUAGES)
    numbers = called_numbers([named(clause)], most, kinds=lenders(), latest=latest_number())
    if not numbers:
        return set()
    candidates = {read_number(number)[0] for number in numbers}
    ids = set(public(Entry).filter(pk__in=candidates).values_list("pk", flat=True))
    return ids if len(ids) <= _MOST_NAMED else set()


def _names_of(entry_ids: set[int], clause: Clause) -> dict[int, str]:
    documents = SearchDocument.objects.filter(live_at(through="entry__texts"), entry_id__in=entry_ids)
    found: dict[int, str] = {}
    for pk, title, names in documents.values_list("entry_id", "entry__texts__title", "names"):
        for name in (title, *names.split("\n")):
            if pk not in found and spans(name, [clause]):
                found[pk] = name
    return found


def _kin(entry_ids: set[int]) -> set[int]:
    for model in _kin_models():
        entry_ids = entry_ids | model.search_kin(entry_ids)
    return entry_ids


def _entry_models() -> list[type[Entry]]:
    return [model for model in apps.get_models() if issubclass(model, Entry)]


@cache
def _kin_models() -> list[type[Entry]]:
    return [model for model in _entry_models() if "search_kin" in vars(model)]


@cache
def _borrowers() -> list[tuple[type[Entry], str]]:
    """The models whose entries are found by the names of others, with the ways to those others."""
    return [(model, path) for model in _entry_models() for path in vars(model).get("search_through", ())]


@cache
def lenders() -> list[str]:
    """The kinds of those by whose names others are found."""
    models = tuple(_target(model, path) for model, path in _borrowers())
    return [kind.code for kind in kinds.every() if issubclass(kinds.model_of(kind.code), models)]


def _target(model: type[Model], path: str) -> type[Model]:
    for name in path.split("__"):
        model = cast("type[Model]", model._meta.get_field(name).related_model)
    return model
