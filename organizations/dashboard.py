"""What companies put on the desk: verified marks about to expire."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin.lists import in_stage
from desk.dashboard.panes import Work, work
from organizations.models import Verification
from organizations.validity import today
from publishing import formats, offices
from publishing.enums import Stage
from publishing.languages import active
from publishing.models import Entry

__all__: list[str] = []

VERIFY = Verification.CHANGE_PERMISSION
# So long before a mark expires it is time to check again, and so long after that it is asked for.
WINDOW = timedelta(days=30)


def expiring(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """Public companies whose last mark expires soon, or has lately."""
    day = today()
    last = (
        Verification.objects.filter(company=OuterRef("pk")).order_by("-expires_on").values("expires_on")[:1]
    )
    return (
        entries.filter(offices.held(user, VERIFY), in_stage(Stage.RELEASED), kind="company")
        .annotate(marked_until=Subquery(last))
        .filter(marked_until__range=(day - WINDOW, day + WINDOW))
        .order_by(F("marked_until"), "pk")
    )


def until(entry: Any) -> str:
    day: date = entry.marked_until
    words = _("expired on %(day)s") if is_over(entry) else _("counts until %(day)s")
    return words % {"day": formats.date(day, active())}


def is_over(entry: Any) -> bool:
    return bool(entry.marked_until < today())


work(
    Work(
        "marks",
        gettext_lazy("Verified marks about to expire"),
        62,
        may=lambda user: bool(user.has_perm(VERIFY)),
        select=expiring,
        note=until,
        is_late=is_over,
    )
)
