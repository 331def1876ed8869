"""The page of the matrix: read with filters, and the place where translations are planned and confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.admin.base import actor_of
from desk.translation import rights
from desk.translation.bulk import AssignForm, WaiveForm, chosen_cells, plan_all
from desk.translation.cells import State
from desk.translation.matrix import Matrix, queue
from publishing.actions import AssignTranslation, ConfirmCurrent, Refused, RequireLanguage, WaiveLanguage
from publishing.languages import LANGUAGES

__all__ = ["MatrixPage"]

PLANNING = (AssignTranslation.verb, WaiveLanguage.verb, RequireLanguage.verb)


class MatrixPage:
    """Answers requests for the matrix within an admin site."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not rights.kinds_of(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        if "confirm" in request.POST:
            return self._confirm(request)
        return self._plan(request)

    def _page(
        self, request: HttpRequest, bound: Any = None, reasons: list[str] | None = None
    ) -> HttpResponse:
        people = list(rights.translators())
        matrix = Matrix(request.GET, request.user, people)
        page, rows = matrix.page()
        context = {
            **self.site.each_context(request),
            "title": _("Translation desk"),
            "matrix": matrix,
            "filters": matrix.form,
            "languages": LANGUAGES,
            "states": State,
            "tallies": matrix.tallies(),
            "page": page,
            "rows": rows,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "may_plan": rights.may_plan(request.user),
            "assign": bound if isinstance(bound, AssignForm) else AssignForm(None, people),
            "waive": bound if isinstance(bound, WaiveForm) else WaiveForm(None),
            "chosen": request.POST.getlist("cell"),
            "reasons": reasons or [],
            "mine": queue(request.user).count(),
        }
        return TemplateResponse(request, "admin/translation/matrix.html", context)

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        for entry, language in chosen_cells([request.POST["confirm"]], rights.readable(request.user)):
            if not rights.may_take(request.user, ConfirmCurrent.verb, entry):
                raise PermissionDenied
            text = entry.texts.live().filter(language=language).first()
            if text is None:
                messages.error(request, _("There is no live translation to confirm any more."))
                continue
            text.entry = entry
            try:
                ConfirmCurrent(text, actor_of(request)).execute()
            except Refused as refused:
                for reason in refused.reasons:
                    messages.error(request, str(reason))
            else:
                messages.success(request, _("Confirmed as current."))
        return HttpResponseRedirect(request.get_full_path())

    def _plan(self, request: HttpRequest) -> HttpResponse:
        verb = request.POST.get("plan", "")
        if not rights.may_plan(request.user) or verb not in PLANNING:
            raise PermissionDenied
        form: Any
        if verb == AssignTranslation.verb:
            form = AssignForm(request.POST, list(rights.translators()))
        else:
            form = WaiveForm(request.POST)
            form.verb = verb
        cells = chosen_cells(request.POST.getlist("cell"), rights.readable(request.user))
        if not cells:
            return self._page(request, form, [_("Choose the languages of the entries that this is about.")])
        if not form.is_valid():
            return self._page(request, form)
        if reasons := plan_all(cells, form, actor_of(request)):
            return self._page(request, form, reasons)
        done = ngettext("%(count)d language planned.", "%(count)d languages planned.", len(cells))
        messages.success(request, done % {"count": len(cells)})
        return HttpResponseRedirect(request.get_full_path())
