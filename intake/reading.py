"""Who on the staff saw the personal data of what was sent, and who may see the records about that.

An upper floor says with :func:`scope` which of its submissions somebody may read; the records of others stay closed to
him, as far as he is not in every office.
"""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from intake.models import Reading
from publishing import clock, offices

__all__ = ["Manner", "note_reading", "records_for", "scope"]


class Manner(models.TextChoices):
    """How personal data were seen."""

    PAGE = "page", pgettext_lazy("read", "on its page")
    FORWARDING = "forwarding", pgettext_lazy("read", "in the mail to be forwarded")
    SEARCH = "search", pgettext_lazy("read", "searching by person")
    EXPORT = "export", pgettext_lazy("read", "in an export")


Scope = Callable[[Any], QuerySet[Any]]

_scopes: list[Scope] = []


def scope(references: Scope) -> Scope:
    """Have ``references`` asked for the references (one column) of the submissions that a user may read."""
    _scopes.append(references)
    return references


def records_for(user: Any) -> Q:
    """The records, by their ``ref``, of submissions that ``user`` may read."""
    if user.has_perm(offices.EVERY_OFFICE):
        return Q(pk__isnull=False)
    found = Q(pk__in=[])
    for references in _scopes:
        found |= Q(ref__in=references(user))
    return found


def note_reading(request: HttpRequest, refs: Iterable[str], manner: Manner) -> None:
    """Record that the person behind ``request`` saw the personal data of ``refs`` just now."""
    by: Any = request.user
    address, now = get_adapter().get_client_ip(request), clock.now()
    Reading.objects.bulk_create(Reading(ref=ref, at=now, by=by, way=manner, address=address) for ref in refs)
