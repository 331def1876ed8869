"""Public reads of organizations, centers, companies and people."""

from django.db.models import F, Prefetch, QuerySet

from organizations.marks import marks
from organizations.models import CenterSite, Company, CooperationCenter, Organization, Person, Role
from publishing.queries import newest, whole
from publishing.visibility import linked, public, with_texts

__all__ = [
    "centers",
    "centers_whole",
    "companies",
    "companies_whole",
    "organizations",
    "organizations_whole",
    "people",
    "people_whole",
    "roles",
]


def roles() -> QuerySet[Role]:
    """Roles of visible people, with the person, the organization and its names over time."""
    return public(Role).prefetch_related(
        linked("person", Person), linked("organization", Organization), "organization__names"
    )


def organizations() -> QuerySet[Organization]:
    """Organizations other than centers and companies."""
    return newest(
        with_texts(public(Organization))
        .filter(kind=Organization.KIND.code)
        .select_related("seat")
        .prefetch_related(linked("parent", Organization))
    )


def organizations_whole() -> QuerySet[Organization]:
    plain = newest(public(Organization).filter(kind=Organization.KIND.code))
    return _with_body_facts(plain)


def centers() -> QuerySet[CooperationCenter]:
    sites = CenterSite.objects.select_related("place").order_by("valid_from")
    return newest(
        with_texts(public(CooperationCenter), whole=True).prefetch_related(
            "services", Prefetch("sites", sites), linked("host_institute", Organization), "names"
        )
    )


def centers_whole() -> QuerySet[CooperationCenter]:
    sites = CenterSite.objects.select_related("place").order_by("valid_from")
    return _with_body_facts(newest(public(CooperationCenter))).prefetch_related(
        "services",
        Prefetch("sites", sites),
        linked("host_institute", Organization),
        "host_institute__names",
        linked("supervising_bodies", Organization),
    )


def companies() -> QuerySet[Company]:
    return newest(
        with_texts(public(Company))
        .select_related("seat")
        .prefetch_related("technologies__sectors", "sectors", marks())
    )


def companies_whole() -> QuerySet[Company]:
    return _with_body_facts(newest(public(Company))).prefetch_related(
        "technologies__sectors", "certifications", "export_markets", marks(whole=True)
    )


def _with_body_facts(bodies: QuerySet) -> QuerySet:
    return (
        whole(bodies)
        .select_related("seat")
        .prefetch_related(
            "names",
            linked("parent", Organization),
            linked("units", Organization),
            linked("predecessors", Organization),
            linked("successors", Organization),
            Prefetch("roles", roles().order_by(F("valid_from").asc(), "pk")),
        )
    )


def people() -> QuerySet[Person]:
    return newest(
        with_texts(public(Person)).prefetch_related(
            "names",
            Prefetch(
                "roles",
                Role.objects.prefetch_related(linked("organization", Organization), "organization__names"),
            ),
        )
    )


def people_whole() -> QuerySet[Person]:
    held = Role.objects.prefetch_related(linked("organization", Organization), "organization__names")
    return whole(newest(public(Person))).prefetch_related("names", Prefetch("roles", held))
