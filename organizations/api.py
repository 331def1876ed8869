"""API resources: organizations, centers, companies, people."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework.routers import BaseRouter

from organizations.marks import shown_marks, verified
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
from organizations.models.centers import CenterType, ServiceType
from organizations.models.companies import DevelopmentStage, IntellectualProperty, SizeClass
from organizations.models.organizations import Country, OrganizationType, lineage
from organizations.models.people import RoleType
from organizations.models.verifications import Check
from organizations.validity import today
from publishing.api import fields
from publishing.api.entry_filters import EntryFilters
from publishing.api.facts import EntryLink, FactsSerializer
from publishing.api.filters import CodeFilter, EntryFilter, NodeFilter, YesNoFilter
from publishing.api.loading import loaded
from publishing.api.ranges import DayFilter, NumberBound, PartialFilter
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet
from publishing.languages import Language
from publishing.models import Place, Sector

__all__ = ["BodyThen", "RoleSerializer", "body_filter", "person_filter", "register"]

PERIOD = ("valid_from", "valid_to")


class NameThen(fields.Label):
    """The official name that an organization had on the day that the record speaks of."""

    def needs(self) -> tuple[str, ...]:
        return ("names",)

    def to_representation(self, instance: Any) -> Any:
        loaded(instance, "names")
        names = {code: self._name(instance, code) for code in Language}
        if self.wanted.every:
            return {code.value: text for code, (text, language) in names.items() if language == code}
        text, language = names[self.wanted.language]
        return {"text": text, "language": str(language)}

    def _name(self, body: Organization, language: Language) -> tuple[str, str]:
        if day := self.context.get("day"):
            return body.name_on(day, language)
        text = body.text(language)
        return (text.title, text.language) if text else (body.slug, Language.ENGLISH)


class BodyThen(EntryLink):
    """An organization, with its present ``title`` and the ``name`` it had on the day that the record speaks of.

    With ``expand``, the whole of it.
    """

    name = NameThen()

    class Meta:
        model = Organization
        fields = (*EntryLink.Meta.fields, "name")


class NameSerializer(FactsSerializer):
    """One of an organization's names, for the time it was in use."""

    class Meta:
        model = OrganizationName
        fields = ("text", "language", "type", "is_confirmed", *PERIOD)


class RoleSerializer(FactsSerializer):
    """What a person was, where, from when to when."""

    person = EntryLink()
    organization = BodyThen()

    class Meta:
        model = Role
        fields = ("type", "title", "person", "organization", *PERIOD)


class OfficeSerializer(RoleSerializer):
    """A role as part of the person's own record."""

    class Meta:
        model = Role
        fields = ("type", "title", "organization", *PERIOD)


class HolderSerializer(RoleSerializer):
    """A role as part of the organization's own record."""

    class Meta:
        model = Role
        fields = ("type", "title", "person", *PERIOD)


class OrganizationSerializer(EntrySerializer):
    """A body that acts: issues, hosts, takes part. Its ``title`` is its present name."""

    names = NameSerializer(many=True)
    units = EntryLink(many=True)
    successors = EntryLink(many=True)
    roles = HolderSerializer(many=True)

    class Meta:
        model = Organization
        fields: ClassVar[tuple[str, ...]] = (
            *("type", "country", "parent", "units", "predecessors", "successors"),
            *("seat", "founded", "dissolved", "website", "names", "roles"),
        )


class SiteSerializer(FactsSerializer):
    """Where a center was for a time."""

    class Meta:
        model = CenterSite
        fields = ("place", "address", "note", *PERIOD)


class ServiceSerializer(FactsSerializer):
    """What a center does, for whom and in which languages."""

    languages = fields.Codes(codes=Language.values)

    class Meta:
        model = CenterService
        fields = ("type", "name", "audience", "conditions", "languages", *PERIOD)


class CenterSerializer(OrganizationSerializer):
    """A standing center of both countries."""

    sites = SiteSerializer(many=True)
    services = ServiceSerializer(many=True)

    class Meta:
        model = CooperationCenter
        fields = (
            *OrganizationSerializer.Meta.fields,
            *("center_type", "host_institute", "supervising_bodies", "opening_hours", "phone", "email"),
            *("sites", "services"),
        )


class TechnologySerializer(FactsSerializer):
    """A technology that a company offers."""

    class Meta:
        model = Technology
        fields = ("name", "summary", "references", "stage", "ipr", "sectors")


class CertificationSerializer(FactsSerializer):
    """A certificate that a company holds."""

    class Meta:
        model = Certification
        fields = ("name", "issued_by", "number", *PERIOD)


class Counts(fields.OfInstance):
    """Whether a mark counts today, on the calendar of Seoul."""

    plain = {"type": "boolean"}

    def to_representation(self, instance: Verification) -> bool:
        return instance.counts_on(today())


class VerificationSerializer(FactsSerializer):
    """That a body checked a company: when, what, and until when that counts."""

    checks = fields.Codes(codes=Check.values)
    is_current = Counts()

    class Meta:
        model = Verification
        fields = ("checked_on", "expires_on", "is_current", "checked_by", "checks", "note")


class CompanySerializer(OrganizationSerializer):
    """A company in one of the two countries."""

    technologies = TechnologySerializer(many=True)
    certifications = CertificationSerializer(many=True)
    verifications = VerificationSerializer(many=True)

    class Meta:
        model = Company
        fields = (
            *OrganizationSerializer.Meta.fields,
            *("size_class", "employees", "export_markets", "technologies", "certifications"),
            "verifications",
        )


class PersonNameSerializer(FactsSerializer):
    """A person's name in one script."""

    class Meta:
        model = PersonName
        fields = ("text", "family", "given", "language", "type", "is_confirmed")


class PersonSerializer(EntrySerializer):
    """A person in public function, with the roles held over time."""

    names = PersonNameSerializer(many=True)
    roles = OfficeSerializer(many=True)

    class Meta:
        model = Person
        fields = ("country", "spoken_title", "names", "roles")


def body_filter(*paths: str, says: Promise, **kwargs: Any) -> EntryFilter:
    """A filter by organization; whoever it succeeded or was succeeded by counts as the same."""
    names = _("Slug, ref, uid or any of its names; predecessors and successors are included.")
    whole = format_lazy("{} {}", says, names)
    return EntryFilter(Organization, *paths, widened=lineage, says=whole, **kwargs)


def person_filter(*paths: str, says: Promise, **kwargs: Any) -> EntryFilter:
    """A filter by person."""
    whole = format_lazy("{} {}", says, _("Slug, ref, uid or any name of the person."))
    return EntryFilter(Person, *paths, says=whole, **kwargs)


def _confirmed(names: type[Model], owner: str) -> Callable[[], Q]:
    """Whether an editor has confirmed every one of the ``names`` that are recorded."""
    return lambda: ~Q(pk__in=names._default_manager.filter(is_confirmed=False).values(owner))


class OrganizationFilters(EntryFilters):
    place = NodeFilter(Place, "places", "seat", says=_("Slug of a place; includes the places in it."))
    type = CodeFilter("type", OrganizationType, says=_("What sort of body it is."))
    country = CodeFilter("country", Country, says=_("The side it belongs to (ISO 3166-1)."))
    parent = EntryFilter(
        Organization, "parent", says=_("The body it is part of. Slug, ref, uid or any of its names.")
    )
    predecessor = EntryFilter(
        Organization, "predecessors", says=_("A body that it succeeded. Slug, ref, uid or any of its names.")
    )
    founded_from = PartialFilter("founded", first=True, says=_("Founded on this date or later."))
    founded_to = PartialFilter("founded", first=False, says=_("Founded on this date or earlier."))
    dissolved_from = PartialFilter("dissolved", first=True, says=_("Dissolved on this date or later."))
    dissolved_to = PartialFilter("dissolved", first=False, says=_("Dissolved on this date or earlier."))
    names_confirmed = YesNoFilter(
        when=_confirmed(OrganizationName, "organization"),
        says=_("Whether an editor has confirmed all of its names."),
    )


class CenterFilters(OrganizationFilters):
    place = NodeFilter(
        Place, "places", "seat", "sites__place", says=_("Slug of a place; includes the places in it.")
    )
    center_type = CodeFilter("center_type", CenterType, says=_("Industry or cooperation center."))
    host_institute = body_filter("host_institute", says=_("The institute that hosts it."))
    supervising_body = body_filter("supervising_bodies", says=_("A body that supervises it."))
    service = CodeFilter("services__type", ServiceType, many=True, says=_("A service it offers."))
    site_from = PartialFilter(
        "sites__valid_to",
        first=True,
        open_ended=True,
        together="sites",
        says=_("Had a site on this date or later, as far as is known; with `site`, that one."),
    )
    site_to = PartialFilter(
        "sites__valid_from",
        first=False,
        open_ended=True,
        together="sites",
        says=_("Had a site on this date or earlier, as far as is known; with `site`, that one."),
    )
    site = NodeFilter(
        Place, "sites__place", together="sites", says=_("Slug of a place where it has or had a site.")
    )


class CompanyFilters(OrganizationFilters):
    sector = NodeFilter(
        Sector,
        "sectors",
        "technologies__sectors",
        says=_("Slug of a sector of the company or of its technologies; includes sub-sectors."),
    )
    size_class = CodeFilter("size_class", SizeClass, says=_("Size of the company."))
    export_market = NodeFilter(Place, "export_markets", says=_("Slug of a place it exports to."))
    employees_from = NumberBound("employees", first=True, says=_("Has so many employees or more."))
    employees_to = NumberBound("employees", first=False, says=_("Has so many employees or fewer."))
    stage = CodeFilter(
        "technologies__stage",
        DevelopmentStage,
        together="technologies",
        says=_("Stage of one of its technologies."),
    )
    ipr = CodeFilter(
        "technologies__ipr",
        IntellectualProperty,
        together="technologies",
        says=_("Protection of one of its technologies; with `stage`, of the same one."),
    )
    certified_from = PartialFilter(
        "certifications__valid_to",
        first=True,
        open_ended=True,
        together="certifications",
        says=_("Holds a certificate on this date or later, as far as is known."),
    )
    certified_to = PartialFilter(
        "certifications__valid_from",
        first=False,
        open_ended=True,
        together="certifications",
        says=_("Holds a certificate on this date or earlier, as far as is known."),
    )
    verified = YesNoFilter(when=verified, says=_("Whether a verified mark counts today."))
    verified_by = body_filter(
        "verifications__checked_by",
        together="verifications",
        says=_("A body that has checked it, whether that still counts or not."),
    )
    verified_from = DayFilter(
        "verifications__checked_on",
        first=True,
        together="verifications",
        among=shown_marks,
        says=_("Was checked on this day or later; with `verified_by`, by that body."),
    )
    verified_to = DayFilter(
        "verifications__checked_on",
        first=False,
        together="verifications",
        among=shown_marks,
        says=_("Was checked on this day or earlier; with `verified_by`, by that body."),
    )


class PersonFilters(EntryFilters):
    country = CodeFilter("country", Country, says=_("The side the person belongs to (ISO 3166-1)."))
    organization = body_filter(
        "roles__organization", together="roles", says=_("A body where the person has or had a role.")
    )
    role = CodeFilter(
        "roles__type", RoleType, together="roles", says=_("A kind of role that the person has or had.")
    )
    in_office_from = PartialFilter(
        "roles__valid_to",
        first=True,
        open_ended=True,
        together="roles",
        says=_("Had the role on this date or later, as far as is known."),
    )
    in_office_to = PartialFilter(
        "roles__valid_from",
        first=False,
        open_ended=True,
        together="roles",
        says=_("Had the role on this date or earlier, as far as is known."),
    )
    names_confirmed = YesNoFilter(
        when=_confirmed(PersonName, "person"),
        says=_("Whether an editor has confirmed all names of the person."),
    )


class Organizations(EntryViewSet):
    """Organizations of both sides, other than centers and companies."""

    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilters


class Centers(EntryViewSet):
    """Cooperation centers: sites over time, services, host and supervising bodies."""

    serializer_class = CenterSerializer
    filterset_class = CenterFilters


class Companies(EntryViewSet):
    """Companies with their technologies and certificates."""

    serializer_class = CompanySerializer
    filterset_class = CompanyFilters


class People(EntryViewSet):
    """People in public function, with their roles over time."""

    serializer_class = PersonSerializer
    filterset_class = PersonFilters


def register(router: BaseRouter) -> None:
    """Put the resources of this app into the API."""
    for viewset in (Organizations, Centers, Companies, People):
        prefix = viewset.serializer_class.Meta.model.KIND.resource
        router.register(prefix, viewset, basename=prefix)
