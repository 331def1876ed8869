"""The page of the release board."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.admin.base import actor_of, admin_url, entry_label
from desk.admin.steps import entry_buttons
from desk.board import board_of
from desk.preview import access_url, as_of_url, draft_url
from publishing import clock, formats, offices
from publishing.actions import ExplainDifference, Refused
from publishing.actions.entries import uncountersigned
from publishing.enums import Stage
from publishing.languages import LANGUAGES, active
from publishing.models import Entry

__all__ = ["board_page"]

MINUTE = timedelta(minutes=1)


def board_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that has to be ready, what the world sees around the release, and the next steps."""
    entry = admin.get_object(request, str(pk))
    if entry is None:
        raise Http404
    if not admin.has_view_permission(request, entry):
        raise PermissionDenied
    if not permissions.may_read_drafts(request.user, entry):
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("signature", "note")}
    if request.method == "POST" and _explain(request, entry, **typed):
        return HttpResponseRedirect(admin_url(entry, "board") + "#differences")
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Release board"),
        "subtitle": entry_label(entry),
        "opts": admin.opts,
        "entry": entry,
        "stage": entry.stage(),
        "moment": formats.moment(entry.release_at, entry.release_zone, active()) if entry.release_at else "",
        "board": board_of(entry),
        "typed": typed,
        "may_explain": offices.has_perm(request.user, "publishing.submit_entry", entry),
        "languages": LANGUAGES,
        "buttons": entry_buttons(request.user, entry),
        "alone": uncountersigned().filter(entry=entry.pk).select_related("actor"),
        "around": _around(entry),
        "drafts": [{"language": each, "url": draft_url(entry, each)} for each in LANGUAGES],
        "access_url": access_url(entry) if _may_give_access(request, entry) else "",
        "back": admin_url(entry, "change"),
    }
    response = TemplateResponse(request, "admin/entry/board.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _explain(request: HttpRequest, entry: Entry, *, signature: str, note: str) -> bool:
    """Explain the difference with this signature; false if that was refused, and the person told why."""
    difference = next((each for each in board_of(entry).differences if each.signature == signature), None)
    if difference is None:
        messages.error(request, _("The texts have changed: this difference is not there any more."))
        return True
    try:
        ExplainDifference(entry, actor_of(request), difference=difference, reason=note).execute()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return False
    messages.success(request, _("Explained. It holds as long as the difference is exactly this one."))
    return True


def _may_give_access(request: HttpRequest, entry: Entry) -> bool:
    may = offices.has_perm(request.user, "publishing.grant_access", entry)
    return may and entry.stage() in (Stage.DRAFT, Stage.IN_REVIEW, Stage.SCHEDULED)


def _around(entry: Entry) -> list[dict[str, Any]]:
    """One minute before, at and after the release: the time, and the page of the world in each language."""
    if entry.release_at is None or entry.stage() not in (Stage.SCHEDULED, Stage.RELEASED):
        return []
    moments = [entry.release_at - MINUTE, entry.release_at, entry.release_at + MINUTE]
    return [
        {
            "clock": formats.time(moment, entry.release_zone, active()),
            "is_past": moment <= clock.now(),
            "pages": [{"language": each, "url": as_of_url(entry, moment, each)} for each in LANGUAGES],
        }
        for moment in moments
    ]
