"""Pages of applicants: the form, the receipt, and the private page behind the link in the mail."""

from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from calls import links, selection
from calls.forms import ApplicationForm
from calls.models import Application, ApplicationState, Call, CallStatus, Wanted
from calls.presentation import deadline, seal
from calls.queries import calls_whole
from calls.receiving import Late, matter_of, receive
from intake import consents, limits
from intake.links import Secret
from intake.models import Purpose, Way
from publishing import clock, deadlines, formats
from publishing.languages import active
from publishing.pages import EntryPage, crumbs
from publishing.presentation import fact, facts, link
from publishing.visibility import add_texts, is_visible

__all__ = ["Apply", "Receipt", "Status", "erased", "sent"]

# Fields that are no words of the sender.
OWN = ("csrfmiddlewaretoken", "note", "opened", "check")


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    trail = [{"label": capfirst(str(Call.KIND.plural)), "url": reverse("calls:list")}]
    return render(request, f"calls/{name}.html", {"breadcrumbs": crumbs(*trail), **context}, status=status)


@method_decorator(never_cache, name="dispatch")
class Apply(EntryPage):
    """The form of a call; before it opens and after the deadline it says so, and keeps what was written to copy."""

    model = Call
    entries = staticmethod(calls_whole)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        call = self._call(slug)
        if call is None:
            return self.absent(request, slug, "apply/")
        if not call.takes_applications():
            return self._closed(request, call, 200)
        return self._form(request, call, ApplicationForm(call=call, matter=matter_of(call)))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        call = self._call(slug)
        if call is None:
            return self.absent(request, slug, "apply/")
        form = ApplicationForm(request.POST, request.FILES, call=call, matter=matter_of(call))
        if not call.takes_applications():
            return self._closed(request, call, 409, form)
        if until := limits.network_waits_until(request, "application"):
            return self._wait(request, call, form, ceil((until - clock.now()).total_seconds()))
        if form.is_valid():
            return self._take(request, call, form)
        return self._form(request, call, form, 400)

    def _take(self, request: HttpRequest, call: Call, form: ApplicationForm) -> HttpResponse:
        if form.is_trap():
            return HttpResponseRedirect(reverse("calls:sent"))
        try:
            application = receive(call, form)
        except Late:
            return self._closed(request, call, 409, form)
        return HttpResponseRedirect(reverse("calls:receipt", args=[links.receipt_token(application)]))

    def _call(self, slug: str) -> Call | None:
        return type(self).entries().filter(slug=slug).first()

    def _form(
        self, request: HttpRequest, call: Call, form: ApplicationForm, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            "form": form,
            **form.sections(),
            "deadline": deadline(call),
            "seal": seal(call),
            "draft": call.ref,
        }
        return _page(request, "apply", status, call=link(call), **context, **more)

    def _wait(self, request: HttpRequest, call: Call, form: ApplicationForm, seconds: int) -> HttpResponse:
        minutes = -(-seconds // 60)
        words = ngettext(
            "Too many applications came from your network. Send it again in %(minutes)d minute; what you wrote is kept below.",
            "Too many applications came from your network. Send it again in %(minutes)d minutes; what you wrote is kept below.",
            minutes,
        )
        response = self._form(request, call, form, 429, problem=words % {"minutes": minutes})
        response["Retry-After"] = str(seconds)
        return response

    def _closed(
        self, request: HttpRequest, call: Call, status: int, form: ApplicationForm | None = None
    ) -> HttpResponse:
        context = {
            "call": link(call),
            "is_upcoming": call.status() == CallStatus.UPCOMING,
            "deadline": deadline(call),
            "seal": seal(call),
            "written": _written(form) if form else [],
        }
        return _page(request, "closed", status, **context)


def _written(form: ApplicationForm) -> list[dict[str, str]]:
    """What was typed into the form, in its order, to be copied; choices in words."""
    rows = []
    for name, field in form.fields.items():
        value = form.data.get(name, "").strip()
        if value and name not in OWN:
            choices = dict(getattr(field, "choices", ()))
            rows.append({"label": str(field.label), "value": str(choices.get(value, value))})
    return rows


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """That something was sent; says nothing of what."""
    return _page(request, "sent")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """That an application is gone."""
    return _page(request, "erased")


class Receipt(Secret):
    """What the sender sees at once: the reference, the day of the decision, whether everything fits."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        application = links.found(links.RECEIPT, token)
        if application is None:
            raise Http404
        return _page(request, "receipt", draft=application.call.ref, **_shown(application))


class Status(Secret):
    """The applicant's page: how it stands, and what can still be done; only a mail holds its address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, self._application(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        application = self._application(token)
        if "erase" in request.POST:
            if "sure" not in request.POST:
                return self._answer(
                    request, application, 400, _("Tick the box first: this cannot be undone.")
                )
            selection.erase(application, Way.SENDER)
            return HttpResponseRedirect(reverse("calls:erased"))
        steps = {
            "confirm": selection.confirm,
            "withdraw": selection.withdraw,
            "within": selection.keep_within_border,
        }
        chosen = next((name for name in steps if name in request.POST), "")
        if not chosen:
            return HttpResponseRedirect(request.path)
        try:
            steps[chosen](application)
        except selection.Refused as refused:
            return self._answer(request, application, 409, str(refused))
        return HttpResponseRedirect(f"{request.path}?done={chosen}")

    def _application(self, token: str) -> Application:
        application = links.found(links.STATUS, token)
        if application is None:
            raise Http404
        return application

    def _answer(
        self, request: HttpRequest, application: Application, status: int = 200, problem: str = ""
    ) -> HttpResponse:
        done = {
            "confirm": _("Thank you: your place is certain."),
            "withdraw": _("The application is withdrawn."),
            "within": _("Nothing that names you is sent across the border any more."),
        }
        return _page(
            request,
            "status",
            status,
            problem=problem,
            done=done.get(request.GET.get("done", ""), ""),
            kept=_kept(application),
            may_cross=consents.is_given(application.ref, Purpose.CROSS_BORDER),
            **_shown(application),
        )


def _shown(application: Application) -> dict[str, Any]:
    """What an applicant is told: what letters have said, and nothing that staff are only preparing."""
    call, told = application.call, ApplicationState(application.told)
    add_texts([each for each in (call, call.event) if each])
    language = active()
    knows_decision = application.state == told
    confirm_by = application.confirm_by if told == ApplicationState.ACCEPTED else None
    return {
        "ref": application.ref,
        "call": link(call) if is_visible(call) else {"label": call.title},
        "state": {"code": told.value, "label": capfirst(str(told.label))},
        "rail": facts(
            fact(_("Event"), link(call.event) if is_visible(call.event) else None),
            fact(_("Received"), deadlines.closes(application.received_at, call.deadline_zone)),
            fact(
                _("You hear from us by"),
                formats.date(call.decision_on, language)
                if call.decision_on and told == ApplicationState.RECEIVED
                else "",
            ),
            fact(
                _("Place on the waiting list"),
                str(application.position)
                if told == ApplicationState.WAITING and knows_decision and application.position
                else "",
            ),
            fact(_("Please confirm by"), formats.date(confirm_by, language) if confirm_by else ""),
        ),
        "reason": application.reason if knows_decision else "",
        "fits": application.fits,
        "misfits": [each["question"] for each in application.answers if each["answer"] != each["wanted"]],
        "may_confirm": application.may_confirm(),
        "may_withdraw": selection.may_withdraw(application),
    }


def _kept(application: Application) -> list[dict[str, Any]]:
    """Everything that is kept of what was sent, for who sent it."""
    people = [" · ".join(filter(None, each.values())) for each in application.travellers]
    technologies = [
        " · ".join(filter(None, (each["name"], each["summary"], each["references"])))
        for each in application.technologies
    ]
    answers = [f"{each['question']} {Wanted(each['answer']).label}" for each in application.answers]
    names = (application.name_hangul, application.name_han, application.name_latin)
    return facts(
        fact(_("Company"), " · ".join(filter(None, names))),
        fact(_("Website"), application.website),
        fact(_("Size"), application.get_size_class_display()),
        fact(_("What the company does, in one sentence"), application.sentence),
        fact(_("Technologies"), *technologies),
        fact(_("Who travels"), *people),
        fact(_("Answers"), *answers),
        fact(_("Your name"), application.person),
        fact(_("E-mail address"), application.email),
        fact(_("Telephone"), application.phone),
        fact(_("Message"), application.message),
        fact(_("Document"), application.document_name),
    )
