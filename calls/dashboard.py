"""What calls put on the desk."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calls.models import Application, ApplicationState, Call
from calls.models.applications import DECISIONS
from calls.models.calls import CLOSING_SOON
from calls.queries import answerable
from desk.admin.lists import in_stage
from desk.dashboard.panes import LENGTH, Pane, Row, Work, pane, work
from publishing import clock, formats, offices
from publishing.enums import Stage, Zone
from publishing.languages import active
from publishing.models import Entry

__all__: list[str] = []

CHANGE, HANDLE = "calls.change_call", "calls.handle_application"


def closing(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """What companies can apply to now and closes soon."""
    soon = Call.objects.filter(answerable(), deadline_at__lte=clock.now() + CLOSING_SOON)
    return (
        entries.filter(offices.held(user, CHANGE), in_stage(Stage.RELEASED), pk__in=soon.values("pk"))
        .annotate(closes_at=F("call__deadline_at"), closes_in=F("call__deadline_zone"))
        .order_by("closes_at", "pk")
    )


def days_left(entry: Any) -> str:
    left = formats.days_left(entry.closes_at, clock.now(), entry.closes_in, active())
    return f"{left} · {formats.moment(entry.closes_at, entry.closes_in, active())}"


work(
    Work(
        "calls-closing",
        _("Calls about to close"),
        61,
        may=lambda user: bool(user.has_perm(CHANGE)),
        select=closing,
        note=days_left,
    )
)


@pane(62)
def applications(user: Any) -> Iterator[Pane]:
    """Calls whose applications wait for a decision or a letter after the deadline, and places not confirmed in time."""
    if not user.has_perm(HANDLE):
        return
    calls = Call.objects.filter(offices.held(user, HANDLE), deadline_at__lte=clock.now(), decided_on=None)
    today = formats.local_day(clock.now(), Zone.SEOUL)
    waiting = Application.objects.filter(call__in=calls, erased_at__isnull=True).filter(
        Q(state=ApplicationState.RECEIVED)
        | Q(state__in=DECISIONS) & ~Q(state=F("told"))
        | Q(state=ApplicationState.ACCEPTED, confirm_by__lt=today)
    )
    numbers = dict(waiting.order_by().values_list("call").annotate(number=Count("pk")))
    found = list(calls.filter(pk__in=numbers).order_by("decision_on", "pk"))
    rows = [
        Row(
            call,
            url=reverse("admin:calls_application_call", args=[call.pk]),
            note=_to_decide(numbers[call.pk]),
            is_late=call.decision_on is not None and call.decision_on < today,
        )
        for call in found
    ]
    yield Pane("applications", _("Applications to decide"), rows[:LENGTH], len(rows))


def _to_decide(number: int) -> str:
    words = ngettext("%(count)d application waits.", "%(count)d applications wait.", number)
    return words % {"count": number}
