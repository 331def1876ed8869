"""Facts that hold for a time: names, roles, sites and services."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock, formats
from publishing.dates import valid_on
from publishing.fields import PartialDateField

__all__ = ["Validity", "end_not_before_start", "today"]


def today() -> date:
    """The day it is in Seoul, by which "now" is told on the pages of bodies."""
    return formats.local_day(clock.now(), formats.SEOUL)


class Validity(models.Model):
    """A period with open ends; each end is as precise as it is known."""

    valid_from = PartialDateField(_("valid from"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))
    valid_to = PartialDateField(_("valid to"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether this held on ``day``."""
        return valid_on(self.valid_from, self.valid_to, day)

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to.latest() < self.valid_from.earliest():
            raise ValidationError({"valid_to": _("The end lies before the start.")}, code="end_before_start")


def end_not_before_start(
    name: str, start: str = "valid_from", end: str = "valid_to"
) -> models.CheckConstraint:
    """The database's own guard: ISO dates compare as text, and a coarser end may lie within the start's period."""
    starts_with_end = models.Q(**{f"{start}__startswith": models.F(end)})
    later = models.Q(**{f"{end}__gte": models.F(start)})
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{start: ""}) | models.Q(**{end: ""}) | later | starts_with_end,
        violation_error_message=_("The end lies before the start."),
    )
