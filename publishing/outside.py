"""Other hosts: which of them may be reached, and connections to the very address that was looked at."""

import http.client
import ipaddress
import socket
import ssl
from typing import Any

__all__ = ["addresses_of", "connection", "is_public_address"]

# Reserved, or leading elsewhere by way of a tunnel: Python's own list differs between its releases.
_RESERVED = [
    ipaddress.ip_network(each)
    for each in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
_UNICAST = ipaddress.ip_network("2000::/3")
# An IPv4 address as a network that speaks IPv6 alone writes it (NAT64, RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public_address(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not this machine, a private network or a group.

    Raises ``ValueError`` for what is no IP address.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip in _TRANSLATED:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _RESERVED)


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``, asked for once; ``OSError`` or ``UnicodeError`` if it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connection(scheme: str, host: str, address: str, port: int, timeout: float) -> http.client.HTTPConnection:
    """A connection to ``address``, so that a second look-up of ``host`` cannot lead elsewhere.

    ``timeout`` in seconds holds for each step. With https the certificate has to be that of ``host``.
    """
    if scheme == "http":
        return http.client.HTTPConnection(address, port, timeout=timeout)
    return _Verified(address, port, timeout=timeout, host_name=host)


class _Verified(http.client.HTTPSConnection):
    """TLS to an IP address whose certificate has to be that of the host's name."""

    def __init__(self, *args: Any, host_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.host_name = host_name

    def connect(self) -> None:
        self.sock = socket.create_connection((self.host, self.port), self.timeout)
        # The handshake comes last: until then and during it, whoever holds the connection can end it.
        self.sock = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host_name, do_handshake_on_connect=False
        )
        self.sock.do_handshake()
