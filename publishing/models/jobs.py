"""The stored queue as staff see it: jobs with their attempts and errors, and the workers that run them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tasks_db.models import DBTaskResult

from publishing import clock


class JobOutcome(models.TextChoices):
    DONE = "done", _("done")
    REPLACED = "replaced", _("replaced by a later job")
    GIVEN_UP = "given_up", _("given up")


class Job(models.Model):
    """Something to be done beside a publication; ``run`` is its row in the queue.

    ``slot`` is taken while a job with a key waits, so that two of them cannot wait at the same time.
    """

    run = models.OneToOneField(
        DBTaskResult, models.CASCADE, related_name="job", editable=False, verbose_name=_("run")
    )
    key = models.CharField(_("key"), max_length=120, blank=True, editable=False)
    slot = models.CharField(max_length=300, blank=True, editable=False)
    queued_at = models.DateTimeField(_("queued"), default=clock.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    error_class = models.CharField(_("kind of error"), max_length=200, blank=True, editable=False)
    error = models.CharField(_("error"), max_length=1000, blank=True, editable=False)
    outcome = models.CharField(
        pgettext_lazy("job", "outcome"), max_length=16, choices=JobOutcome, blank=True, editable=False
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-queued_at", "-pk")
        indexes = [models.Index(fields=["outcome", "closed_at"], name="job_closed")]
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=~models.Q(slot=""), name="job_slot_unique")
        ]

    def __str__(self) -> str:
        return f"{self.run.task_path} {self.key}".strip()


class Heartbeat(models.Model):
    """When a worker was last known to live."""

    worker = models.CharField(_("worker"), max_length=64, unique=True)
    started_at = models.DateTimeField(_("started"), default=clock.now)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.worker
