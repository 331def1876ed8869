"""The kernel's actions as steps of the admin: when they are offered, what they ask, what they say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.admin import permissions
from desk.admin.base import admin_url
from desk.admin.panels import Panel
from desk.admin.stepforms import (
    AddressForm,
    ApproveForm,
    PublishForm,
    ReasonForm,
    RescheduleForm,
    SeverityForm,
    WithdrawForm,
)
from publishing import actions
from publishing.actions import Action
from publishing.actions.entries import uncountersigned
from publishing.enums import Stage, TextState
from publishing.models import Entry

__all__ = ["FIELDS_OF_REASONS", "STEPS", "Button", "Step", "entry_buttons", "step_url", "text_buttons"]


# Where on a page a reason belongs that the person can do away with in the form itself.
FIELDS_OF_REASONS = {
    "reason_missing": "reason",
    "reason_long": "reason",
    "note_missing": "reason",
    "severity_missing": "severity",
    "release_time_missing": "release_at",
    "release_time_past": "release_at",
    "publish_time_past": "release_at",
    "slug": "slug",
    "slug_same": "slug",
    "slug_taken": "slug",
    "slug_former": "slug",
}


def _waits_for_another(user: Any, entry: Entry) -> bool:
    return uncountersigned().filter(entry=entry.pk).exclude(actor=user).exists()


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
    only_if: Callable[[Any, Entry], bool] = lambda _user, _entry: True

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
        Step(
            actions.ReleaseInEmergency,
            (Stage.IN_REVIEW,),
            _("Released. All editors are told."),
            ReasonForm,
            _(
                "It becomes public at once, without a second person. Your name and your reason are kept, all editors "
                "are told, and somebody else has to countersign it."
            ),
            "danger",
        ),
        Step(
            actions.Countersign,
            (Stage.SCHEDULED, Stage.RELEASED),
            _("Countersigned."),
            asks=(),
            only_if=_waits_for_another,
        ),
        Step(
            actions.ChangeAddress,
            (Stage.SCHEDULED, Stage.RELEASED),
            _("The address was changed."),
            AddressForm,
            asks=("slug", "reason"),
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
            _("Approved."),
            PublishForm,
            tone="primary",
            asks=("severity", "reason", "publish_at"),
        ),
        Step(
            actions.PublishTextInEmergency,
            (Stage.RELEASED,),
            _("The version is online. All editors are told."),
            SeverityForm,
            _(
                "It becomes public at once, without a second person. Your name and your reason are kept, all editors "
                "are told, and somebody else has to countersign it."
            ),
            "danger",
            asks=("severity", "reason"),
        ),
        Step(
            actions.RemoveText,
            (Stage.SCHEDULED, Stage.RELEASED),
            _("Removed. Its page points to the original."),
            ReasonForm,
            _(
                "The page in this language then shows the original and says when and why this translation was removed."
            ),
            "danger",
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
    may = permissions.allowed(user, step.verb, step.action.permission, type(entry), entry)
    return may and stage in step.stages and step.only_if(user, entry)


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
    elif panel.open.is_waiting:
        yield actions.ReturnText.verb
    else:
        yield actions.PublishText.verb
        yield actions.ReturnText.verb
        if panel.live:
            yield actions.PublishTextInEmergency.verb
    if panel.is_stale:
        yield actions.ConfirmCurrent.verb
    if panel.live and not panel.is_original:
        yield actions.RemoveText.verb


def step_url(entry: Entry, verb: str, *language: str) -> str:
    return admin_url(entry, "text_step" if language else "step", verb, *language)
