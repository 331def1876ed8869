"""What happened to an entry: its records, the versions of its texts, and how its facts changed."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.admin.base import admin_url, entry_label
from desk.admin.changes import changes
from publishing import formats
from publishing.actions import Action
from publishing.enums import Zone
from publishing.languages import LANGUAGES, active

__all__ = ["ACTION_LABELS", "history_page"]


def _every(action: type[Action]) -> Iterator[type[Action]]:
    for each in action.__subclasses__():
        yield each
        yield from _every(each)


ACTION_LABELS = {action.verb: action.label for action in _every(Action) if hasattr(action, "verb")}


def history_page(admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; newest first."""
    entry = admin.get_object(request, object_id)
    if entry is None:
        raise Http404
    if not admin.has_view_permission(request, entry):
        raise PermissionDenied
    revisions = list(entry.revisions.select_related("actor").order_by("number"))
    compared = [
        {
            "revision": after,
            "at": _moment(after.at),
            "changes": changes(type(entry), before and before.facts, after.facts, request.user),
        }
        for before, after in pairwise([None, *revisions])
        if after is not None
    ]
    reads_drafts = permissions.may_read_drafts(request.user, entry)
    records = [
        record
        for record in entry.audit.select_related("actor", "text")
        if reads_drafts or record.text is None or not record.text.is_open
    ]
    context = {
        **admin.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": entry_label(entry),
        "opts": admin.opts,
        "object": entry,
        "back": admin_url(entry, "change"),
        "records": [
            {
                "record": record,
                "at": _moment(record.at),
                "label": ACTION_LABELS.get(record.action, record.action),
            }
            for record in records
        ],
        "revisions": compared[::-1],
        "fact_versions_url": admin_url(entry, "fact_versions"),
        "text_versions": [
            (language, admin_url(entry, "versions", language))
            for language in LANGUAGES
            if entry.texts.filter(language=language).exists()
        ],
        "texts": [
            text
            for text in entry.texts.select_related("author", "reviewer", "based_on").defer(
                "body", "notes", "extra"
            )
            if reads_drafts or not text.is_open
        ],
    }
    return TemplateResponse(request, "admin/entry/history.html", context)


def _moment(at: Any) -> str:
    return formats.moment(at, Zone.SEOUL, active())
