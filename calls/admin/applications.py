"""Applications in the newsroom: how calls stand, who applied for one, and one application with its decision."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import joining, selection
from calls.admin.forms import DecisionForm, JoinForm, LettersForm
from calls.admin.showing import application_row, call_row, detail
from calls.models import Application, ApplicationState, Call
from desk.admin.base import actor_of
from intake.models import Way
from intake.reading import Manner, note_reading, scope
from publishing import offices
from publishing.actions import Refused
from publishing.visibility import add_texts

__all__ = ["ApplicationAdmin"]

HANDLE = "calls.handle_application"


def calls_of(user: Any) -> QuerySet[Call]:
    """The calls whose applications ``user`` handles."""
    return Call.objects.filter(offices.held(user, HANDLE))


@scope
def _references(user: Any) -> QuerySet[Any]:
    return Application.objects.filter(call__in=calls_of(user)).values("ref")


@admin.register(Application)
class ApplicationAdmin(admin.ModelAdmin):
    """Nothing is added or deleted by hand here; what happens goes through :mod:`calls.selection`."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return offices.has_perm(request.user, HANDLE, obj.call if obj else None)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        own = [
            path("call/<int:pk>/", guard(self.call_view), name="calls_application_call"),
            path("<int:pk>/document/", guard(self.document_view), name="calls_application_document"),
        ]
        return [*own, *super().get_urls()]

    # --- All calls ---

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """How the calls stand."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        calls = list(calls_of(request.user).order_by("-deadline_at", "-pk"))
        add_texts(calls)
        counts = Application.objects.filter(call__in=calls).values_list("call", "state", "told", "erased_at")
        return self._page(
            request,
            "overview",
            title=capfirst(str(self.opts.verbose_name_plural)),
            rows=[call_row(call, [each[1:] for each in counts if each[0] == call.pk]) for call in calls],
        )

    # --- One call ---

    def call_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who applied; sent with a step, the letters or the public result."""
        call = calls_of(request.user).filter(pk=pk).select_related("event").first()
        if call is None:
            raise Http404
        if request.method == "POST":
            return self._call_step(request, call)
        return self._call(request, call, LettersForm())

    def _call(self, request: HttpRequest, call: Call, letters: LettersForm, status: int = 200) -> Any:
        applications = list(call.applications.order_by("-received_at", "-pk"))
        taken = selection.taken(call)
        first = selection.next_waiting(call)
        due = selection.letters_due(call)
        is_free = call.place_count is not None and taken < call.place_count
        context = {
            "title": call.title,
            "call": call,
            "call_url": reverse("admin:calls_call_change", args=[call.pk]),
            "numbers": {"places": call.place_count, "taken": taken, "applications": len(applications)},
            "rows": [application_row(each) for each in applications],
            "offer": application_row(first) if first and is_free and not first.is_letter_due else None,
            "letters": letters,
            "due": len(due),
            "needs_day": any(each.state == ApplicationState.ACCEPTED for each in due),
            "is_open": call.takes_applications(),
            "may_publish": not call.takes_applications()
            and bool(applications)
            and not selection.is_undecided(call)
            and call.accepted != taken,
        }
        return self._page(request, "call", status, **context)

    def _call_step(self, request: HttpRequest, call: Call) -> HttpResponse:
        form = LettersForm(request.POST)
        if "send" in request.POST and not form.is_valid():
            return self._call(request, call, form, 400)
        try:
            if "send" in request.POST:
                number = selection.send_decisions(call, request.user, form.cleaned_data["confirm_by"])
                done = ngettext("%(count)d letter is sent.", "%(count)d letters are sent.", number)
                messages.success(request, done % {"count": number})
            elif "publish" in request.POST:
                number = selection.publish_result(call, actor_of(request))
                messages.success(
                    request,
                    _("The call is decided in public. Companies accepted: %(count)d.") % {"count": number},
                )
        except (selection.Refused, Refused) as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(request.path)

    # --- One application ---

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What was sent; that it was read is recorded. Sent with a step, the step."""
        application = self._application(request, object_id)
        if request.method == "POST":
            return self._step(request, application)
        return self._application_page(request, application)

    def _application(self, request: HttpRequest, pk: Any) -> Application:
        rows = Application.objects.select_related("call__event", "company")
        found = rows.filter(call__in=calls_of(request.user), pk=pk if str(pk).isdigit() else 0).first()
        if found is None:
            raise Http404
        return found

    def _application_page(
        self, request: HttpRequest, application: Application, status: int = 200, **forms: Any
    ) -> HttpResponse:
        if application.erased_at is None:
            note_reading(request, [application.ref], Manner.PAGE)
        call = application.call
        add_texts([call])
        context = {
            "title": application.ref,
            "subtitle": call.title,
            "application": application,
            "call_url": reverse("admin:calls_application_call", args=[call.pk]),
            "decision": DecisionForm(application=application)
            if selection.may_be_decided(application)
            else None,
            "joining": JoinForm(application=application)
            if application.state == ApplicationState.CONFIRMED
            else None,
            "may_leave": application.state == ApplicationState.JOINED,
            **detail(application),
            **forms,
        }
        return self._page(request, "application", status, **context)

    def _step(self, request: HttpRequest, application: Application) -> HttpResponse:
        steps = {"decide": self._decide, "join": self._join, "leave": self._leave, "erase": self._erase}
        step = next((name for name in steps if name in request.POST), "")
        if not step:
            raise Http404
        try:
            return steps[step](request, application)
        except (selection.Refused, Refused) as refused:
            messages.error(request, str(refused))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(request.path)

    def _decide(self, request: HttpRequest, application: Application) -> HttpResponse:
        form = DecisionForm(request.POST, application=application)
        if not form.is_valid():
            return self._application_page(request, application, 400, decision=form)
        given = form.cleaned_data
        selection.decide(
            application,
            given["state"],
            request.user,
            reason=form.words(),
            note=given["internal"],
            position=given["position"],
        )
        messages.success(
            request, _("The decision is noted. The applicant hears of it when you send the decisions.")
        )
        return HttpResponseRedirect(reverse("admin:calls_application_call", args=[application.call_id]))

    def _join(self, request: HttpRequest, application: Application) -> HttpResponse:
        form = JoinForm(request.POST, application=application)
        if not form.is_valid():
            return self._application_page(request, application, 400, joining=form)
        company = joining.make_participant(application, actor_of(request), form.chosen())
        words = _("On the list of participants: %(company)s. The link to the profile is sent.")
        messages.success(request, words % {"company": company})
        return HttpResponseRedirect(request.path)

    def _leave(self, request: HttpRequest, application: Application) -> HttpResponse:
        joining.remove_participant(application, actor_of(request))
        messages.success(request, _("Taken off the list of participants."))
        return HttpResponseRedirect(request.path)

    def _erase(self, request: HttpRequest, application: Application) -> HttpResponse:
        if "sure" not in request.POST:
            messages.error(request, _("Tick the box first: this cannot be undone."))
        else:
            selection.erase(application, Way.STAFF, request.user)
            messages.success(request, _("The personal data are erased."))
        return HttpResponseRedirect(request.path)

    def document_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file, as a download; that it was read is recorded."""
        application = self._application(request, pk)
        if not application.document:
            raise Http404
        note_reading(request, [application.ref], Manner.PAGE)
        response = FileResponse(
            application.document.open("rb"),
            as_attachment=True,
            filename=f"{application.ref}.pdf",
            content_type="application/pdf",
        )
        response["Cache-Control"] = "private, no-store"
        return response

    def _page(self, request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
        every = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        response = TemplateResponse(request, f"admin/calls/{name}.html", every, status=status)
        response["Cache-Control"] = "private, no-store"
        return response
