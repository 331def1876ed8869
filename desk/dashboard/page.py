"""The front page put together, and what of it is asked for afterwards."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.admin.base import admin_url, current_texts, with_current_texts, working_text
from desk.dashboard.entries import NEXT
from desk.dashboard.panes import Row, panes, tools
from desk.dashboard.plots import coverage, releases
from desk.readiness import reasons_of
from desk.translation import rights
from desk.translation.cells import is_live
from publishing import clock, jobs, kinds, offices
from publishing.languages import Language
from publishing.models import Entry

__all__ = ["desk_context", "readiness"]


def desk_context(user: Any) -> dict[str, Any]:
    """What the front page shows ``user``; nothing of what he may not read."""
    if not rights.kinds_of(user):
        return {"alarms": jobs.alarms_for(user), "tools": list(tools(user))}
    found = panes(user, rights.readable(user))
    _name([row for pane in found for row in pane.rows], user)
    return {
        "alarms": jobs.alarms_for(user),
        "tools": list(tools(user)),
        "panes": [pane for pane in found if pane.count],
        "quiet": [pane.title for pane in found if not pane.count],
        "releases": releases(),
        "coverage": coverage(),
        "now": clock.now(),
    }


def _name(rows: list[Row], user: Any) -> None:
    """Give the rows of entries their titles, addresses and notes, whatever their number by two queries.

    What another office is writing on something public names nothing.
    """
    entries = [row.entry for row in rows if row.entry is not None]
    known = {
        entry.pk: current_texts(entry)
        for entry in with_current_texts(Entry.objects.filter(pk__in={entry.pk for entry in entries}))
    }
    for row in rows:
        if row.entry is None:
            continue
        texts = known[row.entry.pk]
        if not offices.is_in_charge(user, row.entry):
            texts = [text for text in texts if is_live(text)]
        vars(row.entry)["current_texts"] = texts
        text = working_text(row.entry)
        row.label = text.title if text else row.entry.slug
        row.lang = Language(text.language).html_lang if text else ""
        row.kind = kinds.get(row.entry.kind).label
        row.url = row.url or admin_url(row.entry, row.page)
        if row.tell is not None:
            row.note = row.tell(row.entry)


def readiness(request: HttpRequest) -> JsonResponse:
    """Whether each of the next releases is ready, in words by the id of the entry.

    The front page asks for it when it is there: unlike everything on it, this takes a while for every entry.
    """
    user: Any = request.user
    answer = {}
    for entry in _next(user):
        missing = len(reasons_of(entry.specific))
        words = ngettext("%(count)d thing is missing", "%(count)d things are missing", missing)
        answer[entry.pk] = {
            "words": words % {"count": missing} if missing else _("Everything is ready."),
            "is_ready": not missing,
        }
    return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})


def _next(user: Any) -> list[Entry]:
    if not NEXT.may(user):
        return []
    rows = NEXT.pane(rights.readable(user), user).rows
    return [row.entry for row in rows if row.entry is not None]
