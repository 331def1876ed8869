from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language


class HotKeyword(models.Model):
    """A search that editors put before readers of one language, for a time."""

    language = models.CharField(_("language"), max_length=8, choices=Language)
    keyword = models.CharField(_("keyword"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active_from = models.DateField(_("from"), null=True, blank=True)
    active_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("hot keyword")
        verbose_name_plural = _("hot keywords")
        ordering = ("language", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["language", "keyword"], name="hot_keyword_unique"),
            models.CheckConstraint(
                name="hot_keyword_days_in_order",
                condition=Q(active_to__isnull=True)
                | Q(active_from__isnull=True)
                | Q(active_to__gte=F("active_from")),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.keyword
