"""Who else has an entry open: told on its page at once, and every few seconds while it stays open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.models import Presence
from desk.people import name_of
from publishing import clock, formats, kinds, offices
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import AuditRecord, Entry

__all__ = ["GONE_AFTER", "Other", "others", "presence"]

# A window that has not been heard of for so long is closed.
GONE_AFTER = timedelta(seconds=60)
LONGEST_NAME = 36


@dataclass(frozen=True)
class Other:
    """Somebody else on the page: since when, and when this person last stored a change of the entry."""

    name: str
    since: datetime
    changed: datetime | None

    def __str__(self) -> str:
        words = {"who": self.name, "since": _clock(self.since)}
        if self.changed is None:
            return _("%(who)s has had this entry open since %(since)s.") % words
        return _("%(who)s has had this entry open since %(since)s; last change %(changed)s.") % {
            **words,
            "changed": _clock(self.changed),
        }


def _clock(at: datetime) -> str:
    """The clock in Seoul, on another day than today with its date."""
    clock_and_zone = f"{formats.time(at, Zone.SEOUL, active())} {formats.zone_label(Zone.SEOUL, active())}"
    day = formats.local_day(at, Zone.SEOUL)
    if day == formats.local_day(clock.now(), Zone.SEOUL):
        return clock_and_zone
    return f"{formats.date(day, active())} {clock_and_zone}"


def others(entry: Entry, user: User) -> list[Other]:
    """Who has the page of ``entry`` open beside ``user``; signs of windows that are closed are put away."""
    Presence.objects.filter(entry=entry.pk, seen_at__lt=clock.now() - GONE_AFTER).delete()
    rows = (
        Presence.objects.filter(entry=entry.pk)
        .exclude(user=user)
        .order_by()
        .values("user")
        .annotate(since=Min("since"))
        .order_by("since")
    )
    here = {row["user"]: row["since"] for row in rows}
    if not here:
        return []
    people = User.objects.in_bulk(here)
    conditions = Q()
    for pk, since in here.items():
        conditions |= Q(actor=pk, at__gte=since)
    records = AuditRecord.objects.filter(conditions, entry=entry.pk).order_by()
    changed = dict(records.values_list("actor").annotate(last=Max("at")))
    return [Other(name_of(people[pk]), since, changed.get(pk)) for pk, since in here.items()]


def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life of one window with the page of an entry, or with ``leave`` its farewell; the answer says who else is there.

    A plain request asks only, and brings the word with which forms of this session are sent.
    """
    user: Any = request.user
    entry = Entry.objects.filter(offices.readable(user), pk=pk).first()
    if entry is None:
        raise Http404
    if not permissions.has_model_permission(user, "view", kinds.model_of(entry.kind)):
        raise PermissionDenied
    page = request.POST.get("page", "")
    if request.method == "POST" and 0 < len(page) <= LONGEST_NAME and "\0" not in page:
        mine = Presence.objects.filter(entry=entry, user=user, page=page)
        if "leave" in request.POST:
            mine.delete()
        elif not mine.update(seen_at=clock.now()):
            Presence.objects.get_or_create(entry=entry, user=user, page=page)
    answer = {"others": [str(other) for other in others(entry, user)], "token": get_token(request)}
    return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})
