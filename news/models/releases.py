"""Press releases with their quotes and contacts."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from organizations.models import Organization, Role
from publishing.enums import Zone
from publishing.fields import PartialDateField, label, wording
from publishing.kinds import Kind
from publishing.languages import Language
from publishing.models import Entry, Place
from publishing.readiness import Reason, candidate_texts
from publishing.visibility import is_visible


class ReleaseType(models.TextChoices):
    RELEASE = "release", _("press release")
    STATEMENT = "statement", _("statement")
    SPEECH = "speech", _("speech")
    EXPLANATION = "explanation", _("explanation")
    CORRECTION = "correction", _("correction")
    PHOTO = "photo", _("photo news")


class PressRelease(Entry):
    """What an issuer tells the press; usable from the release time, handed out before at ``distributed_at``.

    ``dated`` is the document's own date, by which names and roles are shown.
    """

    KIND = Kind(
        "press-release",
        _("press release"),
        _("press releases"),
        routes="news",
        resource="press-releases",
        parts=("quotes", "contacts"),
    )
    search_through = ("issuer", "co_issuers", "quotes__role__person")
    names_through = ("unit", "event__participations__organization", "event__participations__role__person")

    type = models.CharField(_("type"), max_length=12, choices=ReleaseType, default=ReleaseType.RELEASE)
    issuer = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="press_releases", verbose_name=_("issuer")
    )
    co_issuers = models.ManyToManyField(
        Organization, blank=True, related_name="co_issued_releases", verbose_name=_("co-issuers")
    )
    unit = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit in charge"),
    )
    number = models.CharField(_("issuer's number"), max_length=60, blank=True)
    dated = PartialDateField(_("date of the document"), help_text=_("2001, 2001-05 or 2001-05-14"))
    dateline = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dateline")
    )
    distributed_at = models.DateTimeField(_("distributed"), null=True, blank=True)
    distributed_zone = models.CharField(
        _("zone of the distribution"), max_length=40, choices=Zone, default=Zone.SEOUL
    )
    embargo_note = label(
        _("embargo note"),
        max_length=200,
        help_text=_("For which editions, such as “Tuesday morning papers”."),
    )
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="press_releases", verbose_name=_("event")
    )
    source_url = models.URLField(_("address at the issuer"), blank=True)

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        indexes = [models.Index(fields=["type"], name="press_release_type")]

    def search_names(self) -> Iterable[str]:
        return (self.number,)

    def release_problems(self, at: datetime) -> Iterable[Reason]:
        if self.issuer is None:
            yield Reason("issuer_missing", _("Choose the issuer."))
        elif not is_visible(self.issuer, at):
            yield Reason("issuer_not_visible", _("The issuer is not public itself at the release time."))
        languages = candidate_texts(self)
        for quote in self.quotes.all():
            if not quote.role.holds_on(self.dated.earliest()):
                yield Reason(
                    "role_not_valid",
                    _("%(speaker)s did not hold this role on the date of the document.")
                    % {"speaker": quote.role},
                )
            for language in languages:
                if wording(quote, "text", language)[1] != language:
                    yield Reason(
                        "quote_missing",
                        _("the quote of %(speaker)s has no text.") % {"speaker": quote.role},
                        language,
                    )


class Quote(models.Model):
    """What someone said, in the languages it was said or translated into."""

    VISIBLE_THROUGH = "release"

    release = models.ForeignKey(
        PressRelease, models.CASCADE, related_name="quotes", verbose_name=_("press release")
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="quotes", verbose_name=_("speaker in a role"))
    text = label(_("text"), required=True, long=True, max_length=1500)
    original_language = models.CharField(_("said in"), max_length=8, choices=Language, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text[:60]


class PressContact(models.Model):
    """Whom journalists can ask about a release."""

    VISIBLE_THROUGH = "release"

    release = models.ForeignKey(
        PressRelease, models.CASCADE, related_name="contacts", verbose_name=_("press release")
    )
    name = label(pgettext_lazy("person", "name"), required=True, max_length=120)
    unit = label(pgettext_lazy("office", "unit"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_sample = models.BooleanField(_("fictitious sample"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
