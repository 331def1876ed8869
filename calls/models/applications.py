"""Applications of companies for a place: sent without an account, decided by staff, never public."""

from datetime import datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.models.calls import Call
from intake.models import MONTHS_KEPT, Submission, months_after
from organizations.models import Company
from organizations.models.companies import SizeClass
from organizations.models.organizations import Country
from publishing import clock
from publishing.fields import label
from publishing.files import validate_attachment

__all__ = ["Application", "ApplicationState", "ApplicationStep", "CannedReason"]


class ApplicationState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("application", "received")
    ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
    WAITING = "waiting", pgettext_lazy("application", "on the waiting list")
    DECLINED = "declined", pgettext_lazy("application", "declined")
    CONFIRMED = "confirmed", pgettext_lazy("application", "confirmed by the company")
    JOINED = "joined", pgettext_lazy("application", "takes part")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn by the company")


# What takes up one of the places.
TAKEN = (ApplicationState.ACCEPTED, ApplicationState.CONFIRMED, ApplicationState.JOINED)
# What staff decide, and what applicants get a letter about.
DECISIONS = (ApplicationState.ACCEPTED, ApplicationState.WAITING, ApplicationState.DECLINED)
# What nothing follows.
OVER = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)


def document_path(_application: "Application", _name: str) -> str:
    """A place below the media that no address leads to and that says nothing of the sender."""
    return f"applications/{get_random_string(32)}.pdf"


class Application(Submission):
    """One company's application for one call.

    ``told`` is the state that the applicant has been told: decisions are prepared first and go out as letters later.
    ``answers`` are the questions as they were put, each with what was wanted and what was answered.
    """

    PREFIX: ClassVar[str] = "PA"
    PERSONAL: ClassVar[tuple[str, ...]] = (
        *Submission.PERSONAL,
        *("name_hangul", "name_han", "name_latin", "website", "sentence"),
        *("technologies", "travellers", "answers", "document", "document_name", "reason"),
    )

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call"))
    country = models.CharField(pgettext_lazy("country", "side"), max_length=2, choices=Country)
    name_hangul = models.CharField(_("name in Hangul"), max_length=120, blank=True)
    name_han = models.CharField(_("name in Chinese characters"), max_length=120, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    size_class = models.CharField(_("size"), max_length=8, choices=SizeClass, blank=True)
    sentence = models.CharField(_("the company in one sentence"), max_length=300, blank=True)
    technologies = models.JSONField(_("technologies"), default=list, blank=True)
    travellers = models.JSONField(_("people who travel"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=list, blank=True)
    fits = models.BooleanField(_("meets every requirement"), default=True)
    document = models.FileField(
        _("document"), upload_to=document_path, blank=True, validators=[validate_attachment]
    )
    document_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState, default=ApplicationState.RECEIVED, editable=False
    )
    told = models.CharField(
        max_length=12, choices=ApplicationState, default=ApplicationState.RECEIVED, editable=False
    )
    position = models.PositiveSmallIntegerField(_("place on the waiting list"), null=True, editable=False)
    reason = models.TextField(_("reason for the applicant"), max_length=2000, blank=True, editable=False)
    confirm_by = models.DateField(_("to be confirmed by"), null=True, editable=False)
    company = models.ForeignKey(
        Company,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="applications",
        verbose_name=_("company"),
    )
    is_sample = models.BooleanField(_("fictitious sample"), default=False, editable=False)

    class Meta(Submission.Meta):
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        default_permissions = ()
        permissions = [("handle_application", _("Can read and decide applications"))]
        indexes = [models.Index(fields=["call", "state"], name="application_by_call")]
        constraints = [
            models.CheckConstraint(
                name="application_position_on_list",
                condition=models.Q(position__isnull=True) | models.Q(state="waiting"),
            )
        ]

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_letter_due(self) -> bool:
        """Whether something was decided that the applicant has not been told."""
        return self.state in DECISIONS and self.state != self.told and self.erased_at is None

    def company_name(self) -> str:
        """The company by the name in the script of the applicant's language, or the nearest there is."""
        own = {"ko": self.name_hangul, "zh-hans": self.name_han}.get(self.language, "")
        return own or self.name_latin or self.name_hangul or self.name_han or self.ref

    def may_confirm(self, at: datetime | None = None) -> bool:
        """Whether the company has been accepted and still has time to say that it comes."""
        if self.state != ApplicationState.ACCEPTED or self.told != self.state or self.confirm_by is None:
            return False
        today = (at or clock.now()).astimezone(ZoneInfo(self.call.deadline_zone)).date()
        return today <= self.confirm_by

    @classmethod
    def may_be_due(cls, at: datetime) -> models.QuerySet[Any]:
        return cls._default_manager.select_related("call__event").filter(
            received_at__lte=months_after(at, -MONTHS_KEPT)
        )

    def kept_until(self) -> datetime:
        """24 months after the decision against it or its withdrawal; for the others 24 months after the event."""
        event = self.call.event
        last = event and (event.ends_on or event.starts_on)
        if self.is_over and self.closed_at:
            return months_after(self.closed_at, MONTHS_KEPT)
        if event and last:
            return months_after(datetime.combine(last, time.max, ZoneInfo(event.zone)), MONTHS_KEPT)
        return months_after(self.call.deadline_at or self.received_at, MONTHS_KEPT)

    def erase(self, way: Any, by: Any = None, *, due_at: datetime | None = None) -> None:
        """As every submission, with the words of staff about it and with the file itself."""
        stored, storage = self.document.name, self.document.storage
        with transaction.atomic():
            super().erase(way, by, due_at=due_at)
            self.steps.update(told="", note="")
            if stored:
                transaction.on_commit(lambda: storage.delete(stored))


class ApplicationStep(models.Model):
    """That an application became what it is: when, by whom, with what words to the applicant and among staff."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="steps", verbose_name=_("application")
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    state = models.CharField(_("state"), max_length=12, choices=ApplicationState)
    told = models.TextField(_("words to the applicant"), max_length=2000, blank=True)
    note = models.TextField(_("note among staff"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class CannedReason(models.Model):
    """Words of a decision that are used again, in three languages; they are shown to the applicant."""

    state = models.CharField(
        _("for"),
        max_length=12,
        choices=[(each.value, each.label) for each in DECISIONS],
        default=ApplicationState.DECLINED,
    )
    name = label(pgettext_lazy("reason", "name"), required=True, max_length=80)
    body = label(_("words"), required=True, long=True, max_length=1000)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reason for a decision")
        verbose_name_plural = _("reasons for decisions")
        ordering = ("state", "position", "pk")

    def __str__(self) -> str:
        return str(self.name)
