"""Who gets alerts of what, and what was told to whom."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.links import new_key
from publishing import clock
from publishing.languages import Language

__all__ = ["VALID", "Announced", "Erasure", "Rhythm", "Subscriber", "Subscription", "Way"]

# How long a link of confirmation opens, and what is not confirmed is kept.
VALID = timedelta(hours=48)


class Rhythm(models.TextChoices):
    """How often mails come."""

    AT_ONCE = "at_once", _("at once, when something is released")
    DAILY = "daily", _("once a day")


class Way(models.TextChoices):
    """How it came that an address was erased."""

    READER = "reader", pgettext_lazy("erased", "by the reader")
    LAST_ENDED = "last_ended", _("with the last alert")
    STAFF = "staff", pgettext_lazy("erased", "by staff, at the reader's request")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("erased", "never confirmed")


class Subscriber(models.Model):
    """An address that gets mails, kept nowhere else; ``asked_at`` is when it was last asked to confirm."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    asked_at = models.DateTimeField(_("asked to confirm"), default=clock.now)
    created_at = models.DateTimeField(_("first asked for an alert"), default=clock.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ("-created_at", "-pk")
        default_permissions = ("view",)
        permissions = [("erase_subscriber", _("Can erase an address at the reader's request"))]

    def __str__(self) -> str:
        # Not the address: this is what logs and histories would keep.
        return str(_("subscriber %(number)s") % {"number": self.pk})


class Subscription(models.Model):
    """One list with its filters, as one subscriber wants to hear of it.

    ``topic`` is the namespace of the list, ``query`` its filters as in its address. What appeared after ``since`` is
    told, and everything up to ``told_until`` has been.
    """

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="subscriptions", verbose_name=_("subscriber")
    )
    topic = models.CharField(_("list"), max_length=40)
    query = models.CharField(_("filters"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language)
    rhythm = models.CharField(pgettext_lazy("mails", "how often"), max_length=8, choices=Rhythm)
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    asked_at = models.DateTimeField(_("asked for"), default=clock.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    paused_at = models.DateTimeField(pgettext_lazy("alert", "paused"), null=True)
    since = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("e-mail", "alert")
        verbose_name_plural = pgettext_lazy("e-mail", "alerts")
        ordering = ("asked_at", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["rhythm", "told_until"], name="subscription_due")]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "topic", "query"], name="subscription_unique"),
            models.CheckConstraint(
                name="subscription_confirmed_has_cursor",
                condition=models.Q(confirmed_at__isnull=True)
                | models.Q(since__isnull=False, told_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}?{self.query}"


class Announced(models.Model):
    """Something told lately, so that it is not told again: ``what`` is "entry:7" or "correction:7"."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="announced")
    what = models.CharField(max_length=32)
    moment = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subscription", "what"], name="announced_once")]

    def __str__(self) -> str:
        return self.what


class Erasure(models.Model):
    """That an address was erased, when, how and by whom; not which."""

    at = models.DateTimeField(_("at"), default=clock.now)
    way = models.CharField(_("how"), max_length=16, choices=Way)
    alerts = models.PositiveIntegerField(_("number of alerts"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("erased address")
        verbose_name_plural = _("erased addresses")
        ordering = ("-at", "-pk")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.way}"
