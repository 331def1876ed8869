"""How much one client may ask for: so many requests a minute in each group of resources, counted for all processes.

Said in the header fields of draft-ietf-httpapi-ratelimit-headers.
"""

import ipaddress
import math
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from rest_framework.exceptions import AuthenticationFailed, ErrorDetail, Throttled
from rest_framework.request import Request

from publishing import clock

__all__ = ["HEADERS", "WINDOW", "Spent", "TooMany", "group_of", "spend", "spend_of_network", "tell"]

HEADERS = ("RateLimit", "RateLimit-Policy", "Retry-After")
WINDOW = 60  # seconds
GENERAL = "general"
# Who has one IPv6 address has all of its network.
IPV6_PREFIX = 64


@dataclass(frozen=True)
class Spent:
    """What is left of ``quota`` requests in ``group`` within ``window`` seconds, and for how many that is so."""

    group: str
    quota: int
    used: int
    resets_in: int
    window: int = WINDOW

    @property
    def headers(self) -> dict[str, str]:
        """The fields for the answer: structured lists (RFC 9651) with one policy, which is named for the group."""
        left = max(0, self.quota - self.used)
        return {
            "RateLimit-Policy": f'"{self.group}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.group}";r={left};t={self.resets_in}',
        }


class TooMany(Throttled):
    """Nothing is left; ``spent`` says until when."""

    def __init__(self, spent: Spent) -> None:
        super().__init__(wait=spent.resets_in)
        words = ngettext(
            "No more than %(quota)d request a minute is answered in this group of resources. Try again in "
            "%(seconds)d seconds.",
            "No more than %(quota)d requests a minute are answered in this group of resources. Try again in "
            "%(seconds)d seconds.",
            spent.quota,
        )
        self.detail = ErrorDetail(words % {"quota": spent.quota, "seconds": spent.resets_in})
        self.extensions = {"violated-policies": [spent.group]}
        self.spent = spent


def group_of(view: type) -> str:
    """The group of a view that names none: its app, and one for all that is no matter of a single app."""
    app = view.__module__.partition(".")[0]
    return GENERAL if app in ("portal", "publishing") else app


def spend(request: Request, group: str) -> Spent | None:
    """Count ``request``, and return what is left; ``None`` where there is no limit.

    Raises :class:`TooMany` when nothing is left, and what the authentication raises for a token that is not good.
    That counts as the request of its network, so that nobody can go on guessing.
    """
    token: Any = None
    refusal = None
    try:
        token = request.auth
    except AuthenticationFailed as error:
        refusal = error
    spent = _count(request, token, group)
    if spent is not None and spent.used > spent.quota:
        raise TooMany(spent)
    if refusal is not None:
        raise refusal
    return spent


def spend_of_network(request: HttpRequest, group: str, quota: int, window: int) -> Spent | None:
    """Count ``request`` to a page of the public as one of its network within ``window`` seconds.

    Returns what is left, also when that is less than nothing; ``None`` where ``quota`` is 0 and there is no limit.
    """
    return _count_client(f"network:{_network(request)}", group, quota, window)


def tell(spent: Spent | None, response: HttpResponseBase) -> None:
    """Say in ``response`` what is left."""
    if spent is not None:
        for name, value in spent.headers.items():
            response.headers[name] = value


def _count(request: Request, token: Any, group: str) -> Spent | None:
    keyed = token or request.user.is_authenticated
    quota = settings.API_LIMIT_KEYED if keyed else settings.API_LIMIT_ANONYMOUS
    return _count_client(_client(request, token), group, quota, WINDOW)


def _count_client(client: str, group: str, quota: int, window: int) -> Spent | None:
    if quota <= 0:
        return None
    now = clock.now().timestamp()
    number = math.floor(now / window)
    resets_in = math.ceil((number + 1) * window - now)
    name = salted_hmac("publishing.api.limits", f"{group}:{number}:{client}", algorithm="sha256").hexdigest()
    return Spent(group, quota, _one_more(name, window), max(1, resets_in), window)


def _one_more(name: str, window: int) -> int:
    counts = caches["limits"]
    try:
        return counts.incr(name)
    except ValueError:
        # Another process may begin to count at the same time.
        return 1 if counts.add(name, 1, timeout=2 * window) else counts.incr(name)


def _client(request: Request, token: Any) -> str:
    """Whose requests are counted together: those of a token, of somebody signed in, or of a network."""
    if token:
        return f"token:{token.pk}"
    return f"user:{request.user.pk}" if request.user.is_authenticated else f"network:{_network(request)}"


def _network(request: HttpRequest | Request) -> str:
    """The address that the visitor comes from, behind proxies as the settings say; of IPv6 its network."""
    try:
        stated = get_adapter().get_client_ip(request)
    except PermissionDenied:
        # It has none, such as behind a socket of the machine itself: all of these are one client.
        return ""
    address = ipaddress.ip_address(stated.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
