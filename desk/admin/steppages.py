"""Runs the steps of the admin: at once where nothing has to be asked, else on a page of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from desk.admin import permissions
from desk.admin.base import actor_of, admin_url, entry_label
from desk.admin.stepforms import AddressForm
from desk.admin.steps import FIELDS_OF_REASONS, STEPS, Step, step_url
from publishing import actions, clock
from publishing.actions import Action, Refused
from publishing.enums import Stage
from publishing.languages import Language
from publishing.looking import looked_at
from publishing.models import Entry, Text
from publishing.readiness import Reason

__all__ = ["StepPages"]


class StepPages:
    """Runs steps for an admin of entries: at once where nothing has to be asked, else on a page of its own."""

    def __init__(self, admin: Any) -> None:
        self.admin = admin

    def take(self, request: HttpRequest, entry: Entry, value: str) -> HttpResponse:
        """The step of a pressed button: its page, or its result."""
        verb, _colon, language = value.partition(":")
        step = self._step(request, entry, verb, language)
        if self._form_class(step, entry, language) is not None:
            return HttpResponseRedirect(step_url(entry, verb, *([language] if language else [])))
        return self._execute_or_say_why_not(request, entry, step, language)

    def view(self, request: HttpRequest, pk: int, verb: str, language: str = "") -> HttpResponse:
        """The page of a step: what it means, what stands in the way, what it asks."""
        entry = self.admin.get_object(request, str(pk))
        if entry is None:
            raise Http404
        step = self._step(request, entry, verb, language)
        form_class = self._form_class(step, entry, language)
        form = self._form(form_class, request, entry) if form_class else forms.Form(request.POST or None)
        if request.method == "POST" and form.is_valid():
            action = self._action(request, entry, step, language, form.cleaned_data)
            action.looked_at = request.POST.get("_looked", "")
            try:
                action.execute()
            except Refused as refusal:
                _show(refusal.reasons, form)
            else:
                messages.success(request, step.done)
                return HttpResponseRedirect(admin_url(entry, "change"))
        context = {
            **self.admin.admin_site.each_context(request),
            "title": step.label,
            "subtitle": entry_label(entry),
            "opts": self.admin.opts,
            "entry": entry,
            "step": step,
            "form": form,
            "looked": looked_at(entry),
            "language": language,
            "obstacles": [] if form.is_bound else self._obstacles(request, entry, step, language),
            "media": self.admin.media + form.media,
            "back": admin_url(entry, "change"),
        }
        return TemplateResponse(request, "admin/entry/step.html", context)

    def _execute_or_say_why_not(
        self, request: HttpRequest, entry: Entry, step: Step, language: str
    ) -> HttpResponse:
        try:
            self._action(request, entry, step, language, {}).execute()
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
        else:
            messages.success(request, step.done)
        anchor = f"#{language}" if language else ""
        return HttpResponseRedirect(admin_url(entry, "change") + anchor)

    def _obstacles(self, request: HttpRequest, entry: Entry, step: Step, language: str) -> list[Reason]:
        """What stands in the way apart from what the page itself asks."""
        planned = entry.release_at if entry.release_at and entry.release_at > clock.now() else None
        values = {"release_at": planned, "at_once": planned is None, "slug": entry.slug}
        action = self._action(request, entry, step, language, values)
        return [reason for reason in action.check() if reason.code not in FIELDS_OF_REASONS]

    def _step(self, request: HttpRequest, entry: Entry, verb: str, language: str) -> Step:
        step = STEPS.get(verb)
        if step is None or language not in (Language.values if step.of_text else ("",)):
            raise Http404
        if not permissions.allowed(request.user, verb, step.action.permission, type(entry), entry):
            raise PermissionDenied
        return step

    def _form_class(self, step: Step, entry: Entry, language: str) -> type[forms.BaseForm] | None:
        if issubclass(step.action, actions.PublishText):
            replaces = entry.texts.live().filter(language=language).exists()
            return step.form if replaces and entry.stage() is Stage.RELEASED else None
        return step.form

    def _form(self, form_class: Any, request: HttpRequest, entry: Entry) -> Any:
        kwargs: dict[str, Any] = {"initial": {"slug": entry.slug}} if form_class is AddressForm else {}
        if issubclass(form_class, forms.ModelForm):
            kwargs["instance"] = Entry.objects.get(pk=entry.pk)
        return form_class(request.POST or None, **kwargs)

    def _action(
        self, request: HttpRequest, entry: Entry, step: Step, language: str, values: dict[str, Any]
    ) -> Action:
        actor = actor_of(request)
        given = {name: values[name] for name in step.asks if name in values}
        subject = self._text(entry, step, language) if issubclass(step.action, actions.TextAction) else entry
        if step.action is actions.DraftText:
            given["language"] = language
        make: Any = step.action
        action: Action = make(subject, actor, **given)
        return action

    def _text(self, entry: Entry, step: Step, language: str) -> Text:
        texts = entry.texts.filter(language=language)
        of_live = step.action in (actions.ConfirmCurrent, actions.RemoveText)
        text = texts.live().first() if of_live else texts.open().first()
        if text is None:
            raise Http404
        text.entry = entry
        return text


def _show(reasons: list[Reason], form: Any) -> None:
    for reason in reasons:
        field = FIELDS_OF_REASONS.get(reason.code)
        form.add_error(field if field in form.fields else None, str(reason))
