"""For staff: the whole site as of a moment, and the page of an entry as it is written now."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.admin.base import admin_url, entry_label
from desk.preview.addresses import draft_url, parse, stamp, zone_of
from desk.preview.candidates import as_if_out, has_words
from desk.preview.doors import belongs, elsewhere
from desk.preview.inside import Frame, kept_private, show
from publishing import clock, formats, offices, revealed
from publishing.enums import EntryState, Zone
from publishing.languages import active
from publishing.models import Entry

__all__ = ["as_of", "choose", "draft"]

MINUTE = timedelta(minutes=1)
# Python does not read numbers of any length, nor the database.
LONGEST_NUMBER = 19


@require_safe
def as_of(request: HttpRequest, moment: str, pk: int | None = None, inner: str = "") -> HttpResponse:
    """The public page ``inner`` as the world sees it at ``moment``; ``pk`` is the entry it is about."""
    _admit(request)
    at = parse(moment)
    if at is None:
        return _no_moment(request, moment)
    entry = _entry(request, pk) if pk else None
    here = [moment, pk] if pk else [moment]
    prefix = reverse("as-of-entry-home" if pk else "as-of-home", args=here)
    if not inner:
        return HttpResponseRedirect(f"{prefix}{active()}/")
    now = clock.now()
    query = request.META.get("QUERY_STRING", "")
    frame = Frame(_band(at, entry, f"{inner}?{query}" if query else inner))
    with revealed.keep(*offices.apart(request.user), now), clock.as_of(at):
        return show(request, prefix, f"/{inner.lstrip('/')}", frame)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """On to the moment that was chosen in the band; the page stays the same."""
    _admit(request)
    given = request.GET
    zone = given.get("zone", "")
    try:
        local = datetime.fromisoformat(f"{given.get('day', '')}T{given.get('time', '')}")
        moment = stamp(local.replace(tzinfo=ZoneInfo(Zone(zone))), zone)
    except (ValueError, OverflowError):
        return _no_moment(request, f"{given.get('day', '')} {given.get('time', '')}")
    pk = given.get("entry", "")
    about = int(pk) if pk.isdecimal() and len(pk) < LONGEST_NUMBER else None
    return HttpResponseRedirect(_address(moment, about, given.get("path", "") or f"{active()}/"))


@require_safe
def draft(request: HttpRequest, pk: int, inner: str = "") -> HttpResponse:
    """The page of an entry as if it went out as it is written now; nothing of this is stored."""
    _admit(request)
    entry = _entry(request, pk)
    if not offices.is_in_charge(request.user, entry):
        raise Http404
    if not has_words(entry, drafts=True):
        messages.error(request, _("Nothing has been written yet: there is no page to show."))
        return HttpResponseRedirect(admin_url(entry, "change"))
    if not inner:
        return HttpResponseRedirect(draft_url(entry))
    path = f"/{inner.lstrip('/')}"
    if not belongs(entry, path):
        if answer := elsewhere(request, path):
            return answer
        raise Http404
    frame = Frame(_draft_band(entry))
    with as_if_out(entry, drafts=True):
        return show(request, reverse("draft-home", args=[pk]), path, frame)


def _address(moment: str, pk: int | None, page: str) -> str:
    """The public address ``page``, which may have a query, as of a moment that is written as in addresses."""
    path, mark, query = page.lstrip("/").partition("?")
    found = (
        reverse("as-of-entry", args=[moment, pk, path]) if pk else reverse("as-of-page", args=[moment, path])
    )
    return found + mark + query


def _admit(request: HttpRequest) -> None:
    if not request.user.has_perm("publishing.view_entry"):
        raise PermissionDenied


def _entry(request: HttpRequest, pk: int) -> Entry:
    entry = Entry.objects.filter(offices.readable(request.user), pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def _band(at: datetime, entry: Entry | None, inner: str) -> SafeString:
    """The band that says as of when, with ways to other moments, in the language of the newsroom."""
    zone = entry.release_zone if entry and entry.release_at else zone_of(at)
    context: dict[str, Any] = {
        "html_lang": active().html_lang,
        "moment": formats.moment(at, zone, active()),
        "local": at.astimezone(ZoneInfo(zone)),
        "zone": zone,
        "zones": Zone.choices,
        "path": inner,
        "action": reverse("as-of-choose"),
        "back": reverse("admin:index"),
        "steps": [],
    }
    if entry:
        context |= {
            "entry": entry,
            "label": entry_label(entry),
            "back": admin_url(entry, "change"),
            "steps": _around(entry, at, inner),
            "note": _note(entry),
        }
    return render_to_string("preview/as_of.html", context)


def _around(entry: Entry, at: datetime, inner: str) -> list[dict[str, Any]]:
    """The minute before the release, the release, and the minute after it."""
    release = entry.release_at
    if release is None:
        return []
    moments = (
        (release - MINUTE, _("One minute before")),
        (release, _("At the release")),
        (release + MINUTE, _("One minute after")),
    )
    return [
        {
            "label": label,
            "time": formats.time(moment, entry.release_zone, active()),
            "url": _address(stamp(moment, entry.release_zone), entry.pk, inner),
            "current": moment == at,
        }
        for moment, label in moments
    ]


def _note(entry: Entry) -> str:
    """What has to be known about the entry to understand what is or is not on the page."""
    if entry.state != EntryState.APPROVED:
        return _("This entry is not approved: the world does not see it at any time.")
    return ""


def _draft_band(entry: Entry) -> SafeString:
    context = {
        "html_lang": active().html_lang,
        "label": entry_label(entry),
        "moment": formats.moment(entry.release_at, entry.release_zone, active()) if entry.release_at else "",
        "back": admin_url(entry, "change"),
        "approved": entry.state == EntryState.APPROVED,
    }
    return render_to_string("preview/draft.html", context)


def _no_moment(request: HttpRequest, written: str) -> HttpResponse:
    """404 that says what a moment looks like, with the form to choose one."""
    now = clock.now().replace(second=0, microsecond=0)
    context = {
        **admin.site.each_context(request),
        "title": _("As the world sees it"),
        "written": written[:40],
        "example": stamp(now, Zone.SEOUL),
        "local": now.astimezone(ZoneInfo(Zone.SEOUL)),
        "zone": Zone.SEOUL,
        "zones": Zone.choices,
        "action": reverse("as-of-choose"),
    }
    return kept_private(TemplateResponse(request, "admin/preview/no_moment.html", context, status=404))
