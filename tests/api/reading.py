"""CSV read back as its documentation says, without the code that wrote it."""

import csv
import io
import json
from typing import Any

__all__ = ["differing", "flat", "rows"]

_STARTS = tuple("=+-@＝＋－＠'\t\r\n")


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a table by the names of its columns, with the guarding apostrophes taken away."""
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert "\n" not in text.replace("\r\n", "") or '"' in text
    lines = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(set(lines[0])) == len(lines[0])
    for line in lines[1:]:
        assert not [cell for cell in line if cell.startswith(_STARTS[:-4])], line
    return [dict(zip(lines[0], map(bare, line), strict=True)) for line in lines[1:]]


def bare(cell: str) -> str:
    """A cell without the apostrophe that stands before what a spreadsheet would take for a formula."""
    guarded = cell.startswith("'") and (cell[1:].startswith(_STARTS) or cell[1:].lstrip().startswith(_STARTS))
    return cell[1:] if guarded else cell


def flat(record: Any, name: str = "") -> dict[str, Any]:
    """The leaves of a record by the names of the columns they should stand in; lists are leaves."""
    if not isinstance(record, dict):
        return {name: record}
    found: dict[str, Any] = {}
    for key, value in record.items():
        found |= flat(value, f"{name}.{key}" if name else key)
    return found


def differing(row: dict[str, str], record: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Cells that say something else than the record, and facts of it that no cell holds."""
    facts = flat(record)
    lost = [(name, "no column", value) for name, value in facts.items() if value and name not in row]
    return lost + [
        (name, cell, facts.get(name)) for name, cell in row.items() if not _same(cell, facts.get(name))
    ]


def _same(cell: str, value: Any) -> bool:
    if value in (None, "", []):
        return cell == ""
    if isinstance(value, bool):
        return cell == ("true" if value else "false")
    if isinstance(value, list):
        return (cell.split(";") if isinstance(value[0], str) else json.loads(cell)) == value
    return cell == str(value)
