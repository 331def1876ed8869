"""What administrators see of alerts: how many there are, and one address at a time, to erase it on request."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alerts import topics
from alerts.models import Erasure, Rhythm, Subscriber, Subscription, Way
from alerts.subscribing import erase
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["ErasureAdmin", "SubscriberAdmin"]


class ReadOnly(admin.ModelAdmin):
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def overview() -> list[dict[str, Any]]:
    """Confirmed alerts by list and language, and how many of them are paused."""
    rows = (
        Subscription.objects.filter(confirmed_at__isnull=False)
        .values("topic", "language")
        .annotate(
            total=Count("pk"),
            daily=Count("pk", filter=Q(rhythm=Rhythm.DAILY)),
            paused=Count("pk", filter=Q(paused_at__isnull=False)),
        )
        .order_by("topic", "language")
    )
    return [
        {
            **row,
            "heading": topics.Topic(row["topic"]).heading()
            if row["topic"] in topics.every()
            else row["topic"],
            "language": formats.language_name(row["language"], active()),
        }
        for row in rows
    ]


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly):
    """Numbers, and one subscriber whose whole address was typed; addresses are neither listed nor put into links."""

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.erase_subscriber")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The numbers; sent with an address, also what there is of it; sent with a subscriber, its erasure."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if "erase" in request.POST:
            return self._erase(request)
        email = request.POST.get("email", "").replace("\0", "").strip().lower()
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("E-mail alerts"),
            "opts": self.opts,
            "overview": overview(),
            "email": email,
            "found": self._found(email) if email else None,
            "can_erase": self.has_erase_permission(request),
        }
        return TemplateResponse(request, "admin/alerts/subscribers.html", context)

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no page of one subscriber."""
        return HttpResponseRedirect(reverse("admin:alerts_subscriber_changelist"))

    def _found(self, email: str) -> dict[str, Any] | None:
        subscriber = Subscriber.objects.filter(email=email).first()
        if subscriber is None:
            return None
        return {
            "key": subscriber.key,
            "since": formats.moment(subscriber.created_at, Zone.SEOUL, active()),
            "alerts": subscriber.subscriptions.count(),
        }

    def _erase(self, request: HttpRequest) -> HttpResponse:
        if not self.has_erase_permission(request):
            raise PermissionDenied
        subscriber = Subscriber.objects.filter(key=request.POST["erase"]).first()
        if subscriber:
            erase(subscriber, Way.STAFF, request.user if isinstance(request.user, User) else None)
        messages.success(request, gettext("The address is erased, with all its alerts."))
        return HttpResponseRedirect(request.path)


@admin.register(Erasure)
class ErasureAdmin(ReadOnly):
    """When addresses were erased, and how; not which."""

    list_display = ("list_at", "way", "alerts", "by")
    list_filter = ("way", "at")
    list_select_related = ("by",)
    list_display_links = None

    @admin.display(description=_("time"), ordering="at")
    def list_at(self, erasure: Erasure) -> str:
        return formats.moment(erasure.at, Zone.SEOUL, active())
