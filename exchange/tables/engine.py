"""The engine of imports: all rows in one transaction, each with its fate, and everything or nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult
from tablib import Dataset

from exchange.tables.reading import Sheet, SheetRow, Unreadable
from exchange.tables.results import Fate, Fault, Outcome, Refusal, RowReport
from exchange.tables.table import PROBLEM, Importer, Run, Table

__all__ = ["carry_out", "check_columns"]

_TYPES = {
    Fate.NEW: RowResult.IMPORT_TYPE_NEW,
    Fate.CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    Fate.UNCHANGED: RowResult.IMPORT_TYPE_SKIP,
    Fate.REFUSED: RowResult.IMPORT_TYPE_INVALID,
}


class _Changed(Exception):
    """What would be stored is not what was shown."""


class TableResource(Resource):
    """Runs an importer over the rows of a sheet; transactions, dry runs and totals are the library's.

    Rows are stored by the importer alone, and what goes wrong in the program is raised, not reported as a bad row.
    """

    class Meta:
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader
        use_transactions = True

    def __init__(self, importer: Importer) -> None:
        super().__init__()
        self.importer = importer
        self.reports: dict[int, RowReport] = {}

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> RowResult:
        report = self._take(self.importer.by_number[row["number"]])
        self.reports[report.number] = report
        result = RowResult()
        result.import_type = _TYPES[Fate(report.fate)]
        if report.faults:
            result.validation_error = _as_error(report.faults)
        return result

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        for number, faults in self.importer.finish().items():
            report = self.reports[number]
            report.fate, report.faults = Fate.REFUSED, [*report.faults, *faults]
            result.append_invalid_row(number, {}, _as_error(faults))

    def handle_import_error(self, result: Any, error: Exception, raise_errors: bool = False) -> None:
        raise error

    def _take(self, row: SheetRow) -> RowReport:
        try:
            if row.bad:
                raise Refusal(*(Fault(name, bad.value, bad.message) for name, bad in row.bad.items()))
            with transaction.atomic():
                return self.importer.take(row)
        except Refusal as refusal:
            label = next(
                (value for name, value in row.cells.items() if name.startswith("title_") and value), ""
            )
            return RowReport(row.number, Fate.REFUSED, label, faults=refusal.faults)


def _as_error(faults: list[Fault]) -> ValidationError:
    return ValidationError([fault.message for fault in faults])


def check_columns(table: Table, sheet: Sheet) -> None:
    """Refuse a sheet with columns that ``table`` does not have; raises ``Unreadable``."""
    unknown = [name for name in sheet.columns if name not in (*table.names, PROBLEM)]
    if unknown:
        raise Unreadable(
            _(
                "This table has no column %(unknown)s. Correct the names in the first row or delete these columns."
            )
            % {"unknown": ", ".join(f"“{name}”" for name in unknown)}
        )


def carry_out(table: Table, sheet: Sheet, run: Run, *, shown: str = "") -> tuple[Outcome, bool]:
    """Take ``sheet`` into ``table``, and whether it is stored.

    Without ``shown`` it is a dry run. ``shown`` is the fingerprint of the outcome that was confirmed: only just that
    outcome is stored, everything else is taken back.
    """
    importer = table.importer(run, sheet.columns, sheet.rows)
    resource = TableResource(importer)
    dataset = Dataset(headers=["number"])
    for row in importer.ordered():
        dataset.append([row.number])
    outcome = Outcome([])
    try:
        with transaction.atomic():
            resource.import_data(dataset, dry_run=not shown, rollback_on_validation_errors=True)
            outcome = Outcome([resource.reports[row.number] for row in sheet.rows], run.public_changes)
            outcome.take_print()
            if shown and (outcome.print != shown or not outcome.can_be_imported):
                raise _Changed
    except _Changed:
        return outcome, False
    return outcome, bool(shown)
