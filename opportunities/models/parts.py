"""What belongs to an opportunity: questions of eligibility, and questions that were asked, with their answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity
from publishing.fields import label


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
