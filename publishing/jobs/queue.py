"""Putting jobs into the queue, and what staff decide about those that failed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from publishing import clock
from publishing.models import Job
from publishing.models.jobs import JobOutcome

__all__ = ["DELAYS", "JobError", "Spec", "enqueue", "give_up", "job", "run_again", "spec_of"]

# How long a job that failed waits for its second, third … attempt; after the last one it stays failed.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


class JobError(Exception):
    """A job could not be done, or a decision about it is not possible; the message is for people."""


@dataclass(frozen=True)
class Spec:
    """What is known of a kind of job: its name for people and the pauses between attempts."""

    label: "str | Promise"
    delays: tuple[timedelta, ...] = DELAYS


_specs: dict[str, Spec] = {}


def job(
    label: "str | Promise", *, delays: tuple[timedelta, ...] = DELAYS, priority: int = 0
) -> Callable[[Callable[..., None]], Task[Any, None]]:
    """Make a function of a module a kind of job; its arguments must be JSON, and doing it twice must not hurt.

    The worker may die after the work and before it is noted as done: the job then runs once more.
    """

    def register(function: Callable[..., None]) -> Task[Any, None]:
        registered: Task[Any, None] = task(priority=priority)(function)
        _specs[registered.module_path] = Spec(label, delays)
        return registered

    return register


def spec_of(run: DBTaskResult) -> Spec:
    """What is known of the kind of job in ``run``; of a kind that no longer exists only its name, and no attempts."""
    module = run.task_path.rpartition(".")[0]
    if run.task_path not in _specs and find_spec(module.partition(".")[0]) and find_spec(module):
        import_module(module)
    return _specs.get(run.task_path) or Spec(run.task_path.rpartition(".")[2], ())


@transaction.atomic
def enqueue(
    kind: Task[Any, None], *, key: str = "", run_after: datetime | None = None, **arguments: Any
) -> Job:
    """Queue a job with ``arguments`` for now or ``run_after``, as part of the transaction that is open.

    Of the jobs of one kind with the same ``key`` only one waits at a time: a second one is not added, but brings
    the first forward if it is due earlier. ``ValueError`` for a naive ``run_after``.
    """
    due = run_after or clock.now()
    if due.tzinfo is None:
        raise ValueError("run_after needs an aware datetime")
    slot = slot_of(kind.module_path, key)
    if waiting := _waiting(slot):
        if due < waiting.run.run_after:
            waiting.run.run_after = due
            waiting.run.save(update_fields=["run_after"])
        return waiting
    try:
        with transaction.atomic():
            result: Any = kind.using(run_after=due).enqueue(**arguments)
            return Job.objects.create(run=result.db_result, key=key, slot=slot)
    except IntegrityError:
        # Somebody else has just queued the same.
        waiting = _waiting(slot)
        if waiting is None:
            raise
        return waiting


def slot_of(task_path: str, key: str) -> str:
    return f"{task_path} {key}" if key else ""


def _waiting(slot: str) -> Job | None:
    """The job that waits in ``slot``, kept from starting until this transaction is over."""
    if not slot:
        return None
    return Job.objects.select_for_update(of=("self", "run")).select_related("run").filter(slot=slot).first()


def run_again(job: Job, user: User, note: str = "") -> None:
    """Give a job that failed all its attempts once more, starting now; :class:`JobError` if it has not failed."""
    with transaction.atomic():
        run = _failed(job)
        slot = slot_of(run.task_path, job.key)
        if _waiting(slot):
            raise JobError(_("The same is waiting to be done already: this one can be given up."))
        DBTaskResult.objects.filter(pk=run.pk).update(
            status=TaskResultStatus.READY, run_after=clock.now(), finished_at=None
        )
        Job.objects.filter(pk=job.pk).update(attempts=0, slot=slot, decided_by=user, note=note)
    job.refresh_from_db()


def give_up(job: Job, user: User, note: str) -> None:
    """Close a job that failed with a note that says why; :class:`JobError` without a note or if it has not failed."""
    if not note.strip():
        raise JobError(_("Say in a note why it need not be done any more."))
    with transaction.atomic():
        run = _failed(job)
        forget_arguments(run)
        Job.objects.filter(pk=job.pk).update(
            outcome=JobOutcome.GIVEN_UP, closed_at=clock.now(), decided_by=user, note=note.strip()
        )
    job.refresh_from_db()


def _failed(job: Job) -> DBTaskResult:
    locked = Job.objects.select_for_update(of=("self", "run")).select_related("run").get(pk=job.pk)
    if locked.outcome or locked.run.status != TaskResultStatus.FAILED:
        raise JobError(_("This job has not failed, or somebody has just decided about it."))
    return locked.run


def forget_arguments(run: DBTaskResult) -> None:
    """Take out what a closed job was called with: it may name people."""
    DBTaskResult.objects.filter(pk=run.pk).update(args_kwargs={"args": [], "kwargs": {}})
