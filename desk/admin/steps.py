"""The kernel's actions as buttons and confirmation pages of the admin."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.admin import permissions
from desk.admin.base import actor_of, admin_url, entry_label
from desk.admin.panels import Panel
from desk.forms import MomentField, ZonedForm
from publishing import actions, clock
from publishing.actions import Action, Refused
from publishing.enums import Severity, Stage, TextState
from publishing.languages import Language
from publishing.models import Entry, Text
from publishing.readiness import Reason

__all__ = ["STEPS", "Button", "Step", "StepPages", "entry_buttons", "text_buttons"]


class ReasonForm(forms.Form):
    """Why; kept with the step."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In the authoritative language. Readers see this on the page that takes its place."),
    )


class SeverityForm(forms.Form):
    """What a new version changes in something that is already public."""

    severity = forms.ChoiceField(
        label=_("What kind of change is this?"), choices=Severity.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In the language of the text. Readers see the note of a correction, with its date."),
    )


class ReleaseTimeForm(ZonedForm):
    """When it goes out, in a named zone."""

    zones = {"release_at": "release_zone"}

    class Meta:
        model = Entry
        fields = ("release_at", "release_zone")
        field_classes = {"release_at": MomentField}
        labels = {"release_zone": _("time zone")}


class ApproveForm(ReleaseTimeForm):
    at_once = forms.BooleanField(label=_("Release at once"), required=False)
    field_order = ("at_once", "release_at", "release_zone")


class RescheduleForm(ReleaseTimeForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


# Where on a page a reason belongs that the person can do away with in the form itself.
FIELDS_OF_REASONS = {
    "reason_missing": "reason",
    "note_missing": "reason",
    "severity_missing": "severity",
    "release_time_missing": "release_at",
    "release_time_past": "release_at",
}


@dataclass(frozen=True)
class Step:
    """An action, the stages in which it is offered, what has to be asked first, and what to say afterwards."""

    action: type[Action]
    stages: tuple[Stage, ...]
    done: Any
    form: type[forms.BaseForm] | None = None
    explanation: "str | Promise" = ""
    tone: str = ""
    asks: tuple[str, ...] = ("reason",)

    @property
    def verb(self) -> str:
        return self.action.verb

    @property
    def label(self) -> "str | Promise":
        return self.action.label

    @property
    def of_text(self) -> bool:
        return issubclass(self.action, actions.TextAction | actions.DraftText)


STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step(actions.Submit, (Stage.DRAFT,), _("Handed over for review."), tone="primary", asks=()),
        Step(
            actions.Approve,
            (Stage.IN_REVIEW,),
            _("Approved."),
            ApproveForm,
            _("From the release time on everybody can read it, without any further step."),
            "primary",
            ("release_at", "release_zone", "at_once"),
        ),
        Step(actions.Return, (Stage.IN_REVIEW, Stage.SCHEDULED), _("Returned to its authors."), ReasonForm),
        Step(
            actions.Reschedule,
            (Stage.SCHEDULED,),
            _("The release time was changed."),
            RescheduleForm,
            asks=("release_at", "release_zone", "reason"),
        ),
        Step(
            actions.ReleaseEarly,
            (Stage.SCHEDULED,),
            _("Released."),
            ReasonForm,
            _("It becomes public now, before the time that was set. Your name is kept with the reason."),
            "danger",
        ),
        Step(actions.Withdraw, (Stage.RELEASED,), _("Withdrawn."), WithdrawForm, tone="danger"),
        Step(
            actions.DraftText, (Stage.SCHEDULED, Stage.RELEASED), _("A new version has been opened."), asks=()
        ),
        Step(
            actions.SubmitText,
            (Stage.IN_REVIEW, Stage.SCHEDULED, Stage.RELEASED),
            _("The text was handed over for review."),
            tone="primary",
            asks=(),
        ),
        Step(
            actions.PublishText,
            (Stage.SCHEDULED, Stage.RELEASED),
            _("The version is online."),
            SeverityForm,
            tone="primary",
            asks=("severity", "reason"),
        ),
        Step(
            actions.ReturnText, (Stage.SCHEDULED, Stage.RELEASED), _("Returned to its authors."), ReasonForm
        ),
        Step(actions.ConfirmCurrent, (Stage.SCHEDULED, Stage.RELEASED), _("Confirmed as current."), asks=()),
    )
}


@dataclass(frozen=True)
class Button:
    """One offered step, for the entry or for one of its languages."""

    step: Step
    url: str
    language: str = ""

    @property
    def value(self) -> str:
        return f"{self.step.verb}:{self.language}" if self.language else self.step.verb


def _offered(user: Any, entry: Entry, step: Step, stage: Stage) -> bool:
    return stage in step.stages and permissions.allowed(user, step.verb, step.action.permission, type(entry))


def entry_buttons(user: Any, entry: Entry) -> list[Button]:
    """The steps of the whole entry that ``user`` may take now."""
    stage = entry.stage()
    return [
        Button(step, step_url(entry, step.verb))
        for step in STEPS.values()
        if not step.of_text and _offered(user, entry, step, stage)
    ]


def text_buttons(user: Any, entry: Entry, panel: Panel) -> list[Button]:
    """The steps of one language that ``user`` may take now."""
    stage = entry.stage()
    return [
        Button(STEPS[verb], step_url(entry, verb, panel.language), panel.language)
        for verb in _verbs(panel)
        if _offered(user, entry, STEPS[verb], stage)
    ]


def _verbs(panel: Panel) -> Iterator[str]:
    if panel.open is None:
        if panel.live:
            yield actions.DraftText.verb
    elif panel.open.state == TextState.DRAFT:
        yield actions.SubmitText.verb
    else:
        yield actions.PublishText.verb
        yield actions.ReturnText.verb
    if panel.is_stale:
        yield actions.ConfirmCurrent.verb


def step_url(entry: Entry, verb: str, *language: str) -> str:
    return admin_url(entry, "text_step" if language else "step", verb, *language)


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
        values = {"release_at": planned, "at_once": planned is None}
        action = self._action(request, entry, step, language, values)
        return [reason for reason in action.check() if reason.code not in FIELDS_OF_REASONS]

    def _step(self, request: HttpRequest, entry: Entry, verb: str, language: str) -> Step:
        step = STEPS.get(verb)
        if step is None or language not in (Language.values if step.of_text else ("",)):
            raise Http404
        if not permissions.allowed(request.user, verb, step.action.permission, type(entry)):
            raise PermissionDenied
        return step

    def _form_class(self, step: Step, entry: Entry, language: str) -> type[forms.BaseForm] | None:
        if step.action is actions.PublishText:
            replaces = entry.texts.live().filter(language=language).exists()
            return step.form if replaces and entry.stage() is Stage.RELEASED else None
        return step.form

    def _form(self, form_class: Any, request: HttpRequest, entry: Entry) -> Any:
        kwargs = (
            {"instance": Entry.objects.get(pk=entry.pk)} if issubclass(form_class, forms.ModelForm) else {}
        )
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
        text = texts.live().first() if step.action is actions.ConfirmCurrent else texts.open().first()
        if text is None:
            raise Http404
        text.entry = entry
        return text


def _show(reasons: list[Reason], form: Any) -> None:
    for reason in reasons:
        field = FIELDS_OF_REASONS.get(reason.code)
        form.add_error(field if field in form.fields else None, str(reason))
