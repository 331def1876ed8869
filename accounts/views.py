"""One's own account: password, second factor, open sessions, what happened lately."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from accounts import sessions
from accounts.models import Event, SignIn
from accounts.signals import record
from accounts.visitors import browser_in_words
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["EndSessions", "MyAccount"]

RECENT = 10
# Python does not read numbers of any length, nor the database.
LONGEST_NUMBER = 18


@method_decorator(never_cache, name="dispatch")
class MyAccount(LoginRequiredMixin, TemplateView):
    """Everything about one's own sign-in on one page."""

    template_name = "accounts/my_account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        all_factors = list(Authenticator.objects.filter(user=user).order_by("created_at"))
        apps = [each for each in all_factors if each.type == Authenticator.Type.TOTP]
        keys = [each for each in all_factors if each.type == Authenticator.Type.WEBAUTHN]
        codes = next((each for each in all_factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
        found = [self._session(session) for session in sessions.sessions_of(user)]
        return super().get_context_data(
            title=_("My account"),
            factors=[_factor(each) for each in [*apps, *keys]],
            has_app=bool(apps),
            codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
            sessions=found,
            has_others=any(not session["is_this"] for session in found),
            records=[_record(each) for each in SignIn.objects.filter(account=user)[:RECENT]],
            **kwargs,
        )

    def _session(self, session: UserSession) -> dict[str, Any]:
        return {
            "pk": session.pk,
            "browser": browser_in_words(session.user_agent),
            "address": session.ip,
            "begun": _said(session.created_at),
            "seen": _said(session.last_seen_at),
            "is_this": session.session_key == self.request.session.session_key,
        }


class EndSessions(LoginRequiredMixin, View):
    """Ends the session whose number the form has, or all but this one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        number = request.POST.get("session", "")
        found = UserSession.objects.filter(user_id=user.pk).exclude(
            session_key=request.session.session_key or ""
        )
        if number:
            is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
            found = found.filter(pk=int(number)) if is_number else found.none()
        ended = sessions.end(found)
        if ended:
            record(Event.SESSIONS_ENDED, request, user)
            words = ngettext("%(count)d session ended.", "%(count)d sessions ended.", ended)
            messages.success(request, words % {"count": ended})
        else:
            messages.info(request, _("There was no such session any more."))
        return HttpResponseRedirect(reverse("my-account"))


def _factor(factor: Authenticator) -> dict[str, str]:
    is_key = factor.type == Authenticator.Type.WEBAUTHN
    return {
        "name": str(factor) if is_key else _("Authenticator app"),
        "since": _said(factor.created_at),
        "remove": reverse("mfa_remove_webauthn", args=[factor.pk])
        if is_key
        else reverse("mfa_deactivate_totp"),
    }


def _record(record: SignIn) -> dict[str, Any]:
    return {
        "at": _said(record.at),
        "event": record.get_event_display(),
        "address": record.address or "",
        "browser": browser_in_words(record.agent) if record.agent else "",
    }


def _said(at: Any) -> str:
    return formats.moment(at, Zone.SEOUL, active())
