"""What imports show on the desk: a button above press releases, points to look at, and reasons not to release."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desk.admin import permissions
from desk.admin.history import ACTION_LABELS
from desk.notices import Notice, Tool, on_entries, on_lists
from exchange.actions import ResolveFindings
from exchange.models import ImportFinding
from exchange.views import may_import
from news.models import PressRelease
from publishing import formats, offices
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import Entry
from publishing.readiness import Reason, register

__all__: list[str] = []

ACTION_LABELS[ResolveFindings.verb] = ResolveFindings.label


@register
def open_points(entry: Entry, at: datetime) -> Iterator[Reason]:
    """A release made from a document waits until somebody has looked at everything uncertain in it."""
    if entry.kind != PressRelease.KIND.code:
        return
    number = ImportFinding.objects.filter(entry_id=entry.pk, resolved_at__isnull=True).count()
    if number:
        message = ngettext(
            "%(number)s point of the imported document has not been looked at.",
            "%(number)s points of the imported document have not been looked at.",
            number,
        )
        yield Reason("import_points", message % {"number": number})


@on_entries
def points(request: HttpRequest, entry: Entry) -> Iterator[Notice]:
    if entry.kind != PressRelease.KIND.code:
        return
    findings = list(ImportFinding.objects.filter(entry_id=entry.pk).select_related("resolved_by"))
    if not findings:
        return
    may = permissions.allowed(request.user, "edit", "submit_entry", PressRelease)
    still_open = [finding for finding in findings if finding.resolved_at is None]
    done = [
        {"finding": finding, "at": formats.moment(finding.resolved_at, Zone.SEOUL, active())}
        for finding in findings
        if finding.resolved_at is not None
    ]
    may = may and offices.is_in_charge(request.user, entry)
    yield Notice("admin/exchange/points.html", {"open": still_open, "done": done, "may": may})


@on_lists
def import_button(request: HttpRequest, model: type[Model]) -> Iterator[Tool]:
    if model is PressRelease and may_import(request.user):
        yield Tool(_("Import a document"), reverse("import-document:upload"))
