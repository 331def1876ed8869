"""Links in texts that lead nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.languages import Language


class LinkProblem(models.TextChoices):
    MISSING = "missing", _("there is nothing at this address")
    NOT_PUBLIC = "not_public", _("what it leads to is not public")
    GONE = "gone", _("what it leads to has been taken back")
    NO_HOST = "no_host", _("there is no such host")
    NO_ANSWER = "no_answer", _("the host does not answer")
    REFUSED = "refused", _("an address that is never asked")


class BrokenLink(models.Model):
    """A link in a live text that led nowhere when it was last followed."""

    entry = models.ForeignKey(
        "publishing.Entry",
        models.CASCADE,
        related_name="broken_links",
        editable=False,
        verbose_name=_("entry"),
    )
    language = models.CharField(_("language"), max_length=8, choices=Language, editable=False)
    url = models.CharField(_("link"), max_length=600, editable=False)
    problem = models.CharField(_("problem"), max_length=16, choices=LinkProblem, editable=False)
    first_seen = models.DateTimeField(_("first seen"), default=clock.now, editable=False)
    last_seen = models.DateTimeField(_("last seen"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ("-first_seen", "pk")
        constraints = [
            models.UniqueConstraint(fields=["entry", "language", "url"], name="broken_link_unique")
        ]

    def __str__(self) -> str:
        return self.url
