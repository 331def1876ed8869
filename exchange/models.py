"""What stays of an import: documents that wait for a decision, and what an editor still has to look at."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.findings import Point, point
from publishing import clock
from publishing.languages import Language

__all__ = ["ImportFinding", "WaitingDocument"]


def make_token() -> str:
    """A name that cannot be guessed."""
    return secrets.token_urlsafe(16)


class WaitingDocument(models.Model):
    """A document between its upload and the decision to make a draft of it; seen by nobody but its owner.

    It is deleted with that decision, and a day after the upload at the latest.
    """

    token = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("content"))
    language = models.CharField(_("language"), max_length=8, choices=Language, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("waiting document")
        verbose_name_plural = _("waiting documents")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ImportFinding(models.Model):
    """Something uncertain in an imported entry, until somebody on the staff has looked at it."""

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="import_findings", verbose_name=_("entry")
    )
    code = models.CharField(_("code"), max_length=40)
    words = models.TextField(_("words of the document"), blank=True)
    assumed = models.JSONField(_("assumed"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    resolved_at = models.DateTimeField(_("looked at"), null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("looked at by"),
    )

    class Meta:
        verbose_name = _("finding of an import")
        verbose_name_plural = _("findings of imports")
        default_permissions = ()
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.point.what

    @property
    def point(self) -> Point:
        return point(self.code, self.words, self.assumed)
