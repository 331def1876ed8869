"""What a session has to have before it opens anything of the staff's."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts import sessions

__all__ = ["NEXT", "StaffSessions"]

Answer = Callable[[HttpRequest], HttpResponse]

# Where somebody wanted to go before a second factor had to be set up.
NEXT = "accounts.next"
NEWSROOM = "/admin/"
OWN = "/accounts/"


class StaffSessions:
    """Ends sessions that last too long; where a second factor is required, nobody is staff without one.

    In the newsroom those are led to the page that asks for it; everywhere else, the API included, they are nobody.
    Requests without a session cost nothing, and public pages do not look into it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.path_info.startswith((NEWSROOM, OWN)):
            response = _asked(request) or self.get_response(request)
            if request.path_info.startswith(OWN):
                # Keys and recovery codes are on these pages.
                add_never_cache_headers(response)
            return response
        real: Any = request.user
        who: Any = SimpleLazyObject(lambda: real if _complete(request, real) else AnonymousUser())
        request.user = who
        return self.get_response(request)


def _asked(request: HttpRequest) -> HttpResponse | None:
    """The way to the second factor, if that has to be asked for first."""
    if not request.user.is_authenticated:
        return None
    if sessions.over(request.session):
        logout(request)
        messages.info(request, _("Your session has ended. Sign in again."))
        return None
    sessions.touch(request)
    # The page of sign-in would send those who are signed in back to where they came from.
    wants_in = request.path_info.startswith(NEWSROOM) or request.path_info == reverse("account_login")
    if not wants_in or _complete(request, request.user):
        return None
    wanted = request.get_full_path() if request.path_info.startswith(NEWSROOM) else reverse("admin:index")
    if is_mfa_enabled(request.user):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
    if request.method == "GET":
        request.session[NEXT] = wanted
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _complete(request: HttpRequest, user: Any) -> bool:
    """Whether the session of ``user`` is still good, and has all it needs to act as staff."""
    if not user.is_authenticated:
        return True
    if sessions.over(request.session):
        return False
    required = settings.REQUIRE_SECOND_FACTOR and user.is_staff
    return not required or sessions.has_second_factor(request, user)
