"""The structured data of a record's page, reached from the record."""

from typing import cast

from django.http import HttpRequest
from django.urls import resolve
from rest_framework.exceptions import NotFound

from publishing import structured
from publishing.models import Entry
from publishing.pages import EntryPage

__all__ = ["of_page"]


def of_page(entry: Entry, request: HttpRequest) -> bytes:
    """What the page of ``entry`` in the active language says to machines, as that page carries it."""
    kind = cast(type[EntryPage], resolve(entry.path()).func.view_class)  # type: ignore[attr-defined]
    page = kind()
    page.setup(request, slug=entry.slug)
    row = kind.entries().filter(pk=entry.pk).first()
    if row is None:
        raise NotFound
    return structured.document(page.shown(row)["structured"]).encode()
