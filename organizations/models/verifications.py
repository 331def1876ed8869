"""Marks that a company was checked: by whom, when, what, and until when that counts."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.organizations import Organization
from organizations.validity import today
from publishing.fields import label
from publishing.visibility import visible

__all__ = ["LONGEST_MONTHS", "USUAL_MONTHS", "Check", "Verification", "decisive", "months_after"]

# How long a mark counts unless somebody says otherwise, and how long it may count at most.
USUAL_MONTHS, LONGEST_MONTHS = 24, 36


class Check(models.TextChoices):
    """What can be checked of a company on both sides.

    The register is that of business registrations in Korea (사업자등록, with whether the business was suspended or
    closed), and the National Enterprise Credit Information Publicity System in China (统一社会信用代码, with the list of
    abnormal operations).
    """

    REGISTRATION = "registration", _("registered and in business")
    REPRESENTATIVE = "representative", _("legal representative")
    ADDRESS = "address", _("address visited")
    REFERENCES = "references", _("references contacted")
    CERTIFICATES = "certificates", _("certificates seen")
    EXPORTS = "exports", _("export record seen")


def months_after(day: date, months: int) -> date:
    """The same day of the month so many ``months`` later, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Verification(models.Model):
    """That an organization checked a company; it counts from the day of the check until the day it expires, included.

    Readers see it as long as they see both the company and the organization that checked.
    """

    VISIBLE_THROUGH = "company"
    # What somebody needs to change these beside the right to change the facts of the company.
    CHANGE_PERMISSION = "organizations.verify_company"

    company = models.ForeignKey(
        "organizations.Company",
        models.CASCADE,
        related_name="verifications",
        verbose_name=_("company"),
    )
    checked_on = models.DateField(_("checked on"))
    expires_on = models.DateField(
        _("counts until"),
        blank=True,
        help_text=_("Two years after the check if left empty; three years at most."),
    )
    checked_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    checks = models.JSONField(_("what was checked"), default=list)
    note = label(_("note"), max_length=300)

    class Meta:
        verbose_name = _("verified mark")
        verbose_name_plural = _("verified marks")
        ordering = ("-checked_on", "-pk")
        default_permissions = ("view",)
        permissions = [("verify_company", _("Can mark companies as verified"))]
        constraints = [
            models.CheckConstraint(
                name="verification_expires_later",
                condition=models.Q(expires_on__gt=models.F("checked_on")),
                violation_error_message=_("A mark counts until a day after the check."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.checked_on} – {self.expires_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._expire()
        super().save(*args, **kwargs)

    @staticmethod
    def visible_when(at: Any) -> models.Q:
        """A mark by somebody whom the public does not know is none."""
        return visible(at, through="checked_by")

    def counts_on(self, day: date) -> bool:
        """Whether this is a current mark on ``day``."""
        return self.checked_on <= day <= self.expires_on

    def clean(self) -> None:
        super().clean()
        checked_on: Any = self.checked_on
        if not isinstance(checked_on, date):
            return
        if self.checked_on > today():
            raise ValidationError({"checked_on": _("This day has not come yet.")}, code="to_come")
        self._expire()
        if self.expires_on > months_after(self.checked_on, LONGEST_MONTHS):
            raise ValidationError(
                {"expires_on": _("A mark counts for three years at most. Check the company again.")},
                code="too_long",
            )
        self._clean_checks()

    def _clean_checks(self) -> None:
        given = self.checks if isinstance(self.checks, list) else []
        if not given or any(each not in Check.values for each in given):
            raise ValidationError({"checks": _("Say what was checked.")}, code="checks")
        self.checks = [code for code in Check.values if code in given]

    def _expire(self) -> None:
        expires_on: Any = self.expires_on
        if expires_on is None:
            self.expires_on = months_after(self.checked_on, USUAL_MONTHS)


def decisive(marks: Iterable[Verification], day: date) -> Verification | None:
    """The one of ``marks`` that counts on ``day``, the longest first; else the one that expired last; else none."""
    made = [mark for mark in marks if mark.checked_on <= day]
    return max(made, key=lambda mark: (mark.expires_on, mark.checked_on), default=None)
