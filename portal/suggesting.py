"""Searching from elsewhere: what is suggested to somebody who types, and how browsers are told of the search."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import search
from publishing.languages import active
from publishing.search import Suggestion

__all__ = ["description", "suggest"]

# As many characters as a query may have.
LONGEST = 200


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """OpenSearch suggestions: what was typed, and titles, descriptions and addresses of what it may mean."""
    typed = request.GET.get("q", "")[:LONGEST]
    found = search.suggest(typed, active())
    answer = [
        typed,
        [each.title for each in found],
        [_described(each) for each in found],
        [request.build_absolute_uri(each.entry.path()) for each in found],
    ]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")


def _described(each: Suggestion) -> str:
    kind = capfirst(str(each.kind.label))
    if not each.name:
        return kind
    return _("%(kind)s, found as “%(name)s”") % {"kind": kind, "name": each.name}


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description by which a browser offers this search in the language of the address."""
    addresses = {
        "search": request.build_absolute_uri(reverse("search")),
        "suggest": request.build_absolute_uri(reverse("search-suggest")),
        "self": request.build_absolute_uri(reverse("opensearch")),
        "icon": request.build_absolute_uri(static("favicon.svg")),
    }
    return render(
        request,
        "portal/opensearch.xml",
        {"addresses": addresses},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
