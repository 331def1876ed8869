"""PublicChange: what the public is told of, in an order in which nothing can come in late unnoticed."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.enums import Happening


class PublicChange(models.Model):
    """Something that readers see from ``at`` on: of an entry, or of a node of the vocabulary ``kind`` called ``slug``.

    The key is given while all others who would add a change wait, so the keys have the order of the commits
    (:mod:`publishing.changes`). Keys stay in the house, because their gaps tell of what is not public yet; outside,
    a change is named by its ``uid``. Rows whose moment has come are never changed and never deleted.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("at"), editable=False)
    change = models.CharField(_("change"), max_length=16, choices=Happening, editable=False)
    entry = models.ForeignKey(
        "publishing.Entry",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="public_changes",
        verbose_name=_("entry"),
    )
    kind = models.CharField(_("kind"), max_length=24, editable=False)
    slug = models.CharField(_("code"), max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["at", "id"], name="public_change_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.change} {self.entry_id or self.slug}"
