"""For people without an account: one entry before its release, by a personal link."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import get_language_from_path
from django.views.decorators.http import require_safe

from accounts.visitors import Visitor
from desk.preview.candidates import as_if_out, has_words
from desk.preview.doors import belongs, elsewhere
from desk.preview.inside import Frame, Inside, kept_private, outside, show
from publishing import access, formats
from publishing.access import LinkState
from publishing.enums import AccessPurpose
from publishing.languages import active
from publishing.models import AccessLink, AccessOpening

__all__ = ["by_link"]


@require_safe
def by_link(request: HttpRequest, token: str, inner: str = "") -> HttpResponse:
    """The entry's page, a picture or a file of it, as long as the link opens; after the release its public address.

    An unknown, expired or revoked link, and one whose entry is not to be read, all answer alike.
    """
    link = access.find(token)
    path = f"/{inner.lstrip('/')}" if inner else ""
    if link is None:
        return _closed(request, path)
    state = access.state(link)
    own = path or "/" + link.entry.path(link.language).removeprefix(get_script_prefix())
    if state is LinkState.RELEASED:
        return kept_private(outside(request, own))
    drafts = link.purpose == AccessPurpose.PREVIEW
    if state is not LinkState.OPEN or not has_words(link.entry, drafts=drafts):
        return _closed(request, path)
    prefix = reverse("access", args=[token])
    if not path:
        return kept_private(_to(prefix, own))
    if not belongs(link.entry, path):
        return kept_private(elsewhere(request, path) or _closed(request, path))
    with as_if_out(link.entry, drafts=drafts):
        response = show(request, prefix, path, _frame(link, path))
    if request.method == "GET" and response.status_code == HTTPStatus.OK:
        AccessOpening.objects.create(link=link, path=path[:300], address=Visitor.of(request).address)
    return _named(response, link)


def _to(prefix: str, path: str) -> HttpResponse:
    return HttpResponseRedirect(prefix + path.lstrip("/"))


def _closed(request: HttpRequest, path: str) -> HttpResponse:
    """The page of a link that does not open, in the reader's language; nothing on it depends on the link."""
    language = get_language_from_path(path) or active()
    with translation.override(language):
        nowhere = Inside(request, get_script_prefix(), f"/{active()}/")
        response = render(nowhere, "preview/closed.html", status=404)
        return kept_private(response, active().html_lang)


def _frame(link: AccessLink, path: str) -> Frame:
    """The bands and the pattern that name the holder and the embargo, in the language of the page."""
    with translation.override(get_language_from_path(path) or active()):
        entry = link.entry
        context = {
            "is_press": link.purpose == AccessPurpose.PRESS,
            "who": ", ".join(filter(None, [link.holder, link.outlet])),
            "ref": entry.ref,
            "until": formats.moment(entry.release_at, entry.release_zone, active())
            if entry.release_at
            else "",
            "short": _short(entry.release_at, entry.release_zone) if entry.release_at else "",
        }
        band = render_to_string("preview/link.html", context)
        return Frame(band, band, render_to_string("preview/pattern.html", context))


def _short(at: datetime, zone: str) -> str:
    """Day and time on the owner's clock: enough for a pattern that is repeated all over the page."""
    day = formats.date(formats.local_day(at, zone), active())
    return f"{day} {formats.time(at, zone, active())} {formats.zone_label(zone, active())}"


def _named(response: Any, link: AccessLink) -> HttpResponse:
    """A file to download carries the embargo and the holder in its name."""
    release_at = link.entry.release_at
    is_file = isinstance(response, FileResponse) and response.as_attachment
    if is_file and release_at and link.purpose == AccessPurpose.PRESS:
        zone = link.entry.release_zone
        local = release_at.astimezone(ZoneInfo(zone))
        parts = (f"{local:%Y-%m-%d-%H%M}", formats.zone_label(zone, "en"), link.holder, response.filename)
        name = get_valid_filename("-".join(["embargoed-until", *parts]))
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
