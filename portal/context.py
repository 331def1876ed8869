"""What the frame of every page needs: languages, menu, footer, both sides. Used by ``templates/base.html``."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from publishing.languages import LANGUAGES, Language, active

__all__ = ["frame"]


@dataclass(frozen=True)
class MenuItem:
    """A way into the portal; ``sections`` are the first words of the addresses that belong to it."""

    route: str
    label: Any
    sections: tuple[str, ...]


MENU = (
    MenuItem("news:list", gettext_lazy("News"), ("news",)),
    MenuItem("centers:list", gettext_lazy("Centers"), ("centers",)),
    MenuItem(
        "events:calendar",
        gettext_lazy("Delegations & events"),
        ("events", "delegations", "forums", "exhibitions", "meetings", "series", "calls", "outcomes"),
    ),
    MenuItem("programs:list", gettext_lazy("Programs"), ("programs", "projects")),
    MenuItem("opportunities:list", gettext_lazy("Opportunities"), ("opportunities",)),
    MenuItem("companies:list", gettext_lazy("Companies"), ("companies", "dossier")),
    MenuItem("api-docs", gettext_lazy("Data & API"), ("api",)),
)

FOOTER_PAGES = (
    ("about", gettext_lazy("About")),
    ("statement", gettext_lazy("Statement")),
    ("accessibility", gettext_lazy("Accessibility")),
    ("privacy", gettext_lazy("Privacy")),
    ("sitemap", gettext_lazy("Sitemap")),
    ("contact", gettext_lazy("Contact")),
    ("feeds", gettext_lazy("Feeds")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context every page shares; complete also where no view was reached, as on a 404 page."""
    language = active()
    return {
        "html_lang": language.html_lang,
        "languages": _languages(request, language),
        "navigation": _navigation(request),
        "footer_links": [
            {"url": url, "label": label}
            for slug, label in FOOTER_PAGES
            if (url := _address("pages:detail", {"slug": slug}))
        ],
        "sides": _sides(language),
        "home_url": _home(language),
        "search_url": _address("search"),
        "registration_number": getattr(settings, "REGISTRATION_NUMBER", ""),
    }


def _languages(request: HttpRequest, language: Language) -> list[dict[str, Any]]:
    items = []
    for each in LANGUAGES:
        with override(each):
            items.append(
                {
                    "code": each.value,
                    "html_lang": each.html_lang,
                    "name": dict(settings.LANGUAGES)[each.value],
                    "site_name": _("Green Cooperation Portal"),
                    "url": _in_language(request, each),
                    "home_url": _home(each),
                    "current": each == language,
                }
            )
    return items


def _in_language(request: HttpRequest, language: Language) -> str:
    """This page in ``language``: the prefix swapped, path and query kept.

    Pages without a prefix take the language as a parameter.
    """
    prefix, rest = _split(request.path_info)
    if not prefix and request.resolver_match is None:
        return _home(language)
    query = request.GET.copy()
    if prefix:
        script = request.path.removesuffix(request.path_info)
        path = f"{script}/{language}/{rest}"
    else:
        path = request.path
        query["lang"] = language.value
    return escape_uri_path(path) + (f"?{query.urlencode()}" if query else "")


def _split(path: str) -> tuple[str, str]:
    """The language prefix of a path, or an empty string, and what follows it."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    return (first, rest) if first in Language.values else ("", path.removeprefix("/"))


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    section = _split(request.path_info)[1].partition("/")[0]
    items = []
    for item in MENU:
        url = _address(item.route)
        if url is None:
            continue
        current = ""
        if section in item.sections:
            current = "page" if url == request.path else "true"
        if not _split(url)[0]:
            url = f"{url}?lang={active()}"
        items.append({"url": url, "label": item.label, "current": current})
    return items


def _sides(language: Language) -> list[dict[str, str]]:
    """Both sides in the order of the page's language; they always have equal weight."""
    sides = [
        {
            "name": _("Korean side"),
            "text": _(
                "Sample secretariat, Seoul. In this demonstration it stands for the bodies of the Republic of Korea; "
                "none of them runs or endorses the site."
            ),
        },
        {
            "name": _("Chinese side"),
            "text": _(
                "Sample secretariat, Beijing. In this demonstration it stands for the bodies of the People’s "
                "Republic of China; none of them runs or endorses the site."
            ),
        },
    ]
    return sides[::-1] if language is Language.CHINESE else sides


def _home(language: Language) -> str:
    with override(language):
        return _address("home") or f"/{language}/"


def _address(route: str, arguments: dict[str, str] | None = None) -> str | None:
    """The address of a route, or ``None`` while no part of the portal serves it."""
    try:
        return reverse(route, kwargs=arguments)
    except NoReverseMatch:
        return None
