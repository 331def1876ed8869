"""Admin of accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.account_admin import SignInActions

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(SignInActions, UserAdmin):
    """Roles are given by administrators; what goes beyond roles is left to superusers."""

    list_display = (
        "username",
        "email",
        "first_name",
        "last_name",
        "list_roles",
        "is_active",
        "list_second_factor",
        "last_login",
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        given = super().get_fieldsets(request, obj)
        return (
            (*given, (_("Sign-in"), {"fields": ("sign_in_state", "second_factor_state")})) if obj else given
        )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=pgettext_lazy("staff", "roles"))
    def list_roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        told = ("sign_in_state", "second_factor_state")
        return told if request.user.is_superuser else (*told, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._within_reach(request, obj)

    def _within_reach(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or request.user.is_superuser or not obj.is_superuser
