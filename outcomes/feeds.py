"""What feeds say of outcomes."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations.presentation import named
from outcomes.models import Outcome
from outcomes.presentation import amount, parties
from outcomes.queries import outcomes_told
from publishing import formats
from publishing.feeds.telling import Telling
from publishing.languages import active
from publishing.presentation import Shown, fact, link

__all__ = ["OUTCOMES"]


def _confirmed_by(entry: Outcome) -> list[Shown]:
    return [named(entry.confirmed_by, entry.confirmed_on)] if entry.confirmed_by else []


def _facts(entry: Outcome) -> list[Shown]:
    return [
        fact(pgettext("outcome", "Stage"), capfirst(entry.get_outcome_stage_display())),
        fact(_("Amount"), amount(entry)),
        fact(_("As of"), formats.date(entry.as_of, active())),
        fact(_("Came of"), link(entry.event)),
        fact(_("Parties"), *parties(entry)),
    ]


OUTCOMES = Telling(Outcome, outcomes_told, authors=_confirmed_by, facts=_facts)
