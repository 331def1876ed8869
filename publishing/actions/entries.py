"""Actions on an entry: from its creation through review and release to its withdrawal."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.access_mails import close_press_links, release_moved, released_early
from publishing.actions.base import Action, Actor
from publishing.actions.facts import RecordFacts, RestoreFacts
from publishing.actions.settling import settle
from publishing.actions.texts import own_versions, put_live
from publishing.enums import EntryState, Happening, Stage, TextState
from publishing.models import AuditRecord, Entry
from publishing.readiness import Reason, readiness, text_problems
from publishing.renditions import make_renditions
from publishing.revisions import record

__all__ = [
    "Approve",
    "Countersign",
    "Create",
    "ReleaseEarly",
    "ReleaseInEmergency",
    "Reschedule",
    "Return",
    "Submit",
    "Withdraw",
    "uncountersigned",
]


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
        self.entry.corrections.filter(at__gt=clock.now()).delete()
        self.entry.texts.filter(state__in=(TextState.IN_REVIEW, TextState.SCHEDULED)).update(
            state=TextState.DRAFT
        )
        self.entry.texts.live().exclude(language__in=opened).update(state=TextState.DRAFT)
        self.set(state=EntryState.DRAFT)
        closed = close_press_links(self.entry)
        return {"closed_links": closed} if closed else {}


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
        return [*self.second_pair_of_eyes(), *readiness(self.entry, self.release_at)]

    def second_pair_of_eyes(self) -> list[Reason]:
        texts = self.entry.texts.filter(state=TextState.IN_REVIEW)
        reasons = own_versions(texts, self.actor)
        if not reasons and self.entry.created_by_id == self.actor.user.pk:
            reasons = [
                Reason("own_entry", _("You began this entry yourself; somebody else has to approve it."))
            ]
        return reasons

    def apply(self) -> dict[str, Any]:
        # Nobody else has seen what was changed during the review by whoever now approves it.
        self.alone = self.alone or _changed_facts(self.entry, self.actor)
        for text in self.entry.texts.filter(state=TextState.IN_REVIEW):
            put_live(text, self.actor.user)
        for use in self.entry.images.select_related("image"):
            make_renditions(use.image)
        self.set(state=EntryState.APPROVED, release_at=self.release_at, release_zone=self.release_zone)
        self.raise_revision(self.release_at)
        record(self.entry, self.actor.user)
        return {"release_at": self.release_at and self.release_at.isoformat(), "at_once": self.at_once}

    def happening(self) -> Happening:
        return Happening.RELEASED


# Facts that whoever approves decides about anyway.
_OF_RELEASE = ("release_at", "release_zone", "release_policy")


def _changed_facts(entry: Entry, actor: Actor) -> bool:
    """Whether ``actor`` has changed facts of ``entry``, beside its release, since it was last approved."""
    records = AuditRecord.objects.filter(entry=entry.pk)
    last = records.filter(action__in=(Approve.verb, ReleaseInEmergency.verb)).order_by("-pk").first()
    changed = records.filter(
        actor=actor.user, action__in=(RecordFacts.verb, RestoreFacts.verb), pk__gt=last.pk if last else 0
    )
    numbers = [each.detail["revision"] for each in changed if "revision" in each.detail]
    wanted = {*numbers, *(number - 1 for number in numbers)}
    facts = dict(entry.revisions.filter(number__in=wanted).values_list("number", "facts"))
    return any(
        value != facts.get(number - 1, {}).get(name)
        for number in numbers
        for name, value in facts[number].items()
        if name not in _OF_RELEASE
    )


class ReleaseInEmergency(Approve):
    """Release at once and alone, because nobody else can be reached; all editors are told."""

    verb, label, permission = "release_in_emergency", _("Release alone (emergency)"), "release_in_emergency"
    reason_needed = True
    alone = True

    def __init__(self, entry: Entry, actor: Actor, *, reason: str = "") -> None:
        super().__init__(entry, actor, at_once=True, reason=reason)

    def second_pair_of_eyes(self) -> list[Reason]:
        return []


class Countersign(Action):
    """Look at what somebody did alone, in an emergency or as a correction of facts, and put one's name to it."""

    verb, label, permission = "countersign", _("Countersign"), "approve_entry"

    def obstacles(self) -> list[Reason]:
        records = list(uncountersigned().filter(entry=self.entry.pk))
        if not records:
            return [Reason("state", _("Nothing here waits for a second pair of eyes."))]
        if all(record.actor_id == self.actor.user.pk for record in records):
            return [Reason("own_step", _("You did this yourself; somebody else has to look at it."))]
        return []

    def apply(self) -> dict[str, Any]:
        others = uncountersigned().filter(entry=self.entry.pk).exclude(actor=self.actor.user)
        records = list(others.values_list("pk", flat=True))
        AuditRecord.objects.filter(pk__in=records).update(countersigned_by=self.actor.user)
        return {"records": records}


def uncountersigned() -> QuerySet[AuditRecord]:
    """What was done alone to something public and has not been looked at by anybody else yet."""
    return AuditRecord.objects.filter(alone=True, countersigned_by=None)


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
        before, zone = self.entry.release_at, self.entry.release_zone
        self.set(release_at=self.release_at, release_zone=self.release_zone)
        self.raise_revision()
        record(self.entry, self.actor.user, self.reason)
        if before and before != self.release_at:
            release_moved(self.entry, before, zone)
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
        if before:
            # What was to replace a version before anybody saw that is released in its place.
            self.entry.texts.filter(state=TextState.SCHEDULED, live_at__lte=before).update(
                live_at=clock.now()
            )
            settle(self.entry)
        self.raise_revision(self.entry.release_at)
        record(self.entry, self.actor.user, self.reason)
        if before:
            released_early(self.entry, before)
        return {"scheduled_for": before and before.isoformat()}

    def happening(self) -> Happening:
        return Happening.RELEASED


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

    def happening(self) -> Happening:
        return Happening.WITHDRAWN
