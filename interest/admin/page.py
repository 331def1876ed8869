"""The page of one expression: all that was sent, what became of it, who saw it, and what may follow."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from desk.admin.base import admin_url, entry_label
from desk.people import name_of
from intake.models import Consent, Erasure, Reading
from intake.reading import Manner, note_reading
from interest import steps
from interest.admin.forms import AssignForm, NoteForm
from interest.forwarding import current, may_be_forwarded, offer
from interest.inbox import CHANGE, ERASE, SILENT_FOR, looked_at, may, may_be_assigned, reply_clock
from interest.models import Assignment, Expression, ExpressionState
from publishing import clock, formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["SAY", "STEPS", "address", "meanwhile", "page"]

# The readings that the page shows; the list has all.
SHOWN_READINGS = 20
# The steps of staff beside handing it on; the sender takes it back himself.
SAY = "say"
STEPS: dict[str, Any] = {
    ExpressionState.SCREENED: gettext_lazy("Mark as screened"),
    ExpressionState.ACCEPTED: gettext_lazy("Note that the owner accepts"),
    ExpressionState.DECLINED: gettext_lazy("Decline"),
    ExpressionState.MEETING: gettext_lazy("Note a meeting"),
    ExpressionState.NO_REPLY: gettext_lazy("Note no reply"),
    SAY: gettext_lazy("Write to the sender"),
}


def address(expression: Expression, name: str = "change", *args: str) -> str:
    return reverse(f"admin:interest_expression_{name}", args=[expression.pk, *args])


def moment(at: Any) -> str:
    return formats.moment(at, Zone.SEOUL, active()) if at else ""


def page(admin: Any, request: HttpRequest, expression: Expression) -> HttpResponse:
    """Show it, or take a note or an assignment; that it was shown is recorded."""
    may_change = may(request.user, CHANGE, expression)
    people = may_be_assigned(expression.opportunity)
    assigning = AssignForm(people, initial={"to": expression.assigned_to_id})
    note = NoteForm()
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if "assign" in request.POST:
            assigning = AssignForm(people, request.POST)
            if assigning.is_valid() and _assign(request, expression, assigning.cleaned_data["to"]):
                return HttpResponseRedirect(address(expression))
        elif "write_note" in request.POST:
            note = NoteForm(request.POST)
            if note.is_valid() and _note(request, expression, note.cleaned_data["note"]):
                return HttpResponseRedirect(f"{address(expression)}#path")
        expression = admin.get_object(request, str(expression.pk))
    if expression.erased_at is None:
        note_reading(request, [expression.ref], Manner.PAGE)
    context = {
        **admin.admin_site.each_context(request),
        **_sent(expression),
        **_standing(request, expression),
        "title": expression.ref,
        "opts": admin.opts,
        "expression": expression,
        "may_change": may_change and expression.erased_at is None,
        "assigning": assigning,
        "note": note,
        "looked": looked_at(expression),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/interest/expression.html", context)


def meanwhile(expression: Expression) -> str:
    """What to tell somebody whose page is no longer what it was."""
    step = expression.steps.order_by("-at", "-pk").first()
    who = step and (_("the owner") if step.by_owner else name_of(step.by) or _("the sender"))
    words = _(
        "Somebody has changed this in the meantime: it is now “%(state)s” (last by %(who)s, %(at)s). Nothing has been "
        "done, and what you typed is still here. Look at it and send it again if it still holds."
    )
    given = {
        "state": expression.get_state_display(),
        "who": who or "–",
        "at": moment(step.at) if step else "–",
    }
    return words % given


def _assign(request: HttpRequest, expression: Expression, to: Any) -> bool:
    """Whether it was done: not if somebody else has just assigned it, or if it was erased."""
    with transaction.atomic():
        locked = Expression.objects.select_for_update().get(pk=expression.pk)
        if request.POST.get("before", "") != str(locked.assigned_to_id or ""):
            words = _("Somebody has just assigned it: now %(who)s looks after it. Nothing has been changed.")
            messages.warning(request, words % {"who": name_of(locked.assigned_to) or _("nobody")})
            return False
        if locked.erased_at is not None:
            messages.error(request, _("The personal data were erased: nothing more can be done here."))
            return False
        if locked.assigned_to != to:
            locked.assigned_to = to
            locked.save(update_fields=["assigned_to"])
            by: Any = request.user
            Assignment.objects.create(expression=locked, by=by, to=to)
    messages.success(request, _("Assigned."))
    return True


def _note(request: HttpRequest, expression: Expression, words: str) -> bool:
    try:
        steps.say(expression, request.user, note=words)
    except steps.Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("The note is kept."))
    return True


def _sent(expression: Expression) -> dict[str, Any]:
    """All that came from the sender, in his own words and language."""
    opportunity = expression.opportunity
    rows = [
        (pgettext("sender", "Name"), expression.person),
        (_("Organization"), expression.organization_name),
        (_("Side"), expression.get_country_display()),
        (_("E-mail address"), expression.email),
        (_("Telephone"), expression.phone),
        (_("Website"), expression.website),
        (_("Language"), formats.language_name(expression.language, active())),
    ]
    return {
        "facts": [{"label": label, "value": value} for label, value in rows if value],
        "sender_lang": formats.html_lang(expression.language),
        "answers": [{**each, "lang": formats.html_lang(each["language"])} for each in expression.answers],
        "opportunity": entry_label(opportunity),
        "opportunity_url": admin_url(opportunity, "change"),
        "received": moment(expression.received_at),
        "consents": [_consent(each) for each in Consent.objects.filter(ref=expression.ref)],
    }


def _consent(consent: Consent) -> dict[str, Any]:
    """How it stands in words, and the words that were shown."""
    if consent.withdrawn_at:
        words = _("withdrawn: %(at)s")
    else:
        words = _("given: %(at)s") if consent.is_given else _("not given: %(at)s")
    return {
        "purpose": consent.get_purpose_display(),
        "version": consent.version,
        "shown": consent.shown,
        "lang": formats.html_lang(consent.language),
        "words": words % {"at": moment(consent.withdrawn_at or consent.at)},
        "mark": "given" if consent.is_given and not consent.withdrawn_at else "missing",
    }


def _standing(request: HttpRequest, expression: Expression) -> dict[str, Any]:
    """Where it stands, how it got there, who saw it, and what the person may do about it."""
    readings = Reading.objects.filter(ref=expression.ref).select_related("by")
    forwardings = list(expression.forwardings.select_related("by"))
    may_change = may(request.user, CHANGE, expression) and expression.erased_at is None
    may_forward = may_change and may_be_forwarded(expression)
    last = forwardings[-1] if forwardings else None
    silent = (
        expression.state == ExpressionState.FORWARDED
        and last is not None
        and last.sent_at is not None
        and last.sent_at <= clock.now() - SILENT_FOR
    )
    erasure = Erasure.objects.filter(ref=expression.ref).select_related("by").first()
    return {
        "clock": reply_clock(expression),
        "path": _path(expression),
        "buttons": _buttons(expression) if may_change else [],
        "forward_url": address(expression, "forward") if may_forward else "",
        "forward_reasons": offer(expression).reasons if may_forward else (),
        "is_with_owner": expression.state == ExpressionState.FORWARDED,
        "is_silent": silent,
        "silent_days": SILENT_FOR.days,
        "erase_url": address(expression, "erase")
        if expression.erased_at is None and may(request.user, ERASE, expression)
        else "",
        "erasure": erasure
        and {"way": erasure.get_way_display(), "at": moment(erasure.at), "by": name_of(erasure.by)},
        "forwardings": [
            {"forwarding": each, "at": moment(each.at), "sent": moment(each.sent_at), "by": name_of(each.by)}
            for each in forwardings
        ],
        "readings": [
            {"by": name_of(each.by), "at": moment(each.at), "way": _manner(each.way)}
            for each in readings[:SHOWN_READINGS]
        ],
        "readings_count": readings.count(),
    }


def _manner(way: str) -> str:
    return str(Manner(way).label) if way in Manner.values else way


def _buttons(expression: Expression) -> list[dict[str, Any]]:
    """The steps that may follow, except handing it on, and writing to the sender without a step."""
    following = [each for each in STEPS if each == SAY or expression.may_become(each)]
    tones: dict[str, str] = {ExpressionState.DECLINED: "danger", ExpressionState.SCREENED: "primary"}
    return [
        {"label": STEPS[each], "url": address(expression, "step", each), "tone": tones.get(each, "")}
        for each in following
    ]


def _path(expression: Expression) -> list[dict[str, Any]]:
    """Steps and assignments in the order in which they happened."""
    found: list[dict[str, Any]] = []
    last = current(expression)
    of_owner = last.language if last else expression.language
    before = ""
    for step in expression.steps.select_related("by"):
        who = _("the owner") if step.by_owner else name_of(step.by)
        heading = capfirst(step.get_state_display()) if step.state != before else ""
        heading = heading or (_("Written to the sender") if step.told else _("Note"))
        before = step.state
        lang = formats.html_lang(of_owner if step.by_owner else expression.language)
        found.append(
            {
                "at": step.at,
                "heading": heading,
                "who": who,
                "told": step.told,
                "lang": lang,
                "note": step.note,
            }
        )
    for each in expression.assignments.select_related("by", "to"):
        heading = _("Assigned to %(who)s") % {"who": name_of(each.to) or _("nobody")}
        found.append({"at": each.at, "heading": heading, "who": name_of(each.by), "told": "", "note": ""})
    found.sort(key=lambda each: each["at"])
    return [{**each, "at": moment(each["at"])} for each in found]
