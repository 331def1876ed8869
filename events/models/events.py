"""Events: delegations, forums, exhibitions and meetings share one table for the calendar."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.series import EventSeries
from organizations.models import CooperationCenter, Organization
from programs.models import Instrument, Mechanism
from publishing.enums import Zone
from publishing.fields import label
from publishing.kinds import Kind
from publishing.models import Entry, Place


class DatePrecision(models.TextChoices):
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class EventStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    PROVISIONAL = "provisional", _("provisional")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Event(Entry):
    """What delegations, forums, exhibitions and meetings have in common.

    ``starts_on`` and ``ends_on`` are days at the place, as precise as ``date_precision`` says and empty while
    unknown; ``starts_at`` and ``ends_at`` are moments, where the time of day is known.
    """

    names_through = ("center", "participations__organization", "participations__role__person")

    entry_ptr = models.OneToOneField(Entry, models.CASCADE, parent_link=True, related_name="as_event")
    series = models.ForeignKey(
        EventSeries, models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("series")
    )
    edition = models.PositiveIntegerField(
        _("edition"), null=True, blank=True, validators=[MinValueValidator(1, _("An edition is 1 or more."))]
    )
    status = models.CharField(_("status"), max_length=12, choices=EventStatus, default=EventStatus.CONFIRMED)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision of the dates"), max_length=6, choices=DatePrecision, default=DatePrecision.DAY
    )
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    zone = models.CharField(_("time zone at the place"), max_length=40, choices=Zone, default=Zone.BEIJING)
    venue = label(_("venue"), max_length=300)
    website = models.URLField(_("website"), blank=True)
    center = models.ForeignKey(
        CooperationCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("center"),
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("instrument")
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="event_days")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "edition"],
                name="event_edition_unique",
                violation_error_message=_("This edition of the series already exists."),
            ),
            models.CheckConstraint(
                name="event_edition_positive",
                condition=models.Q(edition__isnull=True) | models.Q(edition__gte=1),
                violation_error_message=_("An edition is 1 or more."),
            ),
            models.CheckConstraint(
                name="event_edition_has_series",
                condition=models.Q(edition__isnull=True) | models.Q(series__isnull=False),
                violation_error_message=_("An edition needs the series it counts in."),
            ),
            models.CheckConstraint(
                name="event_days_in_order",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                name="event_times_in_order",
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.date_precision != DatePrecision.DAY or not (self.starts_at and self.starts_on):
            return
        day = self.starts_at.astimezone(ZoneInfo(self.zone)).date()
        if not self.starts_on <= day <= (self.ends_on or self.starts_on):
            raise ValidationError(
                {"starts_at": _("This time lies outside the days of the event.")}, code="outside_days"
            )

    def search_parts(self) -> Iterable[models.Model]:
        yield from super().search_parts()
        for item in self.items.prefetch_related("talks"):
            yield from item.talks.all()


EVENT_PARTS = ("items", "participations")
TALKS = ("items__talks",)


class Delegation(Event):
    """A group that travels together; a container for pavilion, consultations, forum and talks."""

    KIND = Kind(
        "delegation",
        _("delegation"),
        _("delegations"),
        routes="delegations",
        resource="delegations",
        parts=(*EVENT_PARTS, "stops"),
        inner_parts=TALKS,
    )

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")


class Forum(Event):
    """Talks under one theme, with what follows them: matching session and site visits."""

    KIND = Kind(
        "forum",
        _("forum"),
        _("forums"),
        routes="forums",
        resource="forums",
        parts=EVENT_PARTS,
        inner_parts=TALKS,
    )

    theme = label(_("theme"), max_length=300)
    working_languages = models.JSONField(_("languages"), default=list, blank=True)
    interpreting = models.BooleanField(_("interpreting"), default=False)

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")


class Exhibition(Event):
    """A fair, with the pavilions in it."""

    KIND = Kind(
        "exhibition",
        _("exhibition"),
        _("exhibitions"),
        routes="exhibitions",
        resource="exhibitions",
        parts=(*EVENT_PARTS, "pavilions"),
        inner_parts=(*TALKS, "pavilions__booths"),
    )

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")


class MeetingType(models.TextChoices):
    SEMINAR = "seminar", _("seminar")
    TECHNOLOGY_EXCHANGE = "technology_exchange", pgettext_lazy("event", "technology exchange")
    INAUGURATION = "inauguration", _("inauguration")
    RELOCATION_CEREMONY = "relocation_ceremony", _("relocation ceremony")
    MECHANISM = "mechanism", _("meeting of a mechanism")


class Meeting(Event):
    """A seminar, a ceremony or a meeting of a mechanism."""

    KIND = Kind(
        "meeting",
        _("meeting"),
        _("meetings"),
        routes="meetings",
        resource="meetings",
        parts=EVENT_PARTS,
        inner_parts=TALKS,
    )

    type = models.CharField(_("type"), max_length=20, choices=MeetingType)
    mechanism = models.ForeignKey(
        Mechanism, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("mechanism")
    )
    prepares = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="prepared_by", verbose_name=_("prepares")
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")


class StopRole(models.TextChoices):
    HOST_CITY = "host_city", _("host city")
    PARTNER_CITY = "partner_city", _("partner city")


class Stop(models.Model):
    """A city on a delegation's route."""

    VISIBLE_THROUGH = "delegation"

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="stops", verbose_name=_("delegation")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    role = models.CharField(pgettext_lazy("city", "role"), max_length=12, choices=StopRole)
    host = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    note = label(_("note"), max_length=500)
    from_day = models.DateField(_("from"), null=True, blank=True)
    to_day = models.DateField(_("to"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="stop_days_in_order",
                condition=models.Q(to_day__isnull=True) | models.Q(to_day__gte=models.F("from_day")),
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return str(self.place)
