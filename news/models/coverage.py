"""What others wrote about the cooperation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event
from organizations.models import Organization, Person
from publishing.enums import Zone
from publishing.fields import PartialDateField
from publishing.kinds import Kind
from publishing.models import Entry


class MediaCoverage(Entry):
    """An outside article: its title, a summary of ours, and where it appeared."""

    KIND = Kind(
        "media-coverage",
        _("media coverage"),
        _("media coverage"),
        routes="coverage",
        resource="media-coverage",
        parts=("bylines",),
    )
    search_through = ("outlet", "bylines__person")

    outlet = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="coverage", verbose_name=_("outlet")
    )
    published = PartialDateField(_("published on"), help_text=_("2001, 2001-05 or 2001-05-14"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_zone = models.CharField(
        _("zone of publication"), max_length=40, choices=Zone, default=Zone.SEOUL
    )
    url = models.URLField(_("address of the article"), blank=True)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="coverage", verbose_name=_("event")
    )

    class Meta:
        verbose_name = _("media coverage")
        verbose_name_plural = _("media coverage")


class Byline(models.Model):
    """A name under an article, in the order printed."""

    VISIBLE_THROUGH = "coverage"

    coverage = models.ForeignKey(
        MediaCoverage, models.CASCADE, related_name="bylines", verbose_name=_("media coverage")
    )
    name = models.CharField(_("name as printed"), max_length=120)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="bylines", verbose_name=_("person")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
