"""What the card of an outcome says beside its title."""

from typing import Any

from django.utils.text import capfirst

from outcomes.models import Outcome
from outcomes.presentation import amount
from publishing import formats
from publishing.languages import active

__all__ = ["outcome"]


def outcome(entry: Outcome) -> dict[str, Any]:
    """The stage, the amount as stated and the day for which it holds."""
    facts = (amount(entry), formats.date(entry.as_of, active()))
    return {
        "kind": capfirst(entry.get_outcome_stage_display()),
        "facts": tuple(filter(None, facts)),
    }
