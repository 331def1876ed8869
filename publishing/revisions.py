"""Revisions: the facts of an entry and of its parts, kept as they stood after each change."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db.models import Model

from publishing.models import Entry, Revision

__all__ = ["facts_of", "record"]

KERNEL_PARTS = ("money", "counts", "images", "attachments")
_NOT_FACTS = (
    "revision",
    "changed_at",
    "created_at",
    "created_by",
    "state",
    "withdrawn_at",
    "withdrawn_reason",
)


class _Plain(Serializer):
    """Field values as they are stored, dates and numbers as text."""

    def handle_field(self, obj: Model, field: Any) -> None:
        self._current[field.name] = (
            field.value_to_string(obj) if field.value_from_object(obj) is not None else None
        )


def _rows(model_rows: Any) -> list[dict[str, Any]]:
    return [{"id": row["pk"], **row["fields"]} for row in _Plain().serialize(model_rows)]


def facts_of(entry: Entry) -> dict[str, Any]:
    """The facts of ``entry`` of whatever kind, with its parts as lists of rows."""
    specific = entry.specific
    facts: dict[str, Any] = {}
    for model in [*type(specific)._meta.get_parent_list(), type(specific)]:
        instance = specific if model is type(specific) else model._default_manager.get(pk=entry.pk)
        facts |= _rows([instance])[0]
    for name in (*KERNEL_PARTS, *specific.KIND.parts):
        facts[name] = _rows(getattr(specific, name).order_by("pk"))
    return {
        name: value for name, value in facts.items() if name not in _NOT_FACTS and not name.endswith("_ptr")
    }


def record(entry: Entry, actor: AbstractBaseUser | None, note: str = "") -> Revision | None:
    """Keep the facts of ``entry`` if they differ from the last revision; otherwise return ``None``."""
    facts = facts_of(entry)
    last = entry.revisions.order_by("-number").first()
    encoder = DjangoJSONEncoder()
    if last and encoder.encode(last.facts) == encoder.encode(facts):
        return None
    number = last.number + 1 if last else 1
    return Revision.objects.create(entry=entry, number=number, actor=actor, facts=facts, note=note)
