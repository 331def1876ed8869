"""Requests that are repeated because their answer was lost: done once, answered as often as they come."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from publishing import clock
from tokens.models import StoredAnswer

__all__ = ["KEPT", "Answer", "InProgress", "OtherRequest", "fingerprint", "once"]

# How long an answer is kept.
KEPT = timedelta(hours=24)
# Work that was begun so long ago and has no answer was cut off, and with it everything that it had changed.
GIVEN_UP = timedelta(minutes=5)


class InProgress(Exception):
    """The same request is still being worked on."""


class OtherRequest(Exception):
    """The key was used for another request."""


@dataclass(frozen=True)
class Answer:
    """What is answered; ``body`` can be written as JSON. ``is_repeated`` if nothing was done for it this time."""

    status: int
    body: Any
    headers: dict[str, str]
    is_repeated: bool = False


def fingerprint(data: Any, files: dict[str, bytes]) -> str:
    """What tells one body from another: what it says, however it is written or divided."""
    said = json.dumps(data, sort_keys=True, ensure_ascii=True, default=str)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return hashlib.sha256(f"{said}\n{json.dumps(digests, sort_keys=True)}".encode()).hexdigest()


def once(holder: str, key: str, route: str, of_body: str, work: Callable[[], Answer]) -> Answer:
    """The answer of ``work``, or the stored one if the same request was answered before.

    What ``work`` changes and its answer are stored together or not at all. Raises :class:`InProgress`,
    :class:`OtherRequest`, and what ``work`` raises; after that nothing is kept and the request can be sent again.
    """
    row, is_mine = _claim(holder, key, route, of_body)
    if row.route != route or row.fingerprint != of_body:
        raise OtherRequest
    if row.status is not None:
        return Answer(row.status, row.body, row.headers, is_repeated=True)
    if not is_mine:
        raise InProgress
    begun = row.begun_at
    try:
        with transaction.atomic():
            answer = work()
            stored = _mine(row, begun).update(status=answer.status, body=answer.body, headers=answer.headers)
            if not stored:
                raise InProgress
            return answer
    except BaseException:
        _mine(row, begun).filter(status__isnull=True).delete()
        raise


def _claim(holder: str, key: str, route: str, of_body: str) -> tuple[StoredAnswer, bool]:
    """The row of the key, and whether the work is now that of this request."""
    values = {"route": route, "fingerprint": of_body}
    try:
        with transaction.atomic():
            return StoredAnswer.objects.create(holder=holder, key=key, **values), True
    except IntegrityError:
        row = StoredAnswer.objects.filter(holder=holder, key=key).first()
    if row is None:
        # Whoever had it has just failed.
        raise InProgress
    now = clock.now()
    if now - row.begun_at >= (KEPT if row.status is not None else GIVEN_UP):
        fresh: dict[str, Any] = {**values, "begun_at": now, "status": None, "headers": {}, "body": None}
        if _mine(row, row.begun_at).update(**fresh):
            for name, value in fresh.items():
                setattr(row, name, value)
            return row, True
    return row, False


def _mine(row: StoredAnswer, begun: datetime) -> Any:
    return StoredAnswer.objects.filter(pk=row.pk, begun_at=begun)
