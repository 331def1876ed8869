"""Who took part in an event, in what capacity, and where they stood."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event, Exhibition
from organizations.models import Organization, Role
from publishing.fields import label


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
    is_sample = models.BooleanField(_("hall and booths are fictitious samples"), default=False)

    class Meta:
        verbose_name = _("pavilion")
        verbose_name_plural = _("pavilions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


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
