"""The page on which a translation is written beside its original, and the one on which a difference is explained."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from desk.admin import unsaved
from desk.admin.base import actor_of, admin_url, entry_label
from desk.admin.together import Together
from desk.people import name_of
from desk.translation import rights
from desk.translation.editing import Editing
from desk.translation.matrix import queue
from desk.translation.wordlist import wordlist
from publishing import changes
from publishing.actions import Action, ConfirmCurrent, ExplainDifference, Refused, SubmitText
from publishing.languages import Language
from publishing.models import Entry, LanguagePlan

__all__ = ["EditorPage", "ExplainPage", "edit_url"]


class ExplainForm(forms.Form):
    """Why the languages are right although they differ."""

    reason = forms.CharField(
        label=gettext_lazy("Why is this right?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Kept with your name. It holds until one of the texts says something else here."
        ),
    )


def edit_url(entry: Entry, language: str) -> str:
    """The address of the page on which ``entry`` is translated into ``language``."""
    return reverse("admin:translation_edit", args=[entry.pk, language])


class _Page:
    """Base of the pages about one language of an entry."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def editing(self, request: HttpRequest, pk: int, code: str, data: Any = None) -> Editing:
        """The translation that an address names; nothing for those who may not read it."""
        entry = get_object_or_404(rights.readable(request.user), pk=pk).specific
        if code not in Language.values or code == entry.authoritative_language:
            raise Http404
        admin = self.site.get_model_admin(type(entry))
        chosen = request.GET.get("original", "")
        labels = admin.text_labels
        return Editing(entry, Language(code), request.user, data=data, chosen=chosen, labels=labels)

    def context(self, request: HttpRequest, editing: Editing) -> dict[str, Any]:
        return {
            **self.site.each_context(request),
            "editing": editing,
            "entry": editing.entry,
            "kind": editing.entry.KIND,
            "language": editing.language,
            "cell": editing.cell,
            "subtitle": entry_label(editing.entry),
            "entry_url": f"{admin_url(editing.entry, 'change')}#{editing.language}",
        }


class EditorPage(_Page):
    """Answers requests for a translation beside its original."""

    def __call__(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        if request.method != "POST":
            return self._page(request, self.editing(request, pk, language))
        if back := unsaved.taken_back(request):
            request.POST = back  # type: ignore[assignment]  # the stubs know the immutable kind only
            return self._take_back(request, self.editing(request, pk, language, back))
        with transaction.atomic():
            changes.take_turn()
            Entry.objects.select_for_update().filter(pk=pk).first()
            editing = self.editing(request, pk, language, request.POST)
            if "_confirm" in request.POST:
                return self._confirm(request, editing)
            saved = self._save(request, editing)
            if saved:
                unsaved.forget(request)
        return self._go_on(request, editing) if saved else self._page(request, editing)

    def _take_back(self, request: HttpRequest, editing: Editing) -> HttpResponse:
        """Unsaved work as if it had just been sent; nothing of it is stored."""
        if editing.form is None:
            raise PermissionDenied
        editing.form.full_clean()
        editing.form.add_error(
            None, _("This is what you typed and had not saved. Look through it, then save.")
        )
        return self._page(request, editing)

    def _save(self, request: HttpRequest, editing: Editing) -> bool:
        form = editing.form
        if form is None:
            raise PermissionDenied
        if not form.is_valid():
            return False
        if not form.has_changed() and "follows" not in request.POST:
            return True
        try:
            with transaction.atomic():
                editing.save(actor_of(request), follows="follows" in request.POST)
        except Refused as refused:
            form.add_error(None, [str(reason) for reason in refused.reasons])
            return False
        if form.taken:
            fields = {"fields": "; ".join(form.taken)}
            messages.info(request, _("Changed by somebody else meanwhile and kept: %(fields)s.") % fields)
        for warning in editing.warnings():
            messages.warning(request, warning)
        if "_submit" not in request.POST:
            messages.success(request, _("Saved."))
        return True

    def _go_on(self, request: HttpRequest, editing: Editing) -> HttpResponse:
        """What was asked for beside saving: handing over, the next entry."""
        entry, code = editing.entry, editing.language
        if "_submit" in request.POST:
            text = entry.texts.open().filter(language=code).first()
            if text is None:
                messages.error(request, _("There is nothing to submit: nothing was changed in what is live."))
            else:
                text.entry = entry
                action = SubmitText(text, actor_of(request))
                if not self._take(request, action, _("The text was handed over for review.")):
                    messages.warning(request, _("The text is saved, but not handed over."))
        if "_next" in request.POST and (following := _next(request.user, entry, code)):
            return HttpResponseRedirect(edit_url(following.entry, following.language))
        return HttpResponseRedirect(request.get_full_path())

    def _confirm(self, request: HttpRequest, editing: Editing) -> HttpResponse:
        live = editing.cell.live
        if live is None or not rights.may_take(request.user, ConfirmCurrent.verb, editing.entry):
            raise PermissionDenied
        if editing.has_changed:
            said = _(
                "You have changed the text. Save it as a new version, or take your changes back and confirm then."
            )
            messages.error(request, said)
            return self._page(request, editing)
        live.entry = editing.entry
        self._take(request, ConfirmCurrent(live, actor_of(request)), _("Confirmed as current."))
        return HttpResponseRedirect(request.get_full_path())

    def _take(self, request: HttpRequest, action: Action, done: str) -> bool:
        """Whether the step was taken; either way the person is told."""
        try:
            action.execute()
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, str(reason))
            return False
        messages.success(request, done)
        return True

    def _page(self, request: HttpRequest, editing: Editing) -> HttpResponse:
        entry, user, form = editing.entry, request.user, editing.form
        media = form.media if form else forms.Media()
        original = editing.original
        may_submit = rights.may_take(user, SubmitText.verb, entry)
        context = {
            **self.context(request, editing),
            "title": _("Translation into %(language)s") % {"language": editing.language.label},
            "form": form,
            "together": Together.of(request, entry) if form else None,
            "media": Media.from_media(media, nonce=str(vars(request).get("csp_nonce", ""))),
            "original": original,
            "words": wordlist(entry, original.text, editing.language) if original else [],
            "may_submit": form is not None and may_submit,
            "may_confirm": editing.cell.is_stale and rights.may_take(user, ConfirmCurrent.verb, entry),
            "may_explain": _may_explain(user, entry),
            "following": _next(user, entry, editing.language),
            "assigned_by": _assigned_by(editing),
        }
        return TemplateResponse(request, "admin/translation/edit.html", context)


class ExplainPage(_Page):
    """Answers requests for one difference between the languages, which is explained there."""

    def __call__(self, request: HttpRequest, pk: int, language: str, signature: str) -> HttpResponse:
        editing = self.editing(request, pk, language)
        entry = editing.entry
        fact = next((each for each in editing.facts if each.difference.signature == signature), None)
        if fact is None:
            messages.info(request, _("The texts have changed: this difference is not there any more."))
            return HttpResponseRedirect(edit_url(entry, language))
        if not _may_explain(request.user, entry):
            raise PermissionDenied
        form = ExplainForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                ExplainDifference(
                    entry, actor_of(request), difference=fact.difference, reason=reason
                ).execute()
            except Refused as refused:
                form.add_error(None, [str(reason) for reason in refused.reasons])
            else:
                messages.success(request, _("The difference is explained."))
                return HttpResponseRedirect(f"{edit_url(entry, language)}#facts")
        context = {
            **self.context(request, editing),
            "title": _("Explain a difference"),
            "form": form,
            "fact": fact,
            "back": f"{edit_url(entry, language)}#facts",
        }
        return TemplateResponse(request, "admin/translation/explain.html", context)


def _may_explain(user: Any, entry: Entry) -> bool:
    return rights.may_edit(user, entry, None)


def _next(user: Any, entry: Entry, language: str) -> LanguagePlan | None:
    """What ``user`` has to translate after this, from the beginning of his list again at its end."""
    mine = list(queue(user).select_related("entry"))
    place = next(
        (i for i, plan in enumerate(mine) if (plan.entry_id, plan.language) == (entry.pk, language)), -1
    )
    others = mine[place + 1 :] + mine[: max(place, 0)]
    return next(iter(others), None)


def _assigned_by(editing: Editing) -> str:
    """Who gave this translation to its translator last."""
    records = editing.entry.audit.filter(action="assign", detail__language=editing.language.value)
    record = records.select_related("actor").order_by("-at", "-pk").first()
    return name_of(record.actor) if record else ""
