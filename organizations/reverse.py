"""What the floors above hold about bodies and people, read through relations and never through imports.

Everything comes as :class:`~publishing.models.Entry` through the door, with the facts of its kind annotated.
"""

from django.db.models import F, Q, QuerySet

from organizations.models import CooperationCenter, Organization, Person
from publishing import clock
from publishing.models import Entry
from publishing.queries import newest
from publishing.visibility import public, with_texts

__all__ = ["appearances", "meetings", "opportunities", "participations", "reports", "undertakings"]


def _entries(condition: Q) -> QuerySet[Entry]:
    found = Entry.objects.filter(condition).values("pk")
    return newest(with_texts(public(Entry)).filter(pk__in=found))


def _events(condition: Q) -> QuerySet[Entry]:
    """Events with their days, edition and how it is counted, the latest first."""
    return (
        with_texts(public(Entry))
        .filter(condition)
        .annotate(
            starts_on=F("as_event__starts_on"),
            ends_on=F("as_event__ends_on"),
            date_precision=F("as_event__date_precision"),
            edition=F("as_event__edition"),
            ordinal_unit=F("as_event__series__ordinal_unit"),
        )
        .order_by(F("starts_on").desc(nulls_last=True), "-pk")
    )


def meetings(center: CooperationCenter) -> QuerySet[Entry]:
    """Events held at or by ``center``."""
    return _events(Q(as_event__center=center))


def participations(organization: Organization) -> QuerySet[Entry]:
    """Events ``organization`` took part in, once for each capacity, with ``capacity`` and ``booth``."""
    return _events(Q(as_event__participations__organization=organization)).annotate(
        capacity=F("as_event__participations__capacity"), booth=F("as_event__participations__booth")
    )


def undertakings(organization: Organization) -> QuerySet[Entry]:
    """Programs and projects in which ``organization`` has a part, with its ``capacity``."""
    return newest(with_texts(public(Entry)).filter(parties__organization=organization)).annotate(
        capacity=F("parties__capacity")
    )


def reports(organization: Organization) -> QuerySet[Entry]:
    """What ``organization`` issued, alone or with others, or published about the cooperation."""
    return _entries(
        Q(pressrelease__issuer=organization)
        | Q(pressrelease__co_issuers=organization)
        | Q(mediacoverage__outlet=organization)
    )


def opportunities(organization: Organization) -> QuerySet[Entry]:
    """Opportunities of ``organization`` or through it that can still be answered, the nearest deadline first."""
    now = clock.now()
    return (
        with_texts(public(Entry))
        .filter(
            Q(opportunity__owner=organization.pk) | Q(opportunity__center=organization.pk),
            Q(opportunity__opens_at__isnull=True) | Q(opportunity__opens_at__lte=now),
            Q(opportunity__expires_at__isnull=True) | Q(opportunity__expires_at__gt=now),
            opportunity__deadline_at__gt=now,
            opportunity__open_for_interest=True,
            opportunity__result="",
        )
        .annotate(deadline_at=F("opportunity__deadline_at"), deadline_zone=F("opportunity__deadline_zone"))
        .order_by("deadline_at", "pk")
    )


def appearances(person: Person) -> QuerySet[Entry]:
    """Releases that quote ``person``, articles by them, and events they took part or spoke in."""
    return _entries(
        Q(pressrelease__quotes__role__person=person)
        | Q(mediacoverage__bylines__person=person)
        | Q(as_event__participations__role__person=person)
        | Q(as_event__items__talks__speakers__person=person)
    )
