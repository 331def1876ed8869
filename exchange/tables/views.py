"""Pages of an import: the upload, every row's fate, and the confirmation of just that."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange.tables.engine import carry_out, check_columns
from exchange.tables.exports import XLSX, file_answer, table_named
from exchange.tables.forms import PublicChangeForm, UploadForm
from exchange.tables.held import LIFETIME, Held
from exchange.tables.reading import Sheet, Unreadable, check_size, read
from exchange.tables.results import Fate, Outcome
from exchange.tables.table import PROBLEM, Run, Table
from exchange.tables.writing import as_xlsx
from publishing.actions import Actor

__all__ = ["preview", "refused", "upload"]


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the file; what can be read is tried out and shown row by row."""
    table = _table(request, code)
    form = UploadForm(request.POST or None, request.FILES or None, hands_over=table.hands_over)
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_keep(request, table, form))
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
    context = {"form": form, "legend": table.legend(), "title": _("Import")}
    return _page(request, table, "upload.html", context)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Every row's fate; confirmed, just that is stored, or nothing."""
    table = _table(request, code)
    held = Held.find(token, _user_id(request))
    content = held.content if held and held.table == table.code else None
    if held is None or content is None:
        messages.error(request, _("This file is no longer kept. Choose it again."))
        return HttpResponseRedirect(reverse("tables:import", args=[table.code]))
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request, table, held, content)
    if request.method == "POST" and "drop" in request.POST:
        held.remove()
        messages.info(request, _("Nothing was imported."))
        return HttpResponseRedirect(reverse("tables:import", args=[table.code]))
    form = PublicChangeForm(request.POST or None, initial={"severity": held.severity, "note": held.note})
    if request.method == "POST" and form.is_valid():
        held.severity, held.note = form.cleaned_data["severity"], form.cleaned_data["note"]
        _try(request, table, held, content)
        return HttpResponseRedirect(request.path)
    outcome = held.shown
    if outcome is None or held.language != get_language():
        outcome = _try(request, table, held, content)
    fate = request.GET.get("fate", "")
    counts = outcome.counts
    context = {
        "held": held,
        "outcome": outcome,
        "rows": [row for row in outcome.rows if fate in ("", row.fate)],
        "fate": fate,
        "fates": [(each.value, each.label, counts[each]) for each in Fate],
        "form": form,
        "hours": LIFETIME.seconds // 3600,
        "title": _("Every row's fate"),
    }
    return _page(request, table, "preview.html", context)


@require_GET
def refused(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The refused rows as they were, with one more column that says why."""
    table = _table(request, code)
    held = Held.find(token, _user_id(request))
    content = held.content if held and held.table == table.code else None
    outcome = held.shown if held else None
    if held is None or content is None or outcome is None:
        raise Http404
    sheet = _read(table, held, content)
    why = {
        row.number: "\n".join(
            f"{fault.column}: {fault.message}" if fault.column else fault.message for fault in row.faults
        )
        for row in outcome.rows
        if row.fate == Fate.REFUSED
    }
    columns = [name for name in sheet.columns if name != PROBLEM]
    lines = [
        [*(row.cells[name] for name in columns), why[row.number]] for row in sheet.rows if row.number in why
    ]
    book = as_xlsx(table.code, [*columns, PROBLEM], lines, table.legend())
    return file_answer(book, f"{table.code}-refused.xlsx", XLSX)


def _table(request: HttpRequest, code: str) -> Table:
    table = table_named(code)
    if not table.may_import(request.user):
        raise PermissionDenied
    return table


def _user_id(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def _read(table: Table, held: Held, content: bytes) -> Sheet:
    sheet = read(held.name, content, table.names, held.encoding)
    check_columns(table, sheet)
    return sheet


def _keep(request: HttpRequest, table: Table, form: UploadForm) -> str:
    """Keep the uploaded file and try it out; the address of the page that shows what would become of it."""
    file, said = form.cleaned_data["file"], form.cleaned_data
    check_size(file.size)
    content = file.read()
    sheet = read(file.name, content, table.names, said["encoding"])
    check_columns(table, sheet)
    held = Held.keep(
        content,
        user_id=_user_id(request),
        table=table.code,
        name=file.name,
        encoding=said["encoding"],
        hand_over=said.get("hand_over", False),
        read_as=sheet.read_as,
    )
    _try(request, table, held, content)
    return reverse("tables:preview", args=[table.code, held.token])


def _run(request: HttpRequest, held: Held) -> Run:
    user: Any = request.user
    actor = Actor(user, channel="import", address=request.META.get("REMOTE_ADDR"))
    return Run(actor, held.severity, held.note, held.hand_over)


def _try(request: HttpRequest, table: Table, held: Held, content: bytes) -> Outcome:
    outcome, _stored = carry_out(table, _read(table, held, content), _run(request, held))
    _show(held, outcome)
    return outcome


def _show(held: Held, outcome: Outcome) -> None:
    held.outcome, held.language = outcome.as_json(), get_language() or ""
    held.save()


def _confirm(request: HttpRequest, table: Table, held: Held, content: bytes) -> HttpResponse:
    shown = held.shown
    if shown is None or not shown.can_be_imported:
        return HttpResponseRedirect(request.path)
    outcome, stored = carry_out(table, _read(table, held, content), _run(request, held), shown=shown.print)
    if not stored:
        _show(held, outcome)
        messages.warning(
            request,
            _("Meanwhile something else was changed here. Nothing was imported; look at the rows again."),
        )
        return HttpResponseRedirect(request.path)
    held.remove()
    messages.success(
        request,
        _("Imported: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.") % outcome.counts,
    )
    return HttpResponseRedirect(table.list_url())


def _page(request: HttpRequest, table: Table, template: str, context: dict[str, Any]) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "table": table,
        "subtitle": table.label,
        "list_url": table.list_url(),
        **context,
    }
    return TemplateResponse(request, f"admin/exchange/tables/{template}", context)
