"""Admin of organizations, centers, companies and people."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from desk.admin import EntryAdmin, Part, PartAdmin, RelatedEntryFilter, Table, columns
from desk.admin.base import with_current_texts, working_text
from desk.forms import ListField, ZonedForm
from organizations.models import (
    CenterService,
    CenterSite,
    Certification,
    Company,
    CooperationCenter,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Role,
    Technology,
    Verification,
)
from organizations.models.verifications import Check
from publishing import offices
from publishing.languages import LANGUAGES, Language

TITLES = tuple(to_attribute("title", language) for language in LANGUAGES)


class OrganizationNamePart(Table):
    model = OrganizationName
    fields = ("text", "language", "type", "valid_from", "valid_to", "is_confirmed")


class PersonNamePart(Table):
    model = PersonName
    fields = ("text", "language", "family", "given", "type", "is_confirmed")


class RolePart(Part):
    model = Role
    lines = columns(("type", "organization"), "title", ("valid_from", "valid_to"))
    autocomplete_fields = ("organization",)


class CenterSitePart(Part):
    model = CenterSite
    lines = columns(("place", "valid_from", "valid_to"), "address", "note")
    autocomplete_fields = ("place",)


class CenterServiceForm(ZonedForm):
    languages = ListField(label=_("languages"), choices=Language.choices)


class CenterServicePart(Part):
    model = CenterService
    form = CenterServiceForm
    lines = columns(
        "name", ("type", "position", "valid_from", "valid_to"), "audience", "conditions", "languages"
    )


class TechnologyPart(Part):
    model = Technology
    lines = columns("name", ("stage", "ipr", "position"), "summary", "references", "sectors")
    autocomplete_fields = ("sectors",)


class CertificationPart(Part):
    model = Certification
    lines = columns("name", "issued_by", ("number", "valid_from", "valid_to"))


class VerificationForm(ZonedForm):
    checks = ListField(label=_("what was checked"), choices=Check.choices, required=True)


class VerificationPart(Part):
    """Verified marks: who may change the facts of the company needs a right of its own for these."""

    model = Verification
    # The organization that checked may be a company, too.
    fk_name = "company"
    form = VerificationForm
    lines = columns(("checked_on", "expires_on"), "checked_by", "checks", "note")
    autocomplete_fields = ("checked_by",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._may_verify(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_verify(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_verify(request, obj)

    def _may_verify(self, request: HttpRequest, obj: Any) -> bool:
        return offices.has_perm(request.user, Verification.CHANGE_PERMISSION, obj)


BODY_LINES = columns(
    ("type", "country"), ("parent", "seat"), "predecessors", ("founded", "dissolved", "website")
)


class BodyAdmin(EntryAdmin):
    """What organizations of all kinds have in common; the title of a text is the present name."""

    text_labels = {"title": _("present name"), "deck": _("in one sentence")}
    facts: tuple[Any, ...] = ((_("Organization"), BODY_LINES),)
    parts: tuple[Any, ...] = (OrganizationNamePart,)
    kind_columns: tuple[str, ...] = ("type", "country")
    kind_filters: tuple[Any, ...] = ("type", "country")
    kind_search = ("names__text",)
    kind_autocomplete: tuple[str, ...] = ("parent", "seat", "predecessors")


@admin.register(Organization)
class OrganizationAdmin(BodyAdmin):
    """Ministries, institutes, media and all other bodies without a page of their own kind."""


@admin.register(CooperationCenter)
class CooperationCenterAdmin(BodyAdmin):
    facts = (
        (
            _("Center"),
            columns(
                "center_type", "host_institute", "supervising_bodies", "opening_hours", ("phone", "email")
            ),
        ),
        (_("Organization"), BODY_LINES),
    )
    parts = (CenterSitePart, CenterServicePart, OrganizationNamePart)
    kind_columns = ("center_type",)
    kind_filters = ("center_type", ("host_institute", RelatedEntryFilter))
    kind_autocomplete = (*BodyAdmin.kind_autocomplete, "host_institute", "supervising_bodies")


@admin.register(Company)
class CompanyAdmin(BodyAdmin):
    facts = (
        (_("Company"), columns(("size_class", "employees"), "export_markets")),
        (_("Organization"), BODY_LINES),
    )
    parts = (TechnologyPart, CertificationPart, VerificationPart, OrganizationNamePart)
    kind_columns = ("country", "size_class")
    kind_filters = ("country", "size_class")
    kind_autocomplete = (*BodyAdmin.kind_autocomplete, "export_markets")


@admin.register(Person)
class PersonAdmin(EntryAdmin):
    text_labels = {"title": _("name"), "deck": _("in one sentence")}
    facts = ((_("Person"), columns("country", "spoken_title")),)
    parts = (RolePart, PersonNamePart)
    kind_columns = ("country",)
    kind_filters = ("country",)
    kind_search = ("names__text",)


@admin.register(Role)
class RoleAdmin(PartAdmin):
    owner = "person"
    list_display = ("list_role", "list_owner", "type", "valid_from", "valid_to")
    list_filter = ("type",)
    search_fields = (*TITLES, "person__names__text")
    owner_search = ("person", "organization")
    autocomplete_fields = ("organization",)
    lines = ((None, columns(("type", "organization"), "title", ("valid_from", "valid_to"))),)

    def labelled(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        organizations = Prefetch("organization", with_current_texts(Organization.objects.all()))
        return super().labelled(rows).prefetch_related(organizations)

    def label(self, instance: Role) -> str:
        held = (instance.person, instance.title, instance.organization)
        period = f"{instance.valid_from or ''}–{instance.valid_to or ''}" if instance.valid_from else ""
        names = [_name(each) for each in held]
        return " · ".join(name for name in (*names, period) if name)

    @admin.display(description=_("role"))
    def list_role(self, role: Role) -> str:
        return self.label(role)


def _name(held: Any) -> str:
    if isinstance(held, Person | Organization):
        text = working_text(held)
        return text.title if text else held.slug
    return held or ""
