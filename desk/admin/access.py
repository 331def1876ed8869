"""The page of an entry on which access before its release is given, watched and revoked."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from desk.admin.base import actor_of, admin_url, entry_label
from desk.forms.access import AccessForm
from publishing import access, formats, offices
from publishing.access import LinkState
from publishing.actions import Action, GrantAccess, Refused, RevokeAccess, RevokeEveryAccess
from publishing.enums import Stage
from publishing.languages import active
from publishing.models import AccessLink, AccessOpening, Entry

__all__ = ["access_route", "may_grant"]

# The openings that the page shows; all of them stay stored.
SHOWN_OPENINGS = 200
# Neither Python nor the database reads numbers of any length.
LONGEST_NUMBER = 19
# Where on the form a reason belongs.
FIELDS_OF_REASONS = {
    "holder_missing": "holder",
    "email_missing": "email",
    "expiry_past": "expires_at",
    "not_approved": "purpose",
}


def may_grant(user: Any, entry: Entry) -> bool:
    """Whether ``user`` may give access to ``entry``, and so see who has it."""
    return offices.has_perm(user, "publishing.grant_access", entry)


def access_route(admin: Any, name: str) -> URLPattern:
    """The address of the page in the section of one kind."""
    view = admin.admin_site.admin_view(partial(_page, admin))
    return path("<int:pk>/access/", view, name=f"{name}_access")


def _page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    entry = admin.get_object(request, str(pk))
    if entry is None:
        raise Http404
    if not admin.has_view_permission(request, entry) or not may_grant(request.user, entry):
        raise PermissionDenied
    step, _colon, number = request.POST.get("step", "").partition(":")
    form = AccessForm(entry, request.POST if step == "grant" else None)
    given = None
    if step == "grant":
        given = _grant(request, entry, form)
        if given:
            form = AccessForm(entry)
    elif step:
        _revoke(request, entry, step, number)
        return HttpResponseRedirect(admin_url(entry, "access"))
    return TemplateResponse(
        request,
        "admin/entry/access.html",
        {**admin.admin_site.each_context(request), **_context(admin, entry, form), "given": given},
    )


def _context(admin: Any, entry: Entry, form: AccessForm) -> dict[str, Any]:
    stage = entry.stage()
    counted = entry.access_links.annotate(times=Count("openings"), last=Max("openings__at"))
    links = [_shown(link, entry) for link in counted.select_related("created_by")]
    openings = AccessOpening.objects.filter(link__entry=entry.pk).select_related("link")
    return {
        "title": _("Access before release"),
        "subtitle": entry_label(entry),
        "opts": admin.opts,
        "entry": entry,
        "back": admin_url(entry, "change"),
        "stage": stage,
        "release": formats.moment(entry.release_at, entry.release_zone, active()) if entry.release_at else "",
        "may_give": stage not in (Stage.RELEASED, Stage.WITHDRAWN),
        "form": form,
        "media": admin.media + form.media,
        "links": links,
        "any_open": any(each["may_revoke"] for each in links),
        "openings": [{"opening": each, "at": _moment(each.at, entry)} for each in openings[:SHOWN_OPENINGS]],
    }


def _shown(link: Any, entry: Entry) -> dict[str, Any]:
    # The rows come from this entry: none has to ask for it again.
    link.entry = entry
    state = access.state(link)
    return {
        "link": link,
        "state": state,
        "times": link.times,
        "last": _moment(link.last, entry) if link.last else "",
        "given": _moment(link.created_at, entry),
        "expires": _moment(link.expires_at, entry),
        "may_revoke": state in (LinkState.OPEN, LinkState.WAITING),
    }


def _moment(at: Any, entry: Entry) -> str:
    """Day and time on the clock of the release."""
    day = formats.date(formats.local_day(at, entry.release_zone), active())
    return f"{day} {formats.time(at, entry.release_zone, active())} {formats.zone_label(entry.release_zone, active())}"


def _grant(request: HttpRequest, entry: Entry, form: AccessForm) -> dict[str, Any] | None:
    """The new link, to be shown this once; nothing if the form has to be corrected."""
    if not form.is_valid():
        return None
    action = GrantAccess(entry, actor_of(request), **form.cleaned_data)
    try:
        action.execute()
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(FIELDS_OF_REASONS.get(reason.code), str(reason))
        return None
    address = reverse("access", args=[action.token])
    return {
        "link": action.link,
        "url": request.build_absolute_uri(address),
        "mailed": action.by_mail,
    }


def _revoke(request: HttpRequest, entry: Entry, step: str, number: str) -> None:
    action: Action
    if step == "revoke_all":
        action = RevokeEveryAccess(entry, actor_of(request))
        done = _("No link to this entry opens any more.")
    elif step == "revoke":
        link = AccessLink.objects.filter(
            entry=entry.pk, pk=int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 0
        ).first()
        if link is None:
            raise Http404
        action = RevokeAccess(link, actor_of(request))
        done = _("The link of %(holder)s no longer opens.") % {"holder": link.holder}
    else:
        raise Http404
    try:
        action.execute()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, done)
