"""What stands in a dossier: its cover, the programme, whom one meets, the sheets, and technologies side by side."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.asked import Asked
from dossiers.fitting import fit, guess
from dossiers.queries import companies_asked, event_asked, offers, standing, ways_of_contact
from dossiers.sheets import Around, greeting, sheet
from events.models import Event
from events.presentation import agenda, cities, day_of, speaking, when
from organizations import sections
from organizations.models import Company
from organizations.models.companies import DevelopmentStage
from organizations.presentation import named
from organizations.sections import Rows
from publishing import clock, formats
from publishing.languages import active
from publishing.presentation import Shown, link, worded

__all__ = ["collect", "set_sheets"]

_STAGES = list(DevelopmentStage)
Shape = Callable[[Shown], int]


def collect(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The dossier that ``asked`` names, as its templates take it.

    Raises ``Http404`` for an event, or for companies none of which, the public can see.
    """
    event = event_asked(asked)
    companies = companies_asked(asked)
    if (asked.event and event is None) or not companies:
        raise Http404
    ids = [company.pk for company in companies]
    day = day_of(event) if event else sections.today()
    around = Around(
        request,
        day,
        standing(event, ids) if event else {},
        offers(ids),
        list(ways_of_contact()),
    )
    sheets = [sheet(company, around) for company in companies]
    context = {
        **_cover(request, asked, event),
        "sheets": sheets,
        "missing": len(asked.companies) - len(companies),
        "has_samples": any(each["is_sample"] for each in sheets) or bool(event and _has_samples(event)),
        "is_alone": event is None and len(sheets) == 1,
        "programme": _programme(event) if event else {},
        "people": Rows(_people(event)) if event else Rows(),
        "comparison": comparison(companies, sheets),
    }
    context["title"] = sheets[0]["name"] if context["is_alone"] else context["name"]
    return set_sheets(context, guess)


def set_sheets(context: dict[str, Any], degree: Shape) -> dict[str, Any]:
    """``context`` with every sheet set in the degree of tightness that ``degree`` gives it."""
    return {**context, "sheets": [fit(each, degree(each)) for each in context["sheets"]]}


def _cover(request: HttpRequest, asked: Asked, event: Event | None) -> dict[str, Any]:
    language = active()
    zone = formats.reader_zones(formats.SEOUL, language)[0]
    shown = link(event)
    return {
        "name": _("Briefing dossier"),
        "event": {**shown, "url": request.build_absolute_uri(shown["url"])} if event else {},
        "event_when": when(event, weekday=True) if event else "",
        "event_places": cities(event) if event else "",
        "made": formats.moment(clock.now(), zone, language),
        "day": formats.date(formats.local_day(clock.now(), zone), language),
        "language": formats.language_name(language, language),
        "portal_url": request.build_absolute_uri(reverse("home")),
        "address": request.build_absolute_uri(reverse("dossiers:dossier") + asked.query()),
    }


def _has_samples(event: Event) -> bool:
    return event.is_sample or any(item.is_sample for item in event.items.all())


def _programme(event: Event) -> dict[str, Any]:
    """The parts of ``event`` by day; a time has one column for each zone, the reader's first."""
    shown = agenda(event.items.all(), day_of(event))
    zones = formats.reader_zones(event.zone, active())
    return {
        "parts": shown["parts"],
        "has_times": shown["has_times"],
        "cities": [formats.zone_label(zone, active()) for zone in zones],
    }


def _people(event: Event) -> list[Shown]:
    """Who takes part in ``event`` or speaks there, with the role of that day and how to greet each."""
    day = day_of(event)
    roles = [each.role for each in event.participations.all() if each.role]
    at_talks = speaking(event.items.all())
    spoken = [
        role
        for item in event.items.all()
        for talk in item.talks.all()
        for role in talk.speakers.all()
        if role.pk in at_talks
    ]
    found = {role.person_id: role for role in (*spoken, *roles) if role.person}
    return [
        {
            **greeting(role.person),
            "title": worded(role, "title") if role.holds_on(day) else {},
            "organization": named(role.organization, day) if role.holds_on(day) else {},
        }
        for role in found.values()
    ]


def comparison(companies: Iterable[Company], sheets: Iterable[Shown]) -> list[Shown]:
    """Technologies of all companies by field, those nearest to the market first, with rights and certificates."""
    fields: dict[Any, list[Shown]] = {}
    for company, shown in zip(companies, sheets, strict=True):
        for technology, row in zip(company.technologies.all(), shown["technologies"], strict=True):
            leading = next(iter(technology.sectors.all()), None)
            fields.setdefault(leading, []).append(
                {
                    **row,
                    "order": -_STAGES.index(DevelopmentStage(technology.stage)),
                    "step": _STAGES.index(DevelopmentStage(technology.stage)) + 1,
                    "company": shown["name"],
                    "company_lang": shown["name_lang"],
                    "anchor": shown["id"],
                    "booth": shown["stand"].get("booth", ""),
                    "certificates": [each["name"] for each in shown["certificates"]],
                }
            )
    ordered = sorted(
        fields.items(), key=lambda item: (item[0] is None, item[0] and (item[0].position, item[0].slug))
    )
    other = {"value": _("Other fields"), "html_lang": ""}
    return [
        {
            "field": worded(field, "name") if field else other,
            "rows": sorted(rows, key=lambda row: row["order"]),
        }
        for field, rows in ordered
    ]
