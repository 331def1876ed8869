"""Revisions: the facts of an entry and of its parts, kept as they stood after each change."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from publishing.models import Entry, Image, Revision

__all__ = ["PICTURES", "facts_of", "record", "row_of"]

KERNEL_PARTS = ("money", "counts", "images", "attachments")
# The images themselves, beside their places in the entry.
PICTURES = "pictures"
_NOT_SHOWN = ("token", "width", "height", "uploaded_at", "uploaded_by")
_NOT_FACTS = (
    "revision",
    "changed_at",
    "created_at",
    "created_by",
    "state",
    "withdrawn_at",
    "withdrawn_reason",
    "office",
)


def facts_of(entry: Entry) -> dict[str, Any]:
    """The facts of ``entry`` of whatever kind, with its parts as lists of rows; values as text."""
    specific = entry.specific
    facts = {name: value for name, value in row_of(specific).items() if name not in _NOT_FACTS}
    for name in (*KERNEL_PARTS, *specific.KIND.parts):
        facts[name] = [row_of(part) for part in getattr(specific, name).order_by("pk")]
    for path in specific.KIND.inner_parts:
        outer, _separator, inner = path.partition("__")
        parts = getattr(specific, outer).order_by("pk")
        facts[path] = [row_of(each) for part in parts for each in getattr(part, inner).order_by("pk")]
    if shown := Image.objects.filter(uses__entry=entry.pk).order_by("pk"):
        facts[PICTURES] = [_picture(image) for image in shown]
    return facts


def _picture(image: Image) -> dict[str, Any]:
    """What readers are shown and told of an image; it belongs to every entry that shows it."""
    return {name: value for name, value in row_of(image).items() if name not in _NOT_SHOWN}


def row_of(instance: Model) -> dict[str, Any]:
    """The columns and relations of one row by the names of their fields; values as text."""
    row: dict[str, Any] = {"id": instance.pk}
    for field in instance._meta.concrete_fields:
        if not field.primary_key and not getattr(field.remote_field, "parent_link", False):
            stated = field.value_from_object(instance) is not None
            row[field.name] = field.value_to_string(instance) if stated else None
    for field in instance._meta.many_to_many:
        row[field.name] = sorted(getattr(instance, field.name).values_list("pk", flat=True))
    return row


def record(entry: Entry, actor: User | None, note: str = "") -> Revision | None:
    """Keep the facts of ``entry`` if they differ from the last revision; otherwise return ``None``."""
    facts = facts_of(entry)
    last = entry.revisions.order_by("-number").first()
    if last and last.facts == facts:
        return None
    number = last.number + 1 if last else 1
    return Revision.objects.create(entry=entry, number=number, actor=actor, facts=facts, note=note)
