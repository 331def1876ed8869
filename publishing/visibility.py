"""The one rule of who may see what when, and the only door through which public rows are read.

    visible(entry, at) ⇔ approved ∧ release_at ≤ at ∧ (withdrawn_at is null ∨ at < withdrawn_at)

What belongs to an entry (texts, files, figures, parts) names the way to it in ``VISIBLE_THROUGH`` and may
add a condition of its own as ``visible_when(at)``. Who holds a link to one entry sees that one as if released, and
staff who look ahead see nothing more of other offices than the public does (:mod:`publishing.revealed`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from publishing import clock, revealed
from publishing.enums import EntryState, Stage
from publishing.models import Entry, Text

__all__ = ["add_texts", "gone", "is_visible", "linked", "public", "seen", "visible", "with_texts"]

M = TypeVar("M", bound=Model)
E = TypeVar("E", bound=Entry)


def visible(at: datetime | None = None, *, through: str = "") -> Q:
    """The rule in SQL, for the entry at the lookup path ``through``."""
    at = at or clock.now()
    path = f"{through}__" if through else ""
    due = Q(**{f"{path}release_at__lte": at})
    if shown := revealed.entry():
        due |= Q(**{f"{path}pk": shown})
    rule = due & Q(
        Q(**{f"{path}withdrawn_at__isnull": True}) | Q(**{f"{path}withdrawn_at__gt": at}),
        **{f"{path}state": EntryState.APPROVED},
    )
    return rule & _not_kept(path)


def _not_kept(path: str) -> Q:
    """Leaves out what other offices have not released, where staff look ahead."""
    kept = revealed.kept()
    if kept is None:
        return Q()
    return (
        Q(**{f"{path}office__isnull": True})
        | Q(**{f"{path}office__in": kept.own})
        | Q(**{f"{path}release_at__lte": kept.until})
    )


def is_visible(entry: Entry | None, at: datetime | None = None) -> bool:
    """The rule in Python; nothing is not visible."""
    return entry is not None and entry.stage(at) is Stage.RELEASED


def public(model: type[M], at: datetime | None = None) -> QuerySet[M]:
    """The rows of ``model`` that the public may see ``at`` a moment, by default now."""
    at = at or clock.now()
    rows = model._default_manager.filter(visible(at, through=getattr(model, "VISIBLE_THROUGH", "")))
    condition = getattr(model, "visible_when", None)
    return rows.filter(condition(at)) if condition is not None else rows


def seen(model: type[M], at: datetime | None = None) -> QuerySet[M]:
    """The entries of ``model`` that the public sees ``at`` a moment or saw before: released, withdrawn or not."""
    at = at or clock.now()
    return model._default_manager.filter(_not_kept(""), state=EntryState.APPROVED, release_at__lte=at)


def gone(model: type[M], at: datetime | None = None) -> QuerySet[M]:
    """The entries of ``model`` that the public has seen and that have since been withdrawn."""
    at = at or clock.now()
    return seen(model, at).filter(withdrawn_at__lte=at)


def with_texts(entries: QuerySet[E], *, whole: bool = False) -> QuerySet[E]:
    """``entries`` with their live texts in one more query; ``whole`` loads bodies and notes too."""
    return entries.prefetch_related(Prefetch("texts", _live_texts(whole=whole), to_attr="live_texts"))


def add_texts(entries: Iterable[Entry], *, whole: bool = False) -> None:
    """The same for ``entries`` of any models that were read already, unless they have them."""
    waiting: dict[int, list[Entry]] = {}
    for entry in entries:
        if "live_texts" not in vars(entry):
            entry.live_texts = []
            waiting.setdefault(entry.pk, []).append(entry)
    if waiting:
        for text in _live_texts(whole=whole).filter(entry__in=waiting):
            for entry in waiting[text.entry_id]:
                entry.live_texts.append(text)


def _live_texts(*, whole: bool) -> QuerySet[Text]:
    texts = Text.objects.live().select_related("based_on")
    if whole:
        return texts
    return texts.defer("body", "notes", "extra", "based_on__body", "based_on__notes", "based_on__extra")


def linked(name: str, model: type[Entry]) -> Prefetch:
    """Load the relation ``name`` to entries of ``model`` through the door: what is not visible is absent."""
    return Prefetch(name, with_texts(public(model)))
