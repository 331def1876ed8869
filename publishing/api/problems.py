"""Errors as problem details (RFC 9457): each kind has a stable address that explains it."""

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from publishing.models import Entry

__all__ = [
    "CONTENT_TYPE",
    "PROBLEMS",
    "Gone",
    "InvalidParameters",
    "Mistake",
    "NotReady",
    "Problem",
    "Refusal",
    "handle",
    "too_long",
    "unknown_value",
]

CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger("django.request")

Words = str | Promise


@dataclass(frozen=True)
class Problem:
    """A kind of error; ``advice`` tells developers what to do about it."""

    code: str
    status: int
    title: Words
    advice: Words


PROBLEMS = (
    Problem(
        "invalid-parameter",
        status.HTTP_400_BAD_REQUEST,
        gettext_lazy("A parameter cannot be understood"),
        gettext_lazy("The list “errors” names each parameter, what is wrong with it and what it may be."),
    ),
    Problem(
        "malformed-request",
        status.HTTP_400_BAD_REQUEST,
        gettext_lazy("The request cannot be read"),
        gettext_lazy("“detail” says what is wrong with its address or its body."),
    ),
    Problem(
        "invalid-body",
        status.HTTP_400_BAD_REQUEST,
        gettext_lazy("The body has mistakes"),
        gettext_lazy("The list “errors” names every field that is wrong. Nothing was stored."),
    ),
    Problem(
        "not-authenticated",
        status.HTTP_401_UNAUTHORIZED,
        gettext_lazy("A valid token is needed"),
        gettext_lazy("Send a token as “Authorization: Bearer …”. Staff issue tokens in the newsroom."),
    ),
    Problem(
        "forbidden",
        status.HTTP_403_FORBIDDEN,
        gettext_lazy("You may not do this"),
        gettext_lazy("“detail” names what is missing: a scope of the token, or a right of its owner."),
    ),
    Problem(
        "not-found",
        status.HTTP_404_NOT_FOUND,
        gettext_lazy("There is nothing public at this address"),
        gettext_lazy("What is not public yet answers exactly like what does not exist."),
    ),
    Problem(
        "method-not-allowed",
        status.HTTP_405_METHOD_NOT_ALLOWED,
        gettext_lazy("This address does not take this method"),
        gettext_lazy("The Allow header names the methods that it takes."),
    ),
    Problem(
        "not-acceptable",
        status.HTTP_406_NOT_ACCEPTABLE,
        gettext_lazy("The answer cannot be given in this format"),
        gettext_lazy("Accept application/json, or send no Accept header."),
    ),
    Problem(
        "not-ready",
        status.HTTP_409_CONFLICT,
        gettext_lazy("This step is refused"),
        gettext_lazy(
            "The list “reasons” says what has to be done first; the newsroom shows the same reasons."
        ),
    ),
    Problem(
        "in-progress",
        status.HTTP_409_CONFLICT,
        gettext_lazy("This request is still being worked on"),
        gettext_lazy("Send it again a little later, with the same Idempotency-Key."),
    ),
    Problem(
        "withdrawn",
        status.HTTP_410_GONE,
        gettext_lazy("This record has been withdrawn"),
        gettext_lazy("Remove your copy; “reason” and “withdrawn_at” say why and since when."),
    ),
    Problem(
        "changed-meanwhile",
        status.HTTP_412_PRECONDITION_FAILED,
        gettext_lazy("The entry has changed since you read it"),
        gettext_lazy(
            "Nothing was done. “present” is the entry as it stands now; decide, then send its ETag."
        ),
    ),
    Problem(
        "body-too-large",
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        gettext_lazy("The body is too large"),
        gettext_lazy("Send less at once; “detail” says how much is taken."),
    ),
    Problem(
        "unsupported-media-type",
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
        gettext_lazy("The body is in a format that is not read here"),
        gettext_lazy("Send application/json, and files as multipart/form-data."),
    ),
    Problem(
        "key-used-before",
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        gettext_lazy("This Idempotency-Key belongs to another request"),
        gettext_lazy("Make a new key for every request, and keep it for its repetitions."),
    ),
    Problem(
        "precondition-required",
        status.HTTP_428_PRECONDITION_REQUIRED,
        gettext_lazy("Say which state of the entry you have read"),
        gettext_lazy("Send the ETag of the entry as If-Match."),
    ),
    Problem(
        "too-many-requests",
        status.HTTP_429_TOO_MANY_REQUESTS,
        gettext_lazy("Too many requests"),
        gettext_lazy(
            "Wait as many seconds as the Retry-After header says. The RateLimit header of every answer says how many "
            "requests are left."
        ),
    ),
    Problem(
        "server-error",
        status.HTTP_500_INTERNAL_SERVER_ERROR,
        gettext_lazy("Something went wrong on our side"),
        gettext_lazy("Try again later. Nothing is wrong with your request."),
    ),
)
_BY_CODE = {problem.code: problem for problem in PROBLEMS}
# Of several with the same status the first; the others are named by their errors.
_BY_STATUS = {problem.status: problem for problem in reversed(PROBLEMS)}


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one parameter, and what it may be where that can be listed."""

    parameter: str
    value: str
    detail: Words
    choices: Sequence[str] | None = None

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"parameter": self.parameter, "value": self.value, "detail": str(self.detail)}
        return data if self.choices is None else {**data, "choices": list(self.choices)}


class InvalidParameters(exceptions.APIException):
    """The query has mistakes; every one of them is told."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(_("The query was not carried out."))
        self.extensions = {"errors": [mistake.as_data() for mistake in mistakes]}


class Refusal(exceptions.APIException):
    """A request of the staff that is not carried out; ``code`` is that of its :class:`Problem`."""

    def __init__(self, code: str, detail: Words | None = None, **extensions: Any) -> None:
        self.problem = _BY_CODE[code]
        self.status_code = self.problem.status
        super().__init__(str(detail or self.problem.advice))
        self.extensions = extensions


class NotReady(exceptions.APIException):
    """A step of the staff is refused for ``reasons``."""

    status_code = status.HTTP_409_CONFLICT

    def __init__(self, reasons: Sequence[dict[str, str]]) -> None:
        super().__init__()
        self.extensions = {"reasons": list(reasons)}


class Gone(exceptions.APIException):
    """``entry`` was public and has been withdrawn."""

    status_code = status.HTTP_410_GONE

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.withdrawn_reason)
        self.extensions = {
            "uid": str(entry.uid),
            "ref": entry.ref,
            "kind": entry.kind,
            "reason": entry.withdrawn_reason,
            "withdrawn_at": entry.withdrawn_at and entry.withdrawn_at.isoformat().replace("+00:00", "Z"),
        }


# Errors that say in their own words what is wrong.
_OUTSPOKEN = (
    InvalidParameters,
    Gone,
    Refusal,
    exceptions.AuthenticationFailed,
    exceptions.ParseError,
    exceptions.PermissionDenied,
    exceptions.Throttled,
)


def too_long(limit: int) -> str:
    """What is said of a value of more than ``limit`` characters."""
    return _("Give no more than %(limit)d characters.") % {"limit": limit}


def unknown_value() -> str:
    """What is said of a value that is none of the choices."""
    return _("This value is unknown.")


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer ``error`` with a problem; REST framework's ``EXCEPTION_HANDLER``.

    A defect of the portal itself is reported like anywhere else and told without its details; in debug mode
    Django shows its own page.
    """
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        if settings.DEBUG:
            return None
        _report(error, context)
        error = exceptions.APIException()
    set_rollback()
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    return Response(
        _body(error, context), status=error.status_code, headers=headers, content_type=CONTENT_TYPE
    )


def _body(error: exceptions.APIException, context: Mapping[str, Any]) -> dict[str, Any]:
    problem = _problem(error)
    if problem is None:
        return {"type": "about:blank", "title": str(error.default_detail), "status": error.status_code}
    own_words = isinstance(error, _OUTSPOKEN)
    address = reverse("api:problem", args=[problem.code])
    return {
        "type": context["request"].build_absolute_uri(address),
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(error.detail if own_words else problem.advice),
        **getattr(error, "extensions", {}),
    }


def _problem(error: exceptions.APIException) -> Problem | None:
    if isinstance(error, exceptions.ParseError):
        return _BY_CODE["malformed-request"]
    return getattr(error, "problem", None) or _BY_STATUS.get(error.status_code)


def _report(error: Exception, context: Mapping[str, Any]) -> None:
    request = context["view"].asked
    logger.error("Internal Server Error: %s", request.path, exc_info=error, extra={"status_code": 500})
    got_request_exception.send(sender=type(context["view"]), request=request)
