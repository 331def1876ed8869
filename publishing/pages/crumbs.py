"""The breadcrumb trail of a page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

__all__ = ["Crumb", "crumbs"]

Crumb = dict[str, Any]


def crumbs(*trail: Crumb) -> list[Crumb]:
    """The breadcrumb trail from the home page to this page, whose item has no address."""
    return [{"label": _("Home"), "url": reverse("home")}, *trail]
