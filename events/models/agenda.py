"""What happens within an event: programme items, and the talks in them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import DatePrecision, Event
from organizations.models import Role
from publishing.enums import Zone
from publishing.fields import label
from publishing.languages import Language
from publishing.models import Attachment, Place


class ItemType(models.TextChoices):
    PAVILION = "pavilion", _("pavilion")
    CONSULTATION = "consultation", _("one-on-one consultation")
    FORUM = "forum", _("forum")
    PRESENTATIONS = "presentations", _("presentations")
    MATCHING = "matching", _("business matching session")
    SITE_VISIT = "site_visit", _("site visit")
    POLICY_DIALOGUE = "policy_dialogue", _("policy dialogue")
    GOVERNMENT_EXCHANGE = "government_exchange", _("government exchange")
    PARTNER_CITY = "partner_city", _("partner city program")
    CEREMONY = "ceremony", _("ceremony")
    BREAK = "break", _("break")


class ProgrammeItem(models.Model):
    """A part of exactly one event; it may point to another event that has a page of its own.

    A part lies within its event's days unless ``outside_event`` says that it follows or precedes it.
    """

    VISIBLE_THROUGH = "event"

    event = models.ForeignKey(Event, models.CASCADE, related_name="items", verbose_name=_("event"))
    type = models.CharField(_("type"), max_length=20, choices=ItemType)
    title = label(_("title"), required=True, max_length=300)
    summary = label(_("summary"), long=True, max_length=1000)
    day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, choices=Zone, default=Zone.BEIJING)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    venue = label(_("venue"), max_length=300)
    about = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appears_as",
        verbose_name=_("event of its own"),
    )
    outside_event = models.BooleanField(_("outside the event's days"), default=False)
    is_sample = models.BooleanField(_("fictitious sample"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ("day", "starts_at", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="item_times_in_order",
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="item_days_in_order",
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("day")),
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self.check_start(self.starts_at)
        starts = self.starts_at.astimezone(ZoneInfo(self.zone)).date() if self.starts_at else None
        self._check_days_of_event(starts)

    def check_start(self, moment: datetime | None) -> None:
        """Raise ``ValidationError`` for ``starts_at`` if ``moment`` lies on none of the item's days."""
        if moment is None or self.day is None:
            return
        if not self.day <= moment.astimezone(ZoneInfo(self.zone)).date() <= (self.last_day or self.day):
            raise ValidationError(
                {"starts_at": _("This time lies outside the days of the item.")}, code="outside_days"
            )

    def _check_days_of_event(self, starts: date | None) -> None:
        has_event = self.event_id or type(self).event.is_cached(self)
        event = self.event if has_event else None
        if not event or self.outside_event or event.date_precision != DatePrecision.DAY:
            return
        first, last = event.starts_on, event.ends_on or event.starts_on
        for name, day in (("day", self.day), ("last_day", self.last_day), ("starts_at", starts)):
            if day and first and last and not first <= day <= last:
                raise ValidationError(
                    {
                        name: _(
                            "This day lies outside the event. Choose a day within it or mark the item as outside."
                        )
                    },
                    code="outside_event",
                )


class Talk(models.Model):
    """A talk in a programme item, with its speakers and materials."""

    VISIBLE_THROUGH = "item__event"

    item = models.ForeignKey(
        ProgrammeItem, models.CASCADE, related_name="talks", verbose_name=_("programme item")
    )
    title = label(_("title"), required=True, max_length=300)
    abstract = label(_("abstract"), long=True, max_length=2000)
    language = models.CharField(_("language"), max_length=8, choices=Language, blank=True)
    speakers = models.ManyToManyField(Role, blank=True, related_name="talks", verbose_name=_("speakers"))
    materials = models.ManyToManyField(Attachment, blank=True, related_name="+", verbose_name=_("materials"))
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    is_sample = models.BooleanField(_("fictitious sample"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ("starts_at", "position", "pk")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.item_id or type(self).item.is_cached(self):
            self.item.check_start(self.starts_at)
