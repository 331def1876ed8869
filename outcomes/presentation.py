"""Outcomes in words: amounts as stated, parties as they may be named, the path of a matter, follow-ups, totals."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, EventSeries
from organizations.models.organizations import Country
from organizations.presentation import named
from outcomes.follow_ups import ASKING, due_after, ended_on, schedule, today
from outcomes.models import Evidence, Outcome, Party
from outcomes.plots import by_stage, value_of
from outcomes.queries import editions, outcomes, path
from outcomes.stages import DEFINITIONS, RANKS
from outcomes.totals import Total, totals
from publishing import formats
from publishing.languages import active
from publishing.models import Entry
from publishing.presentation import Shown, fact, foreign, link, worded
from publishing.visibility import public

__all__ = [
    "amount",
    "evidence",
    "follow_ups",
    "frame_of",
    "line",
    "on_event",
    "on_opportunity",
    "on_series",
    "parties",
    "party",
    "row",
    "staged",
    "steps",
]


def amount(outcome: Outcome) -> str:
    """The amount as stated, in its currency and hedged; empty without one."""
    if outcome.amount is None:
        return ""
    return formats.money(outcome.amount, outcome.currency, active(), outcome.qualifier)


def party(each: Party, outcome: Outcome) -> Shown:
    """A party by the name it had on the day, or by its side alone where its name is withheld."""
    if each.is_withheld:
        unnamed = {
            Country.KOREA: _("a Korean company (name withheld)"),
            Country.CHINA: _("a Chinese company (name withheld)"),
        }
        return {
            "value": unnamed.get(Country(each.country)) or _("a company (name withheld)"),
            "html_lang": "",
        }
    if each.organization:
        return named(each.organization, outcome.as_of)
    return worded(each, "name")


def parties(outcome: Outcome) -> list[Shown]:
    """The parties that readers are told of, with their roles."""
    return [{**party(each, outcome), "note": _about(each)} for each in outcome.outcome_parties.all()]


def _about(each: Party) -> str:
    """The role of a party, and its side where the name does not say it."""
    side = "" if each.is_withheld or not each.country else each.get_country_display()
    return " · ".join(filter(None, [capfirst(each.get_role_display()), side]))


def frame_of(outcome: Outcome) -> list[Shown]:
    """The facts at the left."""
    return [
        fact(pgettext("outcome", "Stage"), capfirst(outcome.get_outcome_stage_display())),
        fact(_("As of"), formats.date(outcome.as_of, active())),
        fact(_("Came of"), link(outcome.event)),
        fact(_("Answer to the opportunity"), link(outcome.from_opportunity)),
        fact(
            _("Confirmed by"),
            named(outcome.confirmed_by, outcome.confirmed_on),
            note=formats.date(outcome.confirmed_on, active()) if outcome.confirmed_on else "",
        ),
    ]


def evidence(outcome: Outcome) -> list[Shown]:
    """What shows that it is true, as far as readers are told of it."""
    return [_evidence(each) for each in outcome.evidence.all()]


def _evidence(each: Evidence) -> Shown:
    return {
        "label": worded(each, "label"),
        "type": capfirst(each.get_type_display()),
        "url": each.url,
        "record": link(each.record),
        "seen_on": each.seen_on,
    }


def follow_ups(outcome: Outcome) -> list[Shown]:
    """When is asked again and what was found, in order."""
    return [
        {
            "months": due.months,
            "due_on": due.due_on,
            "done_on": due.done.done_on if due.done else None,
            "answer": capfirst(due.done.get_answer_display()) if due.done else "",
            "finding": worded(due.done, "finding") if due.done else {},
            "is_late": due.done is None and due.due_on < today(),
        }
        for due in schedule(outcome)
    ]


def steps(outcome: Outcome) -> list[Shown]:
    """The path of the matter through its stages; empty where it has only this one."""
    found = path(outcome)
    if len(found) == 1:
        return []
    return [
        {
            **link(each),
            "stage": capfirst(each.get_outcome_stage_display()),
            "amount": amount(each),
            "as_of": each.as_of,
            "is_current": each.pk == outcome.pk,
        }
        for each in found
    ]


def row(outcome: Outcome) -> dict[str, Any]:
    """One outcome in a list."""
    text = outcome.text()
    return {
        **link(outcome),
        "stage": capfirst(outcome.get_outcome_stage_display()),
        "amount": amount(outcome),
        "as_of": outcome.as_of,
        "deck": text.deck if text else "",
        "deck_lang": foreign(text.language) if text else "",
        "event": link(outcome.event),
        "parties": parties(outcome),
        "ref": outcome.ref,
    }


def staged(found: list[Total]) -> list[Any]:
    """Totals as plots with their tables, by stage."""
    return by_stage(found, editions(each.event for each in found if each.event))


def on_event(event: Event) -> dict[str, Any]:
    """What the page of an event says of its outcomes, or when they are due."""
    found = by_stage(totals(public(Outcome).filter(event=event)), {event.pk: event})
    ended = ended_on(event)
    if not found and event.kind not in ASKING:
        return {}
    dues = due_after(ended) if ended else []
    passed = [each for each in dues if each.due_on < today()]
    return {
        "outcomes": {
            "staged": found,
            "single": True,
            "due": [{"months": each.months, "day": each.due_on} for each in dues],
            "none_by": passed[-1].due_on if passed else None,
            "is_over": bool(dues) and len(passed) == len(dues),
            "url": _filtered(event),
        }
    }


def _filtered(event: Event) -> str:
    return f"{reverse('outcomes:list')}?event={event.slug}"


def on_series(line: EventSeries) -> dict[str, Any]:
    """What the editions of a series came to, each for itself."""
    found = staged(totals(public(Outcome).filter(event__series=line)))
    return {"outcomes": {"staged": found, "url": reverse("outcomes:list")}} if found else {}


def on_opportunity(opportunity: Entry) -> dict[str, Any]:
    """The outcomes that came of an opportunity."""
    return {"came_of_it": [row(each) for each in outcomes().filter(from_opportunity=opportunity.pk)]}


def line() -> Shown:
    """The most that is proven of the latest edition, with its date and what the stage means; empty without any."""
    found = [each for each in totals(public(Outcome)) if each.event]
    events = editions(each.event for each in found if each.event)
    if not events:
        return {}
    latest = max(events.values(), key=lambda each: (str(each.starts_on or ""), each.pk))
    total = max(
        (each for each in found if each.event == latest.pk),
        key=lambda each: (not each.is_sample, RANKS[each.stage], each.as_of),
    )
    return {
        "event": link(latest),
        "stage": capfirst(str(total.stage.label)),
        "definition": DEFINITIONS[total.stage],
        "value": value_of(total),
        "records": total.records,
        "as_of": formats.date(total.as_of, active()),
        "sample": total.is_sample,
        "url": _filtered(latest),
    }
