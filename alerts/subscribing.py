"""Asking for an alert, confirming it, changing and ending it, and erasing an address."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from alerts.mails import send_confirmation
from alerts.models import VALID, Erasure, Rhythm, Subscriber, Subscription, Way
from alerts.topics import Topic
from intake import limits
from publishing import clock, jobs

__all__ = [
    "ask",
    "change",
    "confirm",
    "confirmable",
    "erase",
    "erase_unconfirmed",
    "pause",
    "pending",
    "resume",
    "stop",
]

# Alerts of one address; more is not a reader.
MOST = 50


@transaction.atomic
def ask(email: str, topic: Topic, language: str, rhythm: str) -> None:
    """Keep what was asked for and have a mail sent that asks to confirm it, as soon as one may be sent.

    What is confirmed already stays as it is: the form proves nothing about who filled it in.
    """
    now = clock.now()
    subscriber, _created = Subscriber.objects.get_or_create(email=email)
    known = subscriber.subscriptions.filter(topic=topic.name, query=topic.query).first()
    if known is None and subscriber.subscriptions.count() < MOST:
        subscriber.subscriptions.create(topic=topic.name, query=topic.query, language=language, rhythm=rhythm)
    elif known is not None and known.confirmed_at is None:
        known.language, known.rhythm, known.asked_at = language, rhythm, now
        known.save(update_fields=["language", "rhythm", "asked_at"])
    Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=now)
    jobs.enqueue(
        send_confirmation,
        key=str(subscriber.pk),
        run_after=limits.next_mail_at(email),
        subscriber_id=subscriber.pk,
        language=language,
    )


def confirmable(key: str) -> Subscriber | None:
    """Whom a link of confirmation with this key belongs to, while it opens."""
    return Subscriber.objects.filter(key=key, asked_at__gt=clock.now() - VALID).first()


def pending(subscriber: Subscriber) -> QuerySet[Subscription]:
    """What ``subscriber`` has not confirmed yet."""
    return subscriber.subscriptions.filter(confirmed_at__isnull=True)


def confirm(subscriber: Subscriber, keys: list[str]) -> int:
    """Begin the alerts with these keys and drop what else was asked for; return how many begin now."""
    now = clock.now()
    with transaction.atomic():
        asked = [each.pk for each in pending(subscriber) if each.key in keys]
        begun = pending(subscriber).filter(pk__in=asked)
        count = begun.update(confirmed_at=now, since=now, told_until=now)
        pending(subscriber).delete()
        if not subscriber.subscriptions.exists():
            erase(subscriber, Way.READER)
    return count


def change(subscription: Subscription, language: str, rhythm: str) -> None:
    """Send the mails in ``language`` and as often as ``rhythm`` says from now on."""
    subscription.language, subscription.rhythm = language, Rhythm(rhythm)
    subscription.save(update_fields=["language", "rhythm"])


def pause(subscription: Subscription) -> None:
    """Send nothing until :func:`resume`."""
    Subscription.objects.filter(pk=subscription.pk, paused_at__isnull=True).update(paused_at=clock.now())


def resume(subscription: Subscription) -> None:
    """Tell what appears from now on; what appeared in between is not told."""
    now = clock.now()
    Subscription.objects.filter(pk=subscription.pk, paused_at__isnull=False).update(
        paused_at=None, since=now, told_until=now
    )


@transaction.atomic
def stop(subscription: Subscription) -> bool:
    """End one alert, and with the last one erase the address; whether it was the last."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscription.subscriber_id)
    if subscriber.subscriptions.exclude(pk=subscription.pk).exists():
        subscription.delete()
        return False
    erase(subscriber, Way.LAST_ENDED)
    return True


@transaction.atomic
def erase(subscriber: Subscriber, way: Way, by: User | None = None) -> None:
    """Delete the address and everything about it; jobs that wait for it find nothing and do nothing."""
    Erasure.objects.create(way=way, alerts=subscriber.subscriptions.count(), by=by)
    subscriber.delete()


def erase_unconfirmed() -> None:
    """Erase what was not confirmed in time, and addresses that nothing is left of."""
    before = clock.now() - VALID
    late = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lte=before)
    late.filter(subscriber__asked_at__lte=before).delete()
    empty = Subscriber.objects.filter(Q(subscriptions__isnull=True), asked_at__lte=before)
    for subscriber in empty:
        erase(subscriber, Way.UNCONFIRMED)
