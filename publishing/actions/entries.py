"""Actions on an entry: from its creation through review and release to its withdrawal."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.actions.base import Action, Actor, correction_obstacles
from publishing.actions.texts import put_live
from publishing.enums import EntryState, Severity, Stage, TextState
from publishing.models import Correction, Entry
from publishing.readiness import Reason, readiness, text_problems
from publishing.renditions import make_renditions
from publishing.revisions import record

__all__ = ["Approve", "Create", "RecordFacts", "ReleaseEarly", "Reschedule", "Return", "Submit", "Withdraw"]


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
        # What is approved stays so where its successor is open already: that one is worked on.
        opened = list(self.entry.texts.open().values_list("language", flat=True))
        self.entry.texts.filter(state=TextState.IN_REVIEW).update(state=TextState.DRAFT)
        self.entry.texts.live().exclude(language__in=opened).update(state=TextState.DRAFT)
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
            put_live(text, self.actor.user)
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
        self,
        entry: Entry,
        actor: Actor,
        *,
        release_at: datetime | None,
        release_zone: str = "",
        reason: str = "",
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
        reasons = correction_obstacles(self.entry, self.severity, self.reason)
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
