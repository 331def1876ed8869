"""The frame of cooperation: instruments and mechanisms, and the programs and projects they carry."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.validity import Validity, end_not_before_start
from publishing.fields import PartialDateField, label
from publishing.kinds import Kind, Vocabulary
from publishing.models import Entry


class InstrumentType(models.TextChoices):
    AGREEMENT = "agreement", _("agreement")
    PLAN = "plan", _("plan")
    MOU = "mou", _("memorandum of understanding")
    STRATEGY = "strategy", _("strategy")


class Instrument(Validity):
    """What the two sides, or one of them, signed or adopted."""

    VOCABULARY: ClassVar = Vocabulary("instrument", "instruments")

    slug = models.SlugField(_("code"), max_length=80, unique=True)
    type = models.CharField(_("type"), max_length=12, choices=InstrumentType)
    name = label(_("name"), required=True)
    summary = label(_("summary"), long=True, max_length=1500)
    parties = models.ManyToManyField(
        Organization, blank=True, related_name="instruments", verbose_name=_("parties")
    )
    signed_on = PartialDateField(_("signed on"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("signed_on", "slug")
        constraints = [end_not_before_start("instrument_period")]

    def __str__(self) -> str:
        return self.name


class MechanismType(models.TextChoices):
    JOINT_COMMITTEE = "joint_committee", _("joint committee")
    POLICY_DIALOGUE = "policy_dialogue", _("policy dialogue")
    ADVISORY_COMMITTEE = "advisory_committee", _("advisory committee")


class Mechanism(models.Model):
    """A standing body or dialogue that meets again and again."""

    VOCABULARY: ClassVar = Vocabulary("mechanism", "mechanisms")

    slug = models.SlugField(_("code"), max_length=80, unique=True)
    type = models.CharField(_("type"), max_length=20, choices=MechanismType)
    name = label(_("name"), required=True)
    also_called = label(_("also called"))
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mechanisms",
        verbose_name=_("founded on"),
    )

    class Meta:
        verbose_name = _("mechanism")
        verbose_name_plural = _("mechanisms")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    SUSPENDED = "suspended", _("suspended")


class Undertaking(Validity):
    """What programs and projects have in common: status, period and the frame they stand in."""

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RUNNING)
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("instrument"),
    )

    class Meta:
        abstract = True


class ProgramType(models.TextChoices):
    TRAINING = "training", _("training")
    JOINT_RND = "joint_rnd", _("joint research and development")
    DEMONSTRATION = "demonstration", _("demonstration")
    TECHNOLOGY_EXCHANGE = "technology_exchange", _("technology exchange")
    MARKET_PIONEERING = "market_pioneering", _("market pioneering")
    SEMINAR_SERIES = "seminar_series", _("seminar series")
    INCUBATION = "incubation", _("incubation")


class Program(Entry, Undertaking):
    """A line of activity over years."""

    KIND = Kind(
        "program",
        _("program"),
        _("programs"),
        routes="programs",
        resource="programs",
        parts=("parties", "milestones"),
    )

    entry_ptr = models.OneToOneField(Entry, models.CASCADE, parent_link=True, related_name="as_program")
    type = models.CharField(_("type"), max_length=20, choices=ProgramType)

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [end_not_before_start("program_period")]


class Project(Entry, Undertaking):
    """A single piece of work with executing units on both sides."""

    KIND = Kind(
        "project",
        _("project"),
        _("projects"),
        routes="projects",
        resource="projects",
        parts=("parties", "milestones", "reports"),
    )

    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("program")
    )
    is_flagship = models.BooleanField(_("flagship project"), default=False)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [end_not_before_start("project_period")]


class PartyCapacity(models.TextChoices):
    LEAD = "lead", _("lead")
    EXECUTING = "executing", _("executing unit")
    SUPPORTING = "supporting", _("supporting body")


class Party(models.Model):
    """An organization's part in a program or project; its side is the organization's own."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="parties", verbose_name=_("program or project")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="undertakings", verbose_name=_("organization")
    )
    capacity = models.CharField(_("capacity"), max_length=12, choices=PartyCapacity)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["entry", "organization", "capacity"], name="party_unique")
        ]

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_capacity_display()})"


class Milestone(models.Model):
    """A dated step of a program or project."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="milestones", verbose_name=_("program or project")
    )
    title = label(_("title"), required=True)
    due = PartialDateField(_("due"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))
    done = PartialDateField(_("reached"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title


class ProgressReport(models.Model):
    """What an executing unit reported: progress, problems, plan and needs."""

    VISIBLE_THROUGH = "project"

    project = models.ForeignKey(Project, models.CASCADE, related_name="reports", verbose_name=_("project"))
    as_of = PartialDateField(_("as of"), help_text=_("2001, 2001-05 or 2001-05-14"))
    progress = label(_("progress"), required=True, long=True, max_length=2000)
    problems = label(_("problems"), long=True, max_length=2000)
    plan = label(_("plan"), long=True, max_length=2000)
    needs = label(_("needs"), long=True, max_length=2000)

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ("-as_of", "-pk")

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of}"
