"""What stands at the head of the home page."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publishing.enums import Zone
from publishing.fields import label
from publishing.models import Entry


class HomeLead(models.Model):
    """An entry that leads the home page for a time.

    Whether it does is decided when the page is read: within its time, and only while its entry is visible. Where
    several are in force, the one that began last leads.
    """

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", verbose_name=_("entry"))
    kicker = label(
        _("line above the title"),
        max_length=80,
        help_text=_("A few words, such as “On 5 June”. Left empty, the kind of the entry is named."),
    )
    starts_at = models.DateTimeField(_("leads from"))
    ends_at = models.DateTimeField(
        _("leads until"), null=True, blank=True, help_text=_("Left empty: until another lead begins.")
    )
    zone = models.CharField(_("time zone"), max_length=40, choices=Zone, default=Zone.SEOUL)

    class Meta:
        verbose_name = _("lead of the home page")
        verbose_name_plural = _("leads of the home page")
        ordering = ("-starts_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="home_lead_times_in_order",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the start."),
            )
        ]

    def __str__(self) -> str:
        return self.entry.ref
