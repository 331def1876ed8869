"""Validators of answers and what follows from them: 304 for who has the answer already, without making it again.

The ``ETag`` says of which public state (:func:`publishing.changes.public_state`) the answer is, on which day, by which
code, and to which question. It is taken before the answer is made, so an answer can be newer than its tag and is then
sent once more, but never older. A public change anywhere gives all answers new tags: a record shows titles of others,
a list may gain or lose any record.

A date says less: of two changes within a second, or of one that was being stored while another came due, it knows one.
Hence ``If-Modified-Since`` is answered with 304 only when the last change is older than :data:`SETTLED`, within which
every transaction ends, and where nothing but the state decides on the answer: at addresses without a query.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publishing import clock, formats
from publishing.changes import public_state
from publishing.enums import Zone

__all__ = ["SETTLED", "Conditional", "NotModified", "Validators"]

# No transaction that changes what the public sees may take longer than this.
SETTLED = timedelta(minutes=10)
# What an answer may be made with, beside the state: code, words, templates, and the versions of the packages.
_MADE_WITH = (".py", ".mo", ".html", ".txt", ".svg")


class NotModified(APIException):
    """The client has the answer already; ends the work on the request."""

    status_code = 304


@dataclass(frozen=True)
class Validators:
    """What tells an answer from others to the same question; ``modified`` in whole seconds since 1970."""

    etag: str
    modified: int
    is_settled: bool

    @classmethod
    def of(cls, request: HttpRequest, language: str) -> "Validators":
        """Those of the answer to ``request`` in ``language`` now, in one query."""
        now, state = clock.now(), public_state()
        days = [formats.local_day(now, zone) for zone in Zone]
        question = (
            *(request.scheme, request.get_host(), request.get_full_path()),
            *(language, request.headers.get("Accept", "")),
        )
        seen = (state and state.newest, state and state.at, *days, _code())
        digest = hashlib.sha256("\n".join(map(str, (*question, *seen))).encode("utf-8", "surrogatepass"))
        moments = [_midnight(now), *([state.at] if state else []), *_deployed(now)]
        latest = max(moments)
        is_settled = latest < now - SETTLED - timedelta(seconds=1)
        served = latest if is_settled else now - SETTLED - timedelta(seconds=1)
        return cls(f'W/"{digest.hexdigest()[:32]}"', int(served.timestamp()), is_settled)

    def are_known(self, request: HttpRequest) -> bool:
        """Whether the client names the tag in ``If-None-Match``: then the question was answered with 200 before."""
        tags = parse_etags(request.headers.get("If-None-Match", ""))
        return _opaque(self.etag) in map(_opaque, tags)

    def may_be_known(self, request: HttpRequest) -> bool:
        """Whether the client has what is at the address, if there is anything: by ``*`` or by a date."""
        if "If-None-Match" in request.headers:
            return parse_etags(request.headers["If-None-Match"]) == ["*"]
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        if since is None or not self.is_settled:
            return False
        # A date of the client's own may lie within a transaction; one that was given out does not.
        return since == self.modified or since > self.modified + SETTLED.total_seconds()


class Conditional(APIView):
    """A view whose answers carry validators."""

    # The parameters that do not decide on whether there is an answer.
    indifferent: ClassVar[frozenset[str]] = frozenset({"lang", "format"})
    # Whether answers follow from something else than the public state: then their content is their mark.
    by_content: ClassVar[bool] = False
    validators: Validators | None = None

    def stands(self, **kwargs: Any) -> bool:
        """Whether there is something at this address, whatever it says, in one query; false where that takes more."""
        return False

    def stop_if_known(self, request: Request, **kwargs: Any) -> None:
        """Raise :class:`NotModified` if the client has the answer; before it is made."""
        validators, asked = self.validators, request._request  # noqa: SLF001 - REST framework has no other name for it
        if validators is None or self.by_content or request.method not in ("GET", "HEAD"):
            return
        if "If-Match" in asked.headers:
            return
        if validators.are_known(asked):
            raise NotModified
        plain = request.query_params.keys() <= self.indifferent
        if plain and validators.may_be_known(asked) and self.stands(**kwargs):
            raise NotModified

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, NotModified):
            return Response(status=304)
        return super().handle_exception(exc)

    def validated(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """``response`` with its validators; 304 or 412 if the other conditions of ``request`` say so."""
        if self.validators is None or response.status_code not in (200, 304):
            return response
        etag, by_date = self.validators.etag, None
        if self.by_content:
            content = cast(Response, response).rendered_content
            etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
        elif "If-Modified-Since" not in request.headers:
            by_date = self.validators.modified
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(self.validators.modified)
        if response.status_code == 304:
            del response.headers["Content-Type"]
            return response
        answer = get_conditional_response(request, etag, by_date, cast(Response, response)) or response
        answer.headers["Content-Language"] = response.headers["Content-Language"]
        return answer


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _midnight(now: datetime) -> datetime:
    """The last beginning of a day in one of the zones: what is said of today changes then."""
    return max(
        now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0) for zone in Zone
    )


def _deployed(now: datetime) -> Iterator[datetime]:
    """When the code was last changed, unless that lies ahead of the moment that is looked at."""
    changed = datetime.fromtimestamp(max(_stamps().values()), tz=now.tzinfo)
    if changed <= now:
        yield changed


@cache
def _code() -> str:
    """A mark of everything that answers are made with."""
    digest = hashlib.sha256()
    for file in _stamps():
        digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def _stamps() -> dict[Path, float]:
    """The files that answers are made with, and when each was last changed."""
    base = Path(settings.BASE_DIR)
    own = [Path(each.path) for each in apps.get_app_configs()]
    folders = [path for path in own if path.parent == base] + [base / "templates", base / "locale"]
    found = [file for folder in folders for file in folder.rglob("*") if file.suffix in _MADE_WITH]
    return {file: file.stat().st_mtime for file in sorted({*found, *base.glob("requirements.txt")})}
