"""What stands on the pages of bodies and people, as the components take it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations import reverse
from organizations.models import (
    Certification,
    Company,
    CooperationCenter,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Role,
    Technology,
)
from organizations.models.organizations import NameType
from organizations.presentation import named, person
from organizations.validity import Validity, today
from publishing import clock, formats, kinds
from publishing.dates import PartialDate
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry
from publishing.presentation import Shown, foreign, link, listed, marked, worded

__all__ = [
    "Rows",
    "certificates",
    "events",
    "further_names",
    "names",
    "offers",
    "office_holders",
    "period",
    "person_names",
    "present_site",
    "reports",
    "roles",
    "scripts",
    "services",
    "sites",
    "technologies",
    "today",
    "undertakings",
]


class Rows(list[Shown]):
    """Rows of a table; ``filled`` names the columns in which any of them has a value."""

    @property
    def filled(self) -> set[str]:
        return {name for row in self for name, value in row.items() if _says_something(value)}


def _says_something(value: Any) -> bool:
    return bool(value.get("value") if isinstance(value, dict) and "value" in value else value)


def period(held: Validity) -> str:
    """From when to when, as precisely as it is known: "2001–2005", "since 2005", "until 2001"; empty if unknown."""
    first, last = held.valid_from, held.valid_to
    if first and last:
        return formats.date_range(first, last, active())
    if first:
        return _("since %(date)s") % {"date": formats.date(first, active())}
    return _("until %(date)s") % {"date": formats.date(last, active())} if last else ""


def scripts(entry: Entry) -> list[Shown]:
    """The titles of ``entry`` in the other languages, each once."""
    shown = entry.name_text()
    seen = {shown.title} if shown else set()
    found = []
    for text in sorted(entry.live_texts, key=lambda text: LANGUAGES.index(Language(text.language))):
        if text.title not in seen:
            seen.add(text.title)
            found.append({"text": text.title, "html_lang": formats.html_lang(text.language)})
    return found


def further_names(body: Organization) -> Rows:
    """The names of ``body`` where they say more than its titles do; else none."""
    titles = {text.title for text in body.live_texts}
    found = names(body.names.all())
    told = any(row["text"] not in titles or row["period"] or not row["confirmed"] for row in found)
    return found if told else Rows(())


def names(rows: Iterable[OrganizationName]) -> Rows:
    """The names of a body over time, the page's language first, and what is official before the rest."""
    order = NameType.values.index
    held = sorted(
        rows, key=lambda name: (*_rank(name.language), order(name.type), str(name.valid_from or ""))
    )
    return Rows(
        {
            "text": name.text,
            "html_lang": foreign(name.language),
            "language": formats.language_name(name.language, active()),
            "type": capfirst(name.get_type_display()),
            "period": period(name),
            "confirmed": name.is_confirmed,
        }
        for name in held
    )


def _rank(language: str) -> tuple[bool, int]:
    return language != active(), LANGUAGES.index(Language(language))


def person_names(rows: Iterable[PersonName]) -> Rows:
    """The names of a person in all scripts, with family and given name apart."""
    held = sorted(rows, key=lambda name: _rank(name.language))
    return Rows(
        {
            "text": name.text,
            "html_lang": foreign(name.language),
            "language": formats.language_name(name.language, active()),
            "type": capfirst(name.get_type_display()),
            "family": name.family,
            "given": name.given,
            "confirmed": name.is_confirmed,
        }
        for name in held
    )


def roles(someone: Person) -> Rows:
    """What a person was, where and when, the latest first; the organization by its name of that time."""
    held = sorted(someone.roles.all(), key=lambda role: str(role.valid_from or ""), reverse=True)
    return Rows(
        {
            "title": worded(role, "title"),
            "organization": named(role.organization, _day_of(role)),
            "period": period(role),
            "current": role.holds_on(today()) and not role.valid_to and bool(role.valid_from),
        }
        for role in held
    )


def _day_of(role: Role) -> date | None:
    bound: PartialDate | None = role.valid_from or role.valid_to
    return bound.earliest() if bound else None


def office_holders(body: Organization) -> Rows:
    """The people of a body by their term, the latest first."""
    held = sorted(body.roles.all(), key=lambda role: str(role.valid_from or ""), reverse=True)
    return Rows(
        {**person(role.person), "title": worded(role, "title"), "period": period(role)}
        for role in held
        if role.person
    )


def sites(center: CooperationCenter) -> list[Shown]:
    """Where a center was, in order of time, for ``components/sites_line.html``."""
    return [
        {
            "when": formats.date(PartialDate(site.valid_from.year), active()) if site.valid_from else "",
            "place": marked(worded(site.place, "name")),
            "address": marked(worded(site, "address")),
            "note": marked(worded(site, "note")),
            "current": site.holds_on(today()),
            "period": period(site),
        }
        for site in center.sites.all()
    ]


def present_site(center: CooperationCenter) -> Shown:
    """Where a center is today; empty where that is not known."""
    return next((site for site in sites(center) if site["current"]), {})


def services(center: CooperationCenter) -> Rows:
    """What a center offers today: what, for whom, in which languages, on what conditions."""
    return Rows(
        {
            "name": worded(service, "name"),
            "type": capfirst(service.get_type_display()),
            "audience": worded(service, "audience"),
            "languages": listed(
                {"value": formats.language_name(code, active(), spoken=True), "html_lang": ""}
                for code in service.languages
            ),
            "conditions": worded(service, "conditions"),
        }
        for service in center.services.all()
        if service.holds_on(today())
    )


def technologies(company: Company) -> list[Shown]:
    """What a company offers: stage, rights and where it is in use."""
    return [_technology(each) for each in company.technologies.all()]


def _technology(technology: Technology) -> Shown:
    return {
        "name": worded(technology, "name"),
        "summary": worded(technology, "summary"),
        "references": worded(technology, "references"),
        "stage": capfirst(technology.get_stage_display()),
        "ipr": capfirst(technology.get_ipr_display()),
        "fields": listed(worded(sector, "name") for sector in technology.sectors.all()),
    }


def certificates(rows: Iterable[Certification]) -> Rows:
    return Rows(
        {
            "name": worded(each, "name"),
            "issued_by": worded(each, "issued_by"),
            "number": each.number,
            "period": period(each),
        }
        for each in rows
    )


def _label(model: type[Model], relation: str, name: str) -> Callable[[str], str]:
    """The words for stored values of the choice field ``name`` of a ``relation``, whichever floor declares it."""
    related: Any = model._meta.get_field(relation).related_model
    words = dict(related._meta.get_field(name).choices)
    return lambda value: capfirst(str(words.get(value, value)))


def events(found: Iterable[Any]) -> Rows:
    """Events of ``organizations.reverse`` with their days, edition, capacity and booth."""
    capacity = _label(Organization, "participations", "capacity")
    return Rows(
        {
            **link(event, capfirst(str(kinds.get(event.kind).label))),
            "days": _days(event),
            "edition": formats.ordinal(event.edition, active(), event.ordinal_unit) if event.edition else "",
            "capacity": capacity(event.capacity) if hasattr(event, "capacity") else "",
            "booth": getattr(event, "booth", ""),
        }
        for event in found
    )


def _days(event: Any) -> str:
    if event.starts_on is None:
        return ""
    first, last = event.starts_on, event.ends_on or event.starts_on
    return formats.date_range(
        _precise(first, event.date_precision), _precise(last, event.date_precision), active()
    )


def _precise(day: date, precision: str) -> PartialDate:
    """``day`` no more precise than an event's date is known."""
    whole = PartialDate.of(day)
    return {"year": PartialDate(day.year), "month": PartialDate(day.year, day.month)}.get(precision, whole)


def undertakings(found: Iterable[Any]) -> list[Shown]:
    """Programs and projects with the part a body has in them."""
    capacity = _label(Organization, "undertakings", "capacity")
    return [
        {**link(each, capfirst(str(kinds.get(each.kind).label))), "capacity": capacity(each.capacity)}
        for each in found
    ]


def offers(organization: Organization) -> list[Shown]:
    """Opportunities that can be answered, with the deadline on both clocks."""
    now, language = clock.now(), active()
    found: Iterable[Any] = reverse.opportunities(organization)
    return [
        {
            **link(each),
            "deadline_at": each.deadline_at,
            "zone": each.deadline_zone,
            "left": formats.days_left(each.deadline_at, now, each.deadline_zone, language),
        }
        for each in found
    ]


def reports(found: Iterable[Entry]) -> list[Shown]:
    """Releases and articles with their kind and day."""
    return [
        {
            **link(each, capfirst(str(kinds.get(each.kind).label))),
            "day": formats.local_day(each.release_at, each.release_zone) if each.release_at else None,
        }
        for each in found
    ]
