"""What the cards of programs and projects say beside their titles."""

from typing import Any

from django.utils.text import capfirst

from programs.models import Status
from programs.presentation import Undertaken, period
from publishing import kinds
from publishing.cards import Numeral

__all__ = ["undertaking"]


def undertaking(entry: Undertaken) -> dict[str, Any]:
    """How it stands, its period, and the year it began."""
    began = Numeral(str(entry.valid_from.year)) if entry.valid_from else None
    status = capfirst(str(Status(entry.status).label))
    return {
        "kind": f"{capfirst(str(kinds.get(entry.kind).label))} · {status}",
        "facts": (period(entry),),
        "numeral": began,
    }
