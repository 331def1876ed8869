"""What feeds say of opportunities."""

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from opportunities.models import Opportunity
from opportunities.presentation import extension, terms
from organizations.models import Organization
from organizations.presentation import named
from publishing import formats
from publishing.feeds.telling import Telling
from publishing.languages import active
from publishing.presentation import Shown, fact, worded
from publishing.queries import whole
from publishing.visibility import linked, public

__all__ = ["OPPORTUNITIES"]


def _opportunities() -> QuerySet[Opportunity]:
    return whole(public(Opportunity)).prefetch_related(
        linked("owner", Organization), "owner__names", "criteria"
    )


def _owner(entry: Opportunity) -> list[Shown]:
    if entry.release_at is None:
        return []
    return [named(entry.owner, formats.local_day(entry.release_at, entry.release_zone))]


def _facts(entry: Opportunity) -> list[Shown]:
    deadline = formats.moment(entry.deadline_at, entry.deadline_zone, active()) if entry.deadline_at else ""
    return [
        fact(_("Deadline"), deadline, note=" ".join(extension(entry))),
        fact(_("Type"), capfirst(entry.get_type_display())),
        fact(_("Direction"), capfirst(entry.get_direction_display())),
        fact(_("Who can answer"), *[worded(each, "question") for each in entry.criteria.all()]),
        *terms(entry),
    ]


OPPORTUNITIES = Telling(Opportunity, _opportunities, authors=_owner, facts=_facts)
