"""What waits on the desk of a member of staff."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.admin.base import admin_url, entry_label, with_current_texts
from desk.admin.lists import in_stage, stale
from desk.admin.media import without_alt
from desk.admin.permissions import has_model_permission
from opportunities.models import CLOSING_SOON, Opportunity
from publishing import clock, formats, kinds, offices
from publishing.enums import Stage, TextState
from publishing.languages import active
from publishing.models import Entry, Image

__all__ = ["Pane", "panes"]

LENGTH = 8


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Pane:
    """A short list with a heading; ``more`` is the address of the whole list, if there is one."""

    title: "str | Promise"
    items: list[Item]
    more: str = ""


def panes(user: Any) -> list[Pane]:
    """The lists of the desk; what the person may not see is in none of them."""
    codes = [
        kind.code for kind in kinds.every() if has_model_permission(user, "view", kinds.model_of(kind.code))
    ]
    entries = with_current_texts(Entry.objects.filter(offices.readable(user), kind__in=codes))
    return list(_panes(user, entries))


def _panes(user: Any, entries: QuerySet[Entry]) -> Iterator[Pane]:
    every = reverse("admin:publishing_entry_changelist")
    mine = entries.filter(created_by=user, state="draft").order_by("-created_at")
    yield Pane(_("My drafts"), _items(mine))
    in_review = entries.filter(in_stage(Stage.IN_REVIEW)).order_by("release_at", "pk")
    yield Pane(_("In review"), _items(in_review), f"{every}?stage=in_review")
    waiting = (
        entries.exclude(state="in_review").filter(texts__state=TextState.IN_REVIEW).distinct().order_by("-pk")
    )
    yield Pane(_("New versions in review"), _items(waiting), f"{every}?texts=review")
    scheduled = entries.filter(in_stage(Stage.SCHEDULED)).order_by("release_at")
    yield Pane(_("Scheduled next"), _items(scheduled), f"{every}?stage=scheduled")
    stale_ones = entries.filter(in_stage(Stage.RELEASED)).filter(stale()).order_by("-changed_at")
    yield Pane(_("Translations behind the original"), _items(stale_ones), f"{every}?texts=stale")
    yield from _closing(user)
    yield from _images(user)


def _items(entries: QuerySet[Entry]) -> list[Item]:
    return [Item(admin_url(entry, "change"), entry_label(entry), _when(entry)) for entry in entries[:LENGTH]]


def _when(entry: Entry) -> str:
    if entry.stage() not in (Stage.SCHEDULED, Stage.IN_REVIEW) or entry.release_at is None:
        return str(kinds.get(entry.kind).label)
    return formats.moment(entry.release_at, entry.release_zone, active())


def _closing(user: Any) -> Iterable[Pane]:
    if not has_model_permission(user, "view", Opportunity):
        return
    now = clock.now()
    closing = (
        with_current_texts(Opportunity.objects.filter(in_stage(Stage.RELEASED)))
        .filter(deadline_at__gt=now, deadline_at__lte=now + CLOSING_SOON)
        .order_by("deadline_at")
    )
    items = [
        Item(
            admin_url(each, "change"),
            entry_label(each),
            formats.days_left(each.deadline_at, now, each.deadline_zone, active())
            if each.deadline_at
            else "",
        )
        for each in closing[:LENGTH]
    ]
    yield Pane(_("Opportunities about to close"), items)


def _images(user: Any) -> Iterable[Pane]:
    if not has_model_permission(user, "change", Image):
        return
    lacking = Image.objects.filter(without_alt(), offices.readable_images(user)).order_by("-uploaded_at")
    items = [
        Item(reverse("admin:publishing_image_change", args=[image.pk]), str(image))
        for image in lacking[:LENGTH]
    ]
    yield Pane(
        _("Images without alternative text"),
        items,
        reverse("admin:publishing_image_changelist") + "?alt=missing",
    )
