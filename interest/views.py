"""Pages of senders: eligibility and form, receipt, and the private page of what was sent."""

from math import ceil
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from intake import limits
from intake.consents import HANDLER, Matter
from intake.links import Secret
from intake.models import Purpose, Way
from interest import links, refusal, sending, steps
from interest.answering import terms_of_reply
from interest.forms import EligibilityForm, ExpressionForm
from interest.models import Expression
from interest.presentation import consents_of, opportunity_of, sent, steps_of
from opportunities.models import Opportunity
from opportunities.queries import opportunities_whole
from publishing import clock, deadlines
from publishing.pages import EntryPage, crumbs
from publishing.presentation import link
from publishing.visibility import seen

__all__ = ["Express", "Receipt", "Status", "erased"]

# Bytes of a form: the longest message in Chinese, ten times over.
LARGEST = 64 * 1024


def matter_of(opportunity: Opportunity) -> Matter:
    """Who handles and who gets what is sent to ``opportunity``, for the words of the consents."""
    owner, center = opportunity.owner, opportunity.center
    return Matter(
        recipient=link(owner).get("label") or _("the owner of the opportunity"),
        country=owner.country if owner else "",
        handler=link(center).get("label") or HANDLER,
    )


class Express(EntryPage):
    """First whether it fits, then the form; absent, withdrawn and moved like the page of the opportunity."""

    model = Opportunity
    entries = staticmethod(opportunities_whole)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        opportunity = self.entries().filter(slug=slug).first()
        if opportunity is None:
            return self.absent(request, slug, "interest/")
        if not opportunity.takes_interest():
            return refusal.closed(request, opportunity)
        if opportunity.criteria.all():
            return self._questions(request, opportunity, self._eligibility(opportunity))
        return self._form(request, opportunity, None, ExpressionForm(matter=matter_of(opportunity)))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A step of the form: the questions, going on all the same, or sending."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST:
            return HttpResponse(_("This form is too large."), status=413, content_type="text/plain")
        opportunity = self.entries().filter(slug=slug).first()
        if opportunity is None:
            return self._gone(request, slug)
        if not opportunity.takes_interest():
            return refusal.closed(request, opportunity)
        answered = self._eligibility(opportunity, request.POST)
        response = (
            self._send(request, opportunity, answered)
            if "send" in request.POST
            else self._answered(request, opportunity, answered)
        )
        response["Cache-Control"] = "private, no-store"
        return response

    def _gone(self, request: HttpRequest, slug: str) -> HttpResponse:
        response = self.absent(request, slug, "interest/")
        if isinstance(response, HttpResponsePermanentRedirect):
            return HttpResponsePermanentRedirect(response.url, preserve_request=True)
        entry = seen(Opportunity).filter(slug=slug).first()
        return response if entry is None else refusal.closed(request, entry)

    def _eligibility(self, opportunity: Opportunity, data: Any = None) -> EligibilityForm:
        return EligibilityForm(data, criteria=opportunity.criteria.all())

    def _answered(
        self, request: HttpRequest, opportunity: Opportunity, answered: EligibilityForm
    ) -> HttpResponse:
        """Whether it fits: then the form follows; else what stands in the way, and that one may go on."""
        if not answered.is_valid():
            return self._questions(request, opportunity, answered, 400)
        if answered.in_the_way() and "anyway" not in request.POST:
            return self._questions(request, opportunity, answered, in_the_way=answered.in_the_way())
        return self._form(request, opportunity, answered, ExpressionForm(matter=matter_of(opportunity)))

    def _send(
        self, request: HttpRequest, opportunity: Opportunity, answered: EligibilityForm
    ) -> HttpResponse:
        form = ExpressionForm(request.POST, matter=matter_of(opportunity))
        is_whole = form.is_valid() and answered.is_valid()
        if until := limits.network_waits_until(request, "interest"):
            return self._wait(
                request, opportunity, answered, form, ceil((until - clock.now()).total_seconds())
            )
        if not is_whole:
            return self._form(request, opportunity, answered, form, 400)
        if form.is_trap():
            return HttpResponseRedirect(opportunity.path())
        try:
            expression = sending.take(opportunity, form, answered.answers())
        except sending.Closed:
            return refusal.closed(request, Opportunity.objects.get(pk=opportunity.pk))
        return HttpResponseRedirect(reverse("interest:receipt", args=[links.receipt_token(expression)]))

    def _wait(
        self,
        request: HttpRequest,
        opportunity: Opportunity,
        answered: EligibilityForm,
        form: ExpressionForm,
        seconds: int,
    ) -> HttpResponse:
        minutes = -(-seconds // 60)
        words = ngettext(
            "Too much was sent from your network. Nothing was taken. Send it again in %(minutes)d minute.",
            "Too much was sent from your network. Nothing was taken. Send it again in %(minutes)d minutes.",
            minutes,
        )
        form.add_error(None, words % {"minutes": minutes})
        response = self._form(request, opportunity, answered, form, 429)
        response["Retry-After"] = str(seconds)
        return response

    def _questions(
        self,
        request: HttpRequest,
        opportunity: Opportunity,
        form: EligibilityForm,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        return self._page(request, "eligibility", opportunity, status, form=form, **context)

    def _form(
        self,
        request: HttpRequest,
        opportunity: Opportunity,
        answered: EligibilityForm | None,
        form: ExpressionForm,
        status: int = 200,
    ) -> HttpResponse:
        is_answered = answered is not None and bool(answered.criteria) and answered.is_valid()
        return self._page(
            request,
            "form",
            opportunity,
            status,
            form=form,
            answered=answered if answered is not None and answered.criteria else None,
            is_answered=is_answered,
            in_the_way=answered.in_the_way() if is_answered and answered else [],
            owner_side=form.matter.country,
        )

    def _page(
        self, request: HttpRequest, name: str, opportunity: Opportunity, status: int, **context: Any
    ) -> HttpResponse:
        shown = link(opportunity)
        trail = [*self.trail(opportunity), shown, {"label": _("Express interest")}]
        frame = {
            "opportunity": shown,
            "terms": terms_of_reply(opportunity),
            "center": link(opportunity.center),
            "draft": f"interest:{opportunity.ref}",
            "breadcrumbs": crumbs(*trail),
        }
        return render(request, f"interest/{name}.html", {**frame, **context}, status=status)


class Receipt(Secret):
    """That it was received, and what happens next; names nobody."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        expression = _found(links.RECEIPT, token)
        opportunity = expression.opportunity
        context = {
            "ref": expression.ref,
            "opportunity": opportunity_of(expression),
            "draft": f"interest:{opportunity.ref}",
            "reply_by": deadlines.closes(expression.reply_by, opportunity.deadline_zone),
            "breadcrumbs": crumbs({"label": _("Express interest")}),
        }
        return render(request, "interest/receipt.html", context)


class Status(Secret):
    """What became of it, what was sent, what was agreed to; and the ways out, each with a question first."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._shown(request, _found(links.STATUS, token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        expression = _found(links.STATUS, token)
        for name, (is_possible, act) in self._deeds(expression).items():
            given = request.POST.get(name)
            if given == "ask" and is_possible:
                return render(request, "interest/ask.html", {"deed": name, "breadcrumbs": self._trail()})
            if given == "yes" and is_possible:
                act()
                if expression.erased_at:
                    return HttpResponseRedirect(reverse("interest:erased"))
        return HttpResponseRedirect(request.path)

    def _deeds(self, expression: Expression) -> dict[str, Any]:
        """What the sender can do: whether now, and how."""
        across = any(
            each["purpose"] == Purpose.CROSS_BORDER and each["can_withdraw"]
            for each in consents_of(expression)
        )
        return {
            "withdraw": (steps.may_withdraw(expression), lambda: steps.withdraw(expression)),
            "across": (across, lambda: steps.withdraw_cross_border(expression)),
            "erase": (True, lambda: steps.erase(expression, Way.SENDER)),
        }

    def _trail(self) -> list[dict[str, Any]]:
        return crumbs({"label": _("Your expression of interest")})

    def _shown(self, request: HttpRequest, expression: Expression) -> HttpResponse:
        zone = expression.opportunity.deadline_zone
        context = {
            "ref": expression.ref,
            "opportunity": opportunity_of(expression),
            "steps": steps_of(expression),
            "reply_by": ""
            if expression.replied_at or expression.closed_at
            else deadlines.closes(expression.reply_by, zone),
            "sent": sent(expression),
            "consents": consents_of(expression),
            "may_withdraw": steps.may_withdraw(expression),
            "breadcrumbs": self._trail(),
        }
        return render(request, "interest/status.html", context)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """That everything is gone."""
    return render(request, "interest/erased.html", {"breadcrumbs": crumbs({"label": _("Express interest")})})


def _found(purpose: str, token: str) -> Expression:
    expression = links.found(purpose, token)
    if expression is None:
        raise Http404
    return expression
