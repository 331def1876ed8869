"""The help desk's inbox: which expressions somebody may see, what waits, how the reply clock stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.reading import scope
from interest.models import CLOSED, WAITING, Expression, ExpressionState
from opportunities.models import Opportunity
from publishing import clock, formats, offices
from publishing.languages import active
from publishing.models import Membership

__all__ = [
    "CHANGE",
    "EDIT_CONTACT",
    "ERASE",
    "EXPORT",
    "SEE_CONTACT",
    "SILENT_FOR",
    "SOON",
    "VIEW",
    "Clock",
    "Figures",
    "figures",
    "looked_at",
    "may",
    "may_be_assigned",
    "overdue",
    "reply_clock",
    "unanswered",
    "unassigned",
    "waiting",
    "within",
]

VIEW, CHANGE = "interest.view_expression", "interest.change_expression"
EXPORT, ERASE = "interest.export_expression", "interest.erase_expression"
SEE_CONTACT, EDIT_CONTACT = "interest.view_ownercontact", "interest.change_ownercontact"

# From when on a reply is called due soon, and how long an owner may be silent before "no reply" is suggested.
SOON = timedelta(days=3)
SILENT_FOR = timedelta(days=21)
# What the share of answers in time is counted over.
FIGURES_OVER = timedelta(days=90)


def within(user: Any, permission: str = VIEW) -> QuerySet[Expression]:
    """The expressions for which ``user`` has ``permission``: those of opportunities of his offices, or of none."""
    return Expression.objects.filter(offices.held(user, permission, through="opportunity"))


@scope
def _references(user: Any) -> QuerySet[Any]:
    return within(user).values("ref")


def may(user: Any, permission: str, expression: Expression) -> bool:
    """Whether ``user`` has ``permission`` for ``expression``."""
    return offices.has_perm(user, permission, expression.opportunity)


def waiting() -> Q:
    """Those that the desk or the owner has to do something about."""
    return Q(state__in=(*WAITING, ExpressionState.ACCEPTED), erased_at__isnull=True)


def unanswered() -> Q:
    """Those whose sender has not heard anything yet."""
    return Q(state__in=WAITING, replied_at__isnull=True, erased_at__isnull=True)


def overdue(at: datetime | None = None) -> Q:
    """Those whose sender should have heard by now."""
    return unanswered() & Q(reply_by__lt=at or clock.now())


def unassigned() -> Q:
    """Those that wait and that nobody looks after."""
    return waiting() & Q(assigned_to__isnull=True)


def may_be_assigned(opportunity: Opportunity) -> QuerySet[Any]:
    """The active staff who may look after expressions for ``opportunity``, by name."""
    users = get_user_model().objects.filter(_holders(CHANGE), is_active=True, is_staff=True)
    if opportunity.office_id is not None:
        memberships = Membership.objects.filter(user=OuterRef("pk"), office=opportunity.office_id)
        allowed = Q(role__isnull=True) | Q(role__permissions__in=_permission(CHANGE))
        users = users.filter(Exists(memberships.filter(allowed)) | Q(_holders(offices.EVERY_OFFICE)))
    return users.distinct().order_by("last_name", "first_name", "username")


def _holders(permission: str) -> Q:
    found = _permission(permission)
    return Q(is_superuser=True) | Q(groups__permissions__in=found) | Q(user_permissions__in=found)


def _permission(name: str) -> QuerySet[Permission]:
    app, _dot, codename = name.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


def looked_at(expression: Expression) -> str:
    """What somebody has before him when he opens the page, as a word that changes with it."""
    last = expression.steps.order_by("-pk").values_list("pk", flat=True).first()
    sent = expression.forwardings.order_by("-pk").values_list("pk", flat=True).first()
    standing = (expression.state, expression.assigned_to_id, expression.erased_at, last, sent)
    return sha256(repr(standing).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Clock:
    """How the time for a reply stands: ``mark`` is late, soon, running, kept, missed or none; ``words`` say it."""

    mark: str
    words: str
    moment: str = ""


def reply_clock(expression: Expression) -> Clock:
    """The clock of ``expression``, with the moment on the clocks of both countries."""
    now, zone = clock.now(), expression.opportunity.deadline_zone
    by = expression.reply_by
    if expression.replied_at is not None:
        kept = expression.replied_at <= by
        return Clock("kept" if kept else "missed", _("answered in time") if kept else _("answered late"))
    if expression.state in CLOSED or expression.erased_at is not None:
        return Clock("none", _("no reply needed"))
    day = formats.date(formats.local_day(by, zone), active(), weekday=True)
    moment = f"{day} {formats.zone_pair(by, zone, active())}"
    if by < now:
        days = (formats.local_day(now, zone) - formats.local_day(by, zone)).days
        words = ngettext("overdue for %(days)d day", "overdue for %(days)d days", days) % {"days": days}
        return Clock("late", words if days else _("overdue since today"), moment)
    days = (formats.local_day(by, zone) - formats.local_day(now, zone)).days
    words = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return Clock("soon" if by - now <= SOON else "running", words if days else _("due today"), moment)


@dataclass(frozen=True)
class Figures:
    """Numbers of one office, or of what no office is in charge of: by state, and how many were answered in time."""

    office_id: int | None
    by_state: dict[str, int]
    in_time: int
    due: int

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def figures(user: Any) -> list[Figures]:
    """The figures of every office of ``user`` that has expressions.

    Answered in time: of those whose reply was due within the last 90 days, or came then, the ones whose sender heard
    by the promised moment. What the sender took back before he heard is not counted.
    """
    now = clock.now()
    recent = Q(reply_by__gt=now - FIGURES_OVER) & (Q(reply_by__lte=now) | Q(replied_at__lte=now))
    counted = recent & ~Q(state=ExpressionState.WITHDRAWN, replied_at__isnull=True)
    in_time = counted & Q(replied_at__lte=F("reply_by"))
    rows = (
        within(user)
        .order_by()
        .values("opportunity__office", "state")
        .annotate(total=Count("pk"), due=Count("pk", filter=counted), kept=Count("pk", filter=in_time))
    )
    return _by_office(rows)


def _by_office(rows: Iterable[Any]) -> list[Figures]:
    found: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["opportunity__office"], []).append(row)
    return [
        Figures(
            office,
            {each["state"]: each["total"] for each in each_row},
            sum(each["kept"] for each in each_row),
            sum(each["due"] for each in each_row),
        )
        for office, each_row in sorted(found.items(), key=lambda item: item[0] or 0)
    ]
