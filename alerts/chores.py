"""Telling what is new, and putting away what is over: jobs that come back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alerts.mails import send_alert
from alerts.models import Announced, Rhythm, Subscription
from alerts.subscribing import erase_unconfirmed
from alerts.topics import Topic, every
from intake import limits
from publishing import clock
from publishing.enums import Zone
from publishing.jobs import enqueue, job, periodic
from publishing.models import Correction, Entry
from publishing.visibility import public

__all__ = ["DAILY_AT", "announce", "daily_moment", "put_away_alerts", "something_to_tell"]

# When daily mails go out, on the clock of this zone.
DAILY_AT, DAILY_ZONE = time(8, 0), Zone.SEOUL
# A release is stored a little after the moment it bears: the last minutes are looked at again, lest one is missed.
OVERLAP = timedelta(minutes=5)

Item = tuple[datetime, str, int]


def daily_moment(at: datetime) -> datetime:
    """The last time before or ``at`` a moment at which daily mails go out."""
    zone = ZoneInfo(DAILY_ZONE)
    day = at.astimezone(zone).date()
    moment = datetime.combine(day, DAILY_AT, zone)
    if moment > at:
        moment = datetime.combine(day - timedelta(days=1), DAILY_AT, zone)
    return moment.astimezone(UTC)


def _due(now: datetime) -> QuerySet[Subscription]:
    running = Subscription.objects.filter(
        topic__in=every(), confirmed_at__isnull=False, paused_at__isnull=True
    )
    return running.filter(Q(rhythm=Rhythm.AT_ONCE) | Q(rhythm=Rhythm.DAILY, told_until__lt=daily_moment(now)))


def something_to_tell() -> bool:
    """Whether anything has appeared that somebody who is due has not been told, or may not have been.

    Daily alerts are gone through in any case once their hour has come, or what appears later in the day would still
    be told for it.
    """
    due = _due(clock.now()).aggregate(
        oldest=Min("told_until"), daily=Count("pk", filter=Q(rhythm=Rhythm.DAILY))
    )
    if due["daily"] or due["oldest"] is None:
        return bool(due["daily"])
    after = due["oldest"] - OVERLAP
    new = public(Entry).filter(release_at__gt=after)
    return new.exists() or public(Correction).filter(at__gt=after).exists()


@job(_("Tell subscribers what is new"))
def announce() -> None:
    """Queue a mail to everybody who is due and whose list has something new; nothing that is not visible by now."""
    now = clock.now()
    for topic, query in _due(now).values_list("topic", "query").order_by("topic", "query").distinct():
        _announce(Topic(topic, query), now)


def _announce(topic: Topic, now: datetime) -> None:
    due = _due(now).filter(topic=topic.name, query=topic.query)
    cursors = {each.pk: each for each in due.order_by("pk")}
    items = _items(topic, min(map(_after, cursors.values()))) if cursors else []
    told = [
        pk for pk, each in cursors.items() if any(moment > _after(each) for moment, _what, _entry in items)
    ]
    Subscription.objects.filter(pk__in=set(cursors) - set(told)).update(told_until=now)
    for pk in told:
        _tell(pk, items, now)


def _after(subscription: Subscription) -> datetime:
    if subscription.since is None or subscription.told_until is None:
        raise ValueError("what is confirmed has a cursor")
    return max(subscription.since, subscription.told_until - OVERLAP)


def _items(topic: Topic, after: datetime) -> list[Item]:
    """What has become visible of ``topic`` since, in that order: releases and public corrections."""
    rows = topic.entries()
    if rows is None:
        return []
    new = rows.filter(release_at__gt=after).order_by().values_list("release_at", "pk")
    corrections = public(Correction).filter(at__gt=after, entry__in=rows.order_by().values("pk"))
    items = {(moment, f"entry:{pk}", pk) for moment, pk in new}
    items |= {
        (moment, f"correction:{pk}", entry)
        for moment, pk, entry in corrections.values_list("at", "pk", "entry")
    }
    return sorted(items)


@transaction.atomic
def _tell(pk: int, items: list[Item], now: datetime) -> None:
    """Queue the mail, note what it tells and move on, all at once: nothing is skipped, nothing told twice."""
    subscription = _due(now).select_for_update().filter(pk=pk).first()
    if subscription is None:
        return
    after = _after(subscription)
    told = set(subscription.announced.values_list("what", flat=True))
    new = [(moment, what) for moment, what, _entry in items if moment > after and what not in told]
    if new:
        Announced.objects.bulk_create(
            Announced(subscription=subscription, what=what, moment=moment) for moment, what in new
        )
        enqueue(send_alert, subscription_id=pk, items=[what for _moment, what in new])
    subscription.told_until = now
    subscription.save(update_fields=["told_until"])


@job(_("Put away alerts that are over"), priority=-10)
def put_away_alerts() -> None:
    """Erase what was never confirmed, and what was counted or remembered for a time."""
    erase_unconfirmed()
    limits.forget_old()
    Announced.objects.filter(moment__lte=F("subscription__told_until") - OVERLAP).delete()


# As often as a worker looks: what is released is told within the minute.
periodic.every(timedelta(seconds=20), announce, when=something_to_tell)
periodic.every(timedelta(hours=1), put_away_alerts)
