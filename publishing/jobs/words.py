"""Where a job stands and what went wrong, in words."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tasks import TaskResultStatus

from publishing.models import Job
from publishing.models.jobs import JobOutcome

__all__ = ["JobState", "error_in_words", "state_of"]


class JobState(TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "waiting")
    AGAIN = "again", pgettext_lazy("job", "waiting for another attempt")
    RUNNING = "running", pgettext_lazy("job", "running")
    FAILED = "failed", pgettext_lazy("job", "failed")
    DONE = JobOutcome.DONE.value, pgettext_lazy("job", "done")
    REPLACED = JobOutcome.REPLACED.value, pgettext_lazy("job", "replaced by a later one")
    GIVEN_UP = JobOutcome.GIVEN_UP.value, pgettext_lazy("job", "given up")


def state_of(job: Job) -> JobState:
    """Where ``job`` stands."""
    if job.outcome:
        return JobState(job.outcome)
    if job.run.status == TaskResultStatus.READY:
        return JobState.AGAIN if job.attempts else JobState.WAITING
    return JobState.RUNNING if job.run.status == TaskResultStatus.RUNNING else JobState.FAILED


# By the beginning of the error's class.
_KINDS: "dict[str, str | Promise]" = {
    "smtplib.": _("The mail server did not take the mail."),
    "socket.": _("A host has no address: its name is wrong, or the network is down."),
    "ssl.": _("A secure connection could not be made."),
    "builtins.FileNotFoundError": _("A file is missing."),
    "builtins.PermissionError": _("A file may not be read or written."),
    "builtins.TimeoutError": _("The other side did not answer in time."),
    "builtins.Connection": _("The other side could not be reached."),
    "builtins.OSError": _("The other side or a file could not be reached."),
    "builtins.ImportError": _("This kind of job no longer exists."),
    "builtins.ModuleNotFoundError": _("This kind of job no longer exists."),
    "django.template.": _("The text of the mail could not be written."),
    "django.db.": _("The database refused."),
    "publishing.jobs.running.WorkerStopped": _("The worker ended in the middle of the job."),
}


def error_in_words(job: Job) -> "str | Promise":
    """What went wrong at the latest attempt of ``job``; "" if nothing did."""
    if not job.error_class:
        return ""
    for beginning, words in _KINDS.items():
        if job.error_class.startswith(beginning):
            return words
    if job.error_class == "publishing.jobs.queue.JobError":
        return job.error
    return _("Something unexpected happened; the technical details say more.")
