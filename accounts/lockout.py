"""Locks after repeated failures, told from the records of sign-ins, so that they hold for all processes alike.

An attempt is written down before it is checked. So those that run at the same time count each other, and not one
more than the limit is ever checked.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from accounts.models import Event, SignIn
from accounts.visitors import Visitor
from publishing import clock

__all__ = ["attempt", "key_of", "lift", "locked_until"]

FAILURES = (Event.WRONG_PASSWORD, Event.WRONG_CODE)
# An account that has signed in, or that an administrator has let in again, starts anew.
FRESH = (Event.SIGNED_IN, Event.LOCK_LIFTED)


@dataclass(frozen=True)
class Limit:
    """How many failures in the time of a lock it takes to lock what ``field`` names, and what starts anew."""

    field: str
    failures: int
    fresh: tuple[Event, ...]

    def locked_until(self, value: str, besides: int = 0) -> datetime | None:
        """When the lock on ``value`` ends, if there is one; the record ``besides`` is left out."""
        length = timedelta(minutes=settings.LOCK_MINUTES)
        mine = SignIn.objects.filter(**{self.field: value}, at__gt=clock.now() - 2 * length)
        since = mine.filter(event__in=self.fresh).aggregate(last=Max("pk"))["last"] or 0
        failed = mine.filter(event__in=FAILURES, pk__gt=since).exclude(pk=besides).order_by("-at", "-pk")
        times = list(failed.values_list("at", flat=True)[: self.failures])
        if len(times) < self.failures or times[0] - times[-1] > length:
            return None
        until = times[0] + length
        return until if until > clock.now() else None


def _limits() -> tuple[Limit, Limit]:
    return (
        Limit("key", settings.LOCK_FAILURES_OF_ACCOUNT, FRESH),
        # One's own success must not open an address for guesses at the accounts of others.
        Limit("address", settings.LOCK_FAILURES_OF_ADDRESS, (Event.LOCK_LIFTED,)),
    )


def key_of(username: str) -> str:
    """A keyed hash of a user name, the same for spellings that look alike."""
    plain = unicodedata.normalize("NFKC", username).strip().casefold()
    return salted_hmac("accounts.lockout", plain, algorithm="sha256").hexdigest()


def attempt(event: Event, username: str, account: User | None, visitor: Visitor) -> SignIn:
    """Write down an attempt as failed with ``event``; whoever finds it right has to change the record.

    Raises ``ValidationError`` with words for the person when the account or the address is locked.
    """
    record = SignIn.objects.create(
        event=event,
        account=account,
        username=account.get_username() if account else "",
        key=key_of(username),
        address=visitor.address,
        agent=visitor.agent,
    )
    for limit in _limits():
        until = limit.locked_until(getattr(record, limit.field), besides=record.pk)
        if until:
            record.event = Event.REFUSED
            record.save(update_fields=["event"])
            raise ValidationError(_refusal(limit.field, until), code="locked")
    return record


def locked_until(username: str) -> datetime | None:
    """When the lock on an account ends, or ``None`` if there is none."""
    return _limits()[0].locked_until(key_of(username))


def lift(account: User | None, key: str, address: str | None, by: User) -> None:
    """Let an account, and an address if one is given, sign in again at once; ``by`` answers for it."""
    SignIn.objects.create(
        event=Event.LOCK_LIFTED,
        account=account,
        username=account.get_username() if account else "",
        key=key,
        address=address,
        by=by,
    )


def _refusal(field: str, until: datetime) -> str:
    minutes = max(1, -(-int((until - clock.now()).total_seconds()) // 60))
    if field == "key":
        words = ngettext(
            "Sign-in to this account is locked after too many failed attempts. Try again in %(minutes)d minute, "
            "or ask an administrator to lift the lock.",
            "Sign-in to this account is locked after too many failed attempts. Try again in %(minutes)d minutes, "
            "or ask an administrator to lift the lock.",
            minutes,
        )
    else:
        words = ngettext(
            "Too many attempts to sign in have failed from your network. Try again in %(minutes)d minute, "
            "or ask an administrator to lift the lock.",
            "Too many attempts to sign in have failed from your network. Try again in %(minutes)d minutes, "
            "or ask an administrator to lift the lock.",
            minutes,
        )
    return words % {"minutes": minutes}
