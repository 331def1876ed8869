"""Erasure at the end of the time for which personal data are kept: it runs by itself, and can be proven.

Every model that is a :class:`~intake.models.Submission` takes part without being named anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from intake import limits
from intake.models import Submission, Way
from publishing import clock
from publishing.jobs import job, periodic

__all__ = ["GRACE", "Due", "due", "erase_due", "kinds", "overdue"]

# The job runs every hour; what is still there a day after its time is proof that something is wrong.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A submission whose time is over, and since when."""

    submission: Submission
    at: datetime


def kinds() -> list[type[Submission]]:
    """Every kind of submission there is."""
    return [model for model in apps.get_models() if issubclass(model, Submission)]


def due(at: datetime | None = None) -> Iterator[Due]:
    """What has to be erased ``at`` a moment, by default now, and was not."""
    moment = at or clock.now()
    for kind in kinds():
        for submission in kind.may_be_due(moment).filter(erased_at__isnull=True).order_by("pk"):
            until = submission.kept_until()
            if until is not None and until <= moment:
                yield Due(submission, until)


def overdue() -> list[Due]:
    """What should have been erased a day ago and is still there."""
    return list(due(clock.now() - GRACE))


@job(_("Erase personal data whose time is over"), priority=-10)
def erase_due() -> None:
    """Erase what is due, each in a transaction of its own, and forget what was counted."""
    for each in list(due()):
        each.submission.erase(Way.TIME, due_at=each.at)
    limits.forget_old()


periodic.every(timedelta(hours=1), erase_due)
