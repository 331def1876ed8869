"""Reading relations without going past the door: only what a public query has loaded may be shown.

What is loaded follows from the serializers: the relations that their fields show, and no others. Links to other
records are collected first and read together, so that their number of queries does not grow with that of relations.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db.models import ForeignKey, Model, Prefetch, QuerySet, prefetch_related_objects
from rest_framework import serializers

from publishing.models import Entry
from publishing.visibility import add_texts, public

if TYPE_CHECKING:
    from publishing.api.facts import FactsSerializer

__all__ = ["load", "loaded", "readable"]


def loaded(instance: Model, name: str) -> Any:
    """What was loaded behind the relation ``name``: an instance, ``None`` if it is not public, or a list.

    ``LookupError`` if nothing was loaded, because reading it now would ask nobody whether it may be seen.
    """
    many = getattr(instance, "_prefetched_objects_cache", {})
    if name in many:
        return list(many[name])
    if name in vars(instance):
        return vars(instance)[name]
    single = vars(instance)["_state"].fields_cache
    if name in single:
        return single[name]
    raise LookupError(f"{type(instance).__name__}.{name} was not loaded through publishing.visibility")


def readable(model: type[Model]) -> QuerySet[Any]:
    """The rows of ``model`` that the public may see: all of what neither is an entry nor belongs to one."""
    if issubclass(model, Entry) or hasattr(model, "VISIBLE_THROUGH"):
        return public(model)
    return model._default_manager.all()


def load(serializer: "FactsSerializer", rows: Sequence[Any]) -> None:
    """Load every relation of ``rows`` that ``serializer`` shows, and those of what is behind them."""
    if not rows:
        return
    reading = _Reading()
    reading.below(serializer, rows)
    reading.finish()


class _Reading:
    """What is still to be read for one answer."""

    def __init__(self) -> None:
        self.singles: list[tuple[ForeignKey[Any, Any], FactsSerializer | None, Sequence[Any]]] = []
        self.links: dict[type[FactsSerializer], tuple[FactsSerializer, list[Any]]] = {}

    def below(self, serializer: "FactsSerializer", rows: Sequence[Any]) -> None:
        """Load what the fields of ``serializer`` show of ``rows``."""
        if rows:
            for name, inner in _relations(serializer):
                self.follow(name, inner, rows)

    def follow(self, name: str, inner: "FactsSerializer | None", rows: Sequence[Any]) -> None:
        """Load the relation ``name``, or note it where it leads to single rows that can be read with others."""
        relation = cast(Any, type(rows[0])._meta.get_field(name))
        if isinstance(relation, ForeignKey):
            self.singles.append((relation, inner, rows))
            return
        shown = _shown(relation.related_model, inner)
        prefetch_related_objects(rows, Prefetch(name, shown))
        self.reached(inner, [each for row in rows for each in loaded(row, name)])

    def reached(self, inner: "FactsSerializer | None", rows: Sequence[Any]) -> None:
        """Go on with ``rows``; links wait until all of them are known."""
        if inner is None or not rows:
            return
        if inner.through and not isinstance(rows[0], inner.Meta.model):
            self.follow(inner.through, inner, rows)
        elif inner.is_link:
            self.links.setdefault(type(inner), (inner, []))[1].extend(rows)
        else:
            self.below(inner, rows)

    def finish(self) -> None:
        """Read the single rows: parts first, since they lead to further links; then all links together."""
        while self.singles:
            parts = [each for each in self.singles if not _is_link(each[1])]
            chosen = parts or self.singles
            self.singles = [each for each in self.singles if each not in chosen]
            self._read(chosen)
        links, self.links = self.links, {}
        for link, rows in links.values():
            self.below(link, rows)
        add_texts(row for _link, rows in links.values() for row in rows if isinstance(row, Entry))

    def _read(self, singles: Iterable[tuple[Any, "FactsSerializer | None", Sequence[Any]]]) -> None:
        by_model: dict[type[Model], list[tuple[Any, FactsSerializer | None, Sequence[Any]]]] = {}
        for relation, inner, rows in singles:
            by_model.setdefault(_target(relation, inner), []).append((relation, inner, rows))
        for model, group in by_model.items():
            wanted = {getattr(row, relation.attname) for relation, _inner, rows in group for row in rows}
            shown = _shown(model, next((inner for _relation, inner, _rows in group if inner), None))
            found = shown.in_bulk(list(wanted - {None})) if wanted - {None} else {}
            for relation, inner, rows in group:
                for row in rows:
                    relation.set_cached_value(row, found.get(getattr(row, relation.attname)))
                keys = {getattr(row, relation.attname) for row in rows}
                self.reached(inner, [found[key] for key in keys if key in found])


def _relations(serializer: "FactsSerializer") -> Iterator[tuple[str, "FactsSerializer | None"]]:
    """The relations that the fields show, each with the serializer of what is behind it, if there is one."""
    seen = set()
    for field in serializer.fields.values():
        if hasattr(field, "needs"):
            needed: list[tuple[str, Any]] = [(name, None) for name in field.needs()]
        else:
            inner = field.child if isinstance(field, serializers.ListSerializer) else field
            needed = [(str(field.source), inner)]
        for name, inner in needed:
            if name not in seen:
                seen.add(name)
                yield name, inner


def _is_link(inner: "FactsSerializer | None") -> bool:
    return inner is None or inner.is_link


def _target(relation: Any, inner: "FactsSerializer | None") -> type[Model]:
    """The model from which rows are read: links need no more than the serializer's own."""
    related: type[Model] = relation.related_model
    return inner.Meta.model if issubclass(related, Entry) and inner is not None and inner.is_link else related


def _shown(model: type[Model], inner: "FactsSerializer | None") -> QuerySet[Any]:
    shown = type(inner).shown if inner is not None else None
    return shown() if shown is not None else readable(model)
