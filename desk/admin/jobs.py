"""Admin of the stored queue: what waits, what failed and why, and the decision about it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from desk.admin.base import ReadOnlyAdmin
from publishing import clock, formats, jobs
from publishing.enums import Zone
from publishing.jobs.alarms import LATE
from publishing.jobs.queue import spec_of
from publishing.jobs.words import JobState, error_in_words, state_of
from publishing.languages import active
from publishing.models import Job

__all__ = ["JobAdmin"]

# Its rows are shown here as jobs, without what they were called with.
admin.site.unregister(DBTaskResult)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("waiting", JobState.WAITING.label),
            ("overdue", pgettext_lazy("job", "overdue")),
            ("running", JobState.RUNNING.label),
            ("failed", JobState.FAILED.label),
            ("given_up", JobState.GIVEN_UP.label),
            ("done", JobState.DONE.label),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        ready = Q(run__status=TaskResultStatus.READY)
        conditions = {
            "waiting": ready,
            "overdue": ready & Q(run__run_after__lte=clock.now() - LATE),
            "running": Q(run__status=TaskResultStatus.RUNNING),
            "failed": Q(run__status=TaskResultStatus.FAILED, outcome=""),
            "given_up": Q(outcome="given_up"),
            "done": Q(outcome__in=("done", "replaced")),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("Why it is run again or need not be done any more; the second needs a note."),
        widget=forms.Textarea({"rows": 2}),
    )


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """For those who look after the portal: errors may name people whom a mail was meant for."""

    list_display = ("list_kind", "list_state", "list_due", "attempts", "list_error")
    list_filter = (StateFilter,)
    list_select_related = ("run",)
    search_fields = ("key", "run__task_path", "error")
    actions = None
    change_form_template = "admin/publishing/job/change_form.html"
    fields = (
        "list_kind",
        "key",
        "list_state",
        "queued",
        "list_due",
        "closed",
        "attempts",
        "list_error",
        "technical",
        "decided_by",
        "note",
    )

    @admin.display(description=_("job"), ordering="run__task_path")
    def list_kind(self, job: Job) -> str:
        return str(spec_of(job.run).label)

    @admin.display(description=_("state"))
    def list_state(self, job: Job) -> str:
        state = state_of(job)
        return format_html('<span class="job-state job-{}">{}</span>', state.value, state.label)

    @admin.display(description=pgettext_lazy("job", "queued"))
    def queued(self, job: Job) -> str:
        return formats.moment(job.queued_at, Zone.SEOUL, active())

    @admin.display(description=pgettext_lazy("job", "due"), ordering="run__run_after")
    def list_due(self, job: Job) -> str:
        return formats.moment(job.run.run_after, Zone.SEOUL, active())

    @admin.display(description=pgettext_lazy("job", "closed"))
    def closed(self, job: Job) -> str:
        return formats.moment(job.closed_at, Zone.SEOUL, active()) if job.closed_at else "–"

    @admin.display(description=_("what went wrong"))
    def list_error(self, job: Job) -> str:
        return str(error_in_words(job)) or "–"

    @admin.display(description=_("technical details"))
    def technical(self, job: Job) -> str:
        if not job.error_class:
            return "–"
        return format_html('<code class="technical">{}: {}</code>', job.error_class, job.error)

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="publishing_job_decide"
        )
        return [decide, *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Run a failed job again, or give it up with a note."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = get_object_or_404(Job.objects.select_related("run"), pk=pk)
        form = DecisionForm(request.POST)
        back = redirect(reverse("admin:publishing_job_change", args=[pk]))
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors["note"]))
            return back
        note = form.cleaned_data["note"]
        user: Any = request.user
        try:
            if "give_up" in request.POST:
                jobs.give_up(job, user, note)
                done = gettext("The job has been given up.")
            else:
                jobs.run_again(job, user, note)
                done = gettext("The job runs again as soon as a worker is free.")
        except jobs.JobError as error:
            messages.error(request, str(error))
            return back
        self.log_change(request, job, f"{done} {note}".strip())
        messages.success(request, done)
        return back

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        job = context.get("original")
        if job is not None:
            context["title"], context["subtitle"] = self.list_kind(job), None
        if job is not None and state_of(job) is JobState.FAILED:
            context["decision"] = DecisionForm()
            context["decide_url"] = reverse("admin:publishing_job_decide", args=[job.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        return user.has_perm("publishing.change_job")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
