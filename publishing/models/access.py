"""Links by which people without an account read an entry before its release."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock
from publishing.enums import AccessPurpose
from publishing.languages import Language


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def valid(self, at: datetime | None = None) -> "AccessLinkQuerySet":
        """Links that still open ``at`` a moment; whether their entry is still unreleased is another question."""
        return self.filter(Q(revoked_at__isnull=True), expires_at__gt=at or clock.now())


class AccessLink(models.Model):
    """A personal, expiring, revocable link to one unreleased entry; only a hash of its token is stored."""

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="access_links", verbose_name=_("entry")
    )
    purpose = models.CharField(_("for"), max_length=16, choices=AccessPurpose)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    holder = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    outlet = models.CharField(_("medium or office"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language of the mails"), max_length=8, choices=Language)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("access link")
        verbose_name_plural = _("access links")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.holder} · {self.get_purpose_display()}"


class AccessOpening(models.Model):
    """One use of an access link: when, from where, and what was opened."""

    link = models.ForeignKey(
        AccessLink, models.CASCADE, related_name="openings", verbose_name=_("access link")
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    path = models.CharField(_("page or file"), max_length=300)
    address = models.GenericIPAddressField(_("network address"), null=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.path
