"""Bodies and people as schema.org nodes: what their pages state, for machines."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from organizations import sections
from organizations.models import Organization, Role
from organizations.models.organizations import NameType, OrganizationType
from organizations.models.people import PersonNameType
from publishing import structured
from publishing.fields import wording
from publishing.languages import active
from publishing.structured import Absolute, Node, Statement, link, node, place

__all__ = ["body", "center", "company", "named", "person", "speaker"]

_TYPES = {
    OrganizationType.MINISTRY: "GovernmentOrganization",
    OrganizationType.DEPARTMENT: "GovernmentOrganization",
    OrganizationType.DIVISION: "GovernmentOrganization",
    OrganizationType.LOCAL_GOVERNMENT: "GovernmentOrganization",
    OrganizationType.EMBASSY: "GovernmentOrganization",
    OrganizationType.UNIVERSITY: "CollegeOrUniversity",
    OrganizationType.MEDIA: "NewsMediaOrganization",
    OrganizationType.COMPANY: "Corporation",
}


def _type_of(organization: Organization) -> str:
    return _TYPES.get(OrganizationType(organization.type), "Organization")


def named(organization: Organization | None, day: date | None, absolute: Absolute) -> Node:
    """A reference to ``organization`` by the name it had on ``day``; empty for nothing."""
    if organization is None:
        return {}
    name = organization.name_on(day, active())[0] if day else ""
    return link(organization, _type_of(organization), absolute, name)


def speaker(role: Role, day: date | None, absolute: Absolute) -> Node:
    """The holder of ``role`` with title and body; both only if the role was held on ``day``."""
    who = link(role.person, "Person", absolute)
    if day and not role.holds_on(day):
        return who
    body_then = named(role.organization, day, absolute)
    return {**who, **_stated(jobTitle=wording(role, "title")[0], affiliation=body_then)}


def _stated(**properties: Any) -> Node:
    return {name: value for name, value in properties.items() if value}


def body(said: Statement, type_: str = "", **properties: Any) -> Node:
    """A body by its names, its place among other bodies and its dates."""
    entry = said.entry
    absolute = said.absolute
    return said.thing(
        type_ or _type_of(entry),
        alternateName=_aliases(entry, said.text.title),
        parentOrganization=link(entry.parent, _type_of(entry.parent), absolute) if entry.parent else None,
        subOrganization=[link(each, _type_of(each), absolute) for each in entry.units.all()],
        foundingDate=str(entry.founded or ""),
        dissolutionDate=str(entry.dissolved or ""),
        keywords=said.sectors(),
        sameAs=entry.website,
        **{"location": place(entry.seat), **properties},
    )


def _aliases(organization: Organization, title: str) -> list[str]:
    """Its other names, present and former, in every language; none that an editor has not confirmed."""
    names = [
        name.text
        for name in organization.names.all()
        if name.is_confirmed and name.type != NameType.AS_PRINTED
    ]
    return [each for each in dict.fromkeys(names) if each != title]


def center(said: Statement) -> Node:
    """A cooperation center with its present address, contact and services."""
    entry = said.entry
    site = next((each for each in entry.sites.all() if each.holds_on(sections.today())), None)
    address = node("PostalAddress", streetAddress=wording(site, "address")[0]) if site else None
    offers = [
        node(
            "Offer",
            itemOffered=node(
                "Service",
                name=wording(service, "name")[0],
                audience=_audience(wording(service, "audience")[0]),
            ),
        )
        for service in entry.services.all()
        if service.holds_on(sections.today())
    ]
    return body(
        said,
        "Organization",
        location=place(site.place if site else entry.seat),
        address=address,
        telephone=entry.phone,
        email=entry.email,
        makesOffer=offers,
    )


def _audience(words: str) -> Node | None:
    return node("Audience", audienceType=words) if words else None


def company(said: Statement) -> Node:
    """A company with its size, technologies and certificates."""
    entry = said.entry
    return body(
        said,
        numberOfEmployees=structured.quantity(entry.employees) if entry.employees else None,
        knowsAbout=[wording(each, "name")[0] for each in entry.technologies.all()],
        hasCertification=[
            node(
                "Certification",
                name=wording(each, "name")[0],
                issuedBy=node("Organization", name=wording(each, "issued_by")[0]) if each.issued_by else None,
                certificationIdentification=each.number,
            )
            for each in entry.certifications.all()
        ],
    )


def person(said: Statement) -> Node:
    """A person with the names in all scripts, and what they were where and when."""
    entry = said.entry
    shown = next((each for each in entry.names.all() if _is_shown(each, said)), None)
    names = [each.text for each in entry.names.all() if each.is_confirmed]
    return said.thing(
        "Person",
        alternateName=[each for each in dict.fromkeys(names) if each != said.text.title],
        familyName=shown.family if shown else "",
        givenName=shown.given if shown else "",
        jobTitle=[wording(role, "title")[0] for role in entry.roles.all() if _is_current(role)],
        affiliation=list(_affiliations(entry.roles.all(), said.absolute)),
    )


def _is_shown(name: Any, said: Statement) -> bool:
    return bool(
        name.language == said.text.language
        and name.text == said.text.title
        and name.type != PersonNameType.AS_PRINTED
    )


def _is_current(role: Role) -> bool:
    return bool(role.valid_from) and not role.valid_to and role.holds_on(sections.today())


def _affiliations(roles: Iterable[Role], absolute: Absolute) -> Iterable[Node]:
    """Each role with its time; the body by its name of that time."""
    for role in roles:
        bound = role.valid_from or role.valid_to
        yield node(
            "OrganizationRole",
            roleName=wording(role, "title")[0],
            startDate=str(role.valid_from or ""),
            endDate=str(role.valid_to or ""),
            affiliation=named(role.organization, bound.earliest() if bound else None, absolute),
        )
