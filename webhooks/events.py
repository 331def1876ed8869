"""What is told: thin events that name a record and say what happened to it, and never what it says."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import get_random_string

from publishing import clock
from publishing.enums import Happening, Stage
from publishing.models import PublicChange
from webhooks.models import Delivery, Endpoint
from webhooks.resources import is_node, resource_of

__all__ = ["TEST", "delivery_of", "is_to_be_told", "store_test"]

TEST = "webhook.test"
ID = "evt_{}"


def delivery_of(change: PublicChange, endpoint: Endpoint, now: datetime) -> Delivery:
    """The event for ``endpoint``, not stored yet; of what is gone only the tombstone is left."""
    entry, type_ = change.entry, f"entry.{change.change}" if change.entry else f"term.{change.change}"
    slug = entry.slug if entry else change.slug
    is_there = change.change != Happening.WITHDRAWN
    data = {
        "at": _moment(change.at),
        "change": change.change,
        "uid": str(entry.uid) if entry else None,
        "ref": entry.ref if entry else None,
        "kind": change.kind,
        "revision": entry.revision if entry else None,
        "slug": slug if is_there or entry is None else None,
        "api_url": _api_url(change.kind, slug) if is_there else None,
    }
    return Delivery(
        endpoint=endpoint,
        change=change,
        event_id=ID.format(change.uid.hex),
        type=type_,
        ref=entry.ref if entry else "",
        at=change.at,
        payload=_body(type_, change.at, data),
        next_at=now,
        created_at=now,
    )


def store_test(endpoint: Endpoint) -> Delivery:
    """A call that tells nothing, stored as any other."""
    now = clock.now()
    return Delivery.objects.create(
        endpoint=endpoint,
        event_id=ID.format(get_random_string(32)),
        type=TEST,
        at=now,
        payload=_body(TEST, now, {"endpoint": endpoint.name}),
        next_at=now,
        created_at=now,
    )


def is_to_be_told(delivery: Delivery) -> bool:
    """Whether the public may learn this now: asked again before every call."""
    change = delivery.change
    if change is None:
        return True
    is_there = change.entry.stage() is Stage.RELEASED if change.entry else is_node(change.kind, change.slug)
    return is_there != (change.change == Happening.WITHDRAWN)


def _api_url(code: str, slug: str) -> str:
    return settings.SITE_URL + reverse(f"api:{resource_of(code)}-detail", args=[slug])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _body(type_: str, at: datetime, data: dict[str, Any]) -> str:
    content = {"type": type_, "timestamp": _moment(at), "data": data}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
