"""What is wrong with the work beside publications, in words: for the dashboard and for ``/health/ready``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus

from publishing import clock
from publishing.enums import EntryState
from publishing.jobs.running import due
from publishing.models import EntryImage, Heartbeat, Job
from publishing.renditions import is_complete

__all__ = ["Alarm", "alarm_source", "alarms", "alarms_for"]

LATE = timedelta(minutes=5)
SILENCE = timedelta(minutes=2)
SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Alarm:
    """``code`` is stable, ``message`` is for people, ``count`` says how often.

    ``url`` leads those who have the ``permission`` to the place. ``tells_of_releases`` is for staff alone, because it
    would say that something is about to be released.
    """

    code: str
    message: str
    url: str
    count: int = 1
    permission: str = "publishing.change_job"
    tells_of_releases: bool = False


Source = Callable[[datetime], Iterator[Alarm]]
_sources: list[Source] = []


def alarm_source(source: Source) -> Source:
    """Let ``source`` have its say in :func:`alarms`."""
    _sources.append(source)
    return source


def alarms(now: datetime | None = None) -> list[Alarm]:
    """Everything that is wrong ``now``, in the language that is active; empty if nothing is."""
    at = now or clock.now()
    return [alarm for source in _sources for alarm in source(at)]


def alarms_for(user: User | AnonymousUser) -> list[Alarm]:
    """The alarms as ``user`` sees them: for those who approve or look after the queue, with the addresses they may open."""
    if not (user.has_perm("publishing.approve_entry") or user.has_perm("publishing.change_job")):
        return []
    return [alarm if user.has_perm(alarm.permission) else replace(alarm, url="") for alarm in alarms()]


@alarm_source
def overdue(at: datetime) -> Iterator[Alarm]:
    if count := due(at - LATE).count():
        message = ngettext(
            "%(count)d job has been due for more than five minutes and has not run.",
            "%(count)d jobs have been due for more than five minutes and have not run.",
            count,
        )
        yield Alarm("jobs_overdue", message % {"count": count}, _jobs("overdue"), count)


@alarm_source
def failed(at: datetime) -> Iterator[Alarm]:
    if count := Job.objects.filter(run__status=TaskResultStatus.FAILED, outcome="").count():
        message = ngettext(
            "%(count)d job has failed at every attempt. Run it again or give it up.",
            "%(count)d jobs have failed at every attempt. Run them again or give them up.",
            count,
        )
        yield Alarm("jobs_failed", message % {"count": count}, _jobs("failed"), count)


@alarm_source
def silent(at: datetime) -> Iterator[Alarm]:
    if not Heartbeat.objects.filter(at__gt=at - SILENCE).exists():
        message = _(
            "No worker is running: mails and other jobs wait. What is released appears on time all the same."
        )
        yield Alarm("worker_silent", message, _jobs("waiting"))


@alarm_source
def unprepared(at: datetime) -> Iterator[Alarm]:
    uses = (
        EntryImage.objects.filter(
            entry__state=EntryState.APPROVED, entry__release_at__gt=at, entry__release_at__lte=at + SOON
        )
        .select_related("image")
        .prefetch_related("image__renditions")
    )
    if count := len({use.entry_id for use in uses if not is_complete(use.image)}):
        message = ngettext(
            "%(count)d entry is released within the hour, and its pictures are not ready in all sizes.",
            "%(count)d entries are released within the hour, and their pictures are not ready in all sizes.",
            count,
        )
        address = reverse("admin:publishing_entry_changelist") + "?stage=scheduled"
        yield Alarm(
            "release_unprepared",
            message % {"count": count},
            address,
            count,
            permission="publishing.view_entry",
            tells_of_releases=True,
        )


def _jobs(state: str) -> str:
    return f"{reverse('admin:publishing_job_changelist')}?state={state}"
