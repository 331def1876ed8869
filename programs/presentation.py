"""Programs and projects in words: how they stand, who leads and carries them out, what was reported."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations.models.organizations import Country
from organizations.presentation import named
from programs.models import Milestone, Party, PartyCapacity, Program, ProgressReport, Project, Status
from publishing import clock, formats
from publishing.languages import Language, active
from publishing.presentation import Shown, fact, link, listed, worded

__all__ = ["day_of", "frame_of", "milestones", "parties", "period", "report", "row", "seal"]

Undertaken = Program | Project

_SEALS = {
    Status.PLANNED: "planned",
    Status.RUNNING: "ongoing",
    Status.COMPLETED: "completed",
    Status.SUSPENDED: "provisional",
}


def seal(entry: Undertaken) -> Shown:
    """How the program or project stands, for ``components/status_seal.html``."""
    status = Status(entry.status)
    return {"status": _SEALS[status], "label": capfirst(str(status.label))}


def period(entry: Undertaken) -> str:
    """From when to when, with an open end where none is known; empty without a beginning."""
    if not entry.valid_from:
        return ""
    if entry.valid_to:
        return formats.date_range(entry.valid_from, entry.valid_to, active())
    return _("since %(date)s") % {"date": formats.date(entry.valid_from, active())}


def day_of(entry: Undertaken) -> date:
    """The day by whose names the bodies are shown: the last of the period, or today while it lasts."""
    today = formats.local_day(clock.now(), entry.release_zone)
    return min(entry.valid_to.latest(), today) if entry.valid_to else today


def parties(entries: Iterable[Party], day: date) -> list[Shown]:
    """Leads, executing units and supporting bodies: in each both sides, the reader's first."""
    first = Country.CHINA if active() == Language.CHINESE else Country.KOREA
    shown = [(party.capacity, party.organization) for party in entries if party.organization]
    groups = []
    for capacity in PartyCapacity:
        bodies = [body for held, body in shown if held == capacity]
        bodies.sort(key=lambda body: body.country != first)
        if bodies:
            groups.append(
                {"label": capfirst(str(capacity.label)), "bodies": [_body(body, day) for body in bodies]}
            )
    return groups


def _body(organization: Any, day: date) -> Shown:
    side = Country(organization.country)
    return {**named(organization, day), "side": capfirst(str(side.label)) if side else ""}


def milestones(steps: Iterable[Milestone]) -> list[Shown]:
    """The steps in order, each with its date and whether it was reached."""
    return [
        {
            "title": worded(step, "title"),
            "due": formats.date(step.due, active()) if step.due else "",
            "done": formats.date(step.done, active()) if step.done else "",
        }
        for step in steps
    ]


def report(progress: ProgressReport) -> Shown:
    """A progress report under its four headings; what was not reported is left out."""
    headings = (
        (_("Progress"), "progress"),
        (_("Problems"), "problems"),
        (_("Plan"), "plan"),
        (_("Needs"), "needs"),
    )
    parts = [
        {"heading": heading, "text": text}
        for heading, name in headings
        if (text := worded(progress, name))["value"]
    ]
    return {"as_of": formats.date(progress.as_of, active()), "parts": parts}


def frame_of(entry: Undertaken) -> list[Shown]:
    """Facts that programs and projects share."""
    instrument = entry.instrument
    signed = formats.date(instrument.signed_on, active()) if instrument and instrument.signed_on else ""
    return [
        fact(_("Period"), period(entry)),
        fact(
            capfirst(instrument.get_type_display()) if instrument else "",
            worded(instrument, "name") if instrument else None,
            note=_("signed %(date)s") % {"date": signed} if signed else "",
        ),
    ]


def row(entry: Undertaken, kind: str) -> Shown:
    """One program or project in a list, as ``components/entry_item.html`` takes it."""
    text = entry.text()
    leads = [
        party for party in entry.parties.all() if party.capacity == PartyCapacity.LEAD and party.organization
    ]
    day = day_of(entry)
    return {
        **link(entry),
        "iso": str(entry.valid_from) if entry.valid_from else "",
        "day": period(entry),
        "deck": text.deck if text else "",
        "kind": kind,
        "leads": listed(named(party.organization, day) for party in leads),
        "seal": seal(entry),
    }
