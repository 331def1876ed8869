"""Pages on which staff take a step: words to the sender, the mail to the owner before it goes, erasure."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.models import Way
from intake.reading import Manner, note_reading
from interest import steps
from interest.admin.forms import MUST_TELL, ForwardForm, StepForm
from interest.admin.page import SAY, STEPS, address, meanwhile
from interest.forwarding import Letter, Offer, forward, letter, may_be_forwarded, offer
from interest.inbox import CHANGE, EDIT_CONTACT, ERASE, looked_at, may
from interest.models import CannedAnswer, Expression, ExpressionState
from publishing import formats
from publishing.fields import wording
from publishing.languages import active

__all__ = ["erase_page", "forward_page", "step_page"]


def _shown(
    admin: Any, request: HttpRequest, expression: Expression, template: str, **context: Any
) -> HttpResponse:
    every = {
        **admin.admin_site.each_context(request),
        "subtitle": expression.ref,
        "opts": admin.opts,
        "expression": expression,
        "looked": looked_at(expression),
        "back": address(expression),
        "media": admin.media,
        **context,
    }
    return TemplateResponse(request, f"admin/interest/{template}.html", every)


def _is_as_seen(request: HttpRequest, expression: Expression) -> bool:
    """Whether nothing happened since the page was opened; says so otherwise."""
    if request.POST.get("_looked", "") == looked_at(expression):
        return True
    messages.warning(request, meanwhile(expression))
    return False


def _locked(expression: Expression) -> Expression:
    return (
        Expression.objects.select_for_update(of=("self",)).select_related("opportunity").get(pk=expression.pk)
    )


def step_page(admin: Any, request: HttpRequest, expression: Expression, state: str) -> HttpResponse:
    """Words to the sender, with a canned answer where wanted, and a note; then the step."""
    if not may(request.user, CHANGE, expression):
        raise PermissionDenied
    if state not in STEPS:
        raise Http404
    of_answers = expression.state if state == SAY else state
    must_tell = state == SAY or state in MUST_TELL
    data = request.POST if request.method == "POST" else None
    form = StepForm(of_answers, data, must_tell=must_tell)
    if "fill" in request.POST:
        form = _filled(request, expression, of_answers, must_tell=must_tell)
    elif data is not None and form.is_valid() and _step(request, expression, state, form):
        return HttpResponseRedirect(address(expression))
    expression = admin.get_object(request, str(expression.pk))
    return _shown(
        admin,
        request,
        expression,
        "step",
        title=STEPS[state],
        form=form,
        may_be_taken=_may_be_taken(expression, state),
        present=expression.get_state_display(),
        sender_lang=formats.html_lang(expression.language),
        sender_language=formats.language_name(expression.language, active()),
        has_answers=CannedAnswer.objects.filter(state=of_answers).exists(),
        tone="danger" if state == ExpressionState.DECLINED else "primary",
    )


def _may_be_taken(expression: Expression, state: str) -> bool:
    if expression.erased_at is not None:
        return False
    return state == SAY or expression.may_become(state)


def _filled(request: HttpRequest, expression: Expression, state: str, *, must_tell: bool) -> StepForm:
    """The form with the words of the chosen answer in the sender's language, below what was typed already."""
    data = request.POST.copy()
    chosen = StepForm(state, data, must_tell=False)
    answer = chosen.cleaned_data.get("answer") if chosen.is_valid() else None
    if answer is None:
        messages.warning(request, _("Choose a canned answer first."))
        return (
            StepForm(state, data, must_tell=must_tell) if chosen.errors else _unbound(state, data, must_tell)
        )
    words, language = wording(answer, "body", expression.language)
    if language != expression.language:
        told = _("This answer is not written in the sender’s language: it is in %(language)s.")
        messages.warning(request, told % {"language": formats.language_name(language, active())})
    typed = data.get("told", "").strip()
    data["told"] = f"{typed}\n\n{words}" if typed else words
    return _unbound(state, data, must_tell)


def _unbound(state: str, data: Any, must_tell: bool) -> StepForm:
    """A form that shows ``data`` and complains about nothing."""
    initial = {name: data.get(name, "") for name in ("answer", "told", "note")}
    return StepForm(state, initial=initial, must_tell=must_tell)


def _step(request: HttpRequest, expression: Expression, state: str, form: StepForm) -> bool:
    told, note = form.cleaned_data["told"], form.cleaned_data["note"]
    with transaction.atomic():
        locked = _locked(expression)
        if not _is_as_seen(request, locked):
            return False
        try:
            if state == SAY:
                steps.say(locked, request.user, told=told, note=note)
            else:
                steps.advance(locked, state, request.user, told=told, note=note)
        except steps.Refused as refusal:
            messages.error(request, str(refusal))
            return False
    done = _("Sent to the sender.") if told else _("Done.")
    messages.success(request, done)
    return True


def forward_page(admin: Any, request: HttpRequest, expression: Expression) -> HttpResponse:
    """The mail as the owner will get it, letter by letter except for the secret link; then it goes."""
    if not may(request.user, CHANGE, expression):
        raise PermissionDenied
    form = ForwardForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _forward(request, expression, form.cleaned_data["note"])
    ):
        return HttpResponseRedirect(address(expression))
    expression = admin.get_object(request, str(expression.pk))
    offered = offer(expression)
    mail = _mail(expression, offered)
    if mail is not None:
        note_reading(request, [expression.ref], Manner.FORWARDING)
    contact_url = (
        f"{reverse('admin:interest_ownercontact_of', args=[expression.opportunity_id])}?for={expression.pk}"
    )
    return _shown(
        admin,
        request,
        expression,
        "forward",
        title=_("Send to the owner"),
        form=form,
        offer=offered,
        mail=mail,
        mail_lang=formats.html_lang(offered.contact.language) if offered.contact else "",
        may_be_taken=mail is not None and may_be_forwarded(expression),
        is_again=expression.state == ExpressionState.FORWARDED,
        present=expression.get_state_display(),
        contact_url=contact_url if may(request.user, EDIT_CONTACT, expression) else "",
    )


def _mail(expression: Expression, offered: Offer) -> Letter | None:
    if offered.contact is None or not offered.fields:
        return None
    return letter(expression, offered.contact, offered.fields)


def _forward(request: HttpRequest, expression: Expression, note: str) -> bool:
    with transaction.atomic():
        locked = _locked(expression)
        if not _is_as_seen(request, locked):
            return False
        offered = offer(locked)
        mail = _mail(locked, offered)
        if mail is None or offered.contact is None:
            messages.error(request, _("This cannot be sent: read below why."))
            return False
        if request.POST.get("letter", "") != mail.digest():
            words = _("The mail is no longer the one that you read: read it again below before you send it.")
            messages.warning(request, words)
            return False
        try:
            forward(locked, request.user, offered.contact, offered.fields, note)
        except steps.Refused as refusal:
            messages.error(request, str(refusal))
            return False
    messages.success(request, _("It is on its way to the owner."))
    return True


def erase_page(admin: Any, request: HttpRequest, expression: Expression) -> HttpResponse:
    """Asks first; then all that names the sender is gone for good."""
    if not may(request.user, ERASE, expression):
        raise PermissionDenied
    if request.method == "POST":
        if "sure" in request.POST:
            steps.erase(expression, Way.STAFF, request.user)
            messages.success(request, _("The personal data are erased. That it was done is kept."))
            return HttpResponseRedirect(address(expression))
        messages.warning(request, _("Tick the box if you are sure: nothing has been erased."))
    was_sent = expression.forwardings.filter(sent_at__isnull=False).exists()
    title = _("Erase the personal data")
    return _shown(admin, request, expression, "erase", title=title, was_sent=was_sent)
