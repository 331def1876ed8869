"""The pages of the documentation, in the language of ``lang`` or of the ``Accept-Language`` header."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.views import SpectacularSwaggerSplitView

from portal.documentation import content, staff
from portal.documentation.examples import GROUPS, example_of
from publishing.api.languages import spoken
from publishing.languages import LANGUAGES, Language

__all__ = ["MIRROR", "PAGES", "Page", "Reference", "mirror", "resource"]

Words = str | Promise
Facts = Callable[[HttpRequest, Language], dict[str, Any]]

MIRROR = settings.BASE_DIR / "docs" / "mirror.py"


@dataclass(frozen=True)
class Page:
    """One page of the documentation; ``slug`` is the end of its address."""

    slug: str
    label: Words
    facts: Facts

    @property
    def route(self) -> str:
        return f"api-docs-{self.slug}" if self.slug else "api-docs"

    @property
    def template(self) -> str:
        return f"api/docs/{self.slug or 'start'}.html"

    def view(self, request: HttpRequest) -> HttpResponse:
        return _page(request, self, self.facts)


PAGES = (
    Page("", _("Quick start"), content.start),
    Page("records", _("Records and languages"), content.records),
    Page("queries", _("Filters, order and pages"), content.queries),
    Page("formats", _("Formats and downloads"), content.formats),
    Page("copies", _("Keeping a copy"), content.copies),
    Page("webhooks", _("Webhooks"), content.webhooks),
    Page("errors", _("Errors and limits"), content.errors),
    Page("writing", _("Tokens and writing"), staff.writing),
    Page("versions", _("Versions"), content.versions),
)
RESOURCE = Page("resource", "", lambda _request, _language: {})


def resource(request: HttpRequest, resource: str) -> HttpResponse:
    """All about one resource."""
    example = example_of(resource)
    if example is None:
        raise Http404
    return _page(request, RESOURCE, lambda asked, language: content.resource(example, asked, language))


def _page(request: HttpRequest, page: Page, facts: Facts) -> HttpResponse:
    language = spoken(request)
    with translation.override(language):
        context: dict[str, Any] = {
            "base": request.build_absolute_uri(reverse("api:root")),
            "lang": language,
            "pages": [
                {"url": reverse(each.route), "label": each.label, "current": each is page} for each in PAGES
            ],
            "label": page.label,
            "groups": GROUPS,
            "alternates": [
                {"html_lang": each.html_lang, "url": _absolute(request, each)} for each in LANGUAGES
            ],
            "x_default_url": request.build_absolute_uri(request.path),
            "canonical_url": _absolute(request, language),
            **facts(request, language),
        }
        response = render(request, page.template, context)
    response.headers["Content-Language"] = language.html_lang
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _absolute(request: HttpRequest, language: Language) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({'lang': language})}")


def mirror(request: HttpRequest) -> FileResponse:
    """The script that keeps a copy of the portal."""
    return FileResponse(
        MIRROR.open("rb"),
        as_attachment=True,
        filename=MIRROR.name,
        content_type="text/x-python; charset=utf-8",
    )


class Reference(SpectacularSwaggerSplitView):
    """The interactive reference, from this host alone."""

    authentication_classes = ()
    template_name = "api/reference.html"
    url_name = "api:schema"
