"""What the page of a form needs so that two people see each other on it and nothing that is typed is lost.

A page includes ``admin/entry/together.html`` within its form, with a :class:`Together` under that name. A view that
has saved calls :func:`desk.admin.unsaved.forget`; one that gets :func:`desk.admin.unsaved.taken_back` shows that as if
it had just been sent, without storing it.
"""

from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse

from desk.admin import unsaved
from desk.admin.presence import Other, others
from desk.admin.unsaved import Offer
from publishing.models import Entry

__all__ = ["Together"]


@dataclass(frozen=True)
class Together:
    """Who else is on the page, what was typed on it and not saved, and the addresses that its scripts speak to."""

    page: str
    presence_url: str
    unsaved_url: str
    others: list[Other]
    offers: list[Offer]
    is_typed: bool

    @classmethod
    def of(cls, request: HttpRequest, entry: Entry | None, *, seen: str = "") -> Self:
        """For the page of ``request``, which shows ``entry`` or begins a new one; ``seen`` is what its form says of that."""
        user: Any = request.user
        page = unsaved.page_of(request) or uuid4().hex
        is_typed = request.method == "POST"
        return cls(
            page=page,
            presence_url=reverse("admin:publishing_entry_presence", args=[entry.pk]) if entry else "",
            unsaved_url=reverse("admin:publishing_entry_unsaved"),
            others=others(entry, user) if entry else [],
            offers=[] if is_typed else unsaved.offers(user, request.path, page, seen),
            is_typed=is_typed,
        )
