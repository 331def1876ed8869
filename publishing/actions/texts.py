"""Actions on the versions of an entry's texts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from publishing import clock, offices
from publishing.actions.base import (
    Action,
    Actor,
    TextAction,
    correction_obstacles,
    withdrawal_obstacles,
    written_by,
)
from publishing.actions.settling import take_over
from publishing.enums import WRITTEN_TEXT_STATES, EntryState, Severity, Stage, TextOrigin, TextState
from publishing.jobs import enqueue
from publishing.languages import Language
from publishing.models import Correction, Entry, Text
from publishing.readiness import (
    Reason,
    candidate_texts,
    fact_problems,
    image_problems,
    length_problems,
    text_problems,
)

__all__ = [
    "ConfirmCurrent",
    "DraftText",
    "EditText",
    "PublishText",
    "PublishTextInEmergency",
    "RemoveText",
    "RestoreText",
    "ReturnText",
    "SubmitText",
    "latest_original",
    "own_versions",
    "put_live",
]

# What a version says, as one is made from another.
WORDING = ("title", "deck", "body", "notes", "extra", "origin", "translator")


def own_versions(texts: Iterable[Text], actor: Actor) -> list[Reason]:
    """The versions that ``actor`` had a hand in: somebody else has to approve them."""
    return [
        Reason(
            "own_version",
            _("you wrote or changed this version; somebody else has to approve it."),
            text.language,
        )
        for text in texts
        if written_by(text, actor.user)
    ]


def put_live(
    text: Text, reviewer: User, *, severity: str = "", note: str = "", at: datetime | None = None
) -> None:
    """Let ``text`` take the place of the live version, now or ``at`` a later moment."""
    live = text.entry.texts.filter(language=text.language, state=TextState.LIVE)
    if at:
        live.update(live_until=at)
    else:
        live.update(state=TextState.SUPERSEDED, live_until=clock.now())
    previous = (
        text.entry.texts.filter(language=text.language, version__lt=text.version).order_by("-version").first()
    )
    text.substance = previous.substance if previous and severity == Severity.MINOR else text.version
    text.state = TextState.SCHEDULED if at else TextState.LIVE
    text.severity, text.change_note = severity, note
    text.reviewer, text.live_at = reviewer, at or clock.now()
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
        last = versions.order_by("-version").first()
        text = Text(entry_id=self.entry.pk, language=self.language, author=self.actor.user)
        if model := self.model(versions):
            for name in (*WORDING, "based_on"):
                setattr(text, name, getattr(model, name))
        text.version = last.version + 1 if last else 1
        if self.language != self.entry.authoritative_language:
            text.based_on = latest_original(self.entry)
            if text.origin == TextOrigin.ORIGINAL:
                text.origin = TextOrigin.TRANSLATION
        text.save()
        self.text = text
        return {"language": self.language, "version": text.version}

    def model(self, versions: QuerySet[Text]) -> Text | None:
        """The version that the new one is copied from."""
        return versions.filter(state=TextState.LIVE).first()


class RestoreText(DraftText):
    """Open the next version in a language as a copy of an earlier one.

    ``Text.DoesNotExist`` for a version that the language does not have.
    """

    verb, label = "restore_text", _("Restore as a new draft")

    def __init__(self, entry: Entry, actor: Actor, *, language: str, version: int) -> None:
        super().__init__(entry, actor, language=language)
        self.version = version

    def apply(self) -> dict[str, Any]:
        return {**super().apply(), "restored": self.version}

    def model(self, versions: QuerySet[Text]) -> Text | None:
        return versions.get(version=self.version)


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
        if self.text.state not in WRITTEN_TEXT_STATES:
            return [
                Reason(
                    "state",
                    _("Only a version that is neither live nor scheduled can be edited."),
                    self.text.language,
                )
            ]
        may_review = offices.has_perm(self.actor.user, "publishing.approve_entry", self.entry)
        if self.text.state == TextState.IN_REVIEW and not may_review:
            return [Reason("in_review", _("This version is being reviewed."), self.text.language)]
        return list(length_problems(self.text))

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
        if self.text.state != TextState.IN_REVIEW and not self.text.is_waiting:
            return [
                Reason("state", _("Only what is in review or scheduled can be returned."), self.text.language)
            ]
        return []

    def apply(self) -> dict[str, Any]:
        live = self.entry.texts.filter(language=self.text.language, state=TextState.LIVE)
        live.update(live_until=None)
        self.entry.corrections.filter(text=self.text).delete()
        self.text.state, self.text.live_at = TextState.DRAFT, None
        self.text.save()
        return {"language": self.text.language, "version": self.text.version}


class PublishText(TextAction):
    """Put a reviewed version in place of the live one, now or later; after release as a minor edit or a correction."""

    verb, label, permission = "publish_text", _("Put this version online"), "correct_entry"

    def __init__(
        self,
        text: Text,
        actor: Actor,
        *,
        severity: str = "",
        reason: str = "",
        publish_at: datetime | None = None,
    ) -> None:
        super().__init__(text, actor, reason=reason)
        self.severity = severity
        self.publish_at = publish_at

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.entry.state != EntryState.APPROVED:
            return [Reason("state", _("The entry itself has not been approved yet."))]
        if self.text.state != TextState.IN_REVIEW:
            return [Reason("state", _("Submit this version for review first."), self.text.language)]
        reasons = [*text_problems(self.text), *image_problems(self.entry, [self.text.language])]
        if not self.text.is_original:
            reasons += fact_problems(self.entry, candidate_texts(self.entry), self.text.language)
        reasons += self.second_pair_of_eyes()
        if self.replaces:
            reasons += correction_obstacles(self.entry, self.severity, self.reason, self.publish_at)
        if self.publish_at and self.publish_at <= clock.now():
            reasons.append(
                Reason("publish_time_past", _("This time lies in the past. Choose a later one or none."))
            )
        return reasons

    @property
    def replaces(self) -> bool:
        """Whether a version in this language is live."""
        return self.entry.texts.live().filter(language=self.text.language).exists()

    def second_pair_of_eyes(self) -> list[Reason]:
        return own_versions([self.text], self.actor)

    def apply(self) -> dict[str, Any]:
        replaces = self.replaces
        put_live(
            self.text,
            self.actor.user,
            severity=self.severity if replaces else "",
            note=self.reason,
            at=self.publish_at,
        )
        if self.publish_at:
            enqueue(
                take_over,
                key=f"{self.text.pk}:{self.publish_at.isoformat()}",
                run_after=self.publish_at,
                entry_id=self.entry.pk,
            )
        else:
            self.raise_revision()
        is_seen = self.entry.stage(self.publish_at) is Stage.RELEASED
        if replaces and self.severity == Severity.CORRECTION and is_seen:
            Correction.objects.create(
                entry_id=self.entry.pk,
                text=self.text,
                language=self.text.language,
                note=self.reason,
                actor=self.actor.user,
                at=self.publish_at or clock.now(),
            )
        return {
            "language": self.text.language,
            "version": self.text.version,
            "severity": self.severity,
            "publish_at": self.publish_at and self.publish_at.isoformat(),
        }


class PublishTextInEmergency(PublishText):
    """Put a version online alone, because nobody else can be reached; all editors are told."""

    verb, label, permission = (
        "publish_in_emergency",
        _("Put online alone (emergency)"),
        "release_in_emergency",
    )
    reason_needed = True
    alone = True

    def second_pair_of_eyes(self) -> list[Reason]:
        return []


class RemoveText(TextAction):
    """Take a live translation down; its page then points to the original and says when and why."""

    verb, label, permission = "remove_text", _("Remove this translation"), "withdraw_entry"
    reason_needed = True

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.text.state != TextState.LIVE or self.text.is_original:
            return [Reason("state", _("Only a live translation can be removed."), self.text.language)]
        return []

    def apply(self) -> dict[str, Any]:
        self.text.state, self.text.live_until = TextState.REMOVED, clock.now()
        self.text.removal_reason = self.reason
        self.text.save()
        # What was to take its place would bring the language back: that is decided anew.
        waiting = self.entry.texts.filter(language=self.text.language, state=TextState.SCHEDULED)
        self.entry.corrections.filter(text__in=waiting).delete()
        waiting.update(state=TextState.DRAFT, live_at=None)
        self.raise_revision()
        return {"language": self.text.language, "version": self.text.version}


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
