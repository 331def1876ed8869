"""What imports put on the desk: points that nobody has looked at, and the way to the import."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desk.dashboard.panes import Tool, Work, tool, work
from exchange.actions import ResolveFindings
from exchange.models import ImportFinding
from exchange.views import may_import
from news.models import PressRelease
from publishing import offices
from publishing.models import Entry

__all__: list[str] = []

RESOLVE = f"publishing.{ResolveFindings.permission}"


def with_open_points(entries: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    findings = ImportFinding.objects.filter(entry=OuterRef("pk"), resolved_at__isnull=True).order_by()
    number = findings.values("entry").annotate(number=Count("pk")).values("number")
    return (
        entries.filter(
            offices.held(user, RESOLVE),
            offices.held(user, "news.change_pressrelease"),
            kind=PressRelease.KIND.code,
        )
        .annotate(points=Subquery(number))
        .filter(points__isnull=False)
        .order_by("-created_at", "-pk")
    )


def number_of_points(entry: Any) -> str:
    words = ngettext("%(count)d point is open", "%(count)d points are open", entry.points)
    return words % {"count": entry.points}


work(
    Work(
        "points",
        _("Open points of imports"),
        95,
        may=lambda user: bool(user.has_perm(RESOLVE) and user.has_perm("news.change_pressrelease")),
        select=with_open_points,
        note=number_of_points,
    )
)


@tool(50)
def import_tool(user: Any) -> Iterator[Tool]:
    if may_import(user):
        yield Tool(_("Import a document"), reverse("import-document:upload"))
