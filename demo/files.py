"""The files of the demonstration content, read into records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import Model

from publishing.models import Entry

__all__ = ["CONTENT", "FIGURES_AND_FILES", "HISTORY", "ContentError", "Record", "read"]

CONTENT = Path(__file__).parent / "content"
# What a record of an entry says beside its facts: how it came to be published, and what every entry can carry.
HISTORY = ("created", "released", "stage", "withdrawn", "texts", "explanations", "corrections", "plans")
FIGURES_AND_FILES = ("money", "counts", "images", "attachments")
# The C reader is ten times as quick; where PyYAML was built without it, its own does.
_parse = partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class ContentError(Exception):
    """The content cannot be loaded; the message names the file, the record and the field."""


@dataclass(eq=False)
class Record:
    """One record of a file; ``values`` is what it says, ``instance`` what was stored from it."""

    file: str
    name: str
    model: type[Model]
    values: dict[str, Any]
    instance: Model | None = field(default=None, init=False)

    @property
    def slug(self) -> str:
        """What other records call this one; empty for what nobody refers to."""
        return str(self.values.get("slug", ""))

    @property
    def is_entry(self) -> bool:
        return issubclass(self.model, Entry)

    @property
    def entry(self) -> Entry:
        """The stored entry."""
        if not isinstance(self.instance, Entry):
            raise self.error("slug", "is no stored entry.")
        return self.instance

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the model itself."""
        others = (*HISTORY, *FIGURES_AND_FILES, "parts") if self.is_entry else ()
        return {name: value for name, value in self.values.items() if name not in others}

    @property
    def parts(self) -> dict[str, list[dict[str, Any]]]:
        """Rows that belong to the entry, by the name of the relation."""
        if not self.is_entry:
            return {}
        carried = {name: self.values[name] for name in FIGURES_AND_FILES if self.values.get(name)}
        return {**carried, **(self.values.get("parts") or {})}

    def error(self, field_name: str, message: object) -> ContentError:
        """What to raise when the value of a field cannot be used."""
        return ContentError(f"{self.file}, {self.name}, {field_name}: {message}")


def read(directory: Path = CONTENT) -> list[Record]:
    """All records of the ``*.yaml`` files of ``directory``, by file name."""
    return [record for path in sorted(directory.glob("*.yaml")) for record in _records(path)]


def _records(path: Path) -> Iterator[Record]:
    try:
        content = _parse(path.read_bytes())
        model = apps.get_model(content["model"])
        rows = list(content["records"])
    except (yaml.YAMLError, LookupError, TypeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    for number, values in enumerate(rows, 1):
        yield Record(path.name, str(values.get("slug") or f"record {number}"), model, values)
