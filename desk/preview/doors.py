"""What may be opened with one entry: its page in each language, its pictures and its files."""

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from desk.preview.inside import find, outside
from publishing import kinds
from publishing.models import Entry

__all__ = ["belongs", "elsewhere"]


def belongs(entry: Entry, path: str) -> bool:
    """Whether the public address ``path``, be it without its last slash, is a page or a file of ``entry`` itself."""
    match = find(path) or find(f"{path}/")
    return match is not None and (_is_page(entry, match) or _is_file(entry, match))


def elsewhere(request: HttpRequest, path: str) -> HttpResponse | None:
    """The way to the plain address of what is public anyway; nothing if the portal has no such address."""
    return outside(request, path) if find(path) or find(f"{path}/") else None


def _is_page(entry: Entry, match: ResolverMatch) -> bool:
    own = match.namespace == kinds.get(entry.kind).routes
    return own and match.kwargs.get("slug") == entry.slug


def _is_file(entry: Entry, match: ResolverMatch) -> bool:
    token = match.kwargs.get("token")
    if match.view_name == "picture":
        return entry.images.filter(image__token=token).exists()
    return match.view_name == "attachment" and entry.attachments.filter(token=token).exists()
