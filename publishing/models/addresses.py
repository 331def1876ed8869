"""Addresses that an entry had before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock


class FormerAddress(models.Model):
    """An address that leads to its entry for ever; it points to the entry itself, so that chains cannot arise."""

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="former_addresses", verbose_name=_("entry")
    )
    kind = models.CharField(_("kind"), max_length=24)
    slug = models.CharField(_("former address"), max_length=80)
    until = models.DateTimeField(_("until"), default=clock.now)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="former_address_unique")]

    def __str__(self) -> str:
        return self.slug
