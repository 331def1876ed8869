"""Outcomes: what came of an event, at one stage, with its parties, its evidence and what was found later."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from opportunities.models import Opportunity
from organizations.models import Organization
from organizations.models.organizations import Country
from outcomes.stages import RANKS, OutcomeStage, needs_evidence
from publishing import clock, formats
from publishing.enums import Currency, Qualifier
from publishing.fields import label
from publishing.kinds import Kind
from publishing.models import Entry
from publishing.readiness import Reason, candidate_texts
from publishing.visibility import is_visible

__all__ = ["Answer", "Evidence", "EvidenceType", "FollowUp", "Outcome", "Party", "PartyRole", "Reminder"]

# Slugs that are the address of something else.
TAKEN = ("totals",)


class Outcome(Entry):
    """One result at one stage. What came of it later is another outcome, which ``follows`` this one."""

    KIND = Kind(
        "outcome",
        _("outcome"),
        _("outcomes"),
        routes="outcomes",
        resource="outcomes",
        parts=("outcome_parties", "evidence", "follow_ups"),
    )
    search_through = ("confirmed_by", "outcome_parties__organization")
    names_through = ("confirmed_by", "outcome_parties__organization")

    # Not "stage", which is where an entry stands on its way to the public.
    outcome_stage = models.CharField(pgettext_lazy("outcome", "stage"), max_length=16, choices=OutcomeStage)
    amount = models.DecimalField(
        _("amount"),
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("As it was stated; never converted. Left empty where none was stated."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.EXACT)
    stated_as = models.CharField(_("as stated"), max_length=200, blank=True)
    as_of = models.DateField(_("as of"), help_text=_("The day for which this holds."))
    counting = label(_("how it was counted"), max_length=500, long=True)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("came of")
    )
    from_opportunity = models.ForeignKey(
        Opportunity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("answer to the opportunity"),
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("earlier stage of the same matter"),
    )
    confirmed_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_outcomes",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    is_followed = models.BooleanField(
        _("asked about again"),
        default=True,
        help_text=_("After 3, 6, 12 and 24 months. Not for what is only quoted from an old document."),
    )

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        indexes = [models.Index(fields=["event", "outcome_stage"], name="outcome_event_stage")]
        constraints = [
            models.CheckConstraint(
                name="outcome_amount_has_currency",
                condition=models.Q(amount__isnull=True, currency="")
                | (models.Q(amount__isnull=False, amount__gte=0) & ~models.Q(currency="")),
                violation_error_message=_("An amount and its currency belong together."),
            ),
            models.CheckConstraint(
                name="outcome_mou_has_no_amount",
                condition=~models.Q(outcome_stage=OutcomeStage.MOU) | models.Q(amount__isnull=True),
                violation_error_message=_(
                    "A memorandum of understanding obliges nobody to pay: leave the amount empty."
                ),
            ),
            models.CheckConstraint(
                name="outcome_confirmation_complete",
                condition=models.Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                violation_error_message=_("Say who confirmed it and on which day."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError(
                {"slug": _("This is the address of something else. Choose another one.")}, code="taken"
            )
        if self.outcome_stage in RANKS:
            self._check_path()

    def _check_path(self) -> None:
        """One matter is a path: each stage stands in it once, and never before an earlier one."""
        before = self.follows
        found: set[str] = set()
        while before is not None and before.outcome_stage not in found:
            found.add(before.outcome_stage)
            if before.pk == self.pk:
                raise _wrong_path(_("This outcome would follow itself."), "circle")
            before = before.follows
        later = self._later_stages()
        if self.outcome_stage in found | later or found & later:
            raise _wrong_path(
                _("This matter already has an outcome at this stage. Correct that one instead."), "twice"
            )
        rank = RANKS[self.outcome_stage]
        if any(RANKS[each] > rank for each in found) or any(RANKS[each] < rank for each in later):
            raise _wrong_path(_("An outcome can only follow one of an earlier stage."), "backwards")

    def _later_stages(self) -> set[str]:
        """The stages of all that follows this outcome, directly or not."""
        found: set[str] = set()
        seen: set[int] = set()
        frontier = [self.pk] if self.pk else []
        while frontier:
            rows = Outcome.objects.filter(follows__in=frontier).exclude(pk__in=seen)
            stages = dict(rows.values_list("pk", "outcome_stage"))
            found |= set(stages.values())
            seen |= stages.keys()
            frontier = list(stages)
        return found

    def release_problems(self, at: datetime) -> Iterable[Reason]:
        day = formats.local_day(at, self.release_zone)
        if self.confirmed_by is None:
            yield Reason("confirmation_missing", _("Say who has confirmed this outcome, and on which day."))
        if self.as_of > day or (self.confirmed_on and self.confirmed_on > day):
            yield Reason("in_the_future", _("A date of this outcome lies after its release."))
        if needs_evidence(self.outcome_stage) and not any(
            each.holds(at) for each in self.evidence.select_related("record")
        ):
            yield Reason(
                "evidence_missing",
                _("From a memorandum of understanding on, an outcome needs evidence: add at least one."),
            )
        if not self.outcome_parties.exists() and self.outcome_stage != OutcomeStage.UNSPECIFIED:
            yield Reason("parties_missing", _("Add the parties; those who wish can stay unnamed."))
        if self._names_withheld():
            yield Reason(
                "withheld_named", _("The name of a party that is to be withheld stands in what readers see.")
            )

    def _names_withheld(self) -> bool:
        """Whether the name of a withheld party stands in a text or in the words of a part."""
        names = [
            each.known_as.casefold()
            for each in self.outcome_parties.all()
            if each.is_withheld and each.known_as
        ]
        if not names:
            return False
        words = [self.slug, self.stated_as, *_worded(self)]
        for text in candidate_texts(self).values():
            words += [text.title, text.deck, text.body, str(text.notes), str(text.extra)]
        for part in (*self.outcome_parties.all(), *self.evidence.all(), *self.follow_ups.all()):
            words += [*_worded(part), getattr(part, "url", "")]
        said = "\n".join(words).casefold()
        return any(name in said for name in names)


def _wrong_path(message: Any, code: str) -> ValidationError:
    return ValidationError({"follows": ValidationError(message, code=code)})


def _worded(row: models.Model) -> list[str]:
    """What ``row`` says in words, in all languages."""
    suffixes = ("_en", "_ko", "_zh_hans")
    return [
        str(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name.endswith(suffixes)
    ]


class PartyRole(models.TextChoices):
    SUPPLIER = "supplier", _("supplier")
    BUYER = "buyer", _("buyer")
    PARTNER = "partner", _("partner")
    SITE = "site", _("operator of the site")


class Party(models.Model):
    """Who is part of a result. A withheld party has no public name at all, so that no channel can tell it."""

    VISIBLE_THROUGH = "outcome"

    outcome = models.ForeignKey(
        Outcome, models.CASCADE, related_name="outcome_parties", verbose_name=_("outcome")
    )
    role = models.CharField(pgettext_lazy("party", "role"), max_length=10, choices=PartyRole)
    country = models.CharField(_("side"), max_length=2, choices=Country, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome_roles",
        verbose_name=_("organization"),
    )
    name = label(_("name in words"), max_length=200)
    is_withheld = models.BooleanField(
        _("name withheld"),
        default=False,
        help_text=_("Readers then see only the side, as in “a Korean company (name withheld)”."),
    )
    known_as = models.CharField(
        _("name for the newsroom alone"),
        max_length=200,
        blank=True,
        help_text=_("Only for a party whose name is withheld; it is never published."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="outcome_party_withheld_has_no_name",
                condition=models.Q(is_withheld=False, known_as="")
                | models.Q(
                    is_withheld=True, organization__isnull=True, name_en="", name_ko="", name_zh_hans=""
                ),
                violation_error_message=_(
                    "A withheld name stands in the field for the newsroom alone, and in no other; only there."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def clean(self) -> None:
        super().clean()
        if not self.is_withheld and self.organization_id is None and not any(_worded(self)):
            raise ValidationError(
                _("Choose the organization, write its name, or withhold it."), code="unnamed"
            )


class EvidenceType(models.TextChoices):
    LINK = "link", _("link")
    RECORD = "record", _("record on this portal")
    DOCUMENT = "document", _("document that was shown")


class Evidence(models.Model):
    """What shows that a result is true: an address, a record of the portal, or a document that somebody has seen."""

    VISIBLE_THROUGH = "outcome"

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="evidence", verbose_name=_("outcome"))
    type = models.CharField(_("type"), max_length=10, choices=EvidenceType)
    label = label(_("what it is"), required=True, max_length=300)
    url = models.URLField(_("address"), blank=True)
    record = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("record")
    )
    seen_on = models.DateField(_("seen on"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="outcome_evidence_leads_somewhere",
                condition=(models.Q(type=EvidenceType.LINK, record__isnull=True) & ~models.Q(url=""))
                | models.Q(type=EvidenceType.RECORD, record__isnull=False, url="")
                | models.Q(type=EvidenceType.DOCUMENT, record__isnull=True, url=""),
                violation_error_message=_(
                    "A link needs its address, a record of this portal is chosen, and a document has neither."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def holds(self, at: datetime) -> bool:
        """Whether readers can follow it ``at`` a moment, or somebody has seen the document."""
        return self.type != EvidenceType.RECORD or is_visible(self.record, at)


class Answer(models.TextChoices):
    """What was found when a result was asked about again."""

    STANDING = "standing", pgettext_lazy("outcome", "still stands")
    CHANGED = "changed", pgettext_lazy("outcome", "has changed")
    ENDED = "ended", pgettext_lazy("outcome", "has ended")
    NO_ANSWER = "no_answer", _("no answer")


class After(models.IntegerChoices):
    """Months after which is asked again."""

    QUARTER = 3, _("after 3 months")
    HALF = 6, _("after 6 months")
    YEAR = 12, _("after 12 months")
    TWO_YEARS = 24, _("after 24 months")


class FollowUp(models.Model):
    """That somebody has asked again, and what he found. What is due and not done yet is no row but a date.

    A row belongs to an outcome, and is then public with it, or to an event without outcomes, for the newsroom alone.
    """

    VISIBLE_THROUGH = "outcome"

    outcome = models.ForeignKey(
        Outcome,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("outcome"),
    )
    event = models.ForeignKey(
        Event,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="outcome_follow_ups",
        verbose_name=_("event"),
    )
    months = models.PositiveSmallIntegerField(_("asked again"), choices=After)
    done_on = models.DateField(_("asked on"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    finding = label(_("what was found"), max_length=500, long=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("months", "pk")
        constraints = [
            models.CheckConstraint(
                name="follow_up_of_one_thing",
                condition=models.Q(outcome__isnull=False, event__isnull=True)
                | models.Q(outcome__isnull=True, event__isnull=False),
                violation_error_message=_("A follow-up belongs to an outcome or to an event."),
            ),
            models.UniqueConstraint(
                fields=["outcome", "months"],
                name="follow_up_once_per_outcome",
                condition=models.Q(outcome__isnull=False),
                violation_error_message=_("There is a follow-up after so many months already."),
            ),
            models.UniqueConstraint(
                fields=["event", "months"],
                name="follow_up_once_per_event",
                condition=models.Q(event__isnull=False),
                violation_error_message=_("There is a follow-up after so many months already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_months_display())

    def clean(self) -> None:
        super().clean()
        if isinstance(self.done_on, date) and self.done_on > formats.local_day(clock.now(), formats.SEOUL):
            raise ValidationError({"done_on": _("This day lies in the future.")}, code="future")


class Reminder(models.Model):
    """That those in charge were reminded of a follow-up: once each."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", verbose_name=_("entry"))
    months = models.PositiveSmallIntegerField(_("asked again"), choices=After)
    sent_at = models.DateTimeField(_("sent"), default=clock.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["entry", "months"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} +{self.months}"
