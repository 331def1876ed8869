"""What the public is told has changed, and when anything that it sees last changed.

Every change that readers see is a row of :class:`~publishing.models.PublicChange`, written in the transaction of the
action that causes it. What time will bring is written ahead: the release of what is scheduled, a version that goes
live, the moments of the kind (:meth:`publishing.models.Entry.moments`). It is told once its moment has come, without
anybody having to do anything then.

A row is **visible** if its moment has come and its transaction is committed. Both happen in any order: a release may
be due before it is committed. So two values mark what a reader has been told: the latest moment and the newest key
among the rows visible to him. Keys are given under a lock that lasts until the commit, so whatever is committed later
has a greater key; whatever comes due later has a later moment. Hence the rows up to both values are exactly those that
were visible, whichever clock was asked, and the rest is new (:func:`told`). Neither value tells of what is not visible.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from publishing import clock, kinds
from publishing.enums import EntryState, Happening, Severity, TextState
from publishing.kinds import Vocabulary
from publishing.models import Entry, PublicChange

__all__ = ["State", "keep", "keep_node", "last_public_change", "public_state", "take_turn", "told"]

# Any number that nothing else in the database locks.
_LOCK = 7_046_921_300_158


@dataclass(frozen=True)
class State:
    """What is visible at a moment: everything up to the latest moment and the newest key of what is."""

    at: datetime
    key: int
    newest: uuid.UUID


def public_state() -> State | None:
    """What is visible now, in one query; ``None`` as long as nothing ever was."""
    now, rows = clock.now(), PublicChange.objects
    latest = Subquery(rows.filter(at__lte=now).order_by("-at", "-pk").values("at")[:1])
    # The newest key is found from the end of the keys; the moment itself would lead to an index of all moments.
    newest = rows.alias(moment=Coalesce("at", "at")).filter(moment__lte=now).order_by("-pk")
    row = newest.values_list("pk", "uid", latest).first()
    return State(row[2], row[0], row[1]) if row else None


def last_public_change() -> datetime | None:
    """The moment of the last public change of the whole portal; ``None`` as long as nothing has been released.

    It is the portal's, not one record's: what tells of one also shows titles of others, which change without it.
    """
    state = public_state()
    return state.at if state else None


def told(at: datetime, key: int) -> Q:
    """The rows that were visible when ``at`` was the latest moment and ``key`` the newest key."""
    return Q(at__lte=at, pk__lte=key)


def take_turn() -> None:
    """Wait until nobody else is writing changes, and keep all others waiting until the commit.

    Whoever locks rows as well does this first, so that no two wait for each other.
    """
    # SQLite has one writer at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def keep(entry: Entry, happening: Happening | None = None) -> None:
    """Tell what ``happening`` to ``entry`` readers see now, and write ahead what time will bring.

    Call it in the transaction that changes the entry. What was written ahead is written anew, with new keys: it may
    come due before this transaction is committed, and then it is told again.
    """
    if happening is None and _is_kept(entry, clock.now()):
        return
    take_turn()
    now = clock.now()
    rows = list(_ahead(entry, now))
    if happening := _seen(entry, happening, now):
        rows.insert(0, (now, happening))
    PublicChange.objects.filter(entry=entry.pk, at__gt=now).delete()
    PublicChange.objects.bulk_create(
        PublicChange(at=at, change=change, entry_id=entry.pk, kind=entry.kind) for at, change in rows
    )


def keep_node(vocabulary: Vocabulary, slug: str, happening: Happening) -> None:
    """Tell what is ``happening`` to the node ``slug`` of a vocabulary, in the transaction that does it."""
    take_turn()
    PublicChange.objects.create(at=clock.now(), change=happening, kind=vocabulary.code, slug=slug)


def _seen(entry: Entry, happening: Happening | None, now: datetime) -> Happening | None:
    """What of ``happening`` to ``entry`` readers see ``now``.

    What they have not heard of before was released; whose release was put off again is taken back for them.
    """
    before = PublicChange.objects.filter(entry=entry.pk, at__lte=now).order_by("-at", "-pk").first()
    is_known = before is not None and before.change != Happening.WITHDRAWN
    if entry.state != EntryState.APPROVED or entry.release_at is None or entry.release_at > now:
        return Happening.WITHDRAWN if is_known else None
    if happening is None or happening == Happening.WITHDRAWN:
        return happening
    if entry.withdrawn_at:
        return None
    return happening if is_known else Happening.RELEASED


def _ahead(entry: Entry, now: datetime) -> Iterator[tuple[datetime, Happening]]:
    """What will happen to ``entry`` after ``now`` without anybody's doing, each once."""
    if entry.state != EntryState.APPROVED or entry.release_at is None or entry.withdrawn_at:
        return
    if entry.release_at > now:
        yield entry.release_at, Happening.RELEASED
    begins = max(now, entry.release_at)
    waiting = entry.texts.filter(state=TextState.SCHEDULED, live_at__gt=begins)
    yield from {
        (at, Happening.CORRECTED if severity == Severity.CORRECTION else Happening.REVISED)
        for at, severity in waiting.values_list("live_at", "severity")
        if at
    }
    model = kinds.model_of(entry.kind)
    if model.moments is not Entry.moments:
        stored = model._default_manager.get(pk=entry.pk)
        yield from ((at, happening) for at, happening in stored.moments() if at > begins)


def _is_kept(entry: Entry, now: datetime) -> bool:
    """Whether what time will bring ``entry`` is written ahead as it is."""
    rows = PublicChange.objects.filter(entry=entry.pk, at__gt=now).values_list("at", "change")
    return sorted(rows) == sorted(_ahead(entry, now))
