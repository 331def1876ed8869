"""Calls and applications as the pages of staff show them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calls.models import Application, ApplicationState, Call, Wanted
from calls.models.applications import DECISIONS, TAKEN
from desk.people import name_of
from intake.consents import may_pass_on
from organizations.models.companies import DevelopmentStage, IntellectualProperty
from publishing import formats
from publishing.languages import Language, active

__all__ = ["application_row", "call_row", "detail"]


def call_row(call: Call, applications: Iterable[tuple[str, str, Any]]) -> dict[str, Any]:
    """One call with what waits there; ``applications`` are (state, told, when erased)."""
    rows = list(applications)
    states = Counter(state for state, _told, _erased in rows)
    due = sum(state in DECISIONS and state != told and not erased for state, told, erased in rows)
    return {
        "title": call.title,
        "url": reverse("admin:calls_application_call", args=[call.pk]),
        "status": capfirst(str(call.status().label)),
        "deadline": _moment(call, call.deadline_at),
        "places": call.place_count,
        "taken": sum(states[state] for state in TAKEN),
        "confirmed": states[ApplicationState.CONFIRMED] + states[ApplicationState.JOINED],
        "waiting": states[ApplicationState.WAITING],
        "undecided": states[ApplicationState.RECEIVED],
        "letters": due,
    }


def application_row(application: Application) -> dict[str, Any]:
    """One application in the list of its call."""
    return {
        "ref": application.ref,
        "url": reverse("admin:calls_application_change", args=[application.pk]),
        "company": "" if application.erased_at else application.company_name(),
        "html_lang": Language(application.language).html_lang,
        "side": application.get_country_display(),
        "language": formats.language_name(application.language, active()),
        "state": application.get_state_display(),
        "position": application.position,
        "fits": application.fits,
        "received": _moment(application.call, application.received_at),
        "is_letter_due": application.is_letter_due,
        "confirm_by": formats.date(application.confirm_by, active())
        if application.confirm_by and application.state == ApplicationState.ACCEPTED
        else "",
        "is_late": application.state == ApplicationState.ACCEPTED
        and application.told == application.state
        and not application.may_confirm(),
        "is_erased": application.erased_at is not None,
        "is_sample": application.is_sample,
    }


def detail(application: Application) -> dict[str, Any]:
    """Everything about one application."""
    return {
        "row": application_row(application),
        "html_lang": Language(application.language).html_lang,
        "technologies": [
            {
                **each,
                "stage": str(DevelopmentStage(each["stage"]).label) if each["stage"] else "",
                "ipr": str(IntellectualProperty(each["ipr"]).label) if each["ipr"] else "",
            }
            for each in application.technologies
        ],
        "answers": [
            {
                "question": each["question"],
                "answer": str(Wanted(each["answer"]).label),
                "fits": each["answer"] == each["wanted"],
            }
            for each in application.answers
        ],
        "document_url": reverse("admin:calls_application_document", args=[application.pk])
        if application.document
        else "",
        "may_pass_on": may_pass_on(application.ref),
        "steps": [
            {
                "at": _moment(application.call, step.at),
                "by": name_of(step.by) if step.by else _("the company"),
                "state": capfirst(step.get_state_display()),
                "told": step.told,
                "note": step.note,
            }
            for step in application.steps.select_related("by")
        ],
        "company_url": reverse("admin:organizations_company_change", args=[application.company_id])
        if application.company_id
        else "",
        "kept_until": formats.date(
            formats.local_day(application.kept_until(), application.call.deadline_zone), active()
        ),
    }


def _moment(call: Call, at: datetime | None) -> str:
    """Day and both clocks, in one short line."""
    if at is None:
        return "–"
    day = formats.date(formats.local_day(at, call.deadline_zone), active())
    return f"{day} {formats.zone_pair(at, call.deadline_zone, active())}"
