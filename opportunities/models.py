"""Opportunities: what companies and bodies offer or look for across the border, and until when."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import CooperationCenter, Organization
from organizations.models.companies import DevelopmentStage, IntellectualProperty, SizeClass
from publishing import clock
from publishing.enums import Happening, Stage, Zone
from publishing.fields import label
from publishing.kinds import Kind, WordedField
from publishing.languages import Language
from publishing.models import Entry
from publishing.readiness import Reason
from publishing.visibility import is_visible

CLOSING_SOON = timedelta(days=14)
LONGEST_LIFE = timedelta(days=731)


class OpportunityType(models.TextChoices):
    TECHNOLOGY_OFFER = "technology_offer", _("technology offer")
    TECHNOLOGY_REQUEST = "technology_request", _("technology request")
    BUSINESS_OFFER = "business_offer", _("business offer")
    BUSINESS_REQUEST = "business_request", _("business request")
    DEMONSTRATION_PARTNER = "demonstration_partner", _("demonstration partner")
    JOINT_RND = "joint_rnd", _("joint research and development")
    INVESTMENT = "investment", _("investment")
    PROCUREMENT = "procurement", _("procurement notice")
    TRAINING = "training", _("training place")


class Direction(models.TextChoices):
    KOREA_TO_CHINA = "kr-cn", _("Korea to China")
    CHINA_TO_KOREA = "cn-kr", _("China to Korea")
    JOINT = "joint", _("joint")
    THIRD_MARKET = "third", _("third market")


class PartnerType(models.TextChoices):
    COMPANY = "company", _("company")
    RESEARCH = "research", _("research institute or university")
    PUBLIC = "public", _("public body")
    ANY = "any", _("any")


class PartnershipType(models.TextChoices):
    SUPPLY = "supply", _("supply")
    LICENCE = "licence", pgettext_lazy("partnership", "licence")
    JOINT_VENTURE = "joint_venture", _("joint venture")
    DEMONSTRATION = "demonstration", _("demonstration")
    RESEARCH = "research", _("research cooperation")
    DISTRIBUTION = "distribution", _("distribution")
    INVESTMENT = "investment", _("investment")


class Result(models.TextChoices):
    PENDING = "", _("not yet known")
    AWARDED = "awarded", _("awarded")
    NONE = "none", _("no result")


class OpportunityStatus(models.TextChoices):
    """What the moments of an opportunity mean at a given time; never stored."""

    UPCOMING = "upcoming", _("opens later")
    OPEN = "open", _("open")
    CLOSING_SOON = "closing_soon", _("closing soon")
    CLOSED = "closed", _("closed")
    AWARDED = "awarded", _("awarded")
    NO_RESULT = "no_result", _("no result")
    EXPIRED = "expired", _("expired")


_HAPPENINGS = {
    OpportunityStatus.OPEN: Happening.OPENED,
    OpportunityStatus.CLOSING_SOON: Happening.CLOSING_SOON,
    OpportunityStatus.CLOSED: Happening.CLOSED,
    OpportunityStatus.EXPIRED: Happening.EXPIRED,
}
_DECIDED = {Result.AWARDED: OpportunityStatus.AWARDED, Result.NONE: OpportunityStatus.NO_RESULT}


def check_partnership_types(values: list[str]) -> None:
    """One to three different, known types of partnership; raises ``ValidationError``."""
    if not isinstance(values, list) or not 1 <= len(values) <= 3 or len(set(values)) != len(values):
        raise ValidationError(_("Choose one to three types of partnership."), code="partnership_types")
    if unknown := set(values) - set(PartnershipType.values):
        raise ValidationError(
            _("Unknown type of partnership: %(values)s."),
            code="unknown",
            params={"values": ", ".join(sorted(unknown))},
        )


def check_languages(values: list[str]) -> None:
    """Known language codes only; raises ``ValidationError``."""
    if not isinstance(values, list) or set(values) - set(Language.values):
        raise ValidationError(_("Choose among English, Korean and Chinese."), code="languages")


class Opportunity(Entry):
    """An offer or request with a deadline; the deck is its summary, the body its description."""

    KIND = Kind(
        "opportunity",
        _("opportunity"),
        _("opportunities"),
        routes="opportunities",
        resource="opportunities",
        parts=("criteria", "clarifications"),
        worded=(
            WordedField("advantages", _("advantages"), 2000),
            WordedField("expertise", _("expertise sought"), 2000),
            WordedField("partner_role", _("role of the partner"), 1000),
            WordedField("evaluation", _("how answers are evaluated"), 1000),
        ),
    )
    search_through = ("owner",)
    names_through = ("center",)

    type = models.CharField(_("type"), max_length=24, choices=OpportunityType)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    owner = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="opportunities", verbose_name=_("owner")
    )
    center = models.ForeignKey(
        CooperationCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mediated_opportunities",
        verbose_name=_("contact through"),
    )
    stage_of_development = models.CharField(_("stage"), max_length=20, choices=DevelopmentStage, blank=True)
    ipr = models.CharField(_("intellectual property"), max_length=8, choices=IntellectualProperty, blank=True)
    partner_type = models.CharField(
        _("partner sought"), max_length=10, choices=PartnerType, default=PartnerType.ANY
    )
    partner_size = models.CharField(_("size of the partner"), max_length=8, choices=SizeClass, blank=True)
    partnership_types = models.JSONField(
        _("types of partnership"), default=list, validators=[check_partnership_types]
    )
    languages_accepted = models.JSONField(
        _("languages accepted"), default=list, blank=True, validators=[check_languages]
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    deadline_zone = models.CharField(
        _("zone of the deadline"), max_length=40, choices=Zone, default=Zone.SEOUL
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    open_for_interest = models.BooleanField(_("open for interest"), default=True)
    extended = models.BooleanField(_("deadline was extended"), default=False)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True, default=Result.PENDING)
    result_note = label(_("result in words"), max_length=500)

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [models.Index(fields=["deadline_at"], name="opportunity_deadline")]
        constraints = [
            models.CheckConstraint(
                name="opportunity_closes_after_opening",
                condition=models.Q(opens_at__isnull=True)
                | models.Q(deadline_at__isnull=True)
                | models.Q(deadline_at__gte=models.F("opens_at")),
                violation_error_message=_("The deadline lies before the opening."),
            ),
            models.CheckConstraint(
                name="opportunity_expires_after_deadline",
                condition=models.Q(expires_at__isnull=True)
                | models.Q(deadline_at__isnull=True)
                | models.Q(expires_at__gte=models.F("deadline_at")),
                violation_error_message=_("The expiry lies before the deadline."),
            ),
        ]

    def status(self, at: datetime | None = None) -> OpportunityStatus:
        """What the opportunity's moments and result mean ``at`` a moment, by default now."""
        at = at or clock.now()
        if self.result != Result.PENDING:
            return _DECIDED[Result(self.result)]
        if self.expires_at and self.expires_at <= at:
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
        can_answer = self.status(at) in (OpportunityStatus.OPEN, OpportunityStatus.CLOSING_SOON)
        return can_answer and self.open_for_interest and self.stage(at) is Stage.RELEASED

    def due(self) -> tuple[datetime, str] | None:
        if self.deadline_at is None or not self.takes_interest():
            return None
        return self.deadline_at, self.deadline_zone

    def moments(self) -> Iterable[tuple[datetime, Happening]]:
        closing = self.deadline_at and self.deadline_at - CLOSING_SOON
        moments = {each for each in (self.opens_at, closing, self.deadline_at, self.expires_at) if each}
        for moment in sorted(moments):
            status = self.status(moment)
            if status in _HAPPENINGS and status != self.status(moment - timedelta(microseconds=1)):
                yield moment, _HAPPENINGS[status]

    def release_problems(self, at: datetime) -> Iterable[Reason]:
        begins = self.release_at if self.release_at and is_visible(self, at) else at
        if self.owner is None:
            yield Reason("owner_missing", _("Choose the organization that owns this opportunity."))
        if self.deadline_at is None:
            yield Reason("deadline_missing", _("Set the deadline."))
        elif self.deadline_at - begins > LONGEST_LIFE:
            yield Reason("too_long", _("An opportunity stays open for 24 months at most."))


class Criterion(models.Model):
    """A yes/no question of eligibility that a company can answer for itself."""

    VISIBLE_THROUGH = "opportunity"

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="criteria", verbose_name=_("opportunity")
    )
    question = label(_("question"), required=True, max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion of eligibility")
        verbose_name_plural = _("criteria of eligibility")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.question


class Clarification(models.Model):
    """A question that was asked, with its answer for all; who asked is not kept here."""

    VISIBLE_THROUGH = "opportunity"

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="clarifications", verbose_name=_("opportunity")
    )
    question = label(_("question"), required=True, long=True, max_length=1000)
    answer = label(_("answer"), required=True, long=True, max_length=2000)
    answered_on = models.DateField(_("answered on"))

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ("-answered_on", "-pk")

    def __str__(self) -> str:
        return self.question
