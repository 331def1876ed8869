"""Facts as JSON: what is stored as it is told, and what is given as a browser would send it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from translated_fields import to_attribute

from desk.admin import permissions
from publishing.enums import Zone
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry, Office

__all__ = ["HIDDEN", "columns_of", "key_name", "key_of", "loaded", "told"]

# Stands for what was chosen and may not be named to this person; given back, it stays chosen.
HIDDEN = "hidden"
LONGEST_LIST = 500
LARGEST_ID = 10**15


def columns_of(names: Iterable[str]) -> dict[str, Any]:
    """The names of facts: each with its field, or for wording with a field per language."""
    names = list(names)
    found: dict[str, Any] = {}
    for name in names:
        if name in {
            column for group in found.values() if isinstance(group, dict) for column in group.values()
        }:
            continue
        base = name.removesuffix(f"_{Language.ENGLISH.suffix}")
        group = {language.value: to_attribute(base, language) for language in LANGUAGES}
        if base != name and set(group.values()) <= set(names):
            found[base] = group
        else:
            found[name] = name
    return found


# --- Out ---


def key_name(model: type[models.Model]) -> str:
    """By what rows are named: entries by reference, places and sectors by slug, offices by code, others by number."""
    if issubclass(model, Entry):
        return "ref"
    if issubclass(model, Office):
        return "code"
    return "slug" if any(field.name == "slug" for field in model._meta.concrete_fields) else "pk"


def key_of(row: models.Model) -> Any:
    """The name of a row, see :func:`key_name`."""
    return getattr(row, key_name(type(row)))


def told(row: models.Model, column: Any, user: Any, zones: Mapping[str, str]) -> Any:
    """The fact ``column`` of ``row`` as JSON; ``zones`` names for moments the field of their zone."""
    if isinstance(column, dict):
        return {language: getattr(row, name) or None for language, name in column.items()}
    field = row._meta.get_field(column)
    if field.many_to_many:
        return [_named(each, user) for each in sorted(getattr(row, column).all(), key=lambda each: each.pk)]
    value = getattr(row, column)
    if isinstance(value, models.Model):
        return _named(value, user)
    if isinstance(value, datetime):
        zone = ZoneInfo(getattr(row, zones.get(column, ""), "") or Zone.SEOUL)
        return value.astimezone(zone).isoformat()
    if isinstance(field, models.FileField):
        value = getattr(row, "download_name", "")
    return value if value is None or isinstance(value, bool | int | float | list) else str(value) or None


def loaded(rows: Any, columns: Mapping[str, Any]) -> Any:
    """``rows`` with what ``columns`` lead to, in as many queries for many rows as for one."""
    named = [column for column in columns.values() if isinstance(column, str)]
    fields = [field for field in map(rows.model._meta.get_field, named) if field.is_relation]
    several = [field.name for field in fields if field.many_to_many]
    single = [field.name for field in fields if not field.many_to_many]
    rows = rows.prefetch_related(*several)
    return rows.select_related(*single) if single else rows


def _named(row: models.Model, user: Any) -> Any:
    return HIDDEN if permissions.is_hidden(user, row) else key_of(row)
