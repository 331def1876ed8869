"""Which addresses may be called: https on the public internet, judged by what a name resolves to at that moment."""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.outside import is_public_address

__all__ = ["PORTS", "may_reach", "problem_with"]

PORTS = (443, 8443)
# Ends of names that belong to no public host (RFC 6761, 6762, 7686, 8375, 9476, and what clouds and offices use).
INSIDE = {
    *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private"),
    *("alt", "arpa", "invalid", "onion", "test"),
}
NOT_PUBLIC = _("Calls never go to this machine, a private network or a reserved address.")


def problem_with(url: str) -> "str | Promise":
    """Why ``url`` cannot be an address to call, as far as can be said without asking anybody; "" if it can."""
    if not url.isascii() or any(character <= " " or character in "\\\x7f" for character in url):
        return _("Write the address in ASCII: the host in Punycode, other characters percent-encoded.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is not a web address.")
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or not host:
        return _("This is not a web address.")
    if parts.username is not None or parts.password is not None:
        return _("An address with a user name or password is not taken: calls are signed instead.")
    if parts.fragment:
        return _("The part after # never reaches a server: leave it out.")
    return "" if settings.WEBHOOK_PRIVATE_ADDRESSES else _outside(parts, host, port)


def _outside(parts: SplitResult, host: str, port: int | None) -> "str | Promise":
    if parts.scheme != "https":
        return _("Calls go to https:// only.")
    if (port or 443) not in PORTS:
        return _("Calls go to port 443 or 8443 only.")
    literal = _literal(host)
    if literal:
        return "" if is_public_address(literal) else NOT_PUBLIC
    return NOT_PUBLIC if "." not in host or host.rpartition(".")[2] in INSIDE else ""


def _literal(host: str) -> str:
    """The IP address that ``host`` is, in any notation that a resolver takes for one; "" if it is a name."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        try:
            # 127.1, 0x7f000001 and 2130706433 are this machine too.
            return socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            return ""


def may_reach(address: str) -> bool:
    """Whether calls may go to this IP address."""
    return settings.WEBHOOK_PRIVATE_ADDRESSES or is_public_address(address)
