"""The page of the owner: what was forwarded to him, and two buttons. Opening it changes nothing, as programs open links too."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import links
from intake.links import Secret
from interest import steps
from interest.forwarding import OWNER, answers, is_open, shown, to_owners
from interest.models import ExpressionState, Forwarding
from publishing import formats
from publishing.languages import active
from publishing.pages import crumbs
from publishing.presentation import link
from publishing.visibility import add_texts

__all__ = ["OwnerPage"]

STATES = {"accept": ExpressionState.ACCEPTED, "decline": ExpressionState.DECLINED}


class WordsForm(forms.Form):
    """Words that the sender and the help desk read."""

    words = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}))


class AcceptForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = gettext_lazy("When and how could you meet or talk?")
        self.fields["words"].help_text = gettext_lazy(
            "Name two or three times with their time zone. The sender and the help desk read this."
        )


class DeclineForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = gettext_lazy("Why not?")
        self.fields["words"].help_text = gettext_lazy(
            "One or two sentences are enough. The sender and the help desk read this."
        )


FORMS: dict[str, type[WordsForm]] = {"accept": AcceptForm, "decline": DeclineForm}


class OwnerPage(Secret):
    """Shows what the mail showed for as long as an answer is awaited and the sender agrees, and nothing from then on."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        forwarding = self._forwarding(token)
        return self._shown(request, forwarding) if is_open(forwarding) else self._over(request, forwarding)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        forwarding = self._forwarding(token)
        if not is_open(forwarding):
            return self._over(request, forwarding)
        answer = request.POST.get("answer", "")
        if answer not in FORMS:
            return self._shown(request, forwarding, status=400)
        form = FORMS[answer](request.POST, prefix=answer)
        if not form.is_valid():
            return self._shown(request, forwarding, status=400, **{answer: form})
        try:
            steps.advance(
                forwarding.expression, STATES[answer], by_owner=True, told=form.cleaned_data["words"]
            )
        except steps.Refused:
            # Somebody else was quicker: the page says how it stands.
            return self._over(request, self._forwarding(token))
        return HttpResponseRedirect(request.path)

    def _forwarding(self, token: str) -> Forwarding:
        key = links.key_of(OWNER, token)
        forwarding = to_owners().filter(key=key, sent_at__isnull=False).first() if key else None
        if forwarding is None:
            raise Http404
        return forwarding

    def _shown(
        self, request: HttpRequest, forwarding: Forwarding, status: int = 200, **bound: WordsForm
    ) -> HttpResponse:
        expression, fields = forwarding.expression, forwarding.fields
        add_texts([expression.opportunity])
        context = {
            "breadcrumbs": crumbs({"label": _("Interest in your opportunity")}),
            "ref": expression.ref,
            "opportunity": link(expression.opportunity),
            "facts": shown(expression, fields),
            "message": expression.message if "message" in fields else "",
            "sender_lang": formats.html_lang(expression.language),
            "answers": answers(expression, active()) if "answers" in fields else [],
            "is_named": "person" in fields,
            "has_contact": "email" in fields,
            "is_sample": expression.is_sample,
            "forms": {name: bound.get(name) or form(prefix=name) for name, form in FORMS.items()},
        }
        return render(request, "interest/owner.html", context, status=status)

    def _over(self, request: HttpRequest, forwarding: Forwarding) -> HttpResponse:
        """That the link has ended, and the owner's own answer; nothing of the sender."""
        expression = forwarding.expression
        own = expression.steps.filter(by_owner=True).order_by("-pk").first()
        context = {
            "breadcrumbs": crumbs({"label": _("Interest in your opportunity")}),
            "ref": expression.ref,
            "has_answered": own is not None,
            "has_accepted": own is not None and own.state == ExpressionState.ACCEPTED,
        }
        return render(request, "interest/owner_over.html", context)
