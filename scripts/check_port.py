"""Say before anything else is done that the address to serve on is taken: ``check_port.py HOST PORT``."""

import errno
import socket
import sys

host, port = sys.argv[1:]
if not port.isdecimal() or not 0 < int(port) < 65536:
    sys.exit(f'PORT is "{port}"; it must be a number between 1 and 65535.')
family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
with socket.socket(family, kind) as probe:
    # As the server does: an address that a stopped server left half-closed is free.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(address)
    except OSError as error:
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        sys.exit(
            f"Port {port} on {host} {reason}. Choose another one, for example: make run PORT={int(port) + 1}"
        )
