"""What an action is: the question whether it may happen, and its doing in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import changes, clock, offices, search
from publishing.actions.settling import settle
from publishing.enums import Happening, Severity, Stage
from publishing.looking import looked_at
from publishing.models import AuditRecord, Entry, Text
from publishing.notices import tell_editors
from publishing.readiness import Reason

__all__ = [
    "Action",
    "Actor",
    "Refused",
    "TextAction",
    "correction_obstacles",
    "withdrawal_obstacles",
    "written_by",
]


# As many characters as the records keep.
LONGEST_REASON = 500
# The verbs of the steps by which somebody becomes an author of a version.
WRITING = ("draft_text", "edit_text", "restore_text")


class Refused(Exception):
    """An action may not happen now; ``reasons`` says why."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(" ".join(str(reason) for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Actor:
    """Who acts, through which channel (admin, api, command), from which network address, with which token of the API."""

    user: User
    channel: str = "command"
    address: str | None = None
    token: str = ""


class Action:
    """Base of all actions on one entry."""

    verb: ClassVar[str]
    label: ClassVar["str | Promise"]
    permission: str
    reason_needed: ClassVar[bool] = False
    # Whether this was done to something public without a second pair of eyes.
    alone: bool = False
    # What the actor had before him when he decided, see :mod:`publishing.looking`; empty where nobody looked.
    looked_at: str = ""
    # Whether this is a minor edit or a correction, where readers see it.
    severity: str = ""
    # What readers are told, once this has changed what they see.
    told: Happening | None = None

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
        elif not offices.has_perm(self.actor.user, f"publishing.{self.permission}", self.entry):
            reasons.append(
                Reason(
                    "office",
                    _("Another office is in charge of this entry: %(office)s.")
                    % {"office": self.entry.office},
                )
            )
        if self.reason_needed and not self.reason:
            reasons.append(Reason("reason_missing", _("Give a reason: it is kept, and readers may see it.")))
        if len(self.reason) > LONGEST_REASON:
            reasons.append(
                Reason(
                    "reason_long",
                    _("Shorten the reason to %(limit)d characters.") % {"limit": LONGEST_REASON},
                )
            )
        if self.looked_at and self.looked_at != looked_at(self.entry):
            reasons.append(
                Reason(
                    "changed",
                    _("This has changed since you looked at it. Look at it again before you go on."),
                )
            )
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
        changes.take_turn()
        self.catch_up()
        if reasons := self.check():
            raise Refused(reasons)
        detail = self.apply()
        if self.actor.token:
            detail = {**detail, "token": self.actor.token}
        record = AuditRecord.objects.create(
            entry_id=self.entry.pk,
            text=self.text,
            actor=self.actor.user,
            action=self.verb,
            reason=self.reason,
            detail=detail,
            channel=self.actor.channel,
            address=self.actor.address,
            alone=self.alone,
        )
        if self.alone:
            tell_editors(record)
        search.update(self.entry)
        changes.keep(self.entry, self.told)
        return self.entry

    def happening(self) -> Happening:
        """What readers are told of this."""
        return Happening.CORRECTED if self.severity == Severity.CORRECTION else Happening.REVISED

    def catch_up(self) -> None:
        """Take over what others have done since the entry was read, and keep them waiting from here on."""
        locked = Entry.objects.select_for_update().get(pk=self.entry.pk)
        for name in (
            "state",
            "release_at",
            "release_zone",
            "withdrawn_at",
            "revision",
            "changed_at",
            "office_id",
        ):
            setattr(self.entry, name, getattr(locked, name))
        settle(self.entry)

    def set(self, **values: Any) -> None:
        """Store ``values`` on the entry's own row and on the instance in hand."""
        Entry.objects.filter(pk=self.entry.pk).update(**values)
        for name, value in values.items():
            setattr(self.entry, name, value)

    def raise_revision(self, at: datetime | None = None) -> None:
        """Count a change that the public can see, ``at`` a moment (by default now) or at the release time."""
        at, release_at = at or clock.now(), self.entry.release_at
        self.set(revision=self.entry.revision + 1, changed_at=max(at, release_at) if release_at else at)
        self.told = self.happening()


class TextAction(Action):
    """An action on one text of an entry."""

    def __init__(self, text: Text, actor: Actor, *, reason: str = "") -> None:
        super().__init__(text.entry, actor, reason=reason)
        self.text: Text = text

    def catch_up(self) -> None:
        super().catch_up()
        stored = Text.objects.values("state", "live_at", "live_until").get(pk=self.text.pk)
        for name, value in stored.items():
            setattr(self.text, name, value)


def written_by(text: Text, user: User) -> bool:
    """Whether ``user`` has had a hand in this version."""
    records = AuditRecord.objects.filter(text=text, actor=user, action__in=WRITING)
    return text.author_id == user.pk or records.exists()


def withdrawal_obstacles(entry: Entry) -> list[Reason]:
    if entry.stage() is Stage.WITHDRAWN:
        return [Reason("state", _("This entry has been withdrawn and is kept as it was."))]
    return []


def correction_obstacles(entry: Entry, severity: str, note: str, at: datetime | None = None) -> list[Reason]:
    """What a change still has to say that readers see ``at`` a moment, by default now."""
    if entry.stage(at) is not Stage.RELEASED:
        return withdrawal_obstacles(entry)
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
