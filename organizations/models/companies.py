"""Companies with their technologies and certificates."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.organizations import Organization
from organizations.models.verifications import Verification, decisive
from organizations.validity import Validity, end_not_before_start, today
from publishing.fields import label
from publishing.kinds import Kind, WordedField
from publishing.models import Place, Sector
from publishing.visibility import is_visible


class SizeClass(models.TextChoices):
    """EU and Korean practice agree on these four classes."""

    MICRO = "micro", _("micro (under 10 people)")
    SMALL = "small", _("small (10–49 people)")
    MEDIUM = "medium", _("medium (50–249 people)")
    LARGE = "large", _("large (250 people or more)")


class DevelopmentStage(models.TextChoices):
    """Stages of the Enterprise Europe Network's profiles."""

    CONCEPT = "concept", _("concept")
    UNDER_DEVELOPMENT = "under_development", _("under development")
    LAB_TESTED = "lab_tested", _("tested in the laboratory")
    DEMONSTRABLE = "demonstrable", _("available for demonstration")
    ON_THE_MARKET = "on_the_market", _("on the market")


class IntellectualProperty(models.TextChoices):
    NONE = "none", _("none")
    SECRET = "secret", _("secret know-how")
    APPLIED = "applied", _("patent applied for")
    GRANTED = "granted", _("patent granted")


class Company(Organization):
    """A company in one of the two countries; its deck says in one sentence what it does."""

    KIND = Kind(
        "company",
        _("company"),
        _("companies"),
        routes="companies",
        resource="companies",
        titled_by_name=True,
        parts=("names", "technologies", "certifications", "verifications"),
        worded=(WordedField("products", _("products"), 2000),),
    )

    size_class = models.CharField(_("size"), max_length=8, choices=SizeClass, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    export_markets = models.ManyToManyField(
        Place, blank=True, related_name="+", verbose_name=_("export markets")
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")

    def verification(self, day: date | None = None) -> Verification | None:
        """The public mark that counts on ``day``, by default today, else the one that expired last; none without one.

        Reads ``verifications`` and the bodies that checked, so load both for lists (:mod:`organizations.marks`).
        """
        shown = [mark for mark in self.verifications.all() if is_visible(mark.checked_by)]
        return decisive(shown, day or today())


class Technology(models.Model):
    """A technology that a company offers."""

    VISIBLE_THROUGH = "company"

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="technologies", verbose_name=_("company")
    )
    name = label(_("name"), required=True)
    summary = label(_("summary"), long=True, max_length=800)
    references = label(_("references"), long=True, max_length=500)
    stage = models.CharField(_("stage"), max_length=20, choices=DevelopmentStage)
    ipr = models.CharField(
        _("intellectual property"),
        max_length=8,
        choices=IntellectualProperty,
        default=IntellectualProperty.NONE,
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="technologies", verbose_name=_("sectors")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class Certification(Validity):
    """A certificate a company holds, with the body that gave it."""

    VISIBLE_THROUGH = "company"

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="certifications", verbose_name=_("company")
    )
    name = label(_("name"), required=True)
    issued_by = label(_("given by"))
    number = models.CharField(_("number"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("pk",)
        constraints = [end_not_before_start("certification_period")]

    def __str__(self) -> str:
        return self.name
