"""Jobs that come back: whoever works puts them into the queue when their time has come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.base import Task

from publishing import clock
from publishing.jobs.chores import clean_up
from publishing.jobs.links import check_links
from publishing.jobs.queue import enqueue
from publishing.models import Job

__all__ = ["enqueue_periodic", "every"]

Wanted = Callable[[], bool]

_periodic: dict[str, tuple[Task[Any, None], timedelta, Wanted | None]] = {}


def every(interval: timedelta, kind: Task[Any, None], *, when: Wanted | None = None) -> None:
    """Let a job without arguments come back ``interval`` after it was last queued.

    ``when`` says whether there is anything to do: a job that looks often for what is rare then leaves no rows.
    """
    _periodic[kind.module_path] = (kind, interval, when)


every(timedelta(days=1), check_links)
every(timedelta(days=1), clean_up)


def enqueue_periodic() -> list[Job]:
    """Queue the periodic jobs whose time has come and return them; never one that waits or runs already."""
    queued = []
    for path, (kind, interval, when) in _periodic.items():
        if when is not None and not when():
            continue
        known = Job.objects.filter(run__task_path=path)
        waits = known.filter(run__status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
        recent = known.filter(queued_at__gt=clock.now() - interval)
        if not waits.exists() and not recent.exists():
            queued.append(enqueue(kind, key="periodic"))
    return queued
