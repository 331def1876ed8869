"""What is going to leave the API: said in the OpenAPI document and in the answers that use it.

A view names it in ``deprecated``: ``{"parameter:year": Deprecation(…), "field:stage": …, "route": …}``. Answers then
carry ``Deprecation`` (RFC 9745), ``Sunset`` (RFC 8594) once there is a day for it, and links to what is written of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.utils.functional import Promise
from django.utils.http import http_date

__all__ = ["HEADERS", "ROUTE", "Deprecation", "field", "parameter", "tell", "used"]

HEADERS = ("Deprecation", "Sunset")
ROUTE = "route"
FIELD = "field:"


@dataclass(frozen=True)
class Deprecation:
    """Since when something should not be used any more, and until when it works.

    ``instead`` tells developers in a sentence what to use; ``address`` is the page that says more.
    """

    since: datetime
    instead: str | Promise
    address: str
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("what is deprecated works at least until then")


def parameter(name: str) -> str:
    """The name of a parameter in a view's ``deprecated``."""
    return f"parameter:{name}"


def field(name: str) -> str:
    """The name of a field of the records in a view's ``deprecated``."""
    return f"{FIELD}{name}"


def used(
    deprecated: Mapping[str, Deprecation], parameters: Iterable[str], fields: Collection[str]
) -> list[Deprecation]:
    """Those of ``deprecated`` that a request with these parameters makes use of; no ``fields`` stands for all."""
    names = {ROUTE, *map(parameter, parameters), *map(field, fields)}
    return [
        each for name, each in deprecated.items() if name in names or (not fields and name.startswith(FIELD))
    ]


def tell(uses: list[Deprecation], response: HttpResponseBase) -> None:
    """Say in ``response`` what the request used; of several the earliest moments count."""
    if not uses:
        return
    response.headers["Deprecation"] = f"@{int(min(use.since for use in uses).timestamp())}"
    links = [f'<{address}>; rel="deprecation"; type="text/html"' for address in _addresses(uses)]
    ends = [use for use in uses if use.until]
    if ends:
        response.headers["Sunset"] = http_date(min(use.until.timestamp() for use in ends if use.until))
        links += [f'<{address}>; rel="sunset"; type="text/html"' for address in _addresses(ends)]
    response.headers["Link"] = ", ".join(filter(None, [response.headers.get("Link"), *links]))


def _addresses(uses: list[Deprecation]) -> list[str]:
    return list(dict.fromkeys(use.address for use in uses))
