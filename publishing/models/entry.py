"""Entry: one public thing, its facts stored once for all languages."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock, kinds, revealed
from publishing.enums import EntryState, Happening, Licence, ReleasePolicy, Stage, Zone
from publishing.languages import Language, active, preferred
from publishing.models.classification import Place, Sector
from publishing.models.office import Office
from publishing.models.text import Text

if TYPE_CHECKING:
    from publishing.readiness import Reason

ascii_slug = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use only the letters a–z, digits and single hyphens: the address is the same in every language."),
    code="slug",
)


class RefCounter(models.Model):
    """The last reference number given out in a year; numbers are never given out again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int) -> str:
        """The next free reference of ``year``, such as KC-2026-0041."""
        with transaction.atomic():
            counter, _created = cls.objects.select_for_update().get_or_create(year=year)
            counter.last += 1
            counter.save(update_fields=["last"])
        return f"KC-{year}-{counter.last:04d}"


class Entry(models.Model):
    """A public thing of any kind; each kind inherits this table.

    Who may see it is decided by :mod:`publishing.visibility` alone.
    """

    KIND: ClassVar[kinds.Kind]
    needs_body: ClassVar[bool] = True
    # Ways to those by whose names this entry is found too, as lookups from this model.
    search_through: ClassVar[tuple[str, ...]] = ()
    # Further ways to those whom the texts may name, and then name alike in every language.
    names_through: ClassVar[tuple[str, ...]] = ()
    # Facts that readers count on: after the release they change as corrections only, never as minor edits.
    counted_on: ClassVar[tuple[str, ...]] = ()
    live_texts: list[Text]

    uid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(_("reference"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=24, editable=False)
    slug = models.CharField(pgettext_lazy("web", "address"), max_length=80, validators=[ascii_slug])
    state = models.CharField(
        _("state"), max_length=16, choices=EntryState, default=EntryState.DRAFT, editable=False
    )
    release_at = models.DateTimeField(_("release time"), null=True, blank=True)
    release_zone = models.CharField(
        _("zone of the release time"), max_length=40, choices=Zone, default=Zone.SEOUL
    )
    release_policy = models.CharField(
        _("release policy"), max_length=20, choices=ReleasePolicy, default=ReleasePolicy.TOGETHER
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(
        _("reason for withdrawal"), max_length=500, blank=True, editable=False
    )
    authoritative_language = models.CharField(
        _("authoritative language"), max_length=8, choices=Language, default=Language.KOREAN
    )
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.KOGL_1)
    is_sample = models.BooleanField(_("fictitious sample"), default=False)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    changed_at = models.DateTimeField(_("last public change"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("author"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("office in charge"),
        help_text=_("Only its members change this entry. Left empty: everybody whose role allows it."),
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related entries"))
    sectors = models.ManyToManyField(Sector, blank=True, related_name="entries", verbose_name=_("sectors"))
    places = models.ManyToManyField(Place, blank=True, related_name="entries", verbose_name=_("places"))

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        permissions = [
            ("submit_entry", _("Can submit for review")),
            ("approve_entry", _("Can return, approve and schedule")),
            ("release_entry_early", _("Can release before the set time")),
            ("withdraw_entry", _("Can withdraw what is released")),
            ("correct_entry", _("Can correct what is released")),
            ("release_in_emergency", _("Can release alone in an emergency")),
            ("plan_translation", _("Can assign and waive translations")),
            ("grant_access", _("Can give access before the release")),
            ("act_for_every_office", _("Can act for every office")),
        ]
        indexes = [
            models.Index(
                "kind", "state", models.F("release_at").desc(), models.F("id").desc(), name="entry_visible"
            ),
            models.Index("state", models.F("release_at").desc(), models.F("id").desc(), name="entry_newest"),
            models.Index(fields=["state", "changed_at", "id"], name="entry_changes"),
            models.Index(
                fields=["withdrawn_at", "id"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="entry_withdrawn",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="entry_slug_unique",
                violation_error_message=_("Another entry of this kind already has this address."),
            ),
            models.CheckConstraint(
                name="entry_approved_has_release_time",
                condition=~models.Q(state=EntryState.APPROVED) | models.Q(release_at__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_withdrawal_has_reason",
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (
                    models.Q(withdrawn_at__isnull=False, state=EntryState.APPROVED)
                    & ~models.Q(withdrawn_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.ref:
            self.ref = RefCounter.take(self.created_at.year)
            self.kind = self.KIND.code
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.path()

    @property
    def specific(self) -> "Entry":
        """This entry with the facts of its own kind."""
        model = kinds.model_of(self.kind)
        return self if type(self) is model else model._default_manager.get(pk=self.pk)

    def release_problems(self, at: datetime) -> "Iterable[Reason]":
        """What in the facts of this kind stands in the way of a release ``at`` a moment."""
        return ()

    def facts_follow(self) -> None:
        """Store what follows from changed facts; called when the change is taken into the record, before it is."""

    def due(self) -> tuple[datetime, str] | None:
        """Until when readers can act on it, with the zone of that time; ``None`` if there is nothing to miss."""
        return None

    def moments(self) -> Iterable[tuple[datetime, Happening]]:
        """The moments at which what readers see of this kind changes by itself, and what happens then."""
        return ()

    def search_names(self) -> Iterable[str]:
        """Names it is found by beside its titles: former names, acronyms, other scripts."""
        return ()

    def called(self) -> Mapping[str, list[str]]:
        """The names by which texts of others speak of it, per language; kinds that have any keep them in ``names``."""
        return {}

    @classmethod
    def search_kin(cls, entry_ids: set[int]) -> set[int]:
        """The ids with those of what is the same under another name."""
        return entry_ids

    def search_parts(self) -> Iterable[models.Model]:
        """The rows whose words it is found by."""
        for name in self.KIND.parts:
            yield from getattr(self, name).all()

    def stage(self, at: datetime | None = None) -> Stage:
        """Where the entry stands ``at`` a moment, by default now."""
        at = at or clock.now()
        if self.state != EntryState.APPROVED:
            return Stage(self.state)
        if (self.release_at is None or self.release_at > at) and self.pk != revealed.entry():
            return Stage.SCHEDULED
        if revealed.is_kept(self.office_id, self.release_at):
            return Stage.SCHEDULED
        if self.withdrawn_at and self.withdrawn_at <= at:
            return Stage.WITHDRAWN
        return Stage.RELEASED

    def text(self, language: str | None = None) -> Text | None:
        """The live text nearest to ``language``: itself, then the authoritative, then any other.

        Reads ``live_texts`` where :func:`publishing.visibility.with_texts` has loaded them.
        """
        if "live_texts" not in vars(self):
            self.live_texts = list(self.texts.live().select_related("based_on"))
        by_language = {text.language: text for text in self.live_texts}
        order = preferred(language or active(), self.authoritative_language)
        return next((by_language[code] for code in order if code in by_language), None)

    def name_text(self, language: str | None = None) -> Text | None:
        """The live text whose title names the entry where others speak of it, nearest to ``language``.

        That of :meth:`text`, but where the title is a name the English one comes before any other language's.
        """
        nearest = self.text(language)
        if not kinds.get(self.kind).titled_by_name:
            return nearest
        by_language = {text.language: text for text in self.live_texts}
        order = preferred(language or active())
        return next((by_language[code] for code in order if code in by_language), None)

    @property
    def title(self) -> str:
        """The title in the active language or the nearest there is; the slug while nothing is live."""
        text = self.name_text()
        return text.title if text else self.slug

    @property
    def languages(self) -> list[str]:
        """The languages with a live text, in the portal's order."""
        self.text()
        available = {text.language for text in self.live_texts}
        return [language for language in Language.values if language in available]

    def path(self, language: str | None = None) -> str:
        """The address of the public page in ``language``, by default the active one."""
        with translation.override(language or active()):
            return reverse(f"{kinds.get(self.kind).routes}:detail", args=[self.slug])
