"""Who has an entry open, and what was typed and is not saved yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models import Entry

__all__ = ["Presence", "UnsavedWork"]


class Presence(models.Model):
    """Somebody who has the page of an entry open in one window; ``page`` names the window."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", verbose_name=_("entry"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    page = models.CharField(max_length=36)
    since = models.DateTimeField(_("since"), default=clock.now)
    seen_at = models.DateTimeField(_("last sign"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("open page")
        verbose_name_plural = _("open pages")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "user", "page"], name="presence_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.entry_id}"


class UnsavedWork(models.Model):
    """The fields of a form as somebody has filled them in so far, kept for nobody but this person.

    ``path`` is the address of the form, ``page`` names the window; ``fields`` is what the browser would send, as pairs.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    path = models.CharField(_("page"), max_length=300)
    page = models.CharField(max_length=36)
    fields = models.JSONField(_("fields"))
    saved_at = models.DateTimeField(_("kept"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("unsaved work")
        verbose_name_plural = _("unsaved work")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "path", "page"], name="unsaved_work_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.path}"
