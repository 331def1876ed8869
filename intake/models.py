"""What the public sends without an account: the sender, the consents, who read it, and its erasure."""

from calendar import monthrange
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.links import new_key
from publishing import clock
from publishing.languages import Language

__all__ = [
    "MONTHS_KEPT",
    "Attempt",
    "Consent",
    "Erasure",
    "Purpose",
    "Reading",
    "RefCounter",
    "Submission",
    "Way",
    "closed_before",
    "erased",
    "months_after",
]


# Sent in the transaction that erases a ``submission``, for who has passed it on.
erased = Signal()

# How long personal data are kept after the matter is closed.
MONTHS_KEPT = 24


class Attempt(models.Model):
    """A request or a mail, counted for a day. ``key`` is a keyed hash of an address or a network."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["key", "at"], name="intake_attempt_by_key"),
            models.Index(fields=["at"], name="intake_attempt_by_time"),
        ]

    def __str__(self) -> str:
        return self.key[:8]


class RefCounter(models.Model):
    """The last reference number given out under a prefix in a year; numbers are never given out again."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="intake_ref_counter_once")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"

    @classmethod
    def take(cls, prefix: str, year: int) -> str:
        """The next free reference, such as EI-2026-0041."""
        with transaction.atomic():
            counter, _created = cls.objects.select_for_update().get_or_create(prefix=prefix, year=year)
            counter.last += 1
            counter.save(update_fields=["last"])
        return f"{prefix}-{year}-{counter.last:04d}"


class Way(models.TextChoices):
    """How it came that personal data were erased."""

    SENDER = "sender", pgettext_lazy("erased", "by the sender")
    TIME = "time", _("at the end of the time for which it is kept")
    STAFF = "staff", pgettext_lazy("erased", "by staff, at the sender's request")


def months_after(at: datetime, months: int) -> datetime:
    """The same time of day ``months`` later; where the month lacks the day, on its last."""
    years, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))


def closed_before(at: datetime) -> datetime:
    """What is due ``at`` a moment was closed before this; a day of slack for months that differ in length."""
    return months_after(at, -MONTHS_KEPT) + timedelta(days=1)


class Submission(models.Model):
    """Something sent by a person for an organization, answered by the desk.

    ``PREFIX`` begins its reference numbers; ``PERSONAL`` names the fields that are emptied when it is erased. What it
    became of remains, without the person.
    """

    PREFIX: ClassVar[str]
    PERSONAL: ClassVar[tuple[str, ...]] = ("person", "organization_name", "email", "phone", "message")

    ref = models.CharField(_("reference"), max_length=16, unique=True, editable=False)
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=Language)
    person = models.CharField(pgettext_lazy("sender", "name"), max_length=80, blank=True)
    organization_name = models.CharField(_("organization"), max_length=160, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    received_at = models.DateTimeField(_("received"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(pgettext_lazy("sent", "closed"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        # Not the name: this is what logs and histories would keep.
        return self.ref

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.ref:
            self.ref = RefCounter.take(self.PREFIX, self.received_at.year)
        super().save(*args, **kwargs)

    @classmethod
    def may_be_due(cls, at: datetime) -> models.QuerySet[Any]:
        """Rows among which is everything that has to be erased ``at`` a moment; :meth:`kept_until` decides."""
        return cls._default_manager.filter(closed_at__lte=closed_before(at))

    def kept_until(self) -> datetime | None:
        """When its personal data have to be erased; ``None`` as long as nothing has closed it."""
        return months_after(self.closed_at, MONTHS_KEPT) if self.closed_at else None

    def erase(self, way: Way, by: Any = None, *, due_at: datetime | None = None) -> None:
        """Empty what is personal and note that it was done; once only. ``due_at`` is when it had to be at the latest."""
        with transaction.atomic():
            rows = type(self)._default_manager.select_for_update().filter(pk=self.pk, erased_at__isnull=True)
            if not rows.exists():
                return
            self.erased_at = clock.now()
            empty = type(self)()
            for name in self.PERSONAL:
                setattr(self, name, getattr(empty, name))
            self.save(update_fields=["erased_at", *self.PERSONAL])
            Erasure.objects.create(ref=self.ref, way=way, by=by, due_at=due_at, fields=list(self.PERSONAL))
            erased.send(type(self), submission=self)


class Purpose(models.TextChoices):
    """What a consent is for."""

    PROCESSING = "processing", _("handling by the center")
    CROSS_BORDER = "cross_border", _("sending across the border")


class Consent(models.Model):
    """What a sender agreed to, or did not, in the words that were shown; it outlives the erasure of the rest."""

    ref = models.CharField(_("reference"), max_length=16)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    version = models.CharField(_("version"), max_length=16)
    language = models.CharField(_("language"), max_length=8, choices=Language)
    shown = models.TextField(_("words that were shown"))
    is_given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"), default=clock.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("at", "pk")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["ref", "purpose"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.purpose}"


class Reading(models.Model):
    """That somebody on the staff saw the personal data of a submission, when and how."""

    ref = models.CharField(_("reference"), max_length=16, db_index=True)
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    way = models.CharField(_("how"), max_length=16)
    address = models.GenericIPAddressField(_("network address"), null=True)

    class Meta:
        verbose_name = _("reading of personal data")
        verbose_name_plural = _("readings of personal data")
        ordering = ("-at", "-pk")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.ref} {self.at:%Y-%m-%d}"


class Erasure(models.Model):
    """That the personal data of a submission were erased: when, how, by whom, which fields, and when it was due."""

    ref = models.CharField(_("reference"), max_length=16, unique=True)
    at = models.DateTimeField(_("at"), default=clock.now)
    way = models.CharField(_("how"), max_length=16, choices=Way)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    due_at = models.DateTimeField(_("due"), null=True)
    fields = models.JSONField(_("what was erased"), default=list)

    class Meta:
        verbose_name = _("erasure of personal data")
        verbose_name_plural = _("erasures of personal data")
        ordering = ("-at", "-pk")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.ref} {self.way}"
