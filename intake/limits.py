"""How often an address is written to unasked, and how much a network may ask for; counted for all processes alike."""

import ipaddress
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from intake.models import Attempt
from publishing import clock

__all__ = ["MEMORY", "forget_old", "mailbox", "network_waits_until", "next_mail_at", "note_mail"]

# Mails to an address that nobody confirmed, by what they are for, and forms from one network: so many within so long.
MAILS = {
    "confirmation": ((1, timedelta(hours=1)), (3, timedelta(days=1))),
    "receipt": ((4, timedelta(hours=1)), (10, timedelta(days=1))),
}
FORMS = ((30, timedelta(hours=1)), (100, timedelta(days=1)))
MEMORY = timedelta(days=1)
# Who has one address of these has them all.
PREFIXES = {4: 24, 6: 56}


def next_mail_at(email: str, purpose: str = "confirmation") -> datetime:
    """When a mail for ``purpose`` ("confirmation", "receipt") may go to the address at the earliest; now if it may."""
    return _next(_hashed(f"mail.{purpose}", mailbox(email)), MAILS[purpose])


def note_mail(email: str, purpose: str = "confirmation") -> None:
    """Count a mail to the address."""
    Attempt.objects.create(key=_hashed(f"mail.{purpose}", mailbox(email)))


def network_waits_until(request: HttpRequest, form: str) -> datetime | None:
    """Count a ``form`` ("alert") from the visitor's network; when it may send again if that was too much, else ``None``.

    It is counted before it is judged, so those that come at the same time count each other.
    """
    key = _hashed(f"network.{form}", _network(get_adapter().get_client_ip(request)))
    Attempt.objects.create(key=key)
    until = _next(key, tuple((count + 1, length) for count, length in FORMS))
    return until if until > clock.now() else None


def forget_old() -> None:
    Attempt.objects.filter(at__lt=clock.now() - MEMORY).delete()


def _next(key: str, limits: tuple[tuple[int, timedelta], ...]) -> datetime:
    now = clock.now()
    made = Attempt.objects.filter(key=key, at__gt=now - MEMORY).order_by("-at").values_list("at", flat=True)
    times = list(made[: max(count for count, _length in limits)])
    return max([now, *(times[count - 1] + length for count, length in limits if len(times) >= count)])


def mailbox(email: str) -> str:
    """The address without what follows a plus sign: with many providers all of these are one mailbox."""
    local, _at, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    # An IPv4 address as a socket for both versions names it.
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, PREFIXES[found.version]), strict=False))


def _hashed(kind: str, value: str) -> str:
    return salted_hmac(f"intake.limits.{kind}", value, algorithm="sha256").hexdigest()
