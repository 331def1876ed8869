"""Pages of dossiers: choosing companies, the dossier as a page, and the same on paper."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views import View
from django.views.decorators.http import require_safe

from dossiers import paper
from dossiers.asked import Asked
from dossiers.choosing import choosing
from dossiers.contents import collect
from publishing.api.limits import Spent, spend_of_network, tell
from publishing.languages import LANGUAGES, Language, active
from publishing.pages import Crumb, crumbs

__all__ = ["Choose", "Dossier", "DossierFile"]

HOUR = 60 * 60
# How soon one who found the machine busy may ask again, in seconds.
_AGAIN = 60


def _frame(request: HttpRequest, route: str, asked: Asked, *trail: Crumb) -> dict[str, Any]:
    """Breadcrumbs and the addresses of the same choice in all languages."""
    addresses = {}
    for each in LANGUAGES:
        with override(each):
            addresses[each] = request.build_absolute_uri(reverse(route)) + asked.query()
    return {
        "asked": asked,
        "query": asked.query(),
        "breadcrumbs": crumbs(*trail),
        "canonical_url": addresses[active()],
        "alternates": [{"html_lang": each.html_lang, "url": url} for each, url in addresses.items()],
        "x_default_url": addresses[Language.ENGLISH],
    }


@method_decorator(require_safe, name="dispatch")
class Choose(View):
    """The form of checkboxes; the choice lives in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request, Asked.read(request.GET))

    @staticmethod
    def answer(request: HttpRequest, asked: Asked) -> HttpResponse:
        context, status = choosing(request, asked)
        frame = _frame(request, "dossiers:choose", asked, {"label": _("Briefing dossier")})
        return render(request, "dossiers/choose.html", {**frame, **context}, status=status)


@method_decorator(require_safe, name="dispatch")
class Dossier(View):
    """The dossier of the companies in the address; without any, the form to choose them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = Asked.read(request.GET)
        if not asked.companies or asked.is_too_much:
            return Choose.answer(request, asked)
        if request.GET.keys() - {"event", "company"} or ("event" in request.GET and not asked.event):
            # What the form sends beside the choice is no part of an address that is passed on.
            return HttpResponseRedirect(request.path + asked.query())
        context = collect(request, asked)
        trail: list[Crumb] = [
            {"label": _("Briefing dossier"), "url": reverse("dossiers:choose")},
            {"label": context["title"]},
        ]
        frame = _frame(request, "dossiers:dossier", asked, *trail[: 1 + context["is_alone"]])
        return render(request, "dossiers/dossier.html", {**frame, **context})


@method_decorator(require_safe, name="dispatch")
class DossierFile(View):
    """The same as an A4 document; it costs a processor seconds, so a network may ask for so many an hour."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = Asked.read(request.GET)
        if not asked.companies or asked.is_too_much:
            return Choose.answer(request, asked)
        context = collect(request, asked)
        spent = spend_of_network(request, "dossiers", settings.DOSSIER_PDF_LIMIT, HOUR)
        if spent is not None and spent.used > spent.quota:
            return self._too_many(request, asked, spent)
        try:
            made = paper.pdf(context)
        except paper.Unable:
            return self._instead(
                request,
                asked,
                503,
                _("This server cannot make PDF files at the moment. The page has the same content."),
            )
        except paper.Busy:
            words = _("Other dossiers are being made. Try again in a minute. The page has the same content.")
            return self._instead(request, asked, 503, words, _AGAIN)
        response = HttpResponse(made, content_type="application/pdf")
        name = asked.event_name or (asked.names[0] if context["is_alone"] else "companies")
        response["Content-Disposition"] = f'inline; filename="dossier-{name}-{active()}.pdf"'
        response["X-Robots-Tag"] = "noindex"
        tell(spent, response)
        return response

    def _too_many(self, request: HttpRequest, asked: Asked, spent: Spent) -> HttpResponse:
        minutes = -(-spent.resets_in // 60)
        words = ngettext(
            "Too many PDF files were asked for from your network. Try again in %(minutes)d minute. The page has the same content.",
            "Too many PDF files were asked for from your network. Try again in %(minutes)d minutes. The page has the same content.",
            minutes,
        )
        response = self._instead(
            request, asked, HTTPStatus.TOO_MANY_REQUESTS, words % {"minutes": minutes}, spent.resets_in
        )
        tell(spent, response)
        return response

    @staticmethod
    def _instead(
        request: HttpRequest, asked: Asked, status: int, words: str, again: int | None = None
    ) -> HttpResponse:
        """Why there is no file, and the way to the page."""
        trail: list[Crumb] = [{"label": _("Briefing dossier"), "url": reverse("dossiers:choose")}]
        context = {
            "breadcrumbs": crumbs(*trail),
            "words": words,
            "page_url": reverse("dossiers:dossier") + asked.query(),
        }
        response = render(request, "dossiers/instead.html", context, status=status)
        if again is not None:
            response["Retry-After"] = str(again)
        return response
