"""Who took part in an event, in what capacity, and where they stood."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event, Exhibition
from organizations.models import Organization, Role
from publishing.fields import label

# Columns and rows of a plan: more would be too small to read.
LARGEST_PLAN = 40


class Pavilion(models.Model):
    """A country's joint stand at an exhibition."""

    VISIBLE_THROUGH = "exhibition"

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, related_name="pavilions", verbose_name=_("exhibition")
    )
    name = label(_("name"), required=True)
    organizer = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pavilions",
        verbose_name=_("organizer"),
    )
    hall = models.CharField(_("hall"), max_length=40, blank=True)
    edition = models.PositiveIntegerField(_("edition"), null=True, blank=True)
    plan_columns = models.PositiveSmallIntegerField(
        _("columns of the plan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PLAN)],
        help_text=_("The plan is a grid of equal squares seen from above. Left empty: no plan."),
    )
    plan_rows = models.PositiveSmallIntegerField(
        _("rows of the plan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PLAN)],
    )
    is_sample = models.BooleanField(_("hall and booths are fictitious samples"), default=False)

    class Meta:
        verbose_name = _("pavilion")
        verbose_name_plural = _("pavilions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class BoothUse(models.TextChoices):
    EXHIBITOR = "exhibitor", _("booth of an exhibitor")
    SHARED = "shared", _("shared space")
    ENTRANCE = "entrance", _("entrance")


class Booth(models.Model):
    """A place on the plan of a pavilion: squares of its grid, counted from 1 at the upper left.

    Who stands there is told by the participation in this pavilion that names the number; without one it is free.
    """

    VISIBLE_THROUGH = "pavilion__exhibition"

    pavilion = models.ForeignKey(Pavilion, models.CASCADE, related_name="booths", verbose_name=_("pavilion"))
    use = models.CharField(_("use"), max_length=12, choices=BoothUse, default=BoothUse.EXHIBITOR)
    number = models.CharField(_("number"), max_length=20, blank=True)
    name = label(_("name"), max_length=60, help_text=_("Of a shared space, such as “Consultation tables”."))
    column = models.PositiveSmallIntegerField(_("column"), validators=[MinValueValidator(1)])
    row = models.PositiveSmallIntegerField(_("row"), validators=[MinValueValidator(1)])
    width = models.PositiveSmallIntegerField(_("width"), default=1, validators=[MinValueValidator(1)])
    height = models.PositiveSmallIntegerField(_("height"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("place on the plan")
        verbose_name_plural = _("places on the plan")
        ordering = ("row", "column", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pavilion", "number"],
                condition=~models.Q(number=""),
                name="booth_number_once",
                violation_error_message=_("This number is already on the plan."),
            ),
            models.CheckConstraint(
                name="booth_has_number",
                condition=~models.Q(use="exhibitor") | ~models.Q(number=""),
                violation_error_message=_("A booth needs its number."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.name or self.get_use_display()

    def clean(self) -> None:
        super().clean()
        if None in (self.column, self.row, self.width, self.height):
            return
        columns, rows = self.pavilion.plan_columns, self.pavilion.plan_rows
        if columns is None or rows is None:
            raise ValidationError(_("Set the columns and rows of the plan first."), code="no_plan")
        if self.column + self.width - 1 > columns or self.row + self.height - 1 > rows:
            raise ValidationError(
                _("This place lies outside the plan of %(columns)d columns and %(rows)d rows.")
                % {"columns": columns, "rows": rows},
                code="outside_plan",
            )

    def overlaps(self, other: "Booth") -> bool:
        """Whether the two places share a square."""
        return (
            self.column < other.column + other.width
            and other.column < self.column + self.width
            and self.row < other.row + other.height
            and other.row < self.row + self.height
        )


class Capacity(models.TextChoices):
    HOST = "host", _("host")
    ORGANIZER = "organizer", _("organizer")
    SPONSOR = "sponsor", _("sponsor")
    SUPPORTER = "supporter", _("supporter")
    DELEGATION_MEMBER = "member", _("member of the delegation")
    EXHIBITOR = "exhibitor", _("exhibitor")
    BUYER = "buyer", _("buyer")
    SPEAKER = "speaker", _("speaker")
    GUEST = "guest", _("guest of honor")
    PARTICIPANT = "participant", _("participant")


class Participation(models.Model):
    """An organization, or a person in a role, taking part in an event."""

    VISIBLE_THROUGH = "event"

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations", verbose_name=_("event"))
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organization"),
    )
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person in a role"),
    )
    pavilion = models.ForeignKey(
        Pavilion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exhibitors",
        verbose_name=_("pavilion"),
    )
    booth = models.CharField(_("booth"), max_length=20, blank=True)
    note = label(_("note"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="participation_has_someone",
                condition=models.Q(organization__isnull=False) | models.Q(role__isnull=False),
                violation_error_message=_("Choose an organization or a person in a role."),
            ),
            models.UniqueConstraint(
                fields=["event", "capacity", "organization"],
                condition=models.Q(role__isnull=True),
                name="participation_organization_once",
                violation_error_message=_("This organization already takes part in this capacity."),
            ),
            models.UniqueConstraint(
                fields=["pavilion", "booth"],
                condition=~models.Q(booth=""),
                name="participation_booth_once",
                violation_error_message=_("This booth is already taken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization or self.role} ({self.get_capacity_display()})"
