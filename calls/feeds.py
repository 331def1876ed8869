"""What feeds say of calls."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from calls.models import Call
from calls.presentation import frame_of, terms
from events.models import Event, Pavilion
from publishing import formats
from publishing.feeds.telling import Telling
from publishing.languages import active
from publishing.presentation import Shown, fact, worded
from publishing.queries import whole
from publishing.visibility import linked, public

__all__ = ["CALLS"]


def _calls() -> QuerySet[Call]:
    return whole(public(Call)).prefetch_related(
        linked("event", Event), Prefetch("pavilion", public(Pavilion)), "requirements"
    )


def _facts(entry: Call) -> list[Shown]:
    deadline = formats.moment(entry.deadline_at, entry.deadline_zone, active()) if entry.deadline_at else ""
    return [
        fact(_("Deadline"), deadline),
        *frame_of(entry),
        fact(_("Who can take part"), *[worded(each, "question") for each in entry.requirements.all()]),
        *terms(entry),
    ]


CALLS = Telling(Call, _calls, facts=_facts)
