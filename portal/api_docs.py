"""The documentation of the API: a page for people and the interactive reference."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.views import SpectacularSwaggerSplitView

from news.queries import releases
from publishing.api.languages import spoken
from publishing.api.parameters import PAGE_SIZE, PAGE_SIZE_LIMIT
from publishing.api.problems import PROBLEMS
from publishing.enums import Licence

__all__ = ["Reference", "documentation"]

Words = str | Promise


@dataclass(frozen=True)
class Example:
    """One resource in the map: what it holds and a query that shows it."""

    resource: str
    holds: Words
    query: dict[str, str]

    @property
    def url(self) -> str:
        """The query's address on this host."""
        single = self.resource in ("changes", "search")
        route = reverse(f"api:{self.resource}" if single else f"api:{self.resource}-list")
        return f"{route}?{urlencode(self.query)}"

    @property
    def path(self) -> str:
        """The same from the API's root on, for people to read."""
        return unquote(self.url).removeprefix(reverse("api:root"))


EXAMPLES = (
    Example(
        "press-releases",
        _("What ministries and other issuers tell the press"),
        {"type": "release", "lang": "ko"},
    ),
    Example("media-coverage", _("What others wrote about the cooperation"), {"published_to": "2012"}),
    Example(
        "organizations",
        _("Ministries, institutes, associations … with the names they had over time"),
        {"country": "CN"},
    ),
    Example(
        "centers",
        _("Cooperation centers: services, sites over time, supervising bodies"),
        {"place": "beijing"},
    ),
    Example("companies", _("Companies with technologies and certificates"), {"stage": "demonstrable"}),
    Example("people", _("People in public function and their roles over time"), {"role": "minister"}),
    Example(
        "events",
        _("Events of all kinds by date"),
        {"takes_place_from": "2026-06-01", "ordering": "starts_on"},
    ),
    Example("delegations", _("Delegations: route, programme, participants"), {"edition": "8"}),
    Example("forums", _("Forums: talks, matching sessions, site visits"), {"item": "matching"}),
    Example("exhibitions", _("Exhibitions and the pavilions in them"), {"capacity": "exhibitor"}),
    Example("meetings", _("Seminars, ceremonies, meetings of mechanisms"), {"type": "seminar"}),
    Example("series", _("Series of events with their numbered editions"), {"ordinal_unit": "meeting"}),
    Example("programs", _("Programs: training, joint research, demonstration …"), {"status": "running"}),
    Example("projects", _("Projects with milestones and progress reports"), {"ordering": "-changed_at"}),
    Example(
        "opportunities",
        _("What is offered and sought across the border, and until when"),
        {"open": "true", "ordering": "deadline_at"},
    ),
    Example("instruments", _("Agreements, plans, memoranda, strategies"), {"lang": "*"}),
    Example("mechanisms", _("Joint committees, policy dialogues, advisory committees"), {"lang": "zh-hans"}),
    Example("sectors", _("The sectors by which everything is classified"), {"lang": "*"}),
    Example("places", _("Countries, provinces and cities"), {"lang": "en"}),
    Example("keywords", _("Searches that editors put before readers today"), {"language": "zh-hans"}),
    Example("glossary", _("Terms of the field in three languages"), {"lang": "*"}),
    Example("pages", _("Standing pages"), {"fields": "title,url"}),
    Example("search", _("Search over all kinds"), {"q": "환경산업", "lang": "ko"}),
    Example("changes", _("What was released, changed and withdrawn, in order"), {"page_size": "100"}),
)


def documentation(request: HttpRequest) -> HttpResponse:
    """How to use the API, in the language of ``lang`` or of the ``Accept-Language`` header."""
    language = spoken(request)
    with translation.override(language):
        context: dict[str, Any] = {
            "base": request.build_absolute_uri(reverse("api:root")),
            "examples": EXAMPLES,
            "newest": releases().values_list("ref", flat=True).first(),
            "problems": PROBLEMS,
            "licences": Licence.choices,
            "page_size": PAGE_SIZE,
            "page_size_limit": PAGE_SIZE_LIMIT,
        }
        response = render(request, "api/docs.html", context)
    response.headers["Content-Language"] = language.html_lang
    patch_vary_headers(response, ["Accept-Language"])
    return response


class Reference(SpectacularSwaggerSplitView):
    """The interactive reference, from this host alone."""

    authentication_classes = ()
    template_name = "api/reference.html"
    url_name = "api:schema"
