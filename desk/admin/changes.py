"""What changed between two revisions of an entry's facts, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from translated_fields import show_language_code

from desk.admin import permissions
from desk.admin.base import entry_label, with_current_texts
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import Entry, Image
from publishing.revisions import PICTURES

__all__ = ["Change", "changes", "part_model"]

# An entry has its kind from the beginning and for ever.
KIND = "kind"


@dataclass(frozen=True)
class Change:
    """One fact: what it is called, what it was, what it is."""

    label: str
    before: str
    after: str


def changes(
    model: type[Entry], before: dict[str, Any] | None, after: dict[str, Any], user: Any
) -> list[Change]:
    """How the facts of an entry of ``model`` went from ``before`` to ``after``; without ``before``, all that is set.

    What ``user`` may not read is not named.
    """
    earlier = before or {}
    with show_language_code(True):
        return [
            change
            for name in after
            if name != KIND and earlier.get(name) != after[name]
            for change in _changes_of(model, name, earlier.get(name), after[name], user)
        ]


def _changes_of(model: type[Entry], name: str, before: Any, after: Any, user: Any) -> Iterator[Change]:
    part = part_model(model, name)
    if part is None:
        yield from _change_of_field(model, name, (before, after), user)
        return
    label = str(part._meta.verbose_name)
    old = {row["id"]: row for row in before or []}
    new = {row["id"]: row for row in after or []}
    for pk in sorted(old.keys() | new.keys()):
        if pk not in old:
            yield Change(_("%(part)s added") % {"part": label}, "", _row(part, new[pk], user))
        elif pk not in new:
            yield Change(_("%(part)s removed") % {"part": label}, _row(part, old[pk], user), "")
        else:
            for field in new[pk]:
                if old[pk].get(field) != new[pk][field]:
                    values = (old[pk].get(field), new[pk][field])
                    for change in _change_of_field(part, field, values, user):
                        yield Change(f"{label}: {change.label}", change.before, change.after)


def part_model(model: type[models.Model], name: str) -> type[models.Model] | None:
    if name == PICTURES:
        return Image
    try:
        relation = model._meta.get_field(name)
    except FieldDoesNotExist:
        outer, _separator, inner = name.partition("__")
        return part_model(part_model(model, outer), inner) if inner else None  # type: ignore[arg-type]  # an inner part has an outer one
    return relation.related_model if relation.one_to_many else None


def _change_of_field(
    model: type[models.Model], name: str, values: tuple[Any, Any], user: Any
) -> Iterator[Change]:
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return
    old, new = (_words(field, value, user) for value in values)
    if old != new:
        yield Change(str(field.verbose_name), old, new)


def _row(model: type[models.Model], row: dict[str, Any], user: Any) -> str:
    words = []
    for name, value in row.items():
        field: Any = model._meta.get_field(name)
        if name not in ("id", "position") and not (field.is_relation and field.name == _owner(model)):
            words.append(_words(field, value, user))
    return " · ".join(word for word in words if word)


def _owner(model: type[models.Model]) -> str:
    return str(getattr(model, "VISIBLE_THROUGH", "")).split("__", maxsplit=1)[0]


def _words(field: Any, value: Any, user: Any) -> str:
    if value in (None, "", []):
        return ""
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(_names(field.remote_field.model, keys, user))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value in (True, "True") else _("no")
    if isinstance(field, models.DateTimeField):
        return formats.moment(datetime.fromisoformat(str(value)), Zone.SEOUL, active())
    return str(value)


def _names(model: type[models.Model], keys: list[Any], user: Any) -> Iterator[str]:
    rows = model._default_manager.filter(pk__in=keys)
    for row in with_current_texts(rows) if issubclass(model, Entry) else rows:
        if permissions.is_hidden(user, row):
            yield _("(of another office)")
        else:
            yield entry_label(row) if isinstance(row, Entry) else str(row)
