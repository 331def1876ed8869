"""Actions on the facts of an entry, its address among them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.actions.base import Action, Actor, Refused, correction_obstacles, withdrawal_obstacles
from publishing.enums import EntryState, Severity, Stage
from publishing.models import Correction, Entry, FormerAddress
from publishing.models.entry import ascii_slug
from publishing.readiness import Reason, readiness
from publishing.renditions import make_renditions
from publishing.restoring import put_back
from publishing.revisions import record, row_of

__all__ = ["ChangeAddress", "RecordFacts", "RestoreFacts", "address_obstacles"]


class RecordFacts(Action):
    """Take a change of facts into the record; after release it is a correction that readers see, or minor."""

    verb, label, permission = "edit", _("Edit"), "submit_entry"

    def __init__(self, entry: Entry, actor: Actor, *, severity: str = "", reason: str = "") -> None:
        super().__init__(entry, actor, reason=reason)
        self.severity = severity
        if entry.state == EntryState.APPROVED:
            self.permission = "correct_entry"

    def obstacles(self) -> list[Reason]:
        reasons = correction_obstacles(self.entry, self.severity, self.reason) + self._passed_off()
        if self.entry.state == EntryState.APPROVED and self.entry.release_at:
            reasons += readiness(self.entry, max(clock.now(), self.entry.release_at))
        return reasons

    def follow(self) -> None:
        """Let the kind store what follows from the change."""
        self.entry.specific.facts_follow()

    def _passed_off(self) -> list[Reason]:
        """What readers count on and was changed as a minor edit."""
        entry = self.entry.specific
        if self.severity != Severity.MINOR or not entry.counted_on or entry.stage() is not Stage.RELEASED:
            return []
        last = entry.revisions.order_by("-number").first()
        told, now = (last.facts if last else {}), row_of(entry)
        fields: list[Any] = [entry._meta.get_field(name) for name in entry.counted_on]
        # The same moment may have been written down on another clock.
        changed = [
            each for each in fields if each.to_python(now[each.name]) != each.to_python(told.get(each.name))
        ]
        if not changed:
            return []
        message = _("Readers count on this, so its change is a correction and no minor edit: %(facts)s.")
        names = ", ".join(str(each.verbose_name) for each in changed)
        return [Reason("correction_needed", message % {"facts": names})]

    def apply(self) -> dict[str, Any]:
        self.follow()
        revision = record(self.entry, self.actor.user, self.reason)
        if revision is None:
            return {"changed": False}
        if self.entry.state == EntryState.APPROVED:
            # What was added is public with its entry and waits for nobody.
            for use in self.entry.images.select_related("image"):
                make_renditions(use.image)
            self.raise_revision()
            # What was approved by two is not what one has changed since.
            self.alone = self.severity == Severity.CORRECTION or self.entry.stage() is Stage.SCHEDULED
        if self.severity == Severity.CORRECTION:
            Correction.objects.create(
                entry_id=self.entry.pk,
                language=self.entry.authoritative_language,
                note=self.reason,
                actor=self.actor.user,
            )
        return {"revision": revision.number, "severity": self.severity}


class RestoreFacts(RecordFacts):
    """Put the facts back as an earlier revision has them; what is public is corrected, as with any other change."""

    verb, label = "restore_facts", _("Restore these facts")

    def __init__(
        self, entry: Entry, actor: Actor, *, number: int, severity: str = "", reason: str = ""
    ) -> None:
        super().__init__(entry, actor, severity=severity, reason=reason)
        self.number = number

    def apply(self) -> dict[str, Any]:
        try:
            put_back(self.entry, self.entry.revisions.get(number=self.number).facts)
        except ValidationError as error:
            raise Refused([Reason("not_valid", message) for message in error.messages]) from error
        except ProtectedError as error:
            message = _("Something that would be removed is needed elsewhere: %(what)s.")
            names = ", ".join(str(each) for each in error.protected_objects)
            raise Refused([Reason("needed_elsewhere", message % {"what": names})]) from error
        self.entry = type(self.entry)._default_manager.get(pk=self.entry.pk)
        if reasons := address_obstacles(self.entry, self.entry.slug):
            raise Refused(reasons)
        if self.entry.state == EntryState.APPROVED and self.entry.release_at:
            at = max(clock.now(), self.entry.release_at)
            if reasons := readiness(self.entry, at):
                raise Refused(reasons)
        return {**super().apply(), "restored": self.number}


class ChangeAddress(Action):
    """Give an entry that was approved another address; the former one leads to it for ever."""

    verb, label, permission = "change_address", _("Change the address"), "correct_entry"
    reason_needed = True

    def __init__(self, entry: Entry, actor: Actor, *, slug: str, reason: str = "") -> None:
        super().__init__(entry, actor, reason=reason)
        self.slug = slug

    def obstacles(self) -> list[Reason]:
        if self.entry.state != EntryState.APPROVED:
            return [Reason("state", _("As long as nothing is approved, the address is one of the facts."))]
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        try:
            ascii_slug(self.slug)
        except ValidationError as error:
            return [Reason("slug", error.messages[0])]
        if self.slug == self.entry.slug:
            return [Reason("slug_same", _("This is its address already."))]
        return address_obstacles(self.entry, self.slug)

    def apply(self) -> dict[str, Any]:
        before = self.entry.slug
        FormerAddress.objects.filter(kind=self.entry.kind, slug=self.slug).delete()
        FormerAddress.objects.create(entry_id=self.entry.pk, kind=self.entry.kind, slug=before)
        self.set(slug=self.slug)
        self.raise_revision()
        record(self.entry, self.actor.user, self.reason)
        return {"from": before, "to": self.slug}


def address_obstacles(entry: Entry, slug: str) -> list[Reason]:
    """Who else has, or once had, the address ``slug`` among entries of this kind."""
    others = Entry.objects.filter(kind=entry.kind, slug=slug).exclude(pk=entry.pk)
    if others.exists():
        return [Reason("slug_taken", _("Another entry of this kind already has this address."))]
    former = FormerAddress.objects.filter(kind=entry.kind, slug=slug).exclude(entry=entry.pk).first()
    if former:
        return [
            Reason(
                "slug_former",
                _("This was the address of %(ref)s and leads there for ever. Choose another one.")
                % {"ref": former.entry.ref},
            )
        ]
    return []
