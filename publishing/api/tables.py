"""Records as rows of CSV: flat columns with stable names, made of the same declarations as the records.

What is inside something is named with a dot (``issuer.ref``, with ``lang=*`` ``title.ko``). Lists of codes are
separated by semicolons, lists of records are JSON. What a spreadsheet would take for a formula has an apostrophe in
front, which :func:`publishing.safety.cells.unguard` takes away again.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from publishing.api.fields import SHARED, Said, Schema
from publishing.safety.cells import guard

__all__ = ["BOM", "Column", "columns", "head", "row"]

# By this mark Excel knows that a file is UTF-8; elsewhere it is read as "utf-8-sig".
BOM = "\ufeff"
SEPARATOR = ";"


@dataclass(frozen=True)
class Column:
    """One column: its name, the way to its value in a record, the JSON Schema of that, and the field it belongs to."""

    name: str
    path: tuple[str, ...]
    schema: Schema
    field: serializers.Field

    def cell(self, record: Any) -> str:
        """What stands in the row of ``record``; nothing where there is no value."""
        value = record
        for step in self.path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return guard(_text(value))


def columns(serializer: serializers.BaseSerializer, *, every: bool) -> list[Column]:
    """The columns of what ``serializer`` shows; with ``every``, wording has one for each language."""
    return list(_inside(serializer, (), every=every))


def head(heads: list[Column]) -> str:
    """The beginning of a table: its mark and the names of its columns."""
    return BOM + _line(column.name for column in heads)


def row(heads: list[Column], record: Any) -> str:
    """The line of ``record``."""
    return _line(column.cell(record) for column in heads)


def _line(cells: Iterable[str]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(cells)
    return file.getvalue()


def _inside(serializer: Any, path: tuple[str, ...], *, every: bool) -> Iterator[Column]:
    for name, field in serializer.fields.items():
        if isinstance(field, serializers.ListSerializer):
            yield _column((*path, name), {"type": "array", "items": {"type": "object"}}, field)
        elif isinstance(field, serializers.Serializer):
            yield from _inside(field, (*path, name), every=every)
        elif isinstance(field, Said):
            yield from _of_schema(field.schema(), (*path, name), field, every=every)
        else:
            raise TypeError(f"{'.'.join((*path, name))} does not say what it gives")


def _of_schema(
    schema: Schema, path: tuple[str, ...], field: serializers.Field, *, every: bool
) -> Iterator[Column]:
    schema = _resolved(schema)
    if "anyOf" in schema:
        # The value in one language, and the values of all.
        one, all_ = schema["anyOf"]
        yield from _of_schema(all_ if every else one, path, field, every=every)
    elif "properties" in schema:
        for name, inner in schema["properties"].items():
            yield from _of_schema(inner, (*path, name), field, every=every)
    else:
        yield _column(path, schema, field)


def _resolved(schema: Schema) -> Schema:
    reference = schema.get("$ref")
    return SHARED[reference.rpartition("/")[2]] if reference else schema


def _column(path: tuple[str, ...], schema: Schema, field: serializers.Field) -> Column:
    return Column(".".join(path), path, schema, field)


def _text(value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return SEPARATOR.join(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
