"""Who is called when something public changes, and how every call went."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from publishing import clock, formats
from publishing.enums import Zone
from publishing.jobs import enqueue
from publishing.languages import active
from webhooks.chores import send_due
from webhooks.events import store_test
from webhooks.forms import EndpointForm, PauseForm
from webhooks.models import Attempt, Delivery, DeliveryState, Endpoint, PauseReason
from webhooks.resources import choices
from webhooks.sending import pause, resume, send_again
from webhooks.signing import rotate

__all__ = ["DeliveryAdmin", "EndpointAdmin"]

# The deliveries that the page of an endpoint shows; the list has all.
NEWEST = 10


def moment(at: Any) -> str:
    """Day and time on the clock of Seoul; a dash for none."""
    if not at:
        return "–"
    language = active()
    day = formats.date(formats.local_day(at, Zone.SEOUL), language)
    return f"{day} {formats.time(at, Zone.SEOUL, language)} {formats.zone_label(Zone.SEOUL, language)}"


def send_soon(endpoint_id: int) -> None:
    """Let the next free worker call the endpoint."""
    enqueue(send_due, key=str(endpoint_id), endpoint_id=endpoint_id)


class Titled(admin.ModelAdmin):
    """Lists bear the name of what they hold."""

    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})


@admin.register(Endpoint)
class EndpointAdmin(Titled):
    """Registered by staff; the secret is shown once, and a new one can be made at any time."""

    form = EndpointForm
    list_display = ("name", "list_host", "list_resources", "list_state", "list_failed", "list_last")
    list_filter = ("state",)
    ordering = ("name", "pk")
    search_fields = ("name", "url", "contact")
    change_form_template = "admin/webhooks/endpoint.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        failed = Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED))
        done = Q(deliveries__state=DeliveryState.DELIVERED)
        return (
            super()
            .get_queryset(request)
            .annotate(failed=failed, last=Max("deliveries__closed_at", filter=done))
        )

    @admin.display(description=pgettext_lazy("computer", "host"))
    def list_host(self, endpoint: Endpoint) -> str:
        return urlsplit(endpoint.url).netloc

    @admin.display(description=_("resources"))
    def list_resources(self, endpoint: Endpoint) -> str:
        names = [name for code, name in choices() if code in endpoint.resources]
        return ", ".join(names) if names else gettext("all resources")

    @admin.display(description=_("state"), ordering="state")
    def list_state(self, endpoint: Endpoint) -> str:
        words = endpoint.get_state_display()
        if endpoint.is_active and endpoint.failing_since:
            words = gettext("active, failing since %(moment)s") % {"moment": moment(endpoint.failing_since)}
        elif not endpoint.is_active:
            words = endpoint.get_pause_reason_display()
        mark = "failed" if endpoint.failing_since or not endpoint.is_active else "done"
        return format_html('<span class="call-state call-{}">{}</span>', mark, words)

    @admin.display(description=_("failed calls"), ordering="failed")
    def list_failed(self, endpoint: Any) -> int:
        return int(endpoint.failed)

    @admin.display(description=_("last success"), ordering="last")
    def list_last(self, endpoint: Any) -> str:
        return moment(endpoint.last)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Endpoint, post_url_continue: Any = None) -> Any:
        """The page that shows the secret, instead of a redirection: it is told nowhere else."""
        return self._secret(request, obj, rotate(obj), gettext("The consumer is registered."))

    def _secret(self, request: HttpRequest, endpoint: Endpoint, secret: str, done: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": endpoint.name,
            "opts": self.opts,
            "done": done,
            "secret": secret,
            "back": reverse("admin:webhooks_endpoint_change", args=[endpoint.pk]),
        }
        return TemplateResponse(request, "admin/webhooks/secret.html", context)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], Any, set[str], list[Any]]:
        """What goes with an endpoint are records of calls, which nobody deletes by themselves: they are counted only."""
        _to_delete, counts, _permissions, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], counts, set(), protected

    def get_urls(self) -> list[URLPattern]:
        step = path("<int:pk>/step/", self.admin_site.admin_view(self.step), name="webhooks_endpoint_step")
        return [step, *super().get_urls()]

    def step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pause, resume, make a new secret, or send a test."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        endpoint = self.get_object(request, str(pk))
        if endpoint is None:
            raise Http404
        if not self.has_change_permission(request, endpoint):
            raise PermissionDenied
        steps = {"pause": self._pause, "resume": self._resume, "test": self._test, "secret": self._rotate}
        wanted = request.POST.get("step", "")
        if wanted not in steps:
            raise Http404
        return steps[wanted](request, endpoint)

    def _back(self, endpoint: Endpoint) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:webhooks_endpoint_change", args=[endpoint.pk]))

    def _pause(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        form = PauseForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors["note"]))
        elif pause(endpoint, PauseReason.STAFF, form.cleaned_data["note"]):
            done = gettext("The calls are paused.")
            self.log_change(request, endpoint, f"{done} {form.cleaned_data['note']}".strip())
            messages.success(request, done)
        else:
            messages.warning(request, gettext("The calls were paused already."))
        return self._back(endpoint)

    def _resume(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        if resume(endpoint):
            done = gettext("The calls go on, also with what became public in the meantime.")
            self.log_change(request, endpoint, done)
            messages.success(request, done)
        else:
            messages.warning(request, gettext("The calls were not paused."))
        return self._back(endpoint)

    def _test(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        delivery = store_test(endpoint)
        send_soon(endpoint.pk)
        done = gettext(
            "A test call is sent as soon as a worker is free. Load this page again to see the answer."
        )
        self.log_change(request, endpoint, gettext("Sent a test call."))
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:webhooks_delivery_change", args=[delivery.pk]))

    def _rotate(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        at_once = "at_once" in request.POST
        secret = rotate(endpoint, at_once=at_once)
        done = (
            gettext("There is a new secret; the former one no longer signs.")
            if at_once
            else gettext("There is a new secret; the former one signs beside it for 24 hours.")
        )
        self.log_change(request, endpoint, done)
        return self._secret(request, endpoint, secret, done)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        endpoint = context.get("original")
        if endpoint is not None:
            context |= self._standing(request, endpoint)
        return super().render_change_form(request, context, *args, **kwargs)

    def _standing(self, request: HttpRequest, endpoint: Endpoint) -> dict[str, Any]:
        deliveries = Delivery.objects.filter(endpoint=endpoint)
        ends = (
            endpoint.secrets.filter(ends_at__gt=clock.now())
            .order_by("ends_at")
            .values_list("ends_at", flat=True)
        )
        return {
            "title": endpoint.name,
            "subtitle": None,
            "state": self.list_state(endpoint),
            "paused_at": moment(endpoint.paused_at) if endpoint.paused_at else "",
            "may_step": self.has_change_permission(request, endpoint),
            "step_url": reverse("admin:webhooks_endpoint_step", args=[endpoint.pk]),
            "pause_form": PauseForm(),
            "former_secrets": [moment(each) for each in ends],
            "newest": [shown(each) for each in deliveries.order_by("-created_at", "-pk")[:NEWEST]],
            "all_url": f"{reverse('admin:webhooks_delivery_changelist')}?{urlencode({'endpoint__id__exact': endpoint.pk})}",
        }


def shown(delivery: Delivery) -> dict[str, Any]:
    """One delivery as a line of a table."""
    return {
        "name": str(delivery),
        "url": reverse("admin:webhooks_delivery_change", args=[delivery.pk]),
        "stored": moment(delivery.created_at),
        "state": delivery.state,
        "words": delivery.get_state_display(),
        "tries": delivery.tries,
        "next": moment(delivery.next_at),
    }


@admin.register(Delivery)
class DeliveryAdmin(Titled):
    """Every call with what was sent and what came back; what is over can be sent again."""

    list_display = ("__str__", "endpoint", "list_state", "tries", "list_at", "list_next")
    list_filter = ("state", "type", ("endpoint", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("endpoint",)
    search_fields = ("event_id", "ref", "endpoint__name")
    search_help_text = _("By event, reference or consumer")
    actions = ("send_again",)
    change_form_template = "admin/webhooks/delivery.html"
    fields = ("endpoint", "type", "ref", "event_id", "list_at", "stored", "list_state", "list_next", "closed")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.resend_delivery")

    @admin.display(description=_("state"), ordering="state")
    def list_state(self, delivery: Delivery) -> str:
        return format_html(
            '<span class="call-state call-{}">{}</span>', delivery.state, delivery.get_state_display()
        )

    @admin.display(description=_("moment of the event"), ordering="at")
    def list_at(self, delivery: Delivery) -> str:
        return moment(delivery.at)

    @admin.display(description=_("next attempt"), ordering="next_at")
    def list_next(self, delivery: Delivery) -> str:
        return moment(delivery.next_at)

    @admin.display(description=_("stored"))
    def stored(self, delivery: Delivery) -> str:
        return moment(delivery.created_at)

    @admin.display(description=pgettext_lazy("call", "closed"))
    def closed(self, delivery: Delivery) -> str:
        return moment(delivery.closed_at)

    @admin.action(description=_("Send the selected calls again"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        done = [each for each in queryset.select_related("endpoint") if self._again(request, each)]
        if done:
            words = ngettext(
                "%(count)d call is sent again as soon as a worker is free.",
                "%(count)d calls are sent again as soon as a worker is free.",
                len(done),
            )
            messages.success(request, words % {"count": len(done)})
        if len(done) < queryset.count():
            messages.warning(
                request, gettext("What is still waiting, and what is for a paused consumer, was left.")
            )

    def _again(self, request: HttpRequest, delivery: Delivery) -> bool:
        if not delivery.endpoint.is_active or not send_again(delivery):
            return False
        send_soon(delivery.endpoint_id)
        self.log_change(request, delivery, gettext("Sent again."))
        return True

    def get_urls(self) -> list[URLPattern]:
        again = path(
            "<int:pk>/again/", self.admin_site.admin_view(self.again), name="webhooks_delivery_again"
        )
        return [again, *super().get_urls()]

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send one call again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_resend_permission(request):
            raise PermissionDenied
        if not Delivery.objects.filter(pk=pk).exists():
            raise Http404
        self.send_again(request, Delivery.objects.filter(pk=pk))
        return HttpResponseRedirect(reverse("admin:webhooks_delivery_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        delivery: Delivery = context["original"]
        is_over = delivery.state != DeliveryState.WAITING
        context |= {
            "title": str(delivery),
            "subtitle": None,
            "payload": delivery.payload,
            "attempts": [attempted(each) for each in delivery.attempts.all()],
            "may_send_again": is_over and delivery.endpoint.is_active and self.has_resend_permission(request),
            "again_url": reverse("admin:webhooks_delivery_again", args=[delivery.pk]),
        }
        return super().render_change_form(request, context, *args, **kwargs)


def attempted(attempt: Attempt) -> dict[str, Any]:
    """One attempt as the page shows it: the headers that were sent, and the answer."""
    return {
        "at": moment(attempt.at),
        "url": attempt.url,
        "timestamp": int(attempt.at.timestamp()),
        "signature": attempt.signature,
        "status": attempt.status,
        "problem": attempt.get_problem_display() if attempt.problem else "",
        "detail": attempt.detail,
        "excerpt": attempt.excerpt,
        "milliseconds": attempt.milliseconds,
    }
