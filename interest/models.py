"""Expressions of interest: who would answer an opportunity, and what became of it; never public."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.links import new_key
from intake.models import MONTHS_KEPT, Submission, Way, closed_before, months_after
from opportunities.models import Opportunity
from organizations.models.organizations import Country
from publishing import clock
from publishing.fields import label
from publishing.languages import Language

__all__ = [
    "Assignment",
    "CannedAnswer",
    "Expression",
    "ExpressionState",
    "Forwarding",
    "OwnerContact",
    "Step",
]

# When the sender hears at the latest: days of the calendar, because working days differ between the two countries.
REPLY_WITHIN = timedelta(days=14)


class ExpressionState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("interest", "received")
    SCREENED = "screened", pgettext_lazy("interest", "screened")
    FORWARDED = "forwarded", pgettext_lazy("interest", "forwarded to the owner")
    ACCEPTED = "accepted", pgettext_lazy("interest", "accepted by the owner")
    DECLINED = "declined", pgettext_lazy("interest", "declined")
    MEETING = "meeting", pgettext_lazy("interest", "meeting arranged")
    NO_REPLY = "no_reply", pgettext_lazy("interest", "no reply")
    WITHDRAWN = "withdrawn", pgettext_lazy("interest", "withdrawn by the sender")


# What may follow what.
NEXT: dict[str, tuple[str, ...]] = {
    ExpressionState.RECEIVED: (
        ExpressionState.SCREENED,
        ExpressionState.DECLINED,
        ExpressionState.WITHDRAWN,
    ),
    ExpressionState.SCREENED: (
        ExpressionState.FORWARDED,
        ExpressionState.DECLINED,
        ExpressionState.WITHDRAWN,
    ),
    ExpressionState.FORWARDED: (
        ExpressionState.ACCEPTED,
        ExpressionState.DECLINED,
        ExpressionState.NO_REPLY,
        ExpressionState.WITHDRAWN,
    ),
    ExpressionState.ACCEPTED: (
        ExpressionState.MEETING,
        ExpressionState.NO_REPLY,
        ExpressionState.WITHDRAWN,
    ),
    ExpressionState.NO_REPLY: (ExpressionState.ACCEPTED, ExpressionState.DECLINED),
    ExpressionState.DECLINED: (),
    ExpressionState.MEETING: (),
    ExpressionState.WITHDRAWN: (),
}
CLOSED = (
    ExpressionState.DECLINED,
    ExpressionState.MEETING,
    ExpressionState.NO_REPLY,
    ExpressionState.WITHDRAWN,
)
# What the desk still owes the sender a word on.
WAITING = (ExpressionState.RECEIVED, ExpressionState.SCREENED, ExpressionState.FORWARDED)


class Expression(Submission):
    """One company's interest in one opportunity.

    ``answers`` are the questions of eligibility as they were put, each with yes or no. ``shares_contact`` says whether
    the owner may be given the address and telephone; without it he reaches the sender through the center alone.
    ``digest`` is a keyed hash of all that was written, by which the same sent twice is known, while it is open.
    """

    PREFIX: ClassVar[str] = "EI"
    PERSONAL: ClassVar[tuple[str, ...]] = (*Submission.PERSONAL, "website", "answers", "digest")

    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, related_name="expressions", verbose_name=_("opportunity")
    )
    country = models.CharField(_("side"), max_length=2, choices=Country, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    answers = models.JSONField(_("answers on eligibility"), default=list, blank=True)
    fits = models.BooleanField(_("says yes to every question"), default=True)
    shares_contact = models.BooleanField(_("the owner may see address and telephone"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=ExpressionState, default=ExpressionState.RECEIVED, editable=False
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="expressions",
        verbose_name=_("assigned to"),
    )
    reply_by = models.DateTimeField(_("reply by"))
    replied_at = models.DateTimeField(_("answered"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    is_sample = models.BooleanField(_("fictitious sample"), default=False)

    class Meta(Submission.Meta):
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=~models.Q(digest=""), name="expression_sent_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "reply_by"], name="expression_reply_clock"),
            models.Index(fields=["closed_at"], name="expression_closed"),
        ]
        default_permissions = ("change", "view")
        permissions = [
            ("export_expression", "Can export expressions of interest"),
            ("erase_expression", "Can erase expressions of interest"),
        ]

    def erase(self, way: Way, by: Any = None, *, due_at: datetime | None = None) -> None:
        """Also what was said to the sender, and what staff wrote about the matter."""
        with transaction.atomic():
            super().erase(way, by, due_at=due_at)
            self.steps.update(told="", note="")
            if self.closed_at is None:
                self.closed_at = self.erased_at
                self.save(update_fields=["closed_at"])

    @classmethod
    def may_be_due(cls, at: datetime) -> models.QuerySet[Any]:
        """What was closed long ago, and what nobody closed though its opportunity is over or withdrawn."""
        before = closed_before(at)
        over = (
            models.Q(opportunity__deadline_at__lte=before)
            | models.Q(opportunity__expires_at__lte=before)
            | models.Q(opportunity__decided_on__lte=before.date())
            | models.Q(opportunity__withdrawn_at__lte=before)
        )
        rows = cls._default_manager.select_related("opportunity")
        return rows.filter(models.Q(closed_at__lte=before) | over)

    def kept_until(self) -> datetime | None:
        """24 months after it was closed; what nobody closed was closed with its opportunity."""
        closed_at = self.closed_at or self.opportunity.closed_at()
        return months_after(closed_at, MONTHS_KEPT) if closed_at else None

    def may_become(self, state: str) -> bool:
        """Whether ``state`` may follow the present one."""
        return state in NEXT[self.state]

    def is_overdue(self, at: datetime | None = None) -> bool:
        """Whether the sender should have heard by now."""
        waits = self.state in WAITING and self.replied_at is None and self.erased_at is None
        return waits and self.reply_by < (at or clock.now())


class Step(models.Model):
    """That an expression became what it is: when, by whom, what the sender was told, what stays inside."""

    expression = models.ForeignKey(
        Expression, models.CASCADE, related_name="steps", verbose_name=_("expression of interest")
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    by_owner = models.BooleanField(_("by the owner"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=ExpressionState)
    told = models.TextField(_("words to the sender"), max_length=2000, blank=True)
    note = models.TextField(_("note for the desk"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.expression_id} {self.state}"


class Assignment(models.Model):
    """That an expression was given to somebody on the staff, or to nobody, by whom and when."""

    expression = models.ForeignKey(
        Expression, models.CASCADE, related_name="assignments", verbose_name=_("expression of interest")
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("assigned to")
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.expression_id} {self.at:%Y-%m-%d}"


class OwnerContact(models.Model):
    """Where answers to an opportunity are sent: a person at its owner, never public."""

    opportunity = models.OneToOneField(
        Opportunity, models.CASCADE, related_name="owner_contact", verbose_name=_("opportunity")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language of the mails"), max_length=8, choices=Language)

    class Meta:
        verbose_name = _("contact of an owner")
        verbose_name_plural = _("contacts of owners")
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return f"{self.opportunity_id}"


class Forwarding(models.Model):
    """That an expression went to the owner, to whom, and which of its fields the mail showed.

    ``key`` opens the page on which the owner accepts or declines, see :mod:`intake.links`. ``reminded_at`` is when he
    was asked for an answer again, ``recalled_at`` when he was asked to delete what he got.
    """

    expression = models.ForeignKey(
        Expression, models.CASCADE, related_name="forwardings", verbose_name=_("expression of interest")
    )
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language of the mails"), max_length=8, choices=Language)
    fields = models.JSONField(_("what was shown"), default=list)
    sent_at = models.DateTimeField(_("sent"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    recalled_at = models.DateTimeField(_("asked to delete"), null=True)

    class Meta:
        verbose_name = _("forwarding")
        verbose_name_plural = _("forwardings")
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.expression_id} {self.at:%Y-%m-%d}"


class CannedAnswer(models.Model):
    """Words to a sender that the desk uses again, in three languages."""

    state = models.CharField(
        _("for"), max_length=12, choices=ExpressionState, help_text=_("The state that these words go with.")
    )
    name = label(pgettext_lazy("answer", "name"), required=True, max_length=80)
    body = label(_("words"), required=True, long=True, max_length=2000)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("canned answer")
        verbose_name_plural = _("canned answers")
        ordering = ("state", "position", "pk")

    def __str__(self) -> str:
        return str(self.name)
