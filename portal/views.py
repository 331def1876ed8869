"""Pages that put the parts together: home, search, sitemap, glossary and the standing pages."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal import finding
from portal.feeds import everywhere, subscriptions
from portal.home import home as home_context
from portal.home import keyword_links
from publishing import kinds, structured
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry, GlossaryTerm, Page
from publishing.pages import Crumb, EntryPage, crumbs
from publishing.presentation import link, worded
from publishing.queries import newest, whole
from publishing.visibility import public, with_texts

__all__ = ["StandingPage", "failed", "glossary", "home", "search", "sitemap"]

# The standing page below whose text everything is listed that can be subscribed to.
FEEDS = "feeds"


def failed(request: HttpRequest) -> HttpResponse:
    """What went wrong on our side; staff are told what became of their work. Needs no database."""
    template = "admin/500.html" if request.path_info.startswith("/admin/") else "500.html"
    return HttpResponseServerError(render_to_string(template))


class StandingPage(EntryPage):
    model = Page
    template_name = "pages/detail.html"

    @staticmethod
    def entries():
        return whole(newest(public(Page)))

    def trail(self, entry: Page) -> list[Crumb]:
        return []

    def facts(self, entry: Page) -> dict[str, Any]:
        return {"subscriptions": subscriptions()} if entry.slug == FEEDS else {}


def addresses(request: HttpRequest, route: str) -> dict[str, Any]:
    """Where a page that exists in every language stands in each of them."""
    found = {}
    for each in LANGUAGES:
        with override(each):
            found[each] = request.build_absolute_uri(reverse(route))
    return {
        "canonical_url": found[active()],
        "alternates": [{"html_lang": each.html_lang, "url": url} for each, url in found.items()],
        "x_default_url": found[Language.ENGLISH],
    }


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    absolute = request.build_absolute_uri
    nodes = [structured.website(absolute), structured.portal(absolute)]
    context = {**addresses(request, "home"), **home_context(), "structured": nodes, "feeds": everywhere()}
    return render(request, "portal/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = finding.find(request.GET)
    context = {
        **addresses(request, "search"),
        "breadcrumbs": crumbs({"label": _("Search")}),
        "action": reverse("search"),
        "keywords": keyword_links(active()),
        **found.context,
    }
    return render(request, "portal/search.html", context, status=found.status)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything there is, by kind and with counts."""
    numbers = public(Entry).order_by().values_list("kind").annotate(number=Count("pk"))
    counts = dict(numbers)
    pages = with_texts(public(Page)).order_by("slug")
    context = {
        **addresses(request, "sitemap"),
        "breadcrumbs": crumbs({"label": _("Sitemap")}),
        "sections": [
            {
                "label": capfirst(str(kind.plural)),
                "url": reverse(f"{kind.routes}:list"),
                "count": counts.get(kind.code, 0),
            }
            for kind in kinds.every()
            if kind is not Page.KIND
        ],
        "pages": [link(page) for page in pages],
        "terms": GlossaryTerm.objects.count(),
    }
    return render(request, "portal/sitemap.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The terms of the field in three languages, in the order of the page's language."""
    terms: list[dict[str, Any]] = [
        {
            "slug": each.slug,
            "term": worded(each, "term"),
            "others": [
                {"text": text, "html_lang": language.html_lang}
                for language in LANGUAGES
                if language != active() and (text := getattr(each, f"term_{language.suffix}"))
            ],
            "definition": worded(each, "definition"),
        }
        for each in GlossaryTerm.objects.all()
    ]
    terms.sort(key=lambda each: each["term"]["value"].casefold())
    context: dict[str, Any] = {
        **addresses(request, "glossary"),
        "breadcrumbs": crumbs({"label": _("Glossary")}),
        "terms": terms,
    }
    absolute = request.build_absolute_uri
    context["structured"] = [
        structured.terms(_("Glossary"), context["canonical_url"], terms, absolute),
        structured.breadcrumbs(context["breadcrumbs"], absolute, context["canonical_url"]),
        structured.portal(absolute),
    ]
    return render(request, "portal/glossary.html", context)
