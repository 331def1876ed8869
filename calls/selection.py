"""The one place where an application changes its state: by staff, by the company, and the places there are."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.mails import send_letter
from calls.models import Application, ApplicationState, ApplicationStep, Call
from calls.models.applications import DECISIONS, OVER, TAKEN
from intake import consents
from intake.models import Purpose, Way
from publishing import clock, formats, jobs
from publishing.actions import Actor, RecordFacts
from publishing.enums import Severity
from publishing.models import Entry

__all__ = [
    "Refused",
    "confirm",
    "decide",
    "erase",
    "is_undecided",
    "keep_within_border",
    "letters_due",
    "may_be_decided",
    "may_withdraw",
    "next_waiting",
    "publish_result",
    "send_decisions",
    "taken",
    "withdraw",
]

# What staff may still decide differently, beside what no letter has gone out for.
OPEN_TO_STAFF = (ApplicationState.RECEIVED, ApplicationState.WAITING)
# What a company may take back: everything that is neither over nor on the public list of participants.
OPEN_TO_COMPANY = tuple(state for state in ApplicationState if state not in (*OVER, ApplicationState.JOINED))


class Refused(Exception):
    """A step that may not be taken now; the message is for people."""


def taken(call: Call) -> int:
    """How many places of ``call`` are given away."""
    return call.applications.filter(state__in=TAKEN).count()


def next_waiting(call: Call) -> Application | None:
    """Who is first on the waiting list."""
    return call.applications.filter(state=ApplicationState.WAITING).order_by("position", "pk").first()


def letters_due(call: Call) -> list[Application]:
    """Applications that were decided and whose senders have not been told."""
    decided = call.applications.filter(state__in=DECISIONS, erased_at__isnull=True)
    return list(decided.exclude(state=F("told")).order_by("pk"))


def is_undecided(call: Call) -> bool:
    """Whether somebody still waits for a decision, or for the letter with it."""
    waits = call.applications.filter(state=ApplicationState.RECEIVED, erased_at__isnull=True).exists()
    return waits or bool(letters_due(call))


def may_be_decided(application: Application) -> list[ApplicationState]:
    """What staff may decide now; nothing once the company is done with it or the data are erased."""
    state = application.state
    if application.erased_at:
        return []
    if state in OPEN_TO_STAFF or application.is_letter_due:
        return [each for each in DECISIONS if each != state or each == ApplicationState.WAITING]
    if state in (ApplicationState.ACCEPTED, ApplicationState.CONFIRMED):
        return [ApplicationState.DECLINED]
    return []


def decide(
    application: Application,
    state: str,
    by: Any,
    *,
    reason: str = "",
    note: str = "",
    position: int | None = None,
) -> ApplicationStep:
    """Prepare a decision; the applicant hears of it with :func:`send_decisions`.

    ``reason`` is for the applicant, ``note`` stays among staff, ``position`` is the place on the waiting list (the end
    without one). :class:`Refused` where there is no place left, no waiting list, no reason, or nothing to decide.
    """
    with transaction.atomic():
        call, locked = _locked(application)
        if state not in may_be_decided(locked):
            raise Refused(_("This cannot be decided now: the application is “%(state)s”.") % _named(locked))
        if state == ApplicationState.ACCEPTED:
            _ask_for_place(call, locked)
        if state == ApplicationState.WAITING and not call.has_waiting_list:
            raise Refused(_("This call has no waiting list."))
        if state == ApplicationState.DECLINED and not reason.strip():
            raise Refused(_("Give a reason: the applicant is told so."))
        _leave_list(locked)
        if state == ApplicationState.WAITING:
            _join_list(call, locked, position)
        locked.reason = reason.strip()
        step = _into(locked, state, by, told=reason, note=note)
    _copy(locked, application)
    return step


def send_decisions(call: Call, by: Any, confirm_by: date | None = None) -> int:
    """Send a letter to everybody about whom something was decided; how many.

    ``confirm_by`` is the day until which those who are accepted say that they come. :class:`Refused` while companies
    can still apply, without letters to send, and where the day is missing or cannot be kept.
    """
    with transaction.atomic():
        _lock(call)
        if call.takes_applications():
            raise Refused(_("Companies can still apply: decisions go out after the deadline."))
        due = letters_due(call)
        if not due:
            raise Refused(_("There is no letter to send."))
        if any(each.state == ApplicationState.ACCEPTED for each in due):
            _check_day(call, confirm_by)
        for each in due:
            each.told = each.state
            each.confirm_by = confirm_by if each.state == ApplicationState.ACCEPTED else None
            each.save(update_fields=["told", "confirm_by"])
            each.steps.create(by=by, state=each.state, note=_("The letter was sent."))
            _write(each, each.state)
    return len(due)


def confirm(application: Application) -> None:
    """The company says that it comes. :class:`Refused` if it was not accepted or the day is over."""
    with transaction.atomic():
        _call, locked = _locked(application)
        if not locked.may_confirm():
            raise Refused(_("This place can no longer be confirmed here. Please write to the organizers."))
        _into(locked, ApplicationState.CONFIRMED, None)
        locked.told = locked.state
        locked.save(update_fields=["told"])
        _write(locked, ApplicationState.CONFIRMED)
    _copy(locked, application)


def may_withdraw(application: Application) -> bool:
    """Whether the company may still take it back; what it has not been told does not keep it from that."""
    is_open = application.state in OPEN_TO_COMPANY or application.is_letter_due
    return application.erased_at is None and is_open


def withdraw(application: Application) -> None:
    """The company no longer wants to come; its place is free again. :class:`Refused` once it is over or takes part."""
    with transaction.atomic():
        _call, locked = _locked(application)
        if not may_withdraw(locked):
            raise Refused(_("This application can no longer be withdrawn here."))
        _taken_back(locked, None)
        _write(locked, ApplicationState.WITHDRAWN)
    _copy(locked, application)


def erase(application: Application, way: Way, by: Any = None) -> None:
    """Erase what is personal; what was still open is withdrawn with it. A participant stays one."""
    with transaction.atomic():
        _call, locked = _locked(application, erased=True)
        if may_withdraw(locked):
            _taken_back(locked, by)
        for purpose in Purpose:
            consents.withdraw(locked.ref, purpose)
        locked.erase(way, by)
    _copy(locked, application)


def keep_within_border(application: Application) -> None:
    """The company withdraws its consent to send what names it across the border; staff see so at once."""
    with transaction.atomic():
        _call, locked = _locked(application)
        if consents.withdraw(locked.ref, Purpose.CROSS_BORDER):
            locked.steps.create(
                state=locked.state, note=_("Withdrew the consent to send data across the border.")
            )


def publish_result(call: Call, actor: Actor) -> int:
    """State on the public page that the selection is decided, and how many were accepted; that number.

    :class:`Refused` while companies can apply or somebody waits for a decision; the kernel's refusal is passed on.
    """
    with transaction.atomic():
        _lock(call)
        if call.takes_applications() or is_undecided(call):
            raise Refused(_("Decide every application and send the letters first."))
        number = taken(call)
        fresh = Call.objects.get(pk=call.pk)
        fresh.decided_on = fresh.decided_on or formats.local_day(clock.now(), fresh.deadline_zone)
        fresh.accepted = number
        fresh.full_clean()
        fresh.save()
        RecordFacts(fresh, actor, severity=Severity.MINOR, reason=_("The selection is decided.")).execute()
    return number


def _ask_for_place(call: Call, application: Application) -> None:
    places = call.place_count or 0
    if application.state not in TAKEN and taken(call) >= places:
        words = ngettext(
            "The only place is taken. Put the application on the waiting list, or decline it.",
            "All %(places)d places are taken. Put the application on the waiting list, or decline it.",
            places,
        )
        raise Refused(words % {"places": places})


def _check_day(call: Call, day: date | None) -> None:
    today = formats.local_day(clock.now(), call.deadline_zone)
    if day is None:
        raise Refused(_("Say until which day accepted companies are to confirm."))
    if day < today:
        raise Refused(_("The day to confirm by has passed."))
    starts = call.event.starts_on if call.event else None
    if starts and day > starts:
        raise Refused(_("Companies have to confirm before the event begins."))


def _join_list(call: Call, application: Application, position: int | None) -> None:
    """Put ``application`` on the waiting list; those behind it move by one."""
    waiting = call.applications.filter(state=ApplicationState.WAITING).exclude(pk=application.pk)
    last = waiting.aggregate(last=Max("position"))["last"] or 0
    place = min(max(position or last + 1, 1), last + 1)
    waiting.filter(position__gte=place).update(position=F("position") + 1)
    application.position = place


def _leave_list(application: Application) -> None:
    """Take ``application`` off the waiting list; those behind it move up."""
    if application.position is not None:
        behind = Application.objects.filter(
            call=application.call_id, state=ApplicationState.WAITING, position__gt=application.position
        )
        behind.update(position=F("position") - 1)
        application.position = None


def _taken_back(application: Application, by: Any) -> None:
    _leave_list(application)
    _into(application, ApplicationState.WITHDRAWN, by)
    application.told = application.state
    application.save(update_fields=["told"])


def _into(
    application: Application, state: str, by: Any, *, told: str = "", note: str = ""
) -> ApplicationStep:
    application.state = state
    application.closed_at = clock.now() if state in OVER else None
    application.save(update_fields=["state", "closed_at", "position", "reason", "confirm_by"])
    return application.steps.create(by=by, state=state, told=told.strip(), note=note.strip())


def _write(application: Application, letter: str) -> None:
    jobs.enqueue(
        send_letter, key=f"{application.pk}-{letter}", application_id=application.pk, letter=str(letter)
    )


def _lock(call: Call) -> None:
    """Keep others waiting who would give away places of ``call``, until the transaction ends."""
    Entry.objects.select_for_update().get(pk=call.pk)


def _locked(application: Application, *, erased: bool = False) -> tuple[Call, Application]:
    call = application.call
    _lock(call)
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.erased_at and not erased:
        raise Refused(_("The personal data were erased: nothing more can be done here."))
    return call, locked


def _named(application: Application) -> dict[str, str]:
    return {"state": str(ApplicationState(application.state).label)}


def _copy(source: Application, target: Application) -> None:
    """What was changed under the lock, for who holds the row."""
    for field in Application._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))
