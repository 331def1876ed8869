"""The admin as the desk of a newsroom: its front page, its choices, its names.

All admins register with this site, so what belongs to them is imported when a page is asked for.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from portal.editor_words import words

__all__ = ["PortalAdminSite"]


class Choices(AutocompleteJsonView):
    """Choices named by the admin of what is chosen; its list has loaded what their names need."""

    model_admin: Any

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        if not self.has_labels:
            return super().serialize_result(obj, to_field_name)
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.label(obj)}

    @property
    def has_labels(self) -> bool:
        from desk.admin import PortalAdmin

        return isinstance(self.model_admin, PortalAdmin)


class PortalAdminSite(admin.AdminSite):
    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("Desk")
    index_template = "admin/desk.html"

    def get_urls(self) -> list[Any]:
        from desk.dashboard.page import readiness
        from desk.translation.urls import urls

        ready = path("readiness/", self.admin_view(readiness), name="readiness")
        return [ready, *urls(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "editor_words": words()}

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in has pages of its own, with a second factor; who is signed in and still here has no rights."""
        wanted = request.GET.get("next", reverse("admin:index"))
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
        if not self.has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The page under one's own account, where guesses are counted and other sessions end."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: what waits for the person who looks at it, before all tables."""
        from desk.dashboard.page import desk_context

        return super().index(request, {**desk_context(request.user), **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Choices.as_view(admin_site=self)(request)
