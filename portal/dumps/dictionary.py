"""The data dictionary: what every field is called, of what type it is and what it means.

Names come from the models, where they are translated; what only the API has is explained in English.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import override
from rest_framework import serializers
from translated_fields import to_attribute

from publishing.api import tables
from publishing.api.fields import SHARED, OfText, Said
from publishing.languages import Language
from publishing.models import Entry, Text

__all__ = ["dictionary"]

Words = dict[str, str]

# What no model has a name for, and no class of fields explains well enough.
EXPLAINED = {
    "api_url": "The address of the record in the API.",
    "url": "The address of the public page or file.",
    "languages": "The languages that there are texts in.",
    "filename": "The name under which the file is downloaded.",
    "language": "The language of the wording beside; null where all languages are given.",
}
HOW_TO_READ = {
    "ndjson": "One JSON object per line. Wording is an object with one value for each language there is.",
    "csv": (
        "RFC 4180 in UTF-8 with a byte order mark. A dot in the name of a column leads into an object. Lists of codes"
        " are separated by semicolons, lists of records are JSON. An empty cell is null, empty text or an empty list."
        " Where text begins with = + - @ (or their wide forms), a tab, a line end or an apostrophe, an apostrophe"
        " stands in front; take it away."
    ),
}


def dictionary(resources: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The dictionary of ``resources``, each a name and the serializer of its records."""
    records: dict[str, Any] = {}
    described: dict[str, Any] = {}
    for name, serializer in resources:
        described[name] = {
            "name": _names(serializer.Meta.model._meta.verbose_name_plural),
            "about": _about(serializer),
            "fields": _fields(serializer, records),
            "columns": [column.name for column in tables.columns(serializer, every=True)],
        }
    return {
        "how_to_read": HOW_TO_READ,
        "resources": described,
        "records": dict(sorted(records.items())),
        "values": dict(sorted(SHARED.items())),
    }


def _fields(serializer: Any, records: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for name, field in serializer.fields.items():
        inner = getattr(field, "child", field)
        said: dict[str, Any] = {"name": name, "meaning": _meaning(serializer, name, field)}
        if isinstance(inner, serializers.Serializer):
            kind = type(inner).__name__.removesuffix("Serializer")
            said |= {"type": "list of records" if inner is not field else "record", "record": kind}
            if kind not in records:
                records[kind] = {}  # known from here on: records may hold records of their own kind
                records[kind] |= {"about": _about(inner), "fields": _fields(inner, records)}
        elif isinstance(inner, Said):
            said |= inner.schema()
        found.append({**said, "null": bool(field.allow_null)})
    return found


def _meaning(serializer: Any, name: str, field: Any) -> Words:
    model = serializer.Meta.model
    words = _of_text(model, name) if isinstance(field, OfText) else None
    words = words or _of_column(model, str(field.source)) or _of_column(model, name)
    if words:
        return _names(words)
    return {Language.ENGLISH.value: EXPLAINED.get(name) or _about(getattr(field, "child", field))}


def _of_text(model: type[Model], name: str) -> Any:
    kind = getattr(model, "KIND", None)
    worded = next((each.label for each in kind.worded if each.name == name), None) if kind else None
    return worded or (_of_column(Text, name) if issubclass(model, Entry) else None)


def _of_column(model: type[Model], name: str) -> Any:
    for each in (name, to_attribute(name, Language.ENGLISH)):
        try:
            column = model._meta.get_field(each)
        except FieldDoesNotExist:
            continue
        if hasattr(column, "verbose_name"):
            return column.verbose_name
        return column.related_model._meta.verbose_name_plural if column.related_model else None
    return None


def _names(words: Any) -> Words:
    names = {}
    for language in Language:
        with override(language):
            names[language.value] = capfirst(str(words))
    return names


def _about(described: Any) -> str:
    return " ".join((type(described).__doc__ or "").replace("``", "`").split())
