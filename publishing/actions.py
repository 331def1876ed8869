"""What staff can do with an entry or a text: one class per action.

``check()`` returns the reasons why not; ``execute()`` refuses with those same reasons or changes the state,
writes the audit record and raises the revision, all in one transaction. The admin, the API and the commands
change the state of things through these classes and in no other way.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import clock, search
from publishing.enums import EntryState, Severity, Stage, TextOrigin, TextState
from publishing.models import AuditRecord, Correction, Entry, Text
from publishing.readiness import Reason, readiness, text_problems
from publishing.renditions import make_renditions
from publishing.revisions import record

__all__ = [
    "Action",
    "Actor",
    "Approve",
    "ConfirmCurrent",
    "Create",
    "DraftText",
    "EditText",
    "PublishText",
    "RecordFacts",
    "Refused",
    "ReleaseEarly",
    "Reschedule",
    "Return",
    "Submit",
    "SubmitText",
    "Withdraw",
]


class Refused(Exception):
    """An action may not happen now; ``reasons`` says why."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(" ".join(str(reason) for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Actor:
    """Who acts, through which channel (admin, api, command) and from which network address."""

    user: User
    channel: str = "command"
    address: str | None = None


class Action:
    """Base of all actions on one entry."""

    verb: ClassVar[str]
    label: ClassVar["str | Promise"]
    permission: str
    reason_needed: ClassVar[bool] = False

    def __init__(self, entry: Entry, actor: Actor, *, reason: str = "") -> None:
        self.entry = entry
        self.actor = actor
        self.reason = reason.strip()
        self.text: Text | None = None

    def check(self) -> list[Reason]:
        """Why this may not happen now; empty if it may."""
        reasons = []
        if not self.actor.user.has_perm(f"publishing.{self.permission}"):
            reasons.append(Reason("permission", _("Your role does not include this step.")))
        if self.reason_needed and not self.reason:
            reasons.append(Reason("reason_missing", _("Give a reason: it is kept, and readers may see it.")))
        return reasons + self.obstacles()

    def obstacles(self) -> list[Reason]:
        """Reasons that lie in the entry, not in the actor."""
        return []

    def apply(self) -> dict[str, Any]:
        """Change the state and return the detail for the audit record."""
        raise NotImplementedError

    @transaction.atomic
    def execute(self) -> Entry:
        """Do it; raise :class:`Refused` with the reasons of :meth:`check` if it may not be done."""
        locked = Entry.objects.select_for_update().get(pk=self.entry.pk)
        for name in ("state", "release_at", "release_zone", "withdrawn_at", "revision", "changed_at"):
            setattr(self.entry, name, getattr(locked, name))
        if reasons := self.check():
            raise Refused(reasons)
        detail = self.apply()
        AuditRecord.objects.create(
            entry_id=self.entry.pk,
            text=self.text,
            actor=self.actor.user,
            action=self.verb,
            reason=self.reason,
            detail=detail,
            channel=self.actor.channel,
            address=self.actor.address,
        )
        search.update(self.entry)
        return self.entry

    def set(self, **values: Any) -> None:
        """Store ``values`` on the entry's own row and on the instance in hand."""
        Entry.objects.filter(pk=self.entry.pk).update(**values)
        for name, value in values.items():
            setattr(self.entry, name, value)

    def raise_revision(self, at: datetime | None = None) -> None:
        """Count a change that the public can see, ``at`` a moment (by default now) or at the release time."""
        at, release_at = at or clock.now(), self.entry.release_at
        self.set(revision=self.entry.revision + 1, changed_at=max(at, release_at) if release_at else at)


class TextAction(Action):
    """An action on one text of an entry."""

    def __init__(self, text: Text, actor: Actor, *, reason: str = "") -> None:
        super().__init__(text.entry, actor, reason=reason)
        self.text: Text = text


def _supersede(text: Text, reviewer: User, *, severity: str = "", note: str = "") -> None:
    text.entry.texts.filter(language=text.language, state=TextState.LIVE).update(state=TextState.SUPERSEDED)
    previous = (
        text.entry.texts.filter(language=text.language, version__lt=text.version).order_by("-version").first()
    )
    text.substance = previous.substance if previous and severity == Severity.MINOR else text.version
    text.state = TextState.LIVE
    text.severity, text.change_note = severity, note
    text.reviewer, text.live_at = reviewer, clock.now()
    text.save()


class Create(Action):
    """Take a newly stored entry into the record."""

    verb, label, permission = "create", _("Create"), "submit_entry"

    def apply(self) -> dict[str, Any]:
        self.set(created_by=self.actor.user)
        record(self.entry, self.actor.user)
        return {}


class Submit(Action):
    """Hand a draft and its drafted texts over for review."""

    verb, label, permission = "submit", _("Submit for review"), "submit_entry"

    def obstacles(self) -> list[Reason]:
        if self.entry.state != EntryState.DRAFT:
            return [Reason("state", _("Only a draft can be submitted."))]
        texts = list(self.entry.texts.open())
        reasons = [reason for text in texts for reason in text_problems(text)]
        if self.entry.authoritative_language not in {text.language for text in texts}:
            reasons.insert(
                0,
                Reason(
                    "authoritative_text_missing",
                    _("write the text in the authoritative language first."),
                    self.entry.authoritative_language,
                ),
            )
        return reasons

    def apply(self) -> dict[str, Any]:
        self.entry.texts.filter(state=TextState.DRAFT).update(state=TextState.IN_REVIEW)
        self.set(state=EntryState.IN_REVIEW)
        return {}


class Return(Action):
    """Give an entry back to its authors, from review or from the schedule, as long as nobody has seen it."""

    verb, label, permission = "return", _("Return to draft"), "approve_entry"
    reason_needed = True

    def obstacles(self) -> list[Reason]:
        if self.entry.stage() not in (Stage.IN_REVIEW, Stage.SCHEDULED):
            return [Reason("state", _("Only what is in review or scheduled can be returned."))]
        return []

    def apply(self) -> dict[str, Any]:
        self.entry.texts.filter(state__in=(TextState.IN_REVIEW, TextState.LIVE)).exclude(
            language__in=self.entry.texts.filter(state=TextState.DRAFT).values("language")
        ).update(state=TextState.DRAFT)
        self.set(state=EntryState.DRAFT)
        return {}


class Approve(Action):
    """Approve for release at a moment; until then nobody outside sees it, from then on everybody."""

    verb, label, permission = "approve", _("Approve"), "approve_entry"

    def __init__(
        self,
        entry: Entry,
        actor: Actor,
        *,
        release_at: datetime | None = None,
        release_zone: str = "",
        at_once: bool = False,
        reason: str = "",
    ) -> None:
        super().__init__(entry, actor, reason=reason)
        self.release_at = clock.now() if at_once else release_at
        self.release_zone = release_zone or entry.release_zone
        self.at_once = at_once

    def obstacles(self) -> list[Reason]:
        if self.entry.state != EntryState.IN_REVIEW:
            return [Reason("state", _("Only what is in review can be approved."))]
        if self.release_at is None:
            return [Reason("release_time_missing", _("Set the release time, or choose to release at once."))]
        if self.release_at < clock.now() and not self.at_once:
            return [_in_the_past()]
        return readiness(self.entry, self.release_at)

    def apply(self) -> dict[str, Any]:
        for text in self.entry.texts.filter(state=TextState.IN_REVIEW):
            _supersede(text, self.actor.user)
        for use in self.entry.images.select_related("image"):
            make_renditions(use.image)
        self.set(state=EntryState.APPROVED, release_at=self.release_at, release_zone=self.release_zone)
        self.raise_revision(self.release_at)
        record(self.entry, self.actor.user)
        return {"release_at": self.release_at and self.release_at.isoformat(), "at_once": self.at_once}


def _in_the_past() -> Reason:
    return Reason(
        "release_time_past", _("The release time lies in the past. Choose a later time or release at once.")
    )


class Reschedule(Action):
    """Move the release of what is approved and not yet out."""

    verb, label, permission = "reschedule", _("Change the release time"), "approve_entry"
    reason_needed = True

    def __init__(
        self, entry: Entry, actor: Actor, *, release_at: datetime | None, release_zone: str = "", reason: str = ""
    ) -> None:
        super().__init__(entry, actor, reason=reason)
        self.release_at = release_at
        self.release_zone = release_zone or entry.release_zone

    def obstacles(self) -> list[Reason]:
        if self.entry.stage() is not Stage.SCHEDULED:
            return [Reason("state", _("Only what is scheduled can be moved."))]
        if self.release_at is None:
            return [Reason("release_time_missing", _("Set the new release time."))]
        if self.release_at < clock.now():
            return [_in_the_past()]
        return readiness(self.entry, self.release_at)

    def apply(self) -> dict[str, Any]:
        before = self.entry.release_at
        self.set(release_at=self.release_at, release_zone=self.release_zone)
        self.raise_revision()
        return {"from": before and before.isoformat(), "to": self.release_at and self.release_at.isoformat()}


class ReleaseEarly(Action):
    """Release now what is scheduled for later, by a named person for a stated reason."""

    verb, label, permission = "release_early", _("Release now"), "release_entry_early"
    reason_needed = True

    def obstacles(self) -> list[Reason]:
        if self.entry.stage() is not Stage.SCHEDULED:
            return [Reason("state", _("Only what is scheduled can be released early."))]
        return readiness(self.entry, clock.now())

    def apply(self) -> dict[str, Any]:
        before = self.entry.release_at
        self.set(release_at=clock.now())
        self.raise_revision(self.entry.release_at)
        return {"scheduled_for": before and before.isoformat()}


class Withdraw(Action):
    """Take back what was released; its address then answers with a notice and this reason."""

    verb, label, permission = "withdraw", _("Withdraw"), "withdraw_entry"
    reason_needed = True

    def obstacles(self) -> list[Reason]:
        if self.entry.stage() is not Stage.RELEASED:
            return [Reason("state", _("Only what is released can be withdrawn; return it to draft instead."))]
        return []

    def apply(self) -> dict[str, Any]:
        self.set(withdrawn_at=clock.now(), withdrawn_reason=self.reason)
        self.raise_revision()
        return {}


class RecordFacts(Action):
    """Take a change of facts into the record; after release it is a correction that readers see, or minor."""

    verb, label, permission = "edit", _("Edit"), "submit_entry"

    def __init__(self, entry: Entry, actor: Actor, *, severity: str = "", reason: str = "") -> None:
        super().__init__(entry, actor, reason=reason)
        self.severity = severity
        if entry.state == EntryState.APPROVED:
            self.permission = "correct_entry"

    def obstacles(self) -> list[Reason]:
        reasons = _correction_obstacles(self.entry, self.severity, self.reason)
        if self.entry.state == EntryState.APPROVED and self.entry.release_at:
            reasons += readiness(self.entry, max(clock.now(), self.entry.release_at))
        return reasons

    def apply(self) -> dict[str, Any]:
        revision = record(self.entry, self.actor.user, self.reason)
        if revision is None:
            return {"changed": False}
        if self.entry.state == EntryState.APPROVED:
            self.raise_revision()
        if self.severity == Severity.CORRECTION:
            Correction.objects.create(
                entry_id=self.entry.pk,
                language=self.entry.authoritative_language,
                note=self.reason,
                actor=self.actor.user,
            )
        return {"revision": revision.number, "severity": self.severity}


def _correction_obstacles(entry: Entry, severity: str, note: str) -> list[Reason]:
    stage = entry.stage()
    if stage is Stage.WITHDRAWN:
        return [Reason("state", _("This entry has been withdrawn and is kept as it was."))]
    if stage is not Stage.RELEASED:
        return []
    reasons = []
    if severity not in Severity.values:
        reasons.append(
            Reason(
                "severity_missing",
                _("This is already public: say whether it is a minor edit or a correction."),
            )
        )
    if not note:
        reasons.append(Reason("note_missing", _("This is already public: say in words what you changed.")))
    return reasons


class DraftText(Action):
    """Open the next version in a language, copied from the live one; a translation starts from the original."""

    verb, label, permission = "draft_text", _("Write a new version"), "submit_entry"

    def __init__(self, entry: Entry, actor: Actor, *, language: str) -> None:
        super().__init__(entry, actor)
        self.language = language

    def obstacles(self) -> list[Reason]:
        if self.entry.stage() is Stage.WITHDRAWN:
            return [Reason("state", _("This entry has been withdrawn and is kept as it was."))]
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
        if self.entry.stage() is Stage.WITHDRAWN:
            return [Reason("state", _("This entry has been withdrawn and is kept as it was."))]
        if not self.text.is_open:
            return [Reason("state", _("Only a version that is not live yet can be edited."), self.text.language)]
        if self.text.state == TextState.IN_REVIEW and not self.actor.user.has_perm("publishing.approve_entry"):
            return [Reason("in_review", _("This version is being reviewed."), self.text.language)]
        return []

    def apply(self) -> dict[str, Any]:
        self.text.save()
        return {"language": self.text.language, "version": self.text.version}


class SubmitText(TextAction):
    """Hand one drafted text over for review."""

    verb, label, permission = "submit_text", _("Submit the text"), "submit_entry"

    def obstacles(self) -> list[Reason]:
        if self.text.state != TextState.DRAFT:
            return [Reason("state", _("Only a draft can be submitted."), self.text.language)]
        return list(text_problems(self.text))

    def apply(self) -> dict[str, Any]:
        self.text.state = TextState.IN_REVIEW
        self.text.save()
        return {}


class PublishText(TextAction):
    """Put a reviewed version in place of the live one; after release as a minor edit or a dated correction."""

    verb, label, permission = "publish_text", _("Put this version online"), "correct_entry"

    def __init__(self, text: Text, actor: Actor, *, severity: str = "", reason: str = "") -> None:
        super().__init__(text, actor, reason=reason)
        self.severity = severity

    def obstacles(self) -> list[Reason]:
        if self.entry.state != EntryState.APPROVED:
            return [Reason("state", _("The entry itself has not been approved yet."))]
        if self.text.state != TextState.IN_REVIEW:
            return [Reason("state", _("Submit this version for review first."), self.text.language)]
        reasons = list(text_problems(self.text))
        if self.entry.texts.live().filter(language=self.text.language).exists():
            reasons += _correction_obstacles(self.entry, self.severity, self.reason)
        return reasons

    def apply(self) -> dict[str, Any]:
        replaces = self.entry.texts.live().filter(language=self.text.language).exists()
        _supersede(self.text, self.actor.user, severity=self.severity if replaces else "", note=self.reason)
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
        if self.text.state != TextState.LIVE or self.text.is_original:
            return [Reason("state", _("Only a live translation can be confirmed."), self.text.language)]
        return []

    def apply(self) -> dict[str, Any]:
        self.text.based_on = latest_original(self.entry)
        self.text.save()
        self.raise_revision()
        return {"based_on": self.text.based_on and self.text.based_on.version}
