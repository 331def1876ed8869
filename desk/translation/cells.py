"""Where an entry stands in a language: the states of a cell, in SQL for filters and counts, in Python for one entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from desk.admin.base import admin_url
from desk.people import name_of
from publishing import clock, formats
from publishing.enums import OPEN_TEXT_STATES, TextState
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry, LanguagePlan, Text

__all__ = ["Cell", "State", "cells_of", "combined", "in_state", "is_live", "outstanding", "with_cells"]

HEAVY = ("body", "notes", "extra")


class State(TextChoices):
    """What a cell of the matrix says; what is live and has a successor in the making is in two states."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    STALE = "stale", _("stale")
    WAIVED = "waived", _("waived")

    @property
    def shape(self) -> str:
        """The sign it is drawn with, so that color is not needed to tell it."""
        return SHAPES[self]


SHAPES = {
    State.MISSING: "–",
    State.DRAFT: "○",
    State.IN_REVIEW: "◎",
    State.SCHEDULED: "◷",
    State.LIVE: "●",
    State.STALE: "◐",
    State.WAIVED: "×",
}


# --- In SQL: for rows of entries at the lookup ``entry``, in a language or in that of the row ---


def _texts(language: Any, entry: str) -> Any:
    return Text.objects.filter(entry=OuterRef(entry), language=language)


def _live(language: Any, entry: str) -> Exists:
    return Exists(_texts(language, entry).live())


def _stale(language: Any, entry: str) -> Exists:
    originals = Text.objects.live().filter(
        entry=OuterRef("entry"), language=OuterRef("entry__authoritative_language")
    )
    moved_on = Q(based_on__isnull=True) & Exists(originals) | Exists(
        originals.filter(substance__gt=OuterRef("based_on__version"))
    )
    translations = _texts(language, entry).live().exclude(language=F("entry__authoritative_language"))
    return Exists(translations.filter(moved_on))


def _waived(language: Any, entry: str) -> Exists:
    plans = LanguagePlan.objects.filter(entry=OuterRef(entry), language=language).exclude(waived_reason="")
    return Exists(plans.exclude(language=F("entry__authoritative_language")))


def in_state(state: str, language: Any, entry: str = "pk") -> Q:
    """The rows whose entry is in ``state`` in ``language``; the counterpart of :attr:`Cell.states`."""
    opened = _texts(language, entry).open()
    match State(state):
        case State.WAIVED:
            return Q(_waived(language, entry))
        case State.LIVE:
            return Q(_live(language, entry)) & ~Q(_stale(language, entry))
        case State.STALE:
            return Q(_stale(language, entry))
        case State.MISSING:
            return ~(Q(_waived(language, entry)) | Q(_live(language, entry)) | Q(Exists(opened)))
    return Q(Exists(opened.filter(state=TextState(state))))


def outstanding(language: Any, entry: str = "pk") -> Q:
    """The rows whose translator has still something to hand in; the counterpart of :attr:`Cell.is_outstanding`."""
    written = ~(in_state(State.IN_REVIEW, language, entry) | in_state(State.SCHEDULED, language, entry))
    lacking = (
        ~Q(_live(language, entry))
        | in_state(State.STALE, language, entry)
        | in_state(State.DRAFT, language, entry)
    )
    return written & lacking & ~in_state(State.WAIVED, language, entry)


def combined(entries: QuerySet[Entry], language: str) -> QuerySet[Entry]:
    """``entries`` with the parts of which the states in ``language`` are made: ``live_part``, ``open_part``, ``waived_part``."""
    opened = Subquery(_texts(language, "pk").open().values("state")[:1], output_field=CharField())
    return entries.annotate(
        live_part=Case(
            When(_stale(language, "pk"), Value(State.STALE.value)),
            When(_live(language, "pk"), Value(State.LIVE.value)),
            default=Value(""),
        ),
        open_part=Coalesce(opened, Value("")),
        waived_part=Case(When(_waived(language, "pk"), Value(State.WAIVED.value)), default=Value("")),
    )


def with_cells(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """``entries`` with the texts and plans that their cells are made of, in two more queries."""
    texts = (
        Text.objects.filter(state__in=(TextState.LIVE, *OPEN_TEXT_STATES))
        .select_related("based_on")
        .defer(*HEAVY, *(f"based_on__{name}" for name in HEAVY))
    )
    plans = LanguagePlan.objects.select_related("translator")
    return entries.prefetch_related(
        Prefetch("texts", texts, to_attr="cell_texts"), Prefetch("plans", plans, to_attr="cell_plans")
    )


# --- In Python ---


@dataclass
class Cell:
    """One entry in one language."""

    entry: Entry
    language: Language
    live: Text | None = None
    open: Text | None = None
    plan: LanguagePlan | None = None
    original: Text | None = None
    may_confirm: bool = False

    @property
    def value(self) -> str:
        """How a form names this cell."""
        return f"{self.entry.pk}:{self.language}"

    @property
    def is_original(self) -> bool:
        return self.language == self.entry.authoritative_language

    @property
    def is_stale(self) -> bool:
        return bool(self.live and self.live.is_stale(self.original))

    @cached_property
    def states(self) -> list[State]:
        """What is live, what is in the making, whether it is waived; or that there is nothing."""
        found = []
        if self.live:
            found.append(State.STALE if self.is_stale else State.LIVE)
        if self.open:
            found.append(State(self.open.state))
        if self.plan and self.plan.is_waived and not self.is_original:
            found.append(State.WAIVED)
        return found or [State.MISSING]

    @property
    def is_outstanding(self) -> bool:
        """Whether its translator has still something to hand in."""
        return not {State.IN_REVIEW, State.SCHEDULED, State.WAIVED}.intersection(self.states) and (
            self.live is None or self.is_stale or State.DRAFT in self.states
        )

    @property
    def words(self) -> str:
        """Its states, to be read out."""
        return ", ".join(str(state.label) for state in self.states)

    @property
    def entry_url(self) -> str:
        """Where this language of the entry is looked after with everything else."""
        return f"{admin_url(self.entry, 'change')}#{self.language}"

    @property
    def version(self) -> int | None:
        """The version one would read or write here."""
        text = self.open or self.live
        return text.version if text else None

    @property
    def translator(self) -> str:
        return name_of(self.plan.translator) if self.plan else ""

    @property
    def due_at(self) -> datetime | None:
        return self.plan.due_at if self.plan else None

    @property
    def due(self) -> str:
        """The deadline in words, in its zone."""
        if self.plan is None or self.plan.due_at is None:
            return ""
        return formats.moment(self.plan.due_at, self.plan.due_zone, active())

    @property
    def due_day(self) -> str:
        """The day and time of the deadline in its own zone, in few characters."""
        if self.plan is None or self.plan.due_at is None:
            return ""
        day = formats.date(formats.local_day(self.plan.due_at, self.plan.due_zone), active())
        zone = formats.zone_label(self.plan.due_zone, active())
        return f"{day} {formats.time(self.plan.due_at, self.plan.due_zone, active())} {zone}"

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now() and self.is_outstanding


def cells_of(entry: Entry) -> list[Cell]:
    """The cells of one entry in the portal's order of languages, from what :func:`with_cells` has loaded."""
    texts: Iterable[Text] = vars(entry)["cell_texts"]
    plans = {plan.language: plan for plan in vars(entry)["cell_plans"]}
    live = {text.language: text for text in texts if is_live(text)}
    opened = {text.language: text for text in texts if text.is_open}
    original = live.get(entry.authoritative_language)
    return [
        Cell(entry, language, live.get(language), opened.get(language), plans.get(language), original)
        for language in LANGUAGES
    ]


def is_live(text: Text) -> bool:
    """Whether ``text`` is live now; the counterpart of :func:`publishing.models.text.live_at`."""
    if text.state == TextState.LIVE:
        return text.live_until is None or text.live_until > clock.now()
    return text.state == TextState.SCHEDULED and not text.is_waiting
