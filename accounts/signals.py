"""Records of what allauth reports, and the marks that a session carries."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth import signals as auth_signals
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import sessions
from accounts.lockout import key_of
from accounts.models import Event, SignIn
from accounts.visitors import Visitor

__all__ = ["record"]


def record(event: Event, request: HttpRequest, account: User) -> SignIn:
    """Write down that ``event`` happened to ``account`` in ``request``."""
    visitor = Visitor.of(request)
    return SignIn.objects.create(
        event=event,
        account=account,
        username=account.get_username(),
        key=key_of(account.get_username()),
        address=visitor.address,
        agent=visitor.agent,
    )


@receiver(auth_signals.user_logged_in)
def begin(request: HttpRequest, **_signal: Any) -> None:
    sessions.begin(request)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_signal: Any) -> None:
    attempt = getattr(request, "sign_in_attempt", None)
    if attempt is None:
        record(Event.SIGNED_IN, request, user)
    else:
        attempt.event = Event.SIGNED_IN
        attempt.save(update_fields=["event"])
    SignIn.objects.forget_old()


@receiver(authenticator_used)
def used(request: HttpRequest, user: User, **_signal: Any) -> None:
    sessions.mark_second_factor(request, user)


@receiver(authenticator_added)
def added(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    sessions.mark_second_factor(request, user)
    # Whoever else got in with the password alone has to go.
    sessions.end_others(request)
    record(Event.FACTOR_ADDED, request, user)


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    if not Authenticator.objects.filter(user=user).exists():
        sessions.unmark_second_factor(request)
    record(Event.FACTOR_REMOVED, request, user)


@receiver(authenticator_reset)
def renewed(request: HttpRequest, user: User, **_signal: Any) -> None:
    record(Event.CODES_RENEWED, request, user)


@receiver(password_changed)
def changed(request: HttpRequest, user: User, **_signal: Any) -> None:
    sessions.end_others(request)
    record(Event.PASSWORD_CHANGED, request, user)
