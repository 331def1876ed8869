"""Public pages called below a prefix, so that every link, picture and file on them stays there.

The views, templates and texts are the public's own; what differs is the moment or the entry that is revealed around
the call. The reader inside is nobody: neither session nor cookies nor rights come along.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import (
    Resolver404,
    ResolverMatch,
    get_script_prefix,
    resolve,
    set_script_prefix,
)
from django.utils import translation
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.translation import get_language_from_path
from django.views.defaults import page_not_found

from publishing.languages import active

__all__ = ["Frame", "Inside", "below", "find", "kept_private", "outside", "show"]

# Public addresses that no language has, and that pages lead to.
FILES = ("picture", "attachment", "reference")
# What an address inside does not take along from outside: who somebody is, where he came from, what he has already.
LEFT_BEHIND = (
    *("HTTP_COOKIE", "HTTP_REFERER", "HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *("SCRIPT_URL", "REDIRECT_URL"),
)


@dataclass(frozen=True)
class Frame:
    """What stands around a page before its time: HTML before and after it, and a pattern over it."""

    top: str
    bottom: str = ""
    pattern: str = ""


class Inside(WSGIRequest):
    """The request for ``path`` below ``prefix``; absolute addresses on its page are those of the public."""

    preview: Frame | None = None

    def __init__(self, request: HttpRequest, prefix: str, path: str) -> None:
        environ = {name: value for name, value in request.META.items() if name not in LEFT_BEHIND}
        given: Any = request
        super().__init__(
            environ
            | {
                "SCRIPT_NAME": prefix.rstrip("/"),
                "PATH_INFO": path.encode().decode("iso-8859-1"),
                "wsgi.input": given.environ["wsgi.input"],
            }
        )
        self.script, self.public = prefix.rstrip("/"), get_script_prefix().rstrip("/")
        self.user = AnonymousUser()
        # The policy that goes out with the page names this one.
        vars(self)["csp_nonce"] = vars(request).get("csp_nonce", "")

    def build_absolute_uri(self, location: str | None = None) -> str:
        location = self.get_full_path() if location is None else str(location)
        if location.startswith(f"{self.script}/"):
            location = self.public + location.removeprefix(self.script)
        return super().build_absolute_uri(location)


def find(path: str) -> ResolverMatch | None:
    """The view behind the public address ``path``; nothing if the portal has none there."""
    with translation.override(get_language_from_path(path) or active()):
        try:
            return resolve(path)
        except Resolver404:
            return None


def outside(request: HttpRequest, path: str) -> HttpResponse:
    """On to the plain public address ``path``, with the query."""
    query = request.META.get("QUERY_STRING", "")
    target = escape_uri_path(get_script_prefix() + path.lstrip("/"))
    return HttpResponseRedirect(target + (f"?{iri_to_uri(query)}" if query else ""))


def show(request: HttpRequest, prefix: str, path: str, frame: Frame) -> HttpResponse:
    """The public answer at ``path`` with its links below ``prefix``, to be kept by nobody.

    What exists but is no public page, such as the newsroom or the API, is left to its plain address.
    """
    match = find(path)
    language = get_language_from_path(path)
    if match is not None and not (language or match.view_name in FILES):
        return outside(request, path)
    inside = Inside(request, prefix, path)
    inside.preview = frame
    with translation.override(language or active()), below(prefix):
        if match is None and not path.endswith("/") and find(f"{path}/"):
            return kept_private(HttpResponseRedirect(inside.get_full_path(force_append_slash=True)))
        return kept_private(_answer(inside, match), active().html_lang)


def _answer(inside: Inside, match: ResolverMatch | None) -> HttpResponse:
    inside.LANGUAGE_CODE = translation.get_language()
    try:
        if match is None:
            raise Http404
        inside.resolver_match = match
        response: Any = match.func(inside, *match.args, **match.kwargs)
        if callable(getattr(response, "render", None)):
            response = response.render()
    except Http404 as absent:
        response = page_not_found(inside, absent)
    return response


@contextmanager
def below(prefix: str) -> Iterator[None]:
    """Addresses that are made inside the block, in this thread, begin with ``prefix``."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def kept_private(response: HttpResponse, html_lang: str = "") -> HttpResponse:
    """``response`` so that nobody keeps it, finds it or learns its address from the next site."""
    for name in ("ETag", "Last-Modified", "Expires"):
        del response[name]
    response.cookies.clear()
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    if html_lang:
        response["Content-Language"] = html_lang
    return response
