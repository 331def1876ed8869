"""What administrators see and may do about the sign-in of others, for the admin of accounts."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import lockout, sessions
from accounts.models import Event
from accounts.signals import record
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["SignInActions"]


class SignInActions(admin.ModelAdmin):
    """For the admin of accounts: who has a second factor, who is locked out, and the way back in."""

    actions = ("lift_lock", "reset_second_factor")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_second_factor=Exists(factors))

    @admin.display(description=_("second factor"), boolean=True, ordering="has_second_factor")
    def list_second_factor(self, user: Any) -> bool:
        return user.has_second_factor

    @admin.display(description=_("sign-in"))
    def sign_in_state(self, user: User) -> str:
        until = lockout.locked_until(user.get_username()) if user.pk else None
        if until is None:
            return gettext("not locked")
        return gettext("locked until %(time)s") % {"time": formats.moment(until, Zone.SEOUL, active())}

    @admin.display(description=_("second factor"))
    def second_factor_state(self, user: User) -> str:
        return gettext("set up") if user.pk and is_mfa_enabled(user) else gettext("not set up")

    @admin.action(description=_("Lift the lock on sign-in"), permissions=["change"])
    def lift_lock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        by: Any = request.user
        for user in self._reachable(request, queryset):
            lockout.lift(user, lockout.key_of(user.get_username()), None, by)
            text = gettext("The lock on %(name)s is lifted.") % {"name": user.get_username()}
            messages.success(request, text)

    @admin.action(description=_("Reset the second factor"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> TemplateResponse | None:
        by: Any = request.user
        users = self._reachable(request, queryset)
        if any(user.pk == by.pk for user in users):
            messages.error(request, gettext("Your own second factor is changed under “My account”."))
            return None
        if not users:
            return None
        if "confirmed" not in request.POST:
            return self._ask(request, users)
        for user in users:
            Authenticator.objects.filter(user=user).delete()
            sessions.end_all(user)
            kept = record(Event.FACTOR_RESET, request, user)
            kept.by = by
            kept.save(update_fields=["by"])
        words = ngettext(
            "The second factor of %(count)d account is reset and its sessions are ended.",
            "The second factors of %(count)d accounts are reset and their sessions are ended.",
            len(users),
        )
        messages.success(request, words % {"count": len(users)})
        return None

    def _reachable(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        """Those that whoever asks may change; says whom not."""
        users = []
        for user in queryset:
            if self.has_change_permission(request, user):
                users.append(user)
            else:
                text = gettext("You may not change %(name)s.") % {"name": user.get_username()}
                messages.error(request, text)
        return users

    def _ask(self, request: HttpRequest, users: list[User]) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Reset the second factor"),
            "users": users,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "accounts/reset_second_factor.html", context)
