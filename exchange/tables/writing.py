"""Tables that go out, as XLSX with a sheet that explains the columns, and as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from publishing.safety.cells import guard, is_risky

__all__ = ["KEPT", "as_csv", "as_xlsx"]

# Stands in a cell whose value no cell of XLSX can hold; an import leaves that value alone.
KEPT = "[[kept]]"
LONGEST_XLSX_CELL = 32_767
AS_TEXT = "@"
BOM = "\ufeff"
WIDTHS = {"body": 60, "title": 40, "deck": 50, "uid": 38, "problem": 60}
_HEAD = PatternFill("solid", fgColor="DDECE6")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it; cells that look like formulas are guarded."""
    file = io.StringIO(newline="")
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def as_xlsx(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    legend: Iterable[tuple[str, str, str]] = (),
) -> bytes:
    """A workbook with the table on its first sheet, every cell of it text, and ``legend`` on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(position)]
        dimension.width = WIDTHS.get(column.split("_", maxsplit=1)[0], 18)
        dimension.number_format = AS_TEXT
    sheet.append([_heading(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    explained = list(legend)
    if explained:
        _explain(book, explained)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _explain(book: Any, legend: list[tuple[str, str, str]]) -> None:
    sheet = book.create_sheet("legend")
    for letter, width in (("A", 26), ("B", 40), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    heads = (_("Column"), _("Meaning"), _("What to write"))
    sheet.append([_heading(sheet, head) for head in heads])
    for line in legend:
        sheet.append([_text(sheet, cell, wrap=True) for cell in line])


def _heading(sheet: Any, value: str) -> Any:
    cell = _text(sheet, value)
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    return cell


def _text(sheet: Any, value: str, wrap: bool = False) -> Any:
    if len(value) > LONGEST_XLSX_CELL or ILLEGAL_CHARACTERS_RE.search(value):
        value = KEPT
    cell = WriteOnlyCell(sheet, value or None)
    if value:
        # Openpyxl takes a leading "=" for a formula; the type says that it is none.
        cell.data_type = "s"
    cell.number_format = AS_TEXT
    if is_risky(value):
        cell.quotePrefix = True
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
