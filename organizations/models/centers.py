"""Cooperation centers: where they were, what they offer to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.organizations import MANDATE, Organization
from organizations.validity import Validity, end_not_before_start
from publishing.fields import label
from publishing.kinds import Kind
from publishing.models import Place


class CenterType(models.TextChoices):
    INDUSTRY = "industry", _("industry center")
    COOPERATION = "cooperation", _("cooperation center")


class CooperationCenter(Organization):
    """A standing center of both countries."""

    KIND = Kind(
        "center",
        _("cooperation center"),
        _("cooperation centers"),
        routes="centers",
        resource="centers",
        titled_by_name=True,
        parts=("names", "sites", "services"),
        worded=(MANDATE,),
    )
    needs_body = True

    center_type = models.CharField(_("kind of center"), max_length=12, choices=CenterType)
    host_institute = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_centers",
        verbose_name=_("host institute"),
    )
    supervising_bodies = models.ManyToManyField(
        Organization, blank=True, related_name="supervised_centers", verbose_name=_("supervising bodies")
    )
    opening_hours = label(_("opening hours"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("cooperation center")
        verbose_name_plural = _("cooperation centers")


class CenterSite(Validity):
    """Where a center was for a time; the address as far as it is known."""

    VISIBLE_THROUGH = "center"

    center = models.ForeignKey(
        CooperationCenter, models.CASCADE, related_name="sites", verbose_name=_("center")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    address = label(_("address"), required=True, max_length=300)
    note = label(_("note"), max_length=300)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("valid_from", "pk")
        constraints = [end_not_before_start("center_site_period")]

    def __str__(self) -> str:
        return self.address


class ServiceType(models.TextChoices):
    SPACE = "space", _("space for talks")
    MEETINGS = "meetings", _("business meetings")
    INTERPRETING = "interpreting", _("interpreting")
    LEGAL = "legal", _("legal advice")
    ADMINISTRATIVE = "administrative", _("administrative services")
    INCUBATION = "incubation", _("incubation")
    COORDINATION = "coordination", _("project coordination")
    INFORMATION = "information", _("information and planning")


class CenterService(Validity):
    """What a center does, for whom, on what conditions and in which languages."""

    VISIBLE_THROUGH = "center"

    center = models.ForeignKey(
        CooperationCenter, models.CASCADE, related_name="services", verbose_name=_("center")
    )
    type = models.CharField(_("type"), max_length=16, choices=ServiceType)
    name = label(_("name"), required=True)
    audience = label(_("for whom"), max_length=200)
    conditions = label(_("conditions"), max_length=300)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("position", "pk")
        constraints = [end_not_before_start("center_service_period")]

    def __str__(self) -> str:
        return self.name
