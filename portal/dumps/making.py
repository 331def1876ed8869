"""Writing a run of dumps: every resource as NDJSON and CSV in all languages, with what is needed to read them."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from portal.dumps.dictionary import dictionary
from portal.dumps.licences import licences
from portal.dumps.store import MANIFEST, UNFINISHED, Run, put_away, withdrawals
from portal.resources import VIEWS
from publishing import clock
from publishing.api import tables
from publishing.api.fields import utc
from publishing.api.languages import Wanted
from publishing.api.views import Listing
from publishing.languages import Language

__all__ = ["DICTIONARY", "MEDIA_TYPES", "Resource", "make", "resources"]

DICTIONARY = "dictionary.json"
MEDIA_TYPES = {"ndjson": "application/x-ndjson", "csv": "text/csv", "json": "application/json"}
BATCH = 200


class _SiteRequest(HttpRequest):
    """A request that nobody sent: addresses in dumps are those at which readers reach the portal."""

    def build_absolute_uri(self, location: str | None = None) -> str:
        return urljoin(settings.SITE_URL, location or "/")


class Resource:
    """One resource of the API, read from within, in all languages."""

    def __init__(self, name: str, viewset: type[Any]) -> None:
        self.name = name
        self.view = viewset(basename=name, action="list")
        self.view.request = Request(_SiteRequest())
        self.view.wanted = Wanted(Language.ENGLISH, every=True)

    @property
    def serializer(self) -> Any:
        """The serializer of one record."""
        return self.view.serializer_class(context=self.view.get_serializer_context())

    def records(self) -> Iterator[Any]:
        """Every record that is public now, in the order of the keys."""
        rows: QuerySet[Any] = (
            self.view.get_queryset() if isinstance(self.view, Listing) else type(self.view).rows()
        )
        rows = rows.order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            yield from self.view.records(batch)
            last = batch[-1].pk


def resources() -> list[Resource]:
    """All resources, in the order of the API."""
    return [Resource(name, viewset) for name, viewset in VIEWS.items()]


class _File:
    """A file being written, that knows its checksum and its size."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = hashlib.sha256()
        self.size = 0
        self.stream = path.open("wb")

    def write(self, data: bytes) -> None:
        self.stream.write(data)
        self.digest.update(data)
        self.size += len(data)

    def close(self) -> None:
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()

    def entry(self, **facts: Any) -> dict[str, Any]:
        """What the manifest says of the file."""
        ending = self.path.suffix.lstrip(".")
        return {
            "name": self.path.name,
            "format": ending,
            "media_type": MEDIA_TYPES[ending],
            **facts,
            "bytes": self.size,
            "sha256": self.digest.hexdigest(),
        }


def make(say: Callable[[str], None] = lambda _line: None) -> Run:
    """Write what is public at this moment, and put away what is old.

    A run appears whole or not at all: it is written beside and renamed. ``OSError`` if it cannot be written.
    """
    settings.DUMP_ROOT.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=settings.DUMP_ROOT))
    former = unfinished.with_suffix(".former")
    try:
        with clock.as_of(clock.now()), translation.override(Language.ENGLISH):
            # Counted before anything is read: what is taken back from here on makes this run unfit to be given out.
            taken_back = withdrawals()
            manifest = {
                "generated_at": utc(clock.now()),
                "languages": Language.values,
                "licence_field": "licence",
                "licences": licences(),
                "documentation": urljoin(settings.SITE_URL, reverse("api-docs")),
                "withdrawals": taken_back,
                "files": list(_files(unfinished, say)),
            }
            (unfinished / MANIFEST).write_bytes(_pretty(manifest))
            unfinished.chmod(0o755)
            finished = settings.DUMP_ROOT / f"{clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
            if finished.exists():
                # The same second once more.
                finished.rename(former)
            unfinished.rename(finished)
    finally:
        for path in (unfinished, former):
            shutil.rmtree(path, ignore_errors=True)
    put_away()
    return Run(finished, manifest)


def _files(directory: Path, say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    whole = resources()
    for resource in whole:
        yield from _written(directory, resource, say)
    file = _File(directory / DICTIONARY)
    file.write(_pretty(dictionary((each.name, each.serializer) for each in whole)))
    file.close()
    yield file.entry()


def _written(directory: Path, resource: Resource, say: Callable[[str], None]) -> Iterable[dict[str, Any]]:
    ndjson, table = (_File(directory / f"{resource.name}.{ending}") for ending in ("ndjson", "csv"))
    heads = tables.columns(resource.serializer, every=True)
    table.write(tables.head(heads).encode())
    count = 0
    for record in resource.records():
        ndjson.write(JSONRenderer().render(record) + b"\n")
        table.write(tables.row(heads, record).encode())
        count += 1
    for file in (ndjson, table):
        file.close()
        yield file.entry(resource=resource.name, records=count)
    say(f"{resource.name}: {count}")


def _pretty(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, default=str).encode() + b"\n"
