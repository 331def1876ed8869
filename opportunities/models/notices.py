"""Which expiries the staff has been told of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity
from publishing import clock


class ExpiryNotice(models.Model):
    """That people of the staff were told that an opportunity expires at a moment, so that they are told once."""

    opportunity = models.ForeignKey(
        Opportunity,
        models.CASCADE,
        related_name="expiry_notices",
        editable=False,
        verbose_name=_("opportunity"),
    )
    expires_at = models.DateTimeField(_("expires"), editable=False)
    told_at = models.DateTimeField(_("told"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("notice before an expiry")
        verbose_name_plural = _("notices before an expiry")
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "expires_at"], name="expiry_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.expires_at:%Y-%m-%d}"
