"""Uploading tables as an editor does, for tests."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from exchange.tables.reading import read
from exchange.tables.writing import as_csv

__all__ = ["confirm", "exported", "fates", "kept", "told", "upload"]


def upload(
    client: Client,
    code: str,
    rows: list[dict[str, str]] | bytes,
    name: str = "x.csv",
    *,
    change: tuple[str, str] | None = None,
    **fields: Any,
) -> HttpResponse:
    """The page after the upload of a file, or of ``rows`` as CSV; ``change`` is the kind and note of public changes."""
    if not isinstance(rows, bytes):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        rows = as_csv(columns, [[row.get(column, "") for column in columns] for row in rows])
    file = SimpleUploadedFile(name, rows)
    page = client.post(reverse("tables:import", args=[code]), {"file": file, **fields}, follow=True)
    if change is None:
        return page
    severity, note = change
    return client.post(
        page.request["PATH_INFO"], {"severity": severity, "note": note, "again": ""}, follow=True
    )


def confirm(client: Client, page: HttpResponse) -> HttpResponse:
    """The page after the confirmation of what ``page`` shows."""
    return client.post(page.request["PATH_INFO"], {"confirm": ""}, follow=True)


def fates(page: HttpResponse) -> list[str]:
    return [row.fate for row in page.context["outcome"].rows]


def told(page: HttpResponse, number: int = 0) -> str:
    """What the page says is wrong with a row, column by column."""
    return " ".join(
        f"{fault.column}: {fault.message}" for fault in page.context["outcome"].rows[number].faults
    )


def kept(page: HttpResponse, number: int = 0) -> dict[str, tuple[str, str]]:
    """What a row changes: by column what it was and what it becomes."""
    return {
        change.column: (change.before, change.after)
        for change in page.context["outcome"].rows[number].changes
    }


def exported(client: Client, code: str, query: str = "") -> list[dict[str, str]]:
    """The rows of an export."""
    content = client.get(reverse("tables:export", args=[code]) + query).content
    if content.startswith(b"PK"):
        first = next(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
        return [row.cells for row in read("x.xlsx", content, [str(name) for name in first]).rows]
    return [row.cells for row in read("x.csv", content, ["slug"]).rows]
