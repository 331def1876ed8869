"""Handing an entry over to another office."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing import offices
from publishing.actions.base import Action, Actor, withdrawal_obstacles
from publishing.models import Entry, Office
from publishing.readiness import Reason

__all__ = ["HandOver"]


class HandOver(Action):
    """Put an entry in the charge of another office, or of none: then of everybody whose role allows it.

    What readers see does not change, so it is no correction, whenever it happens.
    """

    verb, label, permission = "hand_over", _("Hand over to another office"), "approve_entry"

    def __init__(self, entry: Entry, actor: Actor, *, office: Office | None, reason: str = "") -> None:
        super().__init__(entry, actor, reason=reason)
        self.office = office

    def obstacles(self) -> list[Reason]:
        if reasons := withdrawal_obstacles(self.entry):
            return reasons
        if self.entry.office_id == (self.office.pk if self.office else None):
            return [Reason("office_same", _("This office is in charge already."))]
        if self.entry.office_id is None and not offices.may_claim(self.actor.user, self.office):
            return [Reason("office_other", _("You can take charge of this entry for your own office only."))]
        return []

    def apply(self) -> dict[str, Any]:
        before = self.entry.office
        self.set(office=self.office)
        return {"from": before and before.code, "to": self.office and self.office.code}
