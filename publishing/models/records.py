"""What happened to an entry: audit records, corrections the public sees, and revisions of its facts."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock, revealed
from publishing.languages import Language

# The ways by which something is done, in words.
CHANNELS: dict[str, "str | Promise"] = {
    "admin": pgettext_lazy("channel", "newsroom"),
    "import": pgettext_lazy("channel", "import"),
    "api": "API",
    "command": pgettext_lazy("channel", "command"),
}


class Record(models.Model):
    """Something that happened at a moment; records are added, never changed."""

    at = models.DateTimeField(_("at"), default=clock.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("Records are never changed.")
        super().save(*args, **kwargs)


class AuditRecord(Record):
    """Who did what, when, to which entry and text, from where, and why."""

    entry = models.ForeignKey(
        "publishing.Entry", models.PROTECT, related_name="audit", verbose_name=_("entry")
    )
    text = models.ForeignKey(
        "publishing.Text", models.PROTECT, null=True, related_name="+", verbose_name=_("text")
    )
    action = models.CharField(_("action"), max_length=32)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    channel = models.CharField(_("through"), max_length=16)
    address = models.GenericIPAddressField(_("network address"), null=True)
    # Whether a second pair of eyes has still to look at it, and whose they were: the one thing added to a record later.
    alone = models.BooleanField(_("done alone"), default=False)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("countersigned by"),
    )

    class Meta(Record.Meta):
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")

    def __str__(self) -> str:
        return f"{self.action} {self.entry_id}"

    @property
    def way(self) -> "str | Promise":
        """The channel in words."""
        return CHANNELS.get(self.channel, self.channel)


class Correction(Record):
    """A public, dated note of what was changed after release; ``language`` is that of the note."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="corrections", verbose_name=_("entry")
    )
    text = models.ForeignKey(
        "publishing.Text", models.PROTECT, null=True, related_name="+", verbose_name=_("text")
    )
    language = models.CharField(_("language"), max_length=8, choices=Language)
    note = models.CharField(_("what was corrected"), max_length=500)

    class Meta(Record.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.note

    @staticmethod
    def visible_when(at: datetime) -> models.Q:
        """A correction that comes with a scheduled version is not public before it."""
        due = models.Q(at__lte=at)
        if not (kept := revealed.kept()):
            return due
        own = models.Q(entry__office__isnull=True) | models.Q(entry__office__in=kept.own)
        return due & (own | models.Q(at__lte=kept.until))


class Revision(Record):
    """The facts of an entry and its parts as they stood after a change."""

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="revisions", verbose_name=_("entry")
    )
    number = models.PositiveIntegerField(_("number"))
    facts = models.JSONField(_("facts"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="revision_number_unique")]

    def __str__(self) -> str:
        return f"{self.entry_id} r{self.number}"
