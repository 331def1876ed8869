from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Organization
from publishing.fields import PartialDateField
from publishing.kinds import Kind
from publishing.models import Entry


class OrdinalUnit(models.TextChoices):
    """What an edition counts; the names are those of ``formats.ordinal``."""

    EVENT = "event", _("exhibition or forum (제N회, 第N届)")
    MEETING = "meeting", _("meeting or delegation (제N차, 第N次)")


class EventSeries(Entry):
    """A line of events whose editions are stored facts, never computed from years."""

    KIND = Kind("series", _("series"), _("series"), routes="series", resource="series")

    ordinal_unit = models.CharField(
        _("editions count"), max_length=8, choices=OrdinalUnit, default=OrdinalUnit.EVENT
    )
    founded = PartialDateField(
        pgettext_lazy("series", "founded"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14")
    )
    organizer = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organized_series",
        verbose_name=_("organizer"),
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
