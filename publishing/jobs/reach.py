"""Asking another host whether an address still leads somewhere: politely, briefly, and never inside our own network."""

import http.client
import socket
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

from publishing.models.links import LinkProblem
from publishing.outside import addresses_of, connection, is_public_address

__all__ = ["follow"]

TIMEOUT = 6.0  # seconds for each step of a request
REDIRECTS = 4
HEADERS = {"User-Agent": "GreenCooperationPortal-LinkCheck/1.0", "Accept": "*/*"}
PORTS = {"http": 80, "https": 443}

MayReach = Callable[[str], bool]


def follow(url: str, *, may_reach: MayReach = is_public_address) -> str:
    """The problem with ``url``, or "" if a host answers there; redirects are followed, each asked about anew."""
    for _step in range(REDIRECTS + 1):
        try:
            problem, status, location = _ask(url, may_reach)
        except (OSError, http.client.HTTPException, ValueError):
            return LinkProblem.NO_ANSWER
        if problem:
            return problem
        if location and status in {301, 302, 303, 307, 308}:
            url = urljoin(url, location)
            continue
        return LinkProblem.MISSING if status in {404, 410} else ""
    return LinkProblem.NO_ANSWER


def _ask(url: str, may_reach: MayReach) -> tuple[str, int, str]:
    """The problem, status and redirection of one address; a host that does not take HEAD is asked with GET."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    if parts.scheme not in PORTS or not host:
        return LinkProblem.REFUSED, 0, ""
    try:
        addresses = addresses_of(host, port)
    except (socket.gaierror, UnicodeError):
        return LinkProblem.NO_HOST, 0, ""
    if not all(may_reach(address) for address in addresses):
        return LinkProblem.REFUSED, 0, ""
    status, location = _request("HEAD", parts, addresses[0], port)
    if status in {403, 404, 405, 501}:
        status, location = _request("GET", parts, addresses[0], port)
    return "", status, location


def _request(method: str, parts: SplitResult, address: str, port: int) -> tuple[int, str]:
    asked = connection(parts.scheme, parts.hostname or "", address, port, TIMEOUT)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        asked.request(method, _ascii(target), headers={"Host": parts.netloc.rpartition("@")[2], **HEADERS})
        response = asked.getresponse()
        return response.status, response.headers.get("Location", "")
    finally:
        asked.close()


def _ascii(target: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in target)
