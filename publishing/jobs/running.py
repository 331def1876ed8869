"""Running what is due: one job at a time, each kept with its error and tried again later."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from publishing import clock
from publishing.jobs import queue
from publishing.models import Heartbeat, Job
from publishing.models.jobs import JobOutcome

__all__ = ["due", "reclaim", "run_due", "run_next"]

logger = logging.getLogger(__name__)


class WorkerStopped(Exception):
    """The worker ended in the middle of the job."""


def due(at: datetime) -> QuerySet[Job]:
    """The jobs that could run ``at`` a moment, the most pressing first."""
    return Job.objects.filter(run__status=TaskResultStatus.READY, run__run_after__lte=at).order_by(
        "-run__priority", "run__run_after", "pk"
    )


def run_due(worker: str = "here") -> list[Job]:
    """Run everything that is due now, one after the other, and return what ran."""
    ran = []
    while job := run_next(worker):
        ran.append(job)
    return ran


def run_next(worker: str) -> Job | None:
    """Run the most pressing job that is due now and return it; ``None`` if none is."""
    job = _claim(worker)
    if job is not None:
        _perform(job)
    return job


def _claim(worker: str) -> Job | None:
    at = clock.now()
    if not due(at).exists():
        return None
    with transaction.atomic():
        rows = due(at).select_for_update(skip_locked=True, of=("self", "run")).select_related("run")
        job = rows.first()
        if job is None:
            return None
        run = job.run
        run.status, run.started_at, run.worker_ids = TaskResultStatus.RUNNING, at, [*run.worker_ids, worker]
        run.save(update_fields=["status", "started_at", "worker_ids"])
        job.slot = ""
        job.attempts += 1
        job.save(update_fields=["slot", "attempts"])
    return job


def _perform(job: Job) -> None:
    run = job.run
    try:
        # The path is looked up here: a kind of job that is no longer there is an error of this job alone.
        function = run.task
        with translation.override(settings.LANGUAGE_CODE):
            function.call(*run.args_kwargs["args"], **run.args_kwargs["kwargs"])
    except Exception as error:
        logger.warning("%s failed at attempt %d", job, job.attempts, exc_info=True)
        _failed(job, error)
    else:
        logger.info("%s done", job)
        _close(job, JobOutcome.DONE, TaskResultStatus.SUCCESSFUL)


@transaction.atomic
def _failed(job: Job, error: Exception) -> None:
    """Keep the error, and let the job wait for its next attempt unless this was the last."""
    run = job.run
    job.error_class = f"{type(error).__module__}.{type(error).__qualname__}"[:200]
    job.error = str(error)[:1000]
    delays = queue.spec_of(run).delays
    slot = queue.slot_of(run.task_path, job.key)
    if job.attempts > len(delays):
        run.set_failed(error)
        job.save(update_fields=["error_class", "error"])
        logger.error("%s failed for good", job)
    elif slot and Job.objects.filter(slot=slot).exists():
        _close(job, JobOutcome.REPLACED, TaskResultStatus.SUCCESSFUL)
    else:
        run.status, run.run_after = TaskResultStatus.READY, clock.now() + delays[job.attempts - 1]
        run.save(update_fields=["status", "run_after"])
        job.slot = slot
        job.save(update_fields=["error_class", "error", "slot"])


@transaction.atomic
def _close(job: Job, outcome: JobOutcome, status: TaskResultStatus) -> None:
    run, now = job.run, clock.now()
    run.status, run.finished_at = status, now
    run.save(update_fields=["status", "finished_at"])
    queue.forget_arguments(run)
    job.outcome, job.closed_at = outcome, now
    job.save(update_fields=["outcome", "closed_at", "error_class", "error"])


def reclaim(living_since: datetime) -> int:
    """Take back the jobs of workers that have given no sign of life since, and return how many there were."""
    living = Heartbeat.objects.filter(at__gte=living_since).values_list("worker", flat=True)
    lost = 0
    for job in Job.objects.select_related("run").filter(
        run__status=TaskResultStatus.RUNNING, run__started_at__lt=living_since
    ):
        if job.run.worker_ids[-1] in living:
            continue
        with transaction.atomic():
            stopped = DBTaskResult.objects.select_for_update().filter(
                pk=job.run_id, status=TaskResultStatus.RUNNING, worker_ids=job.run.worker_ids
            )
            if stopped.exists():
                _failed(job, WorkerStopped(WorkerStopped.__doc__))
                lost += 1
    return lost
