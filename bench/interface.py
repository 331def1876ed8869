"""What is measured of the API: lists, their far pages, formats, the stream of changes, questions for what is new."""

from collections.abc import Callable, Iterator

from django.test import Client

from bench.measure import Case
from news.models import PressRelease
from publishing.api.paging import Cursor, encoded
from publishing.visibility import public

__all__ = ["cases"]

RELEASES = "/api/v1/press-releases/"
ADDRESSES = [
    ("API list", f"{RELEASES}?lang=ko"),
    ("API list, 100 in all languages", f"{RELEASES}?page_size=100&lang=*"),
    ("API list by field", f"{RELEASES}?sector=water"),
    ("API list by days", f"{RELEASES}?released_from=2015-01-01&released_to=2015-12-31"),
    ("API list by words", f"{RELEASES}?q=환경"),
    ("API list with whole issuers", f"{RELEASES}?expand=issuer"),
    ("API list as CSV, 100", f"{RELEASES}?format=csv&page_size=100"),
    ("API search", "/api/v1/search/?q=환경"),
    ("API changes, 100", "/api/v1/changes/?page_size=100"),
]


def cases() -> Iterator[Case]:
    """Answers of the API; each returns its status."""
    client = Client(headers={"host": "localhost"})
    for name, address in ADDRESSES:
        yield Case(f"{name}: {address}", _get(client, address))
    yield Case(
        f"API list, in its middle: {RELEASES}?cursor=…", _get(client, f"{RELEASES}?cursor={_middle()}")
    )
    known = client.get(RELEASES).headers["ETag"]
    yield Case(f"API list, nothing new: {RELEASES}", _get(client, RELEASES, {"If-None-Match": known}))


def _get(client: Client, address: str, headers: dict[str, str] | None = None) -> Callable[[], int]:
    return lambda: client.get(address, headers=headers).status_code


def _middle() -> str:
    """The cursor in the middle of the list."""
    rows = public(PressRelease).order_by("-release_at", "-pk")
    row = rows[rows.count() // 2]
    assert row.release_at is not None
    return encoded(Cursor("-released_at", row.release_at.isoformat(), row.pk))
