"""Opportunities: what companies and bodies offer or look for across the border, and until when."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.choices import (
    Direction,
    OpportunityType,
    PartnershipType,
    PartnerType,
)
from opportunities.models.lifecycle import Lifecycle
from organizations.models import CooperationCenter, Organization
from organizations.models.companies import DevelopmentStage, IntellectualProperty, SizeClass
from publishing.kinds import Kind, Limits, WordedField
from publishing.languages import Language
from publishing.readiness import Reason

MOST_SECTORS = 5


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


def sector_problems(count: int, *, needed: int = 1) -> list[Reason]:
    """What is wrong with so many sectors; ``needed`` are there in any case."""
    if needed <= count <= MOST_SECTORS:
        return []
    return [Reason("sectors", _("Choose one to five fields: they decide who finds this opportunity."))]


class Opportunity(Lifecycle):
    """An offer or request with a deadline; the deck is its summary, the body its description."""

    KIND = Kind(
        "opportunity",
        _("opportunity"),
        _("opportunities"),
        routes="opportunities",
        resource="opportunities",
        parts=("criteria", "clarifications"),
        limits=Limits(title=120, deck=500, body=4000),
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
            models.CheckConstraint(
                name="opportunity_result_dated",
                condition=models.Q(result="", decided_on__isnull=True)
                | (~models.Q(result="") & models.Q(decided_on__isnull=False)),
            ),
        ]

    def release_problems(self, at: datetime) -> Iterable[Reason]:
        if self.owner is None:
            yield Reason("owner_missing", _("Choose the organization that owns this opportunity."))
        yield from sector_problems(self.sectors.count())
        yield from super().release_problems(at)
