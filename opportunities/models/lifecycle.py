"""From when to when an opportunity can be answered, and what becomes of it: derived from its moments when it is read."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.choices import OpportunityStatus, Result
from publishing import clock, formats
from publishing.enums import Happening, Stage, Zone
from publishing.fields import label
from publishing.languages import active
from publishing.models import Entry
from publishing.readiness import Reason
from publishing.visibility import is_visible

CLOSING_SOON = timedelta(days=14)
# An opportunity expires at the latest this many months after its release.
LONGEST_LIFE = 24
# Where no expiry is set, there is so much time after the deadline to state a result.
EXPIRES_AFTER = timedelta(days=90)
# How long after its result or its expiry an opportunity stays in the list.
ARCHIVED_AFTER = timedelta(days=90)

_HAPPENINGS = {
    OpportunityStatus.OPEN: Happening.OPENED,
    OpportunityStatus.CLOSING_SOON: Happening.CLOSING_SOON,
    OpportunityStatus.CLOSED: Happening.CLOSED,
    OpportunityStatus.EXPIRED: Happening.EXPIRED,
    OpportunityStatus.ARCHIVED: Happening.ARCHIVED,
}
_DECIDED = {Result.AWARDED: OpportunityStatus.AWARDED, Result.NONE: OpportunityStatus.NO_RESULT}
_TAKES_ANSWERS = (OpportunityStatus.OPEN, OpportunityStatus.CLOSING_SOON)
_STILL_TO_CLOSE = (OpportunityStatus.UPCOMING, *_TAKES_ANSWERS, OpportunityStatus.CLOSED)
_EXTENSION = ("extended", "former_deadline_at", "extended_at")
_TOLD = (
    *("opens_at", "deadline_at", "deadline_zone", "expires_at", "result", "decided_on"),
    *_EXTENSION,
)


def months_after(at: datetime, months: int, zone: str) -> datetime:
    """The same time of day ``months`` later on the clock of ``zone``; a day that the month lacks is the next one's first."""
    local = at.astimezone(ZoneInfo(zone))
    years, month = divmod(local.month - 1 + months, 12)
    try:
        return local.replace(year=local.year + years, month=month + 1)
    except ValueError:
        return local.replace(year=local.year + years, month=month + 2, day=1)


class Lifecycle(Entry):
    """The moments of an opportunity in the zone of its owner, its one extension, and its result.

    ``extended``, ``former_deadline_at`` (the deadline before) and ``extended_at`` follow from the first later deadline after
    the release; nobody types them.
    """

    counted_on = ("deadline_at",)

    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("zone of the deadline"), max_length=40, choices=Zone, default=Zone.SEOUL
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    open_for_interest = models.BooleanField(_("open for interest"), default=True)
    extended = models.BooleanField(_("deadline was extended"), default=False, editable=False)
    former_deadline_at = models.DateTimeField(
        _("deadline before the extension"), null=True, blank=True, editable=False
    )
    extended_at = models.DateTimeField(_("time of the extension"), null=True, blank=True, editable=False)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True, default=Result.PENDING)
    decided_on = models.DateField(_("result known since"), null=True, blank=True)
    result_note = label(_("result in words"), max_length=500)

    class Meta:
        abstract = True

    def status(self, at: datetime | None = None) -> OpportunityStatus:
        """What the opportunity's moments and result mean ``at`` a moment, by default now."""
        at = at or clock.now()
        archived_at = self.archived_at()
        if archived_at and archived_at <= at:
            return OpportunityStatus.ARCHIVED
        return _DECIDED[Result(self.result)] if self.result != Result.PENDING else self._by_moments(at)

    def _by_moments(self, at: datetime) -> OpportunityStatus:
        """What the moments mean ``at`` one of them, as long as there is no result."""
        lapses_at = self.lapses_at()
        if lapses_at and lapses_at <= at:
            return OpportunityStatus.EXPIRED
        if self.opens_at and at < self.opens_at:
            return OpportunityStatus.UPCOMING
        if self.deadline_at and self.deadline_at <= at:
            return OpportunityStatus.CLOSED
        if self.deadline_at and self.deadline_at - at <= CLOSING_SOON:
            return OpportunityStatus.CLOSING_SOON
        return OpportunityStatus.OPEN

    def takes_interest(self, at: datetime | None = None) -> bool:
        """Whether an expression of interest may be sent ``at`` a moment."""
        at = at or clock.now()
        return (
            self.status(at) in _TAKES_ANSWERS and self.open_for_interest and self.stage(at) is Stage.RELEASED
        )

    def lapses_at(self) -> datetime | None:
        """When it expires: at the set moment, else some time after the deadline."""
        return self.expires_at or (self.deadline_at and self.deadline_at + EXPIRES_AFTER)

    def decided_at(self) -> datetime | None:
        """When the day began, in the owner's zone, on which the result was known."""
        if self.decided_on is None:
            return None
        return datetime.combine(self.decided_on, time(), ZoneInfo(self.deadline_zone))

    def archived_at(self) -> datetime | None:
        """When it leaves the list: some time after its result, or else after its expiry."""
        ended = self.decided_at() or self.lapses_at()
        return ended and ended + ARCHIVED_AFTER

    def closed_at(self) -> datetime | None:
        """The moment from which it counts as closed, which may lie ahead: its deadline, or what ended it before.

        That is the earliest of deadline, expiry, the day of the result, and withdrawal; ``None`` without any.
        """
        ends = (self.deadline_at, self.lapses_at(), self.decided_at(), self.withdrawn_at)
        return min((each for each in ends if each), default=None)

    def latest_end(self, released: datetime) -> datetime:
        """Until when it may live at most, if it is ``released`` then."""
        return months_after(released, LONGEST_LIFE, self.deadline_zone)

    def due(self) -> tuple[datetime, str] | None:
        if self.deadline_at is None or not self.takes_interest():
            return None
        return self.deadline_at, self.deadline_zone

    def moments(self) -> Iterable[tuple[datetime, Happening]]:
        closing = self.deadline_at and self.deadline_at - CLOSING_SOON
        every = (self.opens_at, closing, self.deadline_at, self.lapses_at(), self.archived_at())
        for moment in sorted({each for each in every if each}):
            status = self.status(moment)
            if status in _HAPPENINGS and status != self.status(moment - timedelta(microseconds=1)):
                yield moment, _HAPPENINGS[status]

    def release_problems(self, at: datetime) -> Iterable[Reason]:
        yield from super().release_problems(at)
        if self.deadline_at is None:
            yield Reason("deadline_missing", _("Set the deadline."))
            return
        if problem := self._objection(self._as_told()):
            yield problem
        begins = self.release_at if self.release_at and is_visible(self, at) else at
        latest, lapses_at = self.latest_end(begins), self.lapses_at()
        if self.deadline_at > latest:
            yield Reason("too_long", _("An opportunity stays open for 24 months at most."))
        elif lapses_at and lapses_at > latest:
            message = _(
                "An opportunity expires at the latest 24 months after its release, here %(day)s. Set the expiry "
                "earlier. Where none is set, it is 90 days after the deadline."
            )
            day = formats.date(formats.local_day(latest, self.deadline_zone), active())
            yield Reason("life_too_long", message % {"day": day})

    # --- What may change after the release ---

    def clean(self) -> None:
        super().clean()
        self._date_result()
        if problem := self._objection(self._as_told()):
            raise ValidationError({"deadline_at": problem.message}, code=problem.code)

    def facts_follow(self) -> None:
        """Note the extension; what was one stays one."""
        if told := self._as_told():
            self._note_extension(told)
            self.save(update_fields=_EXTENSION)

    def _as_told(self) -> "Lifecycle | None":
        """The moments and the result as readers were last told of them; ``None`` before the release."""
        if self.pk is None or self.stage() is not Stage.RELEASED:
            return None
        last = self.revisions.order_by("-number").first()
        if last is None:
            return None
        fields: list[Any] = [self._meta.get_field(name) for name in _TOLD]
        stated = {each.name: value for each in fields if (value := last.facts.get(each.name)) is not None}
        return type(self)(
            **{each.name: each.to_python(stated[each.name]) for each in fields if each.name in stated}
        )

    def _date_result(self) -> None:
        """A result has the day on which it was known: by default today; without a result there is none."""
        if self.result == Result.PENDING:
            self.decided_on = None
            return
        today = formats.local_day(clock.now(), self.deadline_zone)
        self.decided_on = self.decided_on or today
        if self.pk and self.decided_on > today:
            raise ValidationError({"decided_on": _("This day is still to come.")}, code="decided_on")

    def _note_extension(self, told: "Lifecycle") -> None:
        """A deadline later than readers were ``told`` is the extension."""
        for name in _EXTENSION:
            setattr(self, name, getattr(told, name))
        before, after = told.deadline_at, self.deadline_at
        if before and after and after > before:
            self.extended, self.former_deadline_at, self.extended_at = True, before, clock.now()

    def _objection(self, told: "Lifecycle | None") -> Reason | None:
        """Why the deadline may not move from where readers were ``told`` it is; ``None`` if it may."""
        if told is None or told.deadline_at is None or self.deadline_at in (None, told.deadline_at):
            return None
        before, after = told.deadline_at, self.deadline_at
        if after <= clock.now():
            message = _(
                "Readers count on this deadline: it cannot be moved to a moment that has passed. To take no more "
                "answers, clear “open for interest”."
            )
            return Reason("deadline_past", message)
        if told.status() not in _STILL_TO_CLOSE:
            message = _(
                "This opportunity has a result or has expired, so its deadline stays. Publish a new one."
            )
            return Reason("deadline_over", message)
        if after > before and told.extended:
            message = _("The deadline was extended before, and it can be extended once only.")
            return Reason("extended_twice", message)
        return None
