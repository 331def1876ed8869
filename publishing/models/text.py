"""Text: one numbered version of an entry's wording in one language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock, revealed
from publishing.enums import OPEN_TEXT_STATES, WRITTEN_TEXT_STATES, Severity, TextOrigin, TextState
from publishing.languages import Language
from publishing.richtext import RichTextField


def live_at(at: datetime | None = None, *, through: str = "") -> models.Q:
    """The version that is live ``at`` a moment: one whose successor has not come, or a successor that has."""
    at = at or clock.now()
    path = f"{through}__" if through else ""
    if not (kept := revealed.kept()):
        return _live_at(at, path)
    shown = models.Q(**{f"{path}entry__office__isnull": True}) | models.Q(
        **{f"{path}entry__office__in": kept.own}
    )
    others = models.Q(**{f"{path}entry__office__in": kept.others})
    return _live_at(at, path) & shown | _live_at(min(at, kept.until), path) & others


def _live_at(at: datetime, path: str) -> models.Q:
    staying = models.Q(**{f"{path}live_until__isnull": True}) | models.Q(**{f"{path}live_until__gt": at})
    return staying & models.Q(**{f"{path}state": TextState.LIVE}) | models.Q(
        **{f"{path}state": TextState.SCHEDULED, f"{path}live_at__lte": at}
    )


class TextQuerySet(models.QuerySet["Text"]):
    def live(self, at: datetime | None = None) -> "TextQuerySet":
        """The versions that are live ``at`` a moment, by default now."""
        return self.filter(live_at(at))

    def open(self) -> "TextQuerySet":
        """The versions that are being written or reviewed, or wait for their time."""
        waiting = models.Q(state=TextState.SCHEDULED, live_at__gt=clock.now())
        return self.filter(models.Q(state__in=WRITTEN_TEXT_STATES) | waiting)


class Text(models.Model):
    """A version of the wording; at most one per entry and language is live, and at most one is open.

    A version may be scheduled: it takes the place of the live one at ``live_at``, which is then ``live_until`` there.

    ``substance`` is the number of the latest version up to this one that was not merely a minor edit;
    ``notes`` is a list of ``{"marker", "term", "text"}``; ``extra`` holds the kind's further worded fields.
    """

    VISIBLE_THROUGH = "entry"
    visible_when = staticmethod(live_at)

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="texts", verbose_name=_("entry")
    )
    language = models.CharField(_("language"), max_length=8, choices=Language)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    substance = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(
        _("state"), max_length=16, choices=TextState, default=TextState.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=300)
    deck = models.CharField(_("deck"), max_length=500, blank=True)
    body = RichTextField(_("body"), blank=True)
    notes = models.JSONField(_("footnotes"), default=list, blank=True)
    extra = models.JSONField(_("further wording"), default=dict, blank=True)
    origin = models.CharField(
        _("kind of text"), max_length=16, choices=TextOrigin, default=TextOrigin.ORIGINAL
    )
    translator = models.CharField(_("translator"), max_length=120, blank=True)
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("made from"),
    )
    severity = models.CharField(_("severity"), max_length=16, choices=Severity, blank=True, editable=False)
    change_note = models.CharField(_("change note"), max_length=500, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), default=clock.now, editable=False)
    live_at = models.DateTimeField(_("live from"), null=True, editable=False)
    live_until = models.DateTimeField(_("live until"), null=True, editable=False)
    removal_reason = models.CharField(_("reason for removal"), max_length=500, blank=True, editable=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ("language", "-version")
        indexes = [
            models.Index(
                fields=["live_at"], condition=models.Q(state=TextState.SCHEDULED), name="text_scheduled"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "language", "version"], name="text_version_unique"),
            models.UniqueConstraint(
                fields=["entry", "language"], condition=models.Q(state=TextState.LIVE), name="text_one_live"
            ),
            models.UniqueConstraint(
                fields=["entry", "language"],
                condition=models.Q(state__in=OPEN_TEXT_STATES),
                name="text_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_language_display()}, {self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = clock.now()
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether this version is being written or reviewed, or waits for its time."""
        return self.state in WRITTEN_TEXT_STATES or self.is_waiting

    @property
    def is_waiting(self) -> bool:
        """Whether this version is approved and takes the place of the live one later."""
        return self.state == TextState.SCHEDULED and self.live_at is not None and self.live_at > clock.now()

    @property
    def is_original(self) -> bool:
        return self.language == self.entry.authoritative_language

    def is_stale(self, original: "Text | None") -> bool:
        """Whether the live ``original`` has moved on in substance since this translation was made from it."""
        if original is None or original.language == self.language:
            return False
        return self.based_on is None or self.based_on.version < original.substance
