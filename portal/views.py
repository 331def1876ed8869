"""Pages that put the parts together: home, search, sitemap, glossary and the standing pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from publishing.models import GlossaryTerm, Page
from publishing.pages import Crumb, EntryPage, crumbs
from publishing.queries import newest, whole
from publishing.visibility import public

__all__ = ["StandingPage", "glossary", "home", "search", "sitemap"]


class StandingPage(EntryPage):
    model = Page
    template_name = "pages/detail.html"

    @staticmethod
    def entries():
        return whole(newest(public(Page)))

    def trail(self, entry: Page) -> list[Crumb]:
        return []


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


def search(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/search.html")


def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/sitemap.html")


def glossary(request: HttpRequest) -> HttpResponse:
    terms = GlossaryTerm.objects.all()
    return render(request, "portal/glossary.html", {"terms": terms, "breadcrumbs": crumbs()})
