"""Addresses that machines ask for at every site: robots.txt and security.txt."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing import clock
from publishing.languages import LANGUAGES

__all__ = ["robots", "security"]

# A researcher who finds the file can rely on it for half a year.
SECURITY_TXT_LIFE = timedelta(days=180)

# Not worth a visit: the editors' rooms, and results of searches and dossiers, of which there is no end.
_CLOSED = (
    "/admin/",
    "/accounts/",
    "/i18n/",
    "/preview/",
    *(f"/{each}/{page}" for each in LANGUAGES for page in ("search/?", "dossier.pdf", "dossier/")),
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that is released may be read and listed."""
    closed = [f"Disallow: {path}" for path in _CLOSED]
    maps = [f"Sitemap: {_absolute(request, route)}" for route in ("sitemap-index", "sitemap-news")]
    return _plain(["User-agent: *", *closed, "", *maps])


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness, as RFC 9116 asks."""
    expires = (clock.now() + SECURITY_TXT_LIFE).replace(hour=0, minute=0, second=0, microsecond=0)
    return _plain(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(each.html_lang for each in LANGUAGES)}",
            f"Canonical: {_absolute(request, 'security')}",
        ]
    )


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _absolute(request: HttpRequest, route: str) -> str:
    return request.build_absolute_uri(reverse(route))
