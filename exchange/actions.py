"""Steps of the desk that imports bring along."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from exchange.models import ImportFinding
from publishing import clock
from publishing.actions import Action, Actor
from publishing.models import Entry
from publishing.readiness import Reason

__all__ = ["ResolveFindings"]


class ResolveFindings(Action):
    """Declare that somebody has looked at points of an imported document."""

    verb, label, permission = "resolve_findings", _("Look at points of an import"), "submit_entry"

    def __init__(self, entry: Entry, actor: Actor, *, findings: list[ImportFinding]) -> None:
        super().__init__(entry, actor)
        self.findings = findings

    def obstacles(self) -> list[Reason]:
        if any(finding.entry_id != self.entry.pk for finding in self.findings):
            return [Reason("finding", _("This point belongs to another entry."))]
        return []

    def apply(self) -> dict[str, Any]:
        still_open = ImportFinding.objects.filter(
            pk__in=[finding.pk for finding in self.findings], resolved_at__isnull=True
        )
        codes = list(still_open.values_list("code", flat=True))
        still_open.update(resolved_at=clock.now(), resolved_by=self.actor.user)
        return {"points": codes}
