"""The one place where an expression of interest changes its state."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intake import consents
from intake.models import Purpose, Way
from interest.mails import recall_all, send_step
from interest.models import CLOSED, Expression, ExpressionState, Step
from publishing import clock, jobs

__all__ = ["Refused", "advance", "begin", "erase", "may_withdraw", "say", "withdraw", "withdraw_cross_border"]

# States that answer the sender, whatever words go with them.
ANSWERS = (
    ExpressionState.ACCEPTED,
    ExpressionState.DECLINED,
    ExpressionState.MEETING,
    ExpressionState.NO_REPLY,
)
# States that the sender hears of only if there are words to go with them: he knows, or nothing has come of it yet.
SILENT = (ExpressionState.RECEIVED, ExpressionState.SCREENED, ExpressionState.WITHDRAWN)


class Refused(Exception):
    """A step that may not be taken now; the message is for people."""


def begin(expression: Expression) -> Step:
    """Note that ``expression`` was received; once, in the transaction that stores it."""
    return expression.steps.create(at=expression.received_at, state=expression.state)


def advance(
    expression: Expression,
    state: str,
    by: Any = None,
    *,
    by_owner: bool = False,
    told: str = "",
    note: str = "",
) -> Step:
    """Bring ``expression`` into ``state``, note who did it, and have the sender told.

    ``told`` are words to the sender, ``note`` stays inside. :class:`Refused` if ``state`` may not follow the present
    one, also where somebody else was quicker. ``expression`` is brought up to date.
    """
    with transaction.atomic():
        locked = _locked(expression)
        if not locked.may_become(state):
            words = _("“%(state)s” may not follow “%(present)s”.")
            label = ExpressionState(state).label
            raise Refused(words % {"state": label, "present": locked.get_state_display()})
        locked.state = state
        locked.closed_at = clock.now() if state in CLOSED else None
        if locked.closed_at:
            # The same words may be sent again, as a matter of its own.
            locked.digest = ""
        locked.save(update_fields=["state", "closed_at", "digest"])
        step = _noted(locked, by, by_owner=by_owner, told=told, note=note)
    _copy(locked, expression)
    return step


def say(expression: Expression, by: Any = None, *, told: str = "", note: str = "") -> Step:
    """Note something, or tell the sender something, without a change of the state; :class:`Refused` once erased."""
    with transaction.atomic():
        locked = _locked(expression)
        step = _noted(locked, by, told=told, note=note)
    _copy(locked, expression)
    return step


def may_withdraw(expression: Expression) -> bool:
    return expression.may_become(ExpressionState.WITHDRAWN)


def withdraw(expression: Expression) -> None:
    """The sender no longer wants it; the owner is told if he has heard of it. :class:`Refused` once it is closed."""
    with transaction.atomic():
        advance(expression, ExpressionState.WITHDRAWN)
        recall_all(expression)


def withdraw_cross_border(expression: Expression) -> None:
    """From now on nothing that names the sender crosses the border; what was sent the owner is asked to erase."""
    with transaction.atomic():
        if consents.withdraw(expression.ref, Purpose.CROSS_BORDER):
            recall_all(expression)


def erase(expression: Expression, way: Way, by: Any = None) -> None:
    """Erase what names the sender, and close what is still open; the owner is asked to erase as well."""
    with transaction.atomic():
        locked = Expression.objects.select_for_update().get(pk=expression.pk)
        if locked.erased_at is None:
            if may_withdraw(locked):
                advance(locked, ExpressionState.WITHDRAWN, by)
            for purpose in Purpose:
                consents.withdraw(locked.ref, purpose)
            locked.erase(way, by)
    _copy(locked, expression)


def _locked(expression: Expression) -> Expression:
    locked = Expression.objects.select_for_update().get(pk=expression.pk)
    if locked.erased_at:
        raise Refused(_("The personal data were erased: nothing more can be done here."))
    return locked


def _noted(expression: Expression, by: Any, *, told: str, note: str, by_owner: bool = False) -> Step:
    told, note = told.strip(), note.strip()
    state = ExpressionState(expression.state)
    step = expression.steps.create(by=by, by_owner=by_owner, state=state, told=told, note=note)
    if expression.replied_at is None and (told or state in ANSWERS):
        expression.replied_at = step.at
        expression.save(update_fields=["replied_at"])
    if told or (state not in SILENT and not _is_remark(step)):
        jobs.enqueue(send_step, key=str(step.pk), step_id=step.pk)
    return step


def _is_remark(step: Step) -> bool:
    """Whether the state was the same before."""
    before = step.expression.steps.exclude(pk=step.pk).order_by("at", "pk").last()
    return before is not None and before.state == step.state


def _copy(source: Expression, target: Expression) -> None:
    """What was changed under the lock, for who holds the row."""
    if source is not target:
        for field in Expression._meta.concrete_fields:
            setattr(target, field.attname, getattr(source, field.attname))
