"""Records of sign-ins for administrators."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import lockout
from accounts.models import SignIn
from accounts.visitors import browser_in_words
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["SignInAdmin"]

# Their forms would show secrets, and let them be changed past everything that writes records.
for model in (Authenticator, EmailAddress, UserSession):
    admin.site.unregister(model)


@admin.register(SignIn)
class SignInAdmin(admin.ModelAdmin):
    """Who, when, from where, with what result; read only."""

    list_display = ("list_at", "event", "list_account", "address", "list_browser", "by")
    list_filter = ("event", "at")
    list_select_related = ("account", "by")
    search_fields = ("username", "address")
    fields = ("list_at", "event", "list_account", "address", "agent", "by")
    actions = ("lift_locks",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        return False

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth.change_user")

    @admin.display(description=_("time"), ordering="at")
    def list_at(self, record: SignIn) -> str:
        return formats.moment(record.at, Zone.SEOUL, active())

    @admin.display(description=_("account"), ordering="username")
    def list_account(self, record: SignIn) -> str:
        return record.username or gettext("unknown user name")

    @admin.display(description=_("browser"))
    def list_browser(self, record: SignIn) -> str:
        return browser_in_words(record.agent) if record.agent else ""

    @admin.action(
        description=_("Lift the locks on these accounts and network addresses"), permissions=["lift"]
    )
    def lift_locks(self, request: HttpRequest, queryset: QuerySet[SignIn]) -> None:
        by: Any = request.user
        found = {(each.key, each.address): each for each in queryset.select_related("account")}
        for (key, address), each in found.items():
            lockout.lift(each.account, key, address, by)
        messages.success(request, gettext("The locks are lifted."))
