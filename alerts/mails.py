"""The mails: asking for a confirmation, and telling what is new. Each is written when it is sent."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alerts import links, topics
from alerts.models import VALID, Subscriber, Subscription
from intake import limits
from intake.links import absolute
from intake.mails import send
from publishing import clock, formats
from publishing.enums import Zone
from publishing.jobs import enqueue, job
from publishing.languages import active
from publishing.models import Correction, Entry
from publishing.visibility import public, with_texts

__all__ = ["send_alert", "send_confirmation"]

# Entries that one mail names; for the rest it leads to the list.
MOST = 50
SLACK = timedelta(seconds=1)


@job(gettext_lazy("Ask a reader to confirm an alert"))
def send_confirmation(subscriber_id: int, language: str) -> None:
    """Ask to confirm what waits; if nothing does, lead to what is confirmed. Later, if a mail has just been sent."""
    subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
    if subscriber is None:
        return
    now = clock.now()
    due = limits.next_mail_at(subscriber.email)
    if due > now + SLACK:
        enqueue(
            send_confirmation,
            key=str(subscriber_id),
            run_after=due,
            subscriber_id=subscriber_id,
            language=language,
        )
        return
    with translation.override(language):
        waiting = [
            each
            for each in subscriber.subscriptions.filter(confirmed_at__isnull=True)
            if each.topic in topics.every()
        ]
        context = {
            "topics": [_in_words(each) for each in waiting],
            "confirm_url": links.url(links.CONFIRM, subscriber.key, language),
            "until": formats.moment(now + VALID, Zone.SEOUL, language),
            "manage_url": links.url(links.MANAGE, subscriber.key, language),
        }
        send(subscriber.email, "alert_confirm" if waiting else "alert_known", context, language, {})
    limits.note_mail(subscriber.email)
    Subscriber.objects.filter(pk=subscriber_id).update(asked_at=now)


def _in_words(subscription: Subscription) -> dict[str, Any]:
    topic = topics.Topic(subscription.topic, subscription.query)
    return {
        "heading": topic.heading(),
        "filters": topic.filters(),
        "rhythm": subscription.get_rhythm_display(),
    }


@job(gettext_lazy("Send an alert"))
def send_alert(subscription_id: int, items: list[str]) -> None:
    """Tell ``items`` ("entry:7", "correction:7") to one subscriber, as far as they can be seen now."""
    found = Subscription.objects.select_related("subscriber").filter(pk=subscription_id)
    subscription = found.filter(confirmed_at__isnull=False, paused_at__isnull=True).first()
    if subscription is None:
        return
    topic, language = topics.Topic(subscription.topic, subscription.query), subscription.language
    with translation.override(language):
        told = _told(topic, items)
        if not told:
            return
        context = {
            **_in_words(subscription),
            "subject": _subject(topic, told),
            "entries": told[:MOST],
            "more": len(told[MOST:]),
            "list_url": settings.SITE_URL + topic.url(),
            "manage_url": links.url(links.MANAGE, subscription.subscriber.key, language),
            "stop_url": links.url(links.STOP, subscription.key, language),
        }
        send(subscription.subscriber.email, "alert_news", context, language, _headers(topic, context))


def _headers(topic: topics.Topic, context: Mapping[str, Any]) -> dict[str, str]:
    """What mail programs need to show a way out (RFC 2369, 2919, 8058) and not to answer (RFC 3834)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    subscribe = f"{absolute('alerts:subscribe', active())}?{topic.parameters()}"
    return {
        "List-Id": f"<{topic.name}.alerts.{host}>",
        "List-Unsubscribe": f"<{context['stop_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": f"<{context['manage_url']}>",
        "List-Subscribe": f"<{subscribe}>",
        "List-Archive": f"<{context['list_url']}>",
        "Precedence": "bulk",
        "Content-Language": active().html_lang,
    }


def _subject(topic: topics.Topic, told: list[dict[str, Any]]) -> str:
    if len(told) > 1:
        words = ngettext("%(list)s: %(count)d new entry", "%(list)s: %(count)d new entries", len(told))
        return words % {"list": topic.heading(), "count": len(told)}
    if told[0]["correction"]:
        return _("Corrected: %(title)s") % {"title": told[0]["title"]}
    return _("New: %(title)s") % {"title": told[0]["title"]}


def _told(topic: topics.Topic, items: list[str]) -> list[dict[str, Any]]:
    """What is still visible of ``items``, each once, in the order in which it appeared; a new entry before its corrections."""
    ids = {kind: [int(pk) for each, pk in _pairs(items) if each == kind] for kind in ("entry", "correction")}
    corrections = public(Correction).filter(pk__in=ids["correction"]).exclude(entry__in=ids["entry"])
    noted: dict[int, list[Correction]] = {}
    for correction in corrections.order_by("at", "pk"):
        noted.setdefault(correction.entry_id, []).append(correction)
    rows = with_texts(public(topic.listing.model)).filter(pk__in=[*ids["entry"], *noted])
    dated = [(noted[row.pk][-1].at if row.pk in noted else _released(row), row.pk, row) for row in rows]
    return [_shown(row, noted.get(row.pk, [])) for _at, _pk, row in sorted(dated, key=lambda each: each[:2])]


def _pairs(items: list[str]) -> list[tuple[str, str]]:
    return [(kind, pk) for kind, _colon, pk in (each.partition(":") for each in items)]


def _released(entry: Entry) -> datetime:
    if entry.release_at is None:
        raise ValueError("what is visible has a release time")
    return entry.release_at


def _shown(entry: Entry, corrections: list[Correction]) -> dict[str, Any]:
    """One entry as the mail shows it."""
    language, text = active(), entry.text()
    due = entry.due()
    return {
        "title": text.title if text else entry.ref,
        "deck": text.deck if text else "",
        "written_in": formats.language_name(text.language, language)
        if text and text.language != language
        else "",
        "released": formats.moment(_released(entry), entry.release_zone, language),
        "deadline": formats.moment(*due, language) if due else "",
        "left": formats.days_left(due[0], clock.now(), due[1], language) if due else "",
        "correction": [
            {"at": formats.moment(each.at, entry.release_zone, language), "note": each.note}
            for each in corrections
        ],
        "is_sample": entry.is_sample,
        "ref": entry.ref,
        "url": settings.SITE_URL + entry.path(language),
    }
