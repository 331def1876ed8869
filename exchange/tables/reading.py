"""Files that come in, as rows of text: CSV in the encodings of three countries, and XLSX without its dangers."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import Any, NoReturn

from defusedxml import DefusedXmlException
from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from exchange.tables.encodings import UnknownEncoding, decode
from publishing.safety.cells import unguard

__all__ = ["BadCell", "Sheet", "SheetRow", "Unreadable", "check_size", "read"]

MEGABYTE = 1024 * 1024
# What an XLSX file may grow to when it is unpacked, and into how many parts.
UNPACKED_MEGABYTES = 100
MEMBERS = 1_000
MOST_COLUMNS = 200
# Empty lines between and below the rows are skipped up to this number; formatted empty lines count.
EMPTY_LINES = 5_000
DELIMITERS = ",;\t"
LONGEST_CELL = 1_000_000

csv.field_size_limit(LONGEST_CELL)


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says in words why, and what to do."""


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be taken as it is, with what stands in it and why."""

    value: str
    message: str


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the file as a spreadsheet counts, and its cells by column name."""

    number: int
    cells: dict[str, str]
    bad: dict[str, BadCell] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The names in the first row, the rows below it, and in what way the file was read."""

    columns: list[str]
    rows: list[SheetRow]
    read_as: str


def read(name: str, content: bytes, known: Iterable[str], encoding: str = "") -> Sheet:
    """The table in the file ``name``; ``known`` columns tell which character separates the values.

    Raises :class:`Unreadable`.
    """
    check_size(len(content))
    if content.startswith(b"PK\x03\x04"):
        lines, read_as = _workbook(content), "XLSX"
    elif name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        _refuse(_("This is not an XLSX file. Save the table as XLSX or CSV."))
    else:
        lines, read_as = _separated(content, set(known), encoding)
    return _sheet(lines, read_as)


def check_size(size: int) -> None:
    """Refuse a file of too many bytes; raises :class:`Unreadable`."""
    if size > settings.TABLE_MAX_MEGABYTES * MEGABYTE:
        _refuse(_("The file is larger than %(limit)s MB.") % {"limit": settings.TABLE_MAX_MEGABYTES})


Line = tuple[int, list["str | BadCell"]]


def _refuse(message: str) -> NoReturn:
    raise Unreadable(message)


def _sheet(lines: Iterator[Line], read_as: str) -> Sheet:
    columns: list[str] = []
    rows: list[SheetRow] = []
    empty = 0
    for number, cells in lines:
        if not any(cells):
            empty += 1
            if empty > EMPTY_LINES:
                _refuse(_("The table has thousands of empty lines. Delete them and try again."))
        elif not columns:
            columns = _header(cells)
        elif len(rows) >= settings.TABLE_MAX_ROWS:
            _refuse(
                _("The table has more than %(limit)s rows. Divide it into several files.")
                % {"limit": settings.TABLE_MAX_ROWS}
            )
        else:
            rows.append(_row(number, columns, cells))
    if not columns:
        _refuse(_("The file is empty. Its first row has to name the columns."))
    if not rows:
        _refuse(_("There are no rows below the names of the columns."))
    return Sheet(columns, rows, read_as)


def _header(cells: "list[str | BadCell]") -> list[str]:
    names = [cell.value if isinstance(cell, BadCell) else cell for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        _refuse(_("The table has more than %(limit)s columns.") % {"limit": MOST_COLUMNS})
    names = [name.strip().lower() for name in names]
    for position, name in enumerate(names, 1):
        if not name:
            _refuse(
                _("Column %(column)s has no name in the first row.") % {"column": get_column_letter(position)}
            )
        if names.count(name) > 1:
            _refuse(_("The column “%(column)s” exists twice.") % {"column": name})
    return names


def _row(number: int, columns: list[str], cells: "list[str | BadCell]") -> SheetRow:
    values: dict[str, str] = {}
    bad: dict[str, BadCell] = {}
    for position, cell in enumerate(cells):
        if position >= len(columns):
            if cell:
                value = cell.value if isinstance(cell, BadCell) else cell
                bad[get_column_letter(position + 1)] = BadCell(
                    value, _("This value stands beyond the last named column.")
                )
            continue
        if isinstance(cell, BadCell):
            bad[columns[position]] = cell
            values[columns[position]] = cell.value
        else:
            values[columns[position]] = cell
            if message := _unprintable(cell):
                bad[columns[position]] = BadCell(cell, message)
    values |= {column: "" for column in columns if column not in values}
    return SheetRow(number, values, bad)


def _unprintable(cell: str) -> str:
    if any(character < " " and character not in "\t\n\r" for character in cell) or "\ufffd" in cell:
        return _("This cell contains a control character or one that could not be read. Type it again.")
    return ""


# --- CSV ---


def _separated(content: bytes, known: set[str], encoding: str) -> tuple[Iterator[Line], str]:
    try:
        text, found = decode(content, encoding)
    except UnknownEncoding:
        _refuse(_("The characters of this file cannot be read. Save it as “CSV UTF-8” and try again."))
    if "\0" in text:
        _refuse(_("This is not a table. Save it as XLSX or CSV."))
    delimiter = max(DELIMITERS, key=lambda each: len(known & set(_names(text, each))))
    return _lines(text, delimiter), str(found.label)


def _names(text: str, delimiter: str) -> list[str]:
    try:
        first = next((line for line in csv.reader(io.StringIO(text), delimiter=delimiter) if any(line)), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in first]


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number in count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            _refuse(
                _("Line %(line)s cannot be read: its quotation marks do not match.")
                % {"line": reader.line_num}
            )
        yield number, [_clean(unguard(cell)) for cell in cells]


def _clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


# --- XLSX ---


def _workbook(content: bytes) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            unpacked = sum(member.file_size for member in members)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        _refuse(_("The XLSX file is damaged. Save it again."))
    if unpacked > UNPACKED_MEGABYTES * MEGABYTE or len(members) > MEMBERS:
        _refuse(_("The XLSX file unpacks to far more than a table. It is not read."))
    return _worksheet(content)


def _worksheet(content: bytes) -> Iterator[Line]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            if not book.worksheets:
                _refuse(_("The XLSX file has no sheet with a table."))
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
                yield number, [_cell(cell) for cell in cells]
        finally:
            book.close()
    except (
        InvalidFileException,
        DefusedXmlException,
        ValueError,
        TypeError,
        SyntaxError,
        EOFError,
        LookupError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        zipfile.BadZipFile,
    ) as error:
        raise Unreadable(_("The XLSX file is damaged or not an ordinary table. Save it again.")) from error


def _cell(cell: Any) -> "str | BadCell":
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return BadCell(
            str(getattr(value, "text", value)),
            _("This cell holds a formula. Put its result there as a value, or format the cell as text."),
        )
    if cell.data_type == "e":
        return BadCell(str(value), _("This cell holds an error of the spreadsheet, not a value."))
    return _clean(_text_of(value, str(cell.number_format or "")))


def _text_of(value: Any, shown_as: str) -> str:
    """A cell's value in the notation of the table: whole numbers without a point, dates in ISO 8601."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return _date_of(value, shown_as.lower())
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _date_of(value: datetime, shown_as: str) -> str:
    if "h" in shown_as or value.time() != time():
        return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
    # A spreadsheet takes "2001-05" for 1 May and shows it without a day.
    return value.strftime("%Y-%m-%d" if "d" in shown_as or "y" not in shown_as else "%Y-%m")
