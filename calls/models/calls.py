"""Calls for participation: who may join a delegation, a forum or an exhibition, on what terms, and until when."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event, Pavilion
from events.models.participation import Capacity
from publishing import clock
from publishing.enums import Happening, Stage, Zone
from publishing.fields import label
from publishing.kinds import Kind, WordedField
from publishing.models import Entry
from publishing.readiness import Reason

CLOSING_SOON = timedelta(days=14)
MOST_PLACES = 500
# The kinds of events that companies can join.
JOINED = ("delegation", "forum", "exhibition")


class JoinsAs(models.TextChoices):
    """The capacities that an accepted company can get."""

    DELEGATION_MEMBER = Capacity.DELEGATION_MEMBER.value, Capacity.DELEGATION_MEMBER.label
    EXHIBITOR = Capacity.EXHIBITOR.value, Capacity.EXHIBITOR.label
    PARTICIPANT = Capacity.PARTICIPANT.value, Capacity.PARTICIPANT.label


class CallStatus(models.TextChoices):
    """What the moments of a call mean at a given time; never stored."""

    UPCOMING = "upcoming", _("opens later")
    OPEN = "open", _("open")
    CLOSING_SOON = "closing_soon", _("closing soon")
    CLOSED = "closed", _("closed")
    DECIDED = "decided", pgettext_lazy("call", "decided")


class Wanted(models.TextChoices):
    """The answer that lets a company take part."""

    YES = "yes", _("yes")
    NO = "no", _("no")


_HAPPENINGS = {
    CallStatus.OPEN: Happening.OPENED,
    CallStatus.CLOSING_SOON: Happening.CLOSING_SOON,
    CallStatus.CLOSED: Happening.CLOSED,
}


class Call(Entry):
    """An invitation to companies to take part in an event; the deck is its summary, the body its description.

    What is public of the selection is on the call itself: ``decided_on`` and ``accepted``. Nothing that the public
    sees is read from applications.
    """

    KIND = Kind(
        "call",
        _("call for participation"),
        _("calls for participation"),
        routes="calls",
        resource="calls",
        parts=("requirements",),
        worded=(
            WordedField("costs", _("fee and costs"), 1000),
            WordedField("covered", _("what is covered"), 1000),
            WordedField("selection", _("how participants are chosen"), 1000),
        ),
    )
    names_through = ("event__center",)

    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        limit_choices_to={"kind__in": JOINED},
        verbose_name=_("event"),
    )
    capacity = models.CharField(
        _("takes part as"), max_length=12, choices=JoinsAs, default=JoinsAs.DELEGATION_MEMBER
    )
    pavilion = models.ForeignKey(
        Pavilion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("pavilion"),
        help_text=_("Companies that are accepted exhibit there."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("zone of the deadline"), max_length=40, choices=Zone, default=Zone.SEOUL
    )
    place_count = models.PositiveSmallIntegerField(
        pgettext_lazy("number of", "places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("How many companies can be accepted."),
    )
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    decision_on = models.DateField(
        _("day of the decision"),
        null=True,
        blank=True,
        help_text=_("The day by which every applicant hears."),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    accepted = models.PositiveSmallIntegerField(_("companies accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("call for participation")
        verbose_name_plural = _("calls for participation")
        indexes = [models.Index(fields=["deadline_at"], name="call_deadline")]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_opening",
                condition=models.Q(opens_at__isnull=True)
                | models.Q(deadline_at__isnull=True)
                | models.Q(deadline_at__gte=models.F("opens_at")),
                violation_error_message=_("The deadline lies before the opening."),
            ),
            models.CheckConstraint(
                name="call_decided_with_number",
                condition=models.Q(decided_on__isnull=True, accepted__isnull=True)
                | models.Q(decided_on__isnull=False, accepted__isnull=False),
                violation_error_message=_("The day of the decision and the number accepted go together."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        closes = self.closes_on()
        for name in ("decision_on", "decided_on"):
            day = getattr(self, name)
            if day and closes and day < closes:
                raise ValidationError(
                    {name: _("The decision cannot come before the deadline.")}, code="decision_early"
                )

    def closes_on(self) -> date | None:
        """The day of the deadline on the clock of its own zone."""
        return self.deadline_at.astimezone(ZoneInfo(self.deadline_zone)).date() if self.deadline_at else None

    def status(self, at: datetime | None = None) -> CallStatus:
        """What the call's moments and its decision mean ``at`` a moment, by default now."""
        at = at or clock.now()
        if self.decided_on is not None:
            return CallStatus.DECIDED
        if self.opens_at and at < self.opens_at:
            return CallStatus.UPCOMING
        if self.deadline_at and self.deadline_at <= at:
            return CallStatus.CLOSED
        if self.deadline_at and self.deadline_at - at <= CLOSING_SOON:
            return CallStatus.CLOSING_SOON
        return CallStatus.OPEN

    def takes_applications(self, at: datetime | None = None) -> bool:
        """Whether a company may apply ``at`` a moment."""
        at = at or clock.now()
        can_apply = self.status(at) in (CallStatus.OPEN, CallStatus.CLOSING_SOON)
        return can_apply and self.stage(at) is Stage.RELEASED

    def due(self) -> tuple[datetime, str] | None:
        if self.deadline_at is None or not self.takes_applications():
            return None
        return self.deadline_at, self.deadline_zone

    def moments(self) -> Iterable[tuple[datetime, Happening]]:
        closing = self.deadline_at and self.deadline_at - CLOSING_SOON
        for moment in sorted({each for each in (self.opens_at, closing, self.deadline_at) if each}):
            status = self.status(moment)
            if status in _HAPPENINGS and status != self.status(moment - timedelta(microseconds=1)):
                yield moment, _HAPPENINGS[status]

    def release_problems(self, at: datetime) -> Iterable[Reason]:
        if self.event is None:
            yield Reason("event_missing", _("Choose the event that companies join."))
        elif self.event.kind not in JOINED:
            yield Reason("event_kind", _("Companies join a delegation, a forum or an exhibition."))
        if self.deadline_at is None:
            yield Reason("deadline_missing", _("Set the deadline."))
        if self.place_count is None:
            yield Reason("places_missing", _("Say how many places there are."))
        if self.decision_on is None:
            yield Reason("decision_missing", _("Say by which day applicants hear."))


class Requirement(models.Model):
    """A yes/no question that a company answers in its application, and the answer that lets it take part."""

    VISIBLE_THROUGH = "call"

    call = models.ForeignKey(Call, models.CASCADE, related_name="requirements", verbose_name=_("call"))
    question = label(_("question"), required=True, max_length=300)
    wanted = models.CharField(_("answer wanted"), max_length=3, choices=Wanted, default=Wanted.YES)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.question
