"""The files of the demonstration content, read into records."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import Model

from publishing.models import Entry

__all__ = ["CONTENT", "ContentError", "Record", "read"]

CONTENT = Path(__file__).parent / "content"
# The C reader is ten times as quick; where PyYAML was built without it, its own does.
_parse = partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(eq=False)
class Record:
    """One record of a file; ``values`` is what it says, ``instance`` what was stored from it."""

    file: str
    name: str
    model: type[Model]
    values: dict[str, Any]
    instance: Model | None = None

    @property
    def is_entry(self) -> bool:
        return issubclass(self.model, Entry)

    @property
    def reference(self) -> str:
        """How other records may name this one: by slug."""
        return str(self.values.get("slug", ""))


class ContentError(Exception):
    """The content cannot be loaded; the message names the file, the record and the field."""

    def __init__(self, record: Record, field: str, message: object) -> None:
        super().__init__(f"{record.file}, {record.name}, {field}: {message}")


def read(directory: Path = CONTENT) -> list[Record]:
    """All records of the ``*.yaml`` files of ``directory``, by file name."""
    return [record for path in sorted(directory.glob("*.yaml")) for record in _records(path)]


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as stream:
        content = _parse(stream)
    model = apps.get_model(content["model"])
    for number, values in enumerate(content["records"], 1):
        name = str(values.get("slug") or f"record {number}")
        yield Record(path.name, name, model, values)
