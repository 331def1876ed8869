"""One company on one page, as the templates take it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Participation
from events.presentation import when
from opportunities.models import Opportunity
from organizations import marks, sections
from organizations.models import Company, CooperationCenter, Person
from organizations.models.people import PersonNameType, RoleType
from organizations.presentation import named, person
from organizations.sections import Rows
from publishing import clock, formats
from publishing.dates import PartialDate
from publishing.languages import LANGUAGES, Language, active
from publishing.presentation import Shown, fact, facts, foreign, link, listed, says_sample, worded

__all__ = ["Around", "greeting", "in_words", "sheet"]

_ROLES = RoleType.values
# Centers on one sheet: those an opportunity goes through, or else the first ones.
_MOST_CENTERS = 2


@dataclass(frozen=True)
class Around:
    """What the sheets of one dossier share: the request, the day of names and roles, and what was read for all."""

    request: HttpRequest
    day: date
    standing: Mapping[int, Participation]
    offers: Mapping[int, list[Opportunity]]
    centers: list[CooperationCenter]


def in_words(html_lang: str) -> str:
    """The name of the language with the ``lang`` of a fragment: readers are told that it is not theirs."""
    code = next((each for each in LANGUAGES if each.html_lang == html_lang), None)
    return formats.language_name(code, active()) if code else ""


def sheet(company: Company, around: Around) -> Shown:
    """The sheet of ``company``: who, where, what, whom to greet, whom to ask."""
    text = company.text()
    shown = named(company, around.day)
    held = around.standing.get(company.pk)
    offered = around.offers.get(company.pk, [])
    language = foreign(text.language) if text else ""
    return {
        "id": company.slug,
        "name": shown["label"],
        "name_lang": shown["html_lang"],
        "sample": company.is_sample and not says_sample(shown["label"]),
        "is_sample": company.is_sample,
        "scripts": [each for each in sections.scripts(company) if each["text"] != shown["label"]],
        "url": around.request.build_absolute_uri(company.path()),
        "qr_url": _qr(around.request.build_absolute_uri(company.path())),
        "deck": {"value": text.deck if text else "", "html_lang": language},
        "products": {"value": text.extra.get("products", "") if text else "", "html_lang": language},
        "facts": _facts(company),
        "mark": marks.shown(company),
        "stand": _stand(held),
        "people": _people(company, around.day),
        "technologies": sections.technologies(company),
        "certificates": sections.certificates(
            each for each in company.certifications.all() if each.holds_on(sections.today())
        ),
        "offers": [_offer(each, around.request) for each in offered],
        "contacts": [_contact(each) for each in _centers(offered, around.centers)],
        "ref": company.ref,
        "revision": company.revision,
        "released": formats.moment(company.release_at, company.release_zone, active())
        if company.release_at
        else "",
        "precedence": formats.language_name(company.authoritative_language, active()),
        "more": False,
    }


def _qr(address: str) -> str:
    return segno.make(address, micro=False).svg_data_uri(border=0)


def _facts(company: Company) -> list[Shown]:
    return facts(
        fact(_("Side"), capfirst(company.get_country_display()) if company.country else ""),
        fact(_("Seat"), worded(company.seat, "name") if company.seat else None),
        fact(
            _("Founded"), formats.date(PartialDate(company.founded.year), active()) if company.founded else ""
        ),
        fact(_("Size"), capfirst(company.get_size_class_display()) if company.size_class else ""),
        fact(
            _("Employees"),
            formats.count(company.employees, "exact", active(), "people") if company.employees else "",
        ),
        fact(_("Export markets"), listed(worded(place, "name") for place in company.export_markets.all())),
        fact(_("Fields"), listed(worded(each, "name") for each in company.sectors.all())),
    )


def _stand(held: Participation | None) -> Shown:
    """Booth, hall and pavilion, with the event where they are; empty where none is recorded."""
    if held is None:
        return {}
    pavilion = held.pavilion
    return {
        "booth": held.booth,
        "hall": pavilion.hall if pavilion else "",
        "pavilion": worded(pavilion, "name") if pavilion else {},
        "event": link(held.event),
        "when": when(held.event),
        "sample": pavilion.is_sample if pavilion else False,
        "remark": worded(held, "note"),
    }


def _people(company: Company, day: date) -> Rows:
    """Whom one meets from the company on ``day``, who leads it first."""
    held = [role for role in company.roles.all() if role.person and role.holds_on(day)]
    held.sort(key=lambda role: _ROLES.index(role.type))
    return Rows({**greeting(role.person), "title": worded(role, "title")} for role in held)


def greeting(someone: Person) -> Shown:
    """How to greet ``someone``: the name in all scripts, romanized, and the title one speaks to him with."""
    shown = person(someone)
    romanized = next((each.text for each in someone.names.all() if each.type == PersonNameType.ROMANIZED), "")
    official = {
        each.language: each.text for each in someone.names.all() if each.type == PersonNameType.OFFICIAL
    }
    if romanized and romanized in shown["name"] and active() in official:
        # A name in the reader's own script, where the title of the person has none.
        shown = {**shown, "name": official[active()], "html_lang": "", "sample": someone.is_sample}
    written = [shown["name"], *(each["text"] for each in shown["scripts"])]
    scripts = [each for each in shown["scripts"] if each["html_lang"] != Language.ENGLISH]
    # A name in characters that no title has, such as the one that Chinese papers write for somebody from Korea.
    scripts += [
        {"text": each.text, "html_lang": formats.html_lang(each.language)}
        for each in someone.names.all()
        if each.type == PersonNameType.OFFICIAL and not any(each.text in title for title in written)
    ]
    if not romanized:
        english = (each["text"] for each in shown["scripts"] if each["html_lang"] == Language.ENGLISH)
        romanized = next(english, "")
    return {
        **shown,
        "scripts": scripts,
        "romanized": "" if romanized in written[:1] else romanized,
        "spoken": worded(someone, "spoken_title"),
    }


def _offer(offer: Opportunity, request: HttpRequest) -> Shown:
    at, zone, language = offer.deadline_at, offer.deadline_zone, active()
    return {
        **link(offer),
        "url": request.build_absolute_uri(offer.path()),
        "deadline": formats.date(formats.local_day(at, zone), language, weekday=True) if at else "",
        "clocks": formats.zone_pair(at, zone, language) if at else "",
        "left": formats.days_left(at, clock.now(), zone, language) if at else "",
    }


def _centers(offered: Iterable[Opportunity], centers: list[CooperationCenter]) -> list[CooperationCenter]:
    through = {offer.center_id for offer in offered if offer.center}
    chosen = [center for center in centers if center.pk in through]
    return (chosen or centers)[:_MOST_CENTERS]


def _contact(center: CooperationCenter) -> dict[str, Any]:
    site = sections.present_site(center)
    return {
        **link(center),
        "hours": worded(center, "opening_hours"),
        "phone": center.phone,
        "email": center.email,
        "address": site.get("address", ""),
    }
