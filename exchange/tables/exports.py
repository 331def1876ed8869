"""Tables that go out: what a list of the admin shows, and empty tables to fill in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from exchange.tables.catalog import TABLES
from exchange.tables.participants import ParticipantTable
from exchange.tables.table import Table
from exchange.tables.writing import as_csv, as_xlsx
from publishing import clock, formats, kinds
from publishing.enums import Zone

__all__ = ["XLSX", "empty", "export", "file_answer", "table_named"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def table_named(code: str) -> Table:
    """The table ``code``; 404 if there is none."""
    if code not in TABLES:
        raise Http404
    return TABLES[code]


def file_answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep; the admin's pages tell caches not to keep their answers."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


@require_GET
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of the list that the address was opened from, with its search and filters, as XLSX or CSV."""
    table = table_named(code)
    if not table.may_see(request.user):
        raise PermissionDenied
    rows = table.queryset(request.user)
    query = request.GET.copy()
    as_file = query.pop("as", ["xlsx"])[-1]
    listed = query.pop("list", [""])[-1]
    if listed:
        rows = rows.filter(**{f"{_owner(table)}__in": _listed(request, table, listed, query)})
    lines = table.lines(rows.iterator(chunk_size=500), request.user)
    return _file(table, lines, as_file)


@require_GET
def empty(request: HttpRequest, code: str) -> HttpResponse:
    """The table without rows: the names of its columns and what they mean."""
    table = table_named(code)
    if not table.may_see(request.user):
        raise PermissionDenied
    return _file(table, [], "xlsx")


def _file(table: Table, lines: Iterable[Sequence[str]], as_file: str) -> HttpResponse:
    day = formats.local_day(clock.now(), Zone.SEOUL).isoformat()
    if as_file == "csv":
        return file_answer(as_csv(table.names, lines), f"{table.code}-{day}.csv", CSV)
    book = as_xlsx(table.code, table.names, lines, table.legend())
    return file_answer(book, f"{table.code}-{day}.xlsx", XLSX)


def _owner(table: Table) -> str:
    return "event" if isinstance(table, ParticipantTable) else "pk"


def _listed(request: HttpRequest, table: Table, kind: str, query: Any) -> QuerySet[Any]:
    """The ids of the entries that the list of ``kind`` shows with the filters in ``query``."""
    try:
        model = kinds.model_of(kind)
    except KeyError as error:
        raise Http404 from error
    model_admin = admin.site.get_model_admin(model)
    if not table.is_offered_for(model) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    request.GET = query
    try:
        shown: ChangeList = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters as error:
        raise BadRequest(str(error)) from error
    return shown.get_queryset(request).order_by().values("pk")
