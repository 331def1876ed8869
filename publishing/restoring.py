"""Facts put back as they stood in an earlier revision."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Field, Model

from publishing.enums import EntryState
from publishing.models import Entry
from publishing.revisions import KERNEL_PARTS

__all__ = ["put_back"]

# What belongs to the entry and not to its facts, and what is fixed once something is approved.
_OWN = {"uid", "ref", "kind", "office"}
_FIXED = {"slug", "release_at", "release_zone"}


def put_back(entry: Entry, facts: dict[str, Any]) -> None:
    """Make the facts of ``entry`` and its parts what ``facts`` says, as :func:`publishing.revisions.facts_of` wrote it.

    A part that was deleted since comes back under a new id; parts that need a right of their own
    (``CHANGE_PERMISSION``) stay as they are. Raises ``ValidationError`` for facts that cannot stand any more, and
    ``ProtectedError`` if a part that would go is needed elsewhere.
    """
    specific = entry.specific
    fixed = _OWN | (_FIXED if entry.state == EntryState.APPROVED else set())
    _write(specific, facts, fixed)
    ids: dict[str, dict[int, Any]] = {}
    for name in (*KERNEL_PARTS, *specific.KIND.parts):
        relation = getattr(specific, name)
        if hasattr(relation.model, "CHANGE_PERMISSION"):
            continue
        ids[name] = _put_rows_back(relation.model, relation.all(), facts.get(name, []), {})
    for path in specific.KIND.inner_parts:
        outer, _separator, inner = path.partition("__")
        relation = getattr(specific, outer).model._meta.get_field(inner)
        rows = relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__in": getattr(specific, outer).all()}
        )
        _put_rows_back(relation.related_model, rows, facts.get(path, []), {relation.field.name: ids[outer]})


def _put_rows_back(
    model: type[Model],
    present: Iterable[Model],
    rows: list[dict[str, Any]],
    renamed: dict[str, dict[int, Any]],
) -> dict[int, Any]:
    """Bring the rows of one kind of part back; returns the new id of each old one."""
    by_id = {row.pk: row for row in present}
    for pk in by_id.keys() - {row["id"] for row in rows}:
        by_id[pk].delete()
    ids = {}
    for row in rows:
        part = by_id.get(row["id"]) or model()
        moved = {name: str(new_ids.get(int(row[name]), row[name])) for name, new_ids in renamed.items()}
        _write(part, {**row, **moved}, {"id"})
        ids[row["id"]] = part.pk
    return ids


def _write(instance: Model, facts: dict[str, Any], fixed: set[str]) -> None:
    for field in instance._meta.concrete_fields:
        if field.name in facts and field.name not in fixed:
            setattr(instance, field.attname, _value(field, facts[field.name]))
    instance.full_clean()
    instance.save()
    for relation in instance._meta.many_to_many:
        if relation.name in facts:
            there = relation.related_model._default_manager.filter(pk__in=facts[relation.name])
            getattr(instance, relation.name).set(there)


def _value(field: "Field[Any, Any]", stored: Any) -> Any:
    if stored is None:
        return None
    return (field.target_field if field.is_relation else field).to_python(stored)  # type: ignore[attr-defined]  # of relations
