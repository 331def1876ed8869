"""Offices: who on the staff looks after which entries."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.fields import label


class Office(models.Model):
    """An office of an issuer; what it is in charge of is changed by its members only, see :mod:`publishing.offices`."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = label(_("name"), required=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody's place in an office; with a role, what this person may do there is limited to that role."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships", verbose_name=_("office"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=pgettext_lazy("staff", "person"),
    )
    role = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("role in this office"),
        help_text=_("Left empty: all roles of the person."),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["office", "user"], name="membership_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.office}"
