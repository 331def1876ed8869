"""Actions on the versions of an entry's texts."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.actions.base import Action, Actor, TextAction, correction_obstacles, withdrawal_obstacles
from publishing.enums import EntryState, Severity, Stage, TextOrigin, TextState
from publishing.languages import Language
from publishing.models import Correction, Entry, Text
from publishing.readiness import Reason, image_problems, text_problems

__all__ = [
    "ConfirmCurrent",
    "DraftText",
    "EditText",
    "PublishText",
    "ReturnText",
    "SubmitText",
    "latest_original",
    "put_live",
]


def put_live(text: Text, reviewer: User, *, severity: str = "", note: str = "") -> None:
    text.entry.texts.filter(language=text.language, state=TextState.LIVE).update(state=TextState.SUPERSEDED)
    previous = (
        text.entry.texts.filter(language=text.language, version__lt=text.version).order_by("-version").first()
    )
    text.substance = previous.substance if previous and severity == Severity.MINOR else text.version
    text.state = TextState.LIVE
    text.severity, text.change_note = severity, note
    text.reviewer, text.live_at = reviewer, clock.now()
    text.save()


class DraftText(Action):
    """Open the next version in a language, copied from the live one; a translation starts from the original.

    ``ValueError`` for a language that the portal does not have.
    """

    verb, label, permission = "draft_text", _("Write a new version"), "submit_entry"

    def __init__(self, entry: Entry, actor: Actor, *, language: str) -> None:
        super().__init__(entry, actor)
        self.language = Language(language)

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.entry.texts.open().filter(language=self.language).exists():
            return [Reason("open_version", _("a version is already being worked on."), self.language)]
        return []

    def apply(self) -> dict[str, Any]:
        versions = self.entry.texts.filter(language=self.language)
        live = versions.live().first()
        last = versions.order_by("-version").first()
        text = Text(entry_id=self.entry.pk, language=self.language, author=self.actor.user)
        if live:
            for name in ("title", "deck", "body", "notes", "extra", "origin", "translator", "based_on"):
                setattr(text, name, getattr(live, name))
        text.version = last.version + 1 if last else 1
        if self.language != self.entry.authoritative_language:
            text.based_on = latest_original(self.entry)
            if text.origin == TextOrigin.ORIGINAL:
                text.origin = TextOrigin.TRANSLATION
        text.save()
        self.text = text
        return {"language": self.language, "version": text.version}


def latest_original(entry: Entry) -> Text | None:
    """The text a translation is made from now: the live original, or the open one before the first release."""
    originals = entry.texts.filter(language=entry.authoritative_language)
    return originals.live().first() or originals.open().first()


class EditText(TextAction):
    """Store what was written in an open version; what is in review is left to those who review."""

    verb, label, permission = "edit_text", _("Edit the text"), "submit_entry"

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if not self.text.is_open:
            return [
                Reason("state", _("Only a version that is not live yet can be edited."), self.text.language)
            ]
        if self.text.state == TextState.IN_REVIEW and not self.actor.user.has_perm(
            "publishing.approve_entry"
        ):
            return [Reason("in_review", _("This version is being reviewed."), self.text.language)]
        return []

    def apply(self) -> dict[str, Any]:
        self.text.save()
        return {"language": self.text.language, "version": self.text.version}


class SubmitText(TextAction):
    """Hand one drafted text over for review."""

    verb, label, permission = "submit_text", _("Submit the text"), "submit_entry"

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.text.state != TextState.DRAFT:
            return [Reason("state", _("Only a draft can be submitted."), self.text.language)]
        return list(text_problems(self.text))

    def apply(self) -> dict[str, Any]:
        self.text.state = TextState.IN_REVIEW
        self.text.save()
        return {}


class ReturnText(TextAction):
    """Give a version back to its author; what is live stays live."""

    verb, label, permission = "return_text", _("Return to draft"), "approve_entry"
    reason_needed = True

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.text.state != TextState.IN_REVIEW:
            return [Reason("state", _("Only what is in review can be returned."), self.text.language)]
        return []

    def apply(self) -> dict[str, Any]:
        self.text.state = TextState.DRAFT
        self.text.save()
        return {}


class PublishText(TextAction):
    """Put a reviewed version in place of the live one; after release as a minor edit or a dated correction."""

    verb, label, permission = "publish_text", _("Put this version online"), "correct_entry"

    def __init__(self, text: Text, actor: Actor, *, severity: str = "", reason: str = "") -> None:
        super().__init__(text, actor, reason=reason)
        self.severity = severity

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.entry.state != EntryState.APPROVED:
            return [Reason("state", _("The entry itself has not been approved yet."))]
        if self.text.state != TextState.IN_REVIEW:
            return [Reason("state", _("Submit this version for review first."), self.text.language)]
        reasons = [*text_problems(self.text), *image_problems(self.entry, [self.text.language])]
        if self.entry.texts.live().filter(language=self.text.language).exists():
            reasons += correction_obstacles(self.entry, self.severity, self.reason)
        return reasons

    def apply(self) -> dict[str, Any]:
        replaces = self.entry.texts.live().filter(language=self.text.language).exists()
        put_live(self.text, self.actor.user, severity=self.severity if replaces else "", note=self.reason)
        self.raise_revision()
        if replaces and self.severity == Severity.CORRECTION and self.entry.stage() is Stage.RELEASED:
            Correction.objects.create(
                entry_id=self.entry.pk,
                text=self.text,
                language=self.text.language,
                note=self.reason,
                actor=self.actor.user,
            )
        return {"language": self.text.language, "version": self.text.version, "severity": self.severity}


class ConfirmCurrent(TextAction):
    """Declare that a live translation still says what the live original says."""

    verb, label, permission = "confirm_current", _("Confirm as current"), "submit_entry"

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.text.state != TextState.LIVE or self.text.is_original:
            return [Reason("state", _("Only a live translation can be confirmed."), self.text.language)]
        return []

    def apply(self) -> dict[str, Any]:
        self.text.based_on = latest_original(self.entry)
        self.text.save()
        self.raise_revision()
        return {"based_on": self.text.based_on and self.text.based_on.version}
