"""Asking another host whether an address still leads somewhere: politely, briefly, and never inside our own network."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from publishing.models.links import LinkProblem

__all__ = ["follow", "is_public_address"]

TIMEOUT = 6.0  # seconds for each step of a request
REDIRECTS = 4
HEADERS = {"User-Agent": "GreenCooperationPortal-LinkCheck/1.0", "Accept": "*/*"}
PORTS = {"http": 80, "https": 443}

MayReach = Callable[[str], bool]


def is_public_address(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not this machine, a private network or a group."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


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
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return LinkProblem.NO_HOST, 0, ""
    addresses = [str(each[4][0]) for each in found]
    if not all(may_reach(address) for address in addresses):
        return LinkProblem.REFUSED, 0, ""
    status, location = _request("HEAD", parts, addresses[0], port)
    if status in {403, 404, 405, 501}:
        status, location = _request("GET", parts, addresses[0], port)
    return "", status, location


def _request(method: str, parts: SplitResult, address: str, port: int) -> tuple[int, str]:
    connection = _connection(parts, address, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            method, _ascii(target), headers={"Host": parts.netloc.rpartition("@")[2], **HEADERS}
        )
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


def _ascii(target: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in target)


def _connection(parts: SplitResult, address: str, port: int) -> http.client.HTTPConnection:
    """A connection to the address that was looked at, so that a second look-up cannot lead elsewhere."""
    if parts.scheme == "http":
        return http.client.HTTPConnection(address, port, timeout=TIMEOUT)
    return _Verified(address, port, timeout=TIMEOUT, host_name=parts.hostname or "")


class _Verified(http.client.HTTPSConnection):
    """TLS to an IP address whose certificate has to be that of the host's name."""

    def __init__(self, *args: Any, host_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.host_name = host_name

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host_name)
