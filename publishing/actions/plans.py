"""Actions on the plan of a language, and on differences between the languages."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from publishing.actions.base import Action, Actor, withdrawal_obstacles
from publishing.factlock import Difference
from publishing.languages import Language
from publishing.models import Entry, Explanation, LanguagePlan
from publishing.readiness import Reason

__all__ = ["AssignTranslation", "ExplainDifference", "RequireLanguage", "WaiveLanguage"]


class PlanAction(Action):
    """Base of the steps that plan one language of an entry; ``ValueError`` for a language the portal does not have."""

    permission = "plan_translation"

    def __init__(self, entry: Entry, actor: Actor, *, language: str, reason: str = "") -> None:
        super().__init__(entry, actor, reason=reason)
        self.language = Language(language)

    def obstacles(self) -> list[Reason]:
        if self.language == self.entry.authoritative_language:
            return [Reason("original", _("This is the original: it is neither translated nor waived."))]
        return withdrawal_obstacles(self.entry)

    def store(self, **values: Any) -> dict[str, Any]:
        LanguagePlan.objects.update_or_create(entry_id=self.entry.pk, language=self.language, defaults=values)
        return {"language": self.language}


class AssignTranslation(PlanAction):
    """Say who translates into a language and until when."""

    verb, label = "assign", _("Assign a translation")

    def __init__(
        self,
        entry: Entry,
        actor: Actor,
        *,
        language: str,
        translator: User | None,
        due_at: datetime | None = None,
        due_zone: str = "",
    ) -> None:
        super().__init__(entry, actor, language=language)
        self.translator, self.due_at = translator, due_at
        self.due_zone = due_zone or entry.release_zone

    def apply(self) -> dict[str, Any]:
        detail = self.store(translator=self.translator, due_at=self.due_at, due_zone=self.due_zone)
        return {
            **detail,
            "translator": self.translator and self.translator.pk,
            "due_at": self.due_at and self.due_at.isoformat(),
        }


class WaiveLanguage(PlanAction):
    """Decide that an entry goes out without a language."""

    verb, label = "waive", _("Waive this language")
    reason_needed = True

    def apply(self) -> dict[str, Any]:
        return self.store(waived_reason=self.reason)


class RequireLanguage(PlanAction):
    """Take the waiver of a language back."""

    verb, label = "require", _("Require this language again")

    def obstacles(self) -> list[Reason]:
        if not self.entry.plans.filter(language=self.language).exclude(waived_reason="").exists():
            return [Reason("state", _("This language is not waived."))]
        return super().obstacles()

    def apply(self) -> dict[str, Any]:
        return self.store(waived_reason="")


class ExplainDifference(Action):
    """Say why a difference between the languages is right."""

    verb, label, permission = "explain", _("Explain a difference"), "submit_entry"
    reason_needed = True

    def __init__(self, entry: Entry, actor: Actor, *, difference: Difference, reason: str) -> None:
        super().__init__(entry, actor, reason=reason)
        self.difference = difference

    def obstacles(self) -> list[Reason]:
        return withdrawal_obstacles(self.entry)

    def apply(self) -> dict[str, Any]:
        said = f"{self.difference.kind.label} {self.difference.values}"[:300]
        Explanation.objects.get_or_create(
            entry_id=self.entry.pk,
            signature=self.difference.signature,
            defaults={"difference": said, "note": self.reason, "actor": self.actor.user},
        )
        return {"difference": said}
