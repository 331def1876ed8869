"""One signed POST to an address of somebody else: bounded in time and size, to the very host that was looked at."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult, urlsplit

from publishing.outside import addresses_of, connection
from webhooks.addresses import may_reach, problem_with
from webhooks.models import Problem

__all__ = ["Answer", "call"]

STEP = 5.0  # seconds for each step: connecting, sending, each part of the answer
WHOLE = 15.0  # seconds for a call, from its beginning to the end of the answer
LARGEST_ANSWER = 64 * 1024  # bytes that are read
EXCERPT = 1000  # characters that are kept
TRIED = 3  # addresses of one host
PORTS = {"http": 80, "https": 443}
HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "GreenCooperationPortal-Webhooks/1.0",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(frozen=True)
class Answer:
    """What came back: ``status`` and the beginning of the answer, or what stood in the way; duration in milliseconds."""

    status: int | None = None
    problem: str = ""
    detail: str = ""
    excerpt: str = ""
    milliseconds: int = 0

    @property
    def is_unreachable(self) -> bool:
        """Whether no answer came at all, so that the next call would end alike."""
        return self.status is None


class _Stopped(Exception):
    """The call has come to an end before an answer."""

    def __init__(self, problem: str, detail: object = "") -> None:
        super().__init__(problem)
        self.problem, self.detail = problem, str(detail)[:300]


def call(url: str, body: str, signed: Mapping[str, str]) -> Answer:
    """Send ``body`` with the ``signed`` headers; a success is any status from 200 to 299, and nothing is raised."""
    begun = time.monotonic()
    try:
        status, content = _sent(url, body.encode(), signed, begun + WHOLE)
    except _Stopped as stopped:
        return Answer(problem=stopped.problem, detail=stopped.detail, milliseconds=_since(begun))
    excerpt = content.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")[:EXCERPT]
    return Answer(status, _problem_of(status), "", excerpt, _since(begun))


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _problem_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Problem.REDIRECT if 300 <= status < 400 else Problem.STATUS


def _sent(url: str, body: bytes, signed: Mapping[str, str], until: float) -> tuple[int, bytes]:
    if reason := problem_with(url):
        raise _Stopped(Problem.REFUSED, reason)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    reached = _connected(parts, host, port, until)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # The connection forgets it as soon as the answer has begun.
    line = reached.sock
    try:
        with _ended_at(until, lambda: line):
            reached.request("POST", target, body, {"Host": parts.netloc, **HEADERS, **signed})
            response = reached.getresponse()
            return response.status, response.read(LARGEST_ANSWER)
    except TimeoutError as error:
        raise _Stopped(Problem.TIMEOUT) from error
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() >= until:
            raise _Stopped(Problem.TIMEOUT) from error
        problem = Problem.NO_CONNECTION if isinstance(error, OSError) else Problem.NO_HTTP
        raise _Stopped(problem, error) from error
    finally:
        reached.close()


def _connected(parts: SplitResult, host: str, port: int, until: float) -> http.client.HTTPConnection:
    """A connection to the first address of ``host`` that takes one; all of them have to be public."""
    try:
        addresses = addresses_of(host, port)
    except (socket.gaierror, UnicodeError) as error:
        raise _Stopped(Problem.NO_HOST, error) from error
    if refused := [each for each in addresses if not may_reach(each)]:
        raise _Stopped(Problem.REFUSED, ", ".join(refused))
    failure = _Stopped(Problem.NO_HOST)
    for address in addresses[:TRIED]:
        reached = connection(parts.scheme, host, address, port, STEP)
        try:
            with _ended_at(until, partial(getattr, reached, "sock")):
                reached.connect()
        except ssl.SSLCertVerificationError as error:
            reached.close()
            raise _Stopped(Problem.CERTIFICATE, error.verify_message) from error
        except TimeoutError:
            reached.close()
            failure = _Stopped(Problem.TIMEOUT)
        except OSError as error:
            reached.close()
            failure = _Stopped(Problem.NO_CONNECTION, error)
        else:
            return reached
    raise failure


@contextmanager
def _ended_at(until: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """End the connection when its time is over: a host that sends byte by byte keeps within every single step."""
    timer = threading.Timer(max(0.0, until - time.monotonic()), _end, (line,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(line: Callable[[], socket.socket | None]) -> None:
    found = line()
    if found is not None:
        # Below TLS, whose own state belongs to the thread that reads; it may be closed already.
        with suppress(OSError):
            socket.socket.shutdown(found, socket.SHUT_RDWR)
