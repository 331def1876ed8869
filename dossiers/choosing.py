"""The form in which companies are chosen: those of an event with their booths, or all with the filters of their list."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.asked import MOST, Asked
from dossiers.queries import EVENTS, event_asked, found_companies, standing, taking_part
from events.models import Event, Participation
from events.presentation import cities, when
from organizations import marks
from organizations.filters import CompanyFilters
from organizations.models import Company
from organizations.queries import companies
from publishing.pages import has_page
from publishing.presentation import Shown, foreign, link, worded
from publishing.visibility import public, with_texts

__all__ = ["choosing"]

PAGE = 50
# The latest events to choose from.
_EVENTS = 20


def choosing(request: HttpRequest, asked: Asked) -> tuple[dict[str, Any], int]:
    """What the form shows, and the status it is answered with.

    The companies that the address names are chosen already, whatever the filters say. Raises ``Http404`` for an event
    that the public cannot see.
    """
    event = event_asked(asked)
    if asked.event and event is None:
        raise Http404
    filters = CompanyFilters(request.GET, queryset=companies())
    form, status = filters.form, 200
    valid = form.is_valid()
    if not valid:
        status = 400
    problems = _problems(asked)
    if problems:
        status = 400
    chosen = found_companies(asked)
    rows = filters.qs if valid else Company.objects.none()
    ids, stands = _in_order(rows, event)
    paginator = Paginator(ids, PAGE)
    number = request.GET.get("page", "1")
    page = paginator.get_page(number if has_page(paginator, number) else 1)
    shown = _rows([*chosen, *page.object_list], stands)
    return {
        "form": form,
        "problems": problems,
        "event": link(event),
        "event_when": when(event) if event else "",
        "event_places": cities(event) if event else "",
        "events": _events(asked, event),
        "chosen": [shown[pk] for pk in chosen if pk in shown],
        "rows": [shown[pk] for pk in page.object_list if pk in shown and pk not in chosen],
        "page": page,
        "total": paginator.count,
        "most": MOST,
        "action": reverse("dossiers:choose"),
        "dossier_url": reverse("dossiers:dossier"),
        "plain_url": reverse("dossiers:choose") + Asked(asked.event).query(),
    }, status


def _problems(asked: Asked) -> list[str]:
    if not asked.is_too_much:
        return []
    words = ngettext(
        "A dossier holds %(most)d companies at most; %(number)d is chosen. Uncheck some.",
        "A dossier holds %(most)d companies at most; %(number)d are chosen. Uncheck some.",
        len(asked.companies),
    )
    return [words % {"most": MOST, "number": len(asked.companies)}]


def _in_order(rows: QuerySet[Company], event: Event | None) -> tuple[Any, Mapping[int, Participation]]:
    """The ids of the companies to choose from: at an event by booth, else by address; and where they stand."""
    if event is None:
        return rows.order_by("slug").values_list("pk", flat=True), {}
    present = taking_part(event)
    stands = standing(event, present)
    ids = list(rows.filter(pk__in=present).order_by("slug").values_list("pk", flat=True))
    ids.sort(key=lambda pk: (pk not in stands, _natural(stands[pk].booth) if pk in stands else []))
    return ids, stands


def _natural(number: str) -> list[tuple[bool, int, str]]:
    """K-2 before K-10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", number)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _rows(ids: Sequence[int], stands: Mapping[int, Participation]) -> dict[int, Shown]:
    return {company.pk: _row(company, stands) for company in companies().filter(pk__in=ids)}


def _row(company: Company, stands: Mapping[int, Participation]) -> Shown:
    text = company.text()
    return {
        **link(company),
        "slug": company.slug,
        "mark": marks.state(company.verification()),
        "deck": {"value": text.deck if text else "", "html_lang": foreign(text.language) if text else ""},
        "booth": stands[company.pk].booth if company.pk in stands else "",
        "technologies": [
            {"name": worded(each, "name"), "stage": capfirst(each.get_stage_display())}
            for each in company.technologies.all()
        ],
    }


def _events(asked: Asked, event: Event | None) -> list[Shown]:
    """The events whose companies can be chosen from, the latest first, and none of them."""
    rows = with_texts(
        public(Event).filter(kind__in=EVENTS, participations__organization__kind=Company.KIND.code)
    )
    latest = rows.distinct().order_by("-starts_on", "-pk")[:_EVENTS]
    listed = [
        {**link(each), "value": each.ref, "chosen": event is not None and each.pk == event.pk}
        for each in latest
    ]
    if event and not any(each["chosen"] for each in listed):
        listed.append({**link(event), "value": event.ref, "chosen": True})
    return [{"value": "", "label": _("No event"), "chosen": event is None}, *listed]
