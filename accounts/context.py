"""The frame of the newsroom for the pages of sign-in, whose views are allauth's."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from accounts.middleware import NEXT, OWN

__all__ = ["newsroom"]


def newsroom(request: HttpRequest) -> dict[str, Any]:
    """What the templates of the admin need, on the pages below ``/accounts/``."""
    if not request.path_info.startswith(OWN) or not hasattr(request, "user"):
        return {}
    session = getattr(request, "session", {})
    return {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "way_on": session.get(NEXT) or reverse("admin:index"),
    }
