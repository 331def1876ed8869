"""What a session carries, how long it lasts, and how sessions of an account end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.visitors import Visitor
from publishing import clock

__all__ = [
    "begin",
    "end",
    "end_all",
    "end_others",
    "has_second_factor",
    "mark_second_factor",
    "over",
    "sessions_of",
    "touch",
    "unmark_second_factor",
]

BEGUN = "accounts.begun"
SEEN = "accounts.seen"
SECOND_FACTOR = "accounts.second_factor"
# When a session was last used is written down no more often than this.
PRECISION = timedelta(minutes=5)


def begin(request: HttpRequest) -> None:
    """Note in the session when it begins."""
    request.session[BEGUN] = request.session[SEEN] = clock.now().timestamp()


def over(session: Mapping[str, Any]) -> bool:
    """Whether a session of someone signed in has lasted, or been left alone, for too long."""
    now = clock.now().timestamp()
    begun, seen = session.get(BEGUN, now), session.get(SEEN, now)
    return now - begun >= settings.SESSION_HOURS * 3600 or now - seen >= settings.SESSION_IDLE_HOURS * 3600


def touch(request: HttpRequest) -> None:
    """Note that the session is being used, every few minutes."""
    now = clock.now()
    seen = request.session.get(SEEN)
    if seen is not None and now.timestamp() - seen < PRECISION.total_seconds():
        return
    request.session.setdefault(BEGUN, now.timestamp())
    request.session[SEEN] = now.timestamp()
    visitor = Visitor.of(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=now, ip=visitor.address, user_agent=visitor.agent
    )


def mark_second_factor(request: HttpRequest, account: User) -> None:
    """Note that ``account`` has given a second factor, or set one up, in this session."""
    request.session[SECOND_FACTOR] = account.pk


def unmark_second_factor(request: HttpRequest) -> None:
    request.session.pop(SECOND_FACTOR, None)


def has_second_factor(request: HttpRequest, account: User) -> bool:
    """Whether ``account`` has given a second factor in this session."""
    return request.session.get(SECOND_FACTOR) == account.pk


def sessions_of(account: User) -> list[UserSession]:
    """The sessions of an account that still open something, the one last used first."""
    own = list(UserSession.objects.filter(user_id=account.pk).order_by("-last_seen_at"))
    stored = Session.objects.in_bulk([each.session_key for each in own])
    # A change of the password changes this.
    valid = {account.get_session_auth_hash(), *account.get_session_auth_fallback_hash()}
    return [each for each in own if _opens(stored.get(each.session_key), valid)]


def _opens(session: Session | None, valid: set[str]) -> bool:
    if session is None or session.expire_date <= clock.now():
        return False
    carried = session.get_decoded()
    return carried.get(HASH_SESSION_KEY) in valid and not over(carried)


def end(found: QuerySet[UserSession]) -> int:
    """End these sessions; how many there were."""
    ended = list(found)
    for session in ended:
        session.end()
    return len(ended)


def end_all(account: User) -> int:
    """End every session of an account; how many there were."""
    return end(UserSession.objects.filter(user_id=account.pk))


def end_others(request: HttpRequest) -> int:
    """End the other sessions of whoever sends ``request``; how many there were."""
    own = UserSession.objects.filter(user_id=request.user.pk)
    return end(own.exclude(session_key=request.session.session_key or ""))
