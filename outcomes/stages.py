"""The stages of a result, what each of them means, and the order in which one matter goes through them."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["DEFINITIONS", "PROVEN_FROM", "RANKS", "OutcomeStage", "needs_evidence"]


class OutcomeStage(models.TextChoices):
    """How far a matter has come; amounts of different stages are never added up."""

    CONSULTATION = "consultation", _("consultation value")
    NEGOTIATION = "negotiation", _("contract under negotiation")
    MOU = "mou", _("memorandum of understanding")
    DEMONSTRATION = "demonstration", _("demonstration agreed")
    CONTRACT = "contract", _("contract signed")
    DELIVERED = "delivered", _("delivered export")
    THIRD_MARKET = "third_market", _("third-market result")
    UNSPECIFIED = "unspecified", _("stage not stated")


DEFINITIONS: dict[str, "str | Promise"] = {
    OutcomeStage.CONSULTATION: _(
        "What the companies said at a meeting that a deal might be worth. Nobody has promised anything yet."
    ),
    OutcomeStage.NEGOTIATION: _(
        "What a contract would be worth that both sides are negotiating. It is not signed, and may never be."
    ),
    OutcomeStage.MOU: _(
        "A signed statement that both sides intend to work together. It obliges nobody to pay, so it has no amount."
    ),
    OutcomeStage.DEMONSTRATION: _(
        "Both sides have agreed in writing where and when a technology is tried out. The amount is the cost of the trial."
    ),
    OutcomeStage.CONTRACT: _("A contract that both sides have signed. The amount is what it states."),
    OutcomeStage.DELIVERED: _(
        "What was delivered and accepted, by customs or invoice. The amount is what was delivered, not what was ordered."
    ),
    OutcomeStage.THIRD_MARKET: _(
        "A result in a third country that came of the cooperation. The amount is what was signed or delivered there."
    ),
    OutcomeStage.UNSPECIFIED: _(
        "A source gives a figure without saying what was measured. It is recorded as it stands and compared with nothing."
    ),
}

# A later stage of one matter never comes before an earlier one; a trial may come before or after a contract.
RANKS: dict[str, int] = {
    OutcomeStage.UNSPECIFIED: 0,
    OutcomeStage.CONSULTATION: 1,
    OutcomeStage.NEGOTIATION: 2,
    OutcomeStage.MOU: 3,
    OutcomeStage.DEMONSTRATION: 4,
    OutcomeStage.CONTRACT: 4,
    OutcomeStage.DELIVERED: 5,
    OutcomeStage.THIRD_MARKET: 5,
}
PROVEN_FROM = RANKS[OutcomeStage.MOU]


def needs_evidence(stage: str) -> bool:
    """Whether a result at ``stage`` may be released only with evidence."""
    return RANKS[stage] >= PROVEN_FROM
