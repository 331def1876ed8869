"""Who is called when something public changes, what each was told, and how every call went."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock
from publishing.changes import public_state
from publishing.languages import Language
from publishing.models import PublicChange

__all__ = [
    "OVERLAP_OF_SECRETS",
    "Attempt",
    "Delivery",
    "DeliveryState",
    "Endpoint",
    "EndpointState",
    "PauseReason",
    "Problem",
    "Secret",
]

# How long a secret that was replaced still signs beside its successor.
OVERLAP_OF_SECRETS = timedelta(hours=24)


def newest_key() -> int:
    """Where an endpoint begins: what happened before it was registered is not told."""
    state = public_state()
    return state.key if state else 0


class EndpointState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("endpoint", "active")
    PAUSED = "paused", pgettext_lazy("endpoint", "paused")


class PauseReason(models.TextChoices):
    """Why an endpoint is not called."""

    STAFF = "staff", _("paused by staff")
    FAILING = "failing", _("failed for three days")
    GONE = "gone", _("answered that it is gone for good (410)")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("call", "waiting")
    DELIVERED = "delivered", pgettext_lazy("call", "delivered")
    FAILED = "failed", pgettext_lazy("call", "failed")
    # What is not visible any more is not told.
    DROPPED = "dropped", pgettext_lazy("call", "not sent: no longer visible")


class Problem(models.TextChoices):
    """Why an attempt did not succeed."""

    REFUSED = "refused", _("the address is not allowed")
    NO_HOST = "no_host", _("the host has no address")
    NO_CONNECTION = "no_connection", _("no connection")
    CERTIFICATE = "certificate", _("the certificate is not valid for the host")
    TIMEOUT = "timeout", _("no answer in time")
    NO_HTTP = "no_http", _("the answer was no HTTP")
    REDIRECT = "redirect", _("redirects are not followed")
    STATUS = "status", _("the answer was no success")


class Endpoint(models.Model):
    """A consumer's address that is called. Of ``resources``, codes of kinds, an empty list means all.

    ``told_at`` and ``told_key`` mark what is stored as deliveries already, see :mod:`publishing.changes`.
    """

    name = models.CharField(_("name"), max_length=120, help_text=_("Whose system is called."))
    url = models.URLField(_("web address"), max_length=500)
    contact = models.EmailField(
        _("contact"), help_text=_("Gets a mail when calls have failed for three days and are paused.")
    )
    language = models.CharField(
        _("language of mails"), max_length=8, choices=Language, default=Language.ENGLISH
    )
    resources = models.JSONField(_("resources"), default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=EndpointState, default=EndpointState.ACTIVE, editable=False
    )
    paused_at = models.DateTimeField(pgettext_lazy("endpoint", "paused"), null=True, editable=False)
    pause_reason = models.CharField(
        _("reason"), max_length=8, choices=PauseReason, blank=True, editable=False
    )
    pause_note = models.CharField(_("note"), max_length=500, blank=True, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    told_at = models.DateTimeField(default=clock.now, editable=False)
    told_key = models.BigIntegerField(default=newest_key, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )

    class Meta:
        verbose_name = pgettext_lazy("webhook", "consumer")
        verbose_name_plural = pgettext_lazy("webhook", "consumers")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                name="webhook_pause_has_reason",
                condition=models.Q(state=EndpointState.ACTIVE, paused_at__isnull=True, pause_reason="")
                | (
                    models.Q(state=EndpointState.PAUSED, paused_at__isnull=False) & ~models.Q(pause_reason="")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == EndpointState.ACTIVE


class Secret(models.Model):
    """A secret that signs calls, encrypted; one without an end is the present one."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    sealed = models.TextField(editable=False)
    created_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=models.Q(ends_at__isnull=True), name="webhook_one_secret"
            )
        ]

    def __str__(self) -> str:
        return f"secret {self.pk}"


class Delivery(models.Model):
    """One event for one endpoint, stored before it is sent; ``payload`` is the body letter by letter.

    It tells a ``change``, or is a test without one. ``event_id`` is the same for every endpoint and every attempt.
    ``tries`` counts the attempts since it was stored or last sent again by staff.
    """

    endpoint = models.ForeignKey(
        Endpoint,
        models.CASCADE,
        related_name="deliveries",
        verbose_name=pgettext_lazy("webhook", "consumer"),
    )
    event_id = models.CharField(pgettext_lazy("webhook", "event"), max_length=40)
    type = models.CharField(_("type of event"), max_length=32)
    change = models.ForeignKey(
        PublicChange, models.CASCADE, null=True, related_name="+", verbose_name=_("change")
    )
    ref = models.CharField(_("reference"), max_length=16, blank=True)
    at = models.DateTimeField(_("moment of the event"), default=clock.now)
    payload = models.TextField(_("request body"))
    state = models.CharField(_("state"), max_length=12, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True, default=clock.now)
    created_at = models.DateTimeField(_("stored"), default=clock.now)
    closed_at = models.DateTimeField(pgettext_lazy("call", "closed"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("webhook", "call")
        verbose_name_plural = pgettext_lazy("webhook", "calls")
        ordering = ("-created_at", "-pk")
        default_permissions = ("view",)
        permissions = [("resend_delivery", _("Can send calls of webhooks again"))]
        indexes = [
            models.Index(fields=["state", "next_at"], name="webhook_delivery_due"),
            models.Index(fields=["-created_at", "-id"], name="webhook_delivery_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_event_once"),
            models.CheckConstraint(
                name="webhook_waiting_has_next",
                condition=models.Q(state=DeliveryState.WAITING, next_at__isnull=False)
                | (~models.Q(state=DeliveryState.WAITING) & models.Q(next_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.ref}".strip()


class Attempt(models.Model):
    """One call: what was sent where, and what came back. ``status`` is that of HTTP, where there was an answer."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="attempts", verbose_name=pgettext_lazy("webhook", "call")
    )
    at = models.DateTimeField(_("time"), default=clock.now)
    url = models.URLField(_("web address"), max_length=500)
    signature = models.CharField(_("signature"), max_length=300)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    problem = models.CharField(_("problem"), max_length=16, choices=Problem, blank=True)
    detail = models.CharField(_("technical details"), max_length=300, blank=True)
    excerpt = models.TextField(_("beginning of the answer"), blank=True)
    milliseconds = models.PositiveIntegerField(_("duration"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("webhook", "attempt")
        verbose_name_plural = pgettext_lazy("webhook", "attempts")
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.status or self.problem}"
