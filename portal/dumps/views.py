"""The dumps below the API: which there are, what is in one, and the files."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from portal.dumps import ranges
from portal.dumps.store import Run, latest, runs
from publishing.api.conditional import Validators
from publishing.api.views import ReadView

__all__ = ["LATEST", "Dump", "DumpFile", "Dumps", "OfRuns", "address"]

LATEST = "latest"


def address(run: str, name: str = "") -> str:
    """The path of a run, or of the file ``name`` in it."""
    return reverse("api:dump-file", args=[run, name]) if name else reverse("api:dump", args=[run])


def found(name: str) -> Run:
    """The run called ``name``; :class:`NotFound` if there is none that may be given out."""
    run = latest() if name == LATEST else next((each for each in runs() if each.name == name), None)
    if run is None:
        raise NotFound
    return run


class OfRuns(ReadView):
    """What changes with every run of dumps, beside what is public."""

    def stop_if_known(self, request: Request, **kwargs: Any) -> None:
        newest = latest()
        if self.validators is not None and newest is not None:
            etag = f'{self.validators.etag.removesuffix(chr(34))}-{newest.name}"'
            modified = max(self.validators.modified, int(newest.generated_at.timestamp()))
            self.validators = Validators(etag, modified, is_settled=False)
        super().stop_if_known(request, **kwargs)


class Dumps(OfRuns):
    """Which dumps there are, the newest first."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        absolute = request.build_absolute_uri
        results = [
            {
                "name": run.name,
                "generated_at": run.manifest["generated_at"],
                "url": absolute(address(run.name)),
            }
            for run in runs()
        ]
        return Response(
            {
                "catalog": absolute(reverse("api:catalog")),
                "latest": absolute(address(LATEST)) if results else None,
                "results": results,
            }
        )


class Dump(OfRuns):
    """The manifest of one run: its files with their checksums, how many records they hold, and their licences."""

    @extend_schema(exclude=True)
    def get(self, request: Request, run: str) -> Response:
        held = found(run)
        files = [
            {**each, "url": request.build_absolute_uri(address(held.name, each["name"]))}
            for each in held.manifest["files"]
        ]
        return Response({"name": held.name, **held.manifest, "files": files})


class _AsItIs(BaseContentNegotiation):
    """Files come in the format that their name says, whatever is accepted."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class DumpFile(ReadView):
    """One file of a run, whole or from where a download broke off."""

    content_negotiation_class: Any = _AsItIs
    held: Run
    said: dict[str, Any]

    def stop_if_known(self, request: Request, **kwargs: Any) -> None:
        self.held = found(kwargs["run"])
        said = self.held.file(kwargs["name"])
        if said is None:
            raise NotFound
        self.said = said
        modified = int(self.held.generated_at.timestamp())
        self.validators = Validators(f'"{said["sha256"]}"', modified, is_settled=True)
        super().stop_if_known(request, **kwargs)

    def stands(self, **kwargs: Any) -> bool:
        return True

    @extend_schema(exclude=True)
    def get(self, request: Request, run: str, name: str) -> HttpResponseBase:
        etag = f'"{self.said["sha256"]}"'
        response = _file(self.asked, self.held.path / name, self.said, etag)
        response.headers["Content-Location"] = address(self.held.name, name)
        return response


def _file(request: HttpRequest, path: Path, said: dict[str, Any], etag: str) -> HttpResponseBase:
    """The file at ``path``, or the part of it that is asked for."""
    media_type = said["media_type"]
    content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    # Only of exactly this file is the rest any use to a client that has its beginning.
    wanted = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    size, status = said["bytes"], 200
    span = ranges.span(wanted, size)
    headers = {"ETag": etag, "Accept-Ranges": "bytes"}
    if span is None:
        span = 0, size - 1
        headers["Content-Disposition"] = f'attachment; filename="{said["name"]}"'
    elif span[0] > span[1]:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        # A part is a part of the file as it is stored: nothing may compress it.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
        status = 206
        headers["Content-Range"] = f"bytes {span[0]}-{span[1]}/{size}"
    headers["Content-Length"] = str(span[1] - span[0] + 1)
    return StreamingHttpResponse(
        ranges.part(path, *span), status=status, content_type=content_type, headers=headers
    )
