"""Pavilions of a fair: who stands where, and who shows which technology."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Booth, Exhibition, Participation, Pavilion
from events.models.participation import BoothUse
from events.plan import plan
from events.presentation import participant
from organizations.models import Technology
from organizations.presentation import named
from publishing import formats
from publishing.languages import active
from publishing.presentation import Shown, worded

__all__ = ["by_technology", "pavilions"]


def pavilions(exhibition: Exhibition, day: date) -> list[Shown]:
    """The pavilions of a fair with their places and plan, each exhibitor as it was called on ``day``."""
    return [_pavilion(each, day) for each in exhibition.pavilions.all()]


def _pavilion(pavilion: Pavilion, day: date) -> Shown:
    places = _places(pavilion, day)
    return {
        "id": pavilion.pk,
        "name": worded(pavilion, "name"),
        "hall": pavilion.hall,
        "edition": formats.ordinal(pavilion.edition, active()) if pavilion.edition else "",
        "organizer": named(pavilion.organizer, day),
        "sample": pavilion.is_sample,
        "places": places,
        "plan": plan(pavilion, places),
    }


def _places(pavilion: Pavilion, day: date) -> list[Shown]:
    """Everything that stands in the pavilion in the order of its numbers; what has none comes last."""
    on_plan = [each for each in pavilion.booths.all() if each.use != BoothUse.ENTRANCE]
    taken = {each.booth: each for each in pavilion.exhibitors.all() if each.organization}
    shown = [_on_plan(booth, taken.pop(booth.number, None), day) for booth in on_plan]
    rest = [each for each in pavilion.exhibitors.all() if each.organization and each.booth in ("", *taken)]
    shown += [_standing(each, day) for each in rest]
    return sorted(shown, key=lambda place: (place["booth"] == "", _natural(place["booth"])))


def _on_plan(booth: Booth, held: Participation | None, day: date) -> Shown:
    if held and booth.number:
        return {**_standing(held, day), "place": booth}
    name = worded(booth, "name")
    words = {"value": name["value"] or str(booth.get_use_display()), "html_lang": name["html_lang"]}
    if booth.use == BoothUse.EXHIBITOR:
        words = {"value": _("no exhibitor named"), "html_lang": ""}
    use = "shared" if booth.use == BoothUse.SHARED else "free"
    return {
        "label": words["value"],
        "html_lang": words["html_lang"],
        "booth": booth.number,
        "place": booth,
        "use": use,
    }


def _standing(held: Participation, day: date) -> Shown:
    return {**participant(held, day), "place": None, "use": "exhibitor"}


def _natural(number: str) -> list[tuple[bool, int, str]]:
    """K-2 before K-10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", number)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def by_technology(shown: Iterable[Technology], exhibitors: Iterable[Participation], day: date) -> list[Shown]:
    """The technologies that exhibitors show, each under its first field, with its stage, company and booth."""
    standing = {each.organization_id: participant(each, day) for each in exhibitors if each.organization}
    fields: dict[Any, list[Shown]] = {}
    for technology in shown:
        row = {
            "name": worded(technology, "name"),
            "stage": capfirst(technology.get_stage_display()),
            "exhibitor": standing[technology.company_id],
        }
        leading = next(iter(technology.sectors.all()), None)
        fields.setdefault(leading, []).append(row)
    ordered = sorted(
        fields.items(), key=lambda item: (item[0] is None, item[0] and (item[0].position, item[0].slug))
    )
    other = {"value": _("Other fields"), "html_lang": ""}
    return [{"field": worded(field, "name") if field else other, "rows": rows} for field, rows in ordered]
