"""Which other records show a record: they change with its release, because from then on they name it."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from django.db.models import Model, Q
from rest_framework import serializers

from publishing import kinds
from publishing.api.expanding import RECORDS
from publishing.api.facts import FactsSerializer
from publishing.models import Entry
from publishing.visibility import public, visible

__all__ = ["MOST", "showing"]

# Of a record that is shown in more places than this, they are not listed.
MOST = 1000


def showing(entries: Iterable[Entry]) -> dict[int, list[Entry] | None]:
    """By the id of each of ``entries`` the visible records that show it; ``None`` where there are too many."""
    models = {entry.pk: kinds.model_of(entry.kind) for entry in entries}
    found: dict[int, set[int]] = {pk: set() for pk in models}
    for kind in kinds.every():
        for path, target in _links(kinds.model_of(kind.code)):
            shown = [pk for pk, model in models.items() if issubclass(model, target)]
            for pk, record in _pairs(kinds.model_of(kind.code), path, shown):
                found[pk].add(record)
    few = {pk: ids - {pk} for pk, ids in found.items() if len(ids) <= MOST}
    records = public(Entry).only("kind", "slug").in_bulk(list(set().union(*few.values())))
    return {pk: [records[each] for each in sorted(few[pk])] if pk in few else None for pk in found}


def _pairs(model: type[Entry], path: str, shown: list[int]) -> Iterator[tuple[int, int]]:
    """The ids in ``shown`` that records of ``model`` show along ``path``, each with the id of the record."""
    if shown:
        rule = Q(**{f"{path}__in": shown}) & _visible_on_the_way(model, path)
        yield from public(model).filter(rule).values_list(path, "pk").distinct()[: MOST * len(shown) + 1]


def _visible_on_the_way(model: type[Model], path: str) -> Q:
    """What belongs to a third record is shown only where that one is visible."""
    rule, names = Q(), path.split("__")
    for number, name in enumerate(names[:-1], start=1):
        model = cast("type[Model]", model._meta.get_field(name).related_model)
        if owner := getattr(model, "VISIBLE_THROUGH", ""):
            rule &= visible(through="__".join((*names[:number], owner)))
    return rule


@cache
def _links(model: type[Entry]) -> tuple[tuple[str, type[Entry]], ...]:
    """The lookups that lead from records of ``model`` to the records they show, each with the model of those."""
    serializer: Any = RECORDS[model]
    return tuple(dict.fromkeys(_below(serializer(), "", model)))


def _below(serializer: FactsSerializer, prefix: str, model: type[Model]) -> Iterator[tuple[str, type[Entry]]]:
    for field in serializer.fields.values():
        inner = field.child if isinstance(field, serializers.ListSerializer) else field
        if not isinstance(inner, FactsSerializer):
            continue
        path = f"{prefix}{field.source}"
        target = cast("type[Model]", model._meta.get_field(str(field.source)).related_model)
        if inner.through and not issubclass(target, inner.Meta.model):
            path = f"{path}__{inner.through}"
            target = cast("type[Model]", target._meta.get_field(inner.through).related_model)
        if not inner.is_link:
            yield from _below(inner, f"{path}__", target)
        elif issubclass(target, Entry):
            yield path, target
