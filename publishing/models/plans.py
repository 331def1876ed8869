"""What is planned for the languages of an entry, and differences between them that were explained."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.enums import Zone
from publishing.languages import Language
from publishing.models.records import Record


class LanguagePlan(models.Model):
    """Who translates an entry into a language until when, or why that language is waived."""

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="plans", verbose_name=_("entry")
    )
    language = models.CharField(_("language"), max_length=8, choices=Language)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations_to_make",
        verbose_name=_("translator"),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_zone = models.CharField(_("zone of the deadline"), max_length=40, choices=Zone, default=Zone.SEOUL)
    waived_reason = models.CharField(_("why it is waived"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("plan of a language")
        verbose_name_plural = _("plans of languages")
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="language_plan_unique")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.language}"

    @property
    def is_waived(self) -> bool:
        return bool(self.waived_reason)


class Explanation(Record):
    """Why a difference between the languages is right; holds as long as the difference is exactly this one."""

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="explanations", verbose_name=_("entry")
    )
    signature = models.CharField(max_length=64)
    difference = models.CharField(_("difference"), max_length=300)
    note = models.CharField(pgettext_lazy("difference", "explanation"), max_length=500)

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("difference", "explanation")
        verbose_name_plural = _("explanations")
        constraints = [models.UniqueConstraint(fields=["entry", "signature"], name="explanation_unique")]

    def __str__(self) -> str:
        return self.note
