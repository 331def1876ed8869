"""The life of a record from its creation to its withdrawal, played through the portal's own actions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from demo import moments
from demo.files import ContentError, Record
from publishing import clock
from publishing.actions import (
    Action,
    Actor,
    Approve,
    Create,
    DraftText,
    PublishText,
    Refused,
    Submit,
    SubmitText,
    Withdraw,
)
from publishing.enums import Stage
from publishing.models import Entry, Text

__all__ = ["HISTORY_KEYS", "Step", "Timeline", "steps"]

HISTORY_KEYS = ("created", "released", "stage", "withdrawn", "texts", "corrections")
PREPARATION = timedelta(days=10)
_WORDING = ("title", "deck", "body", "notes", "extra", "origin", "translator")


@dataclass(frozen=True)
class Timeline:
    """When an entry was created, and until when it was worked on: its release, or now if that is still to come."""

    created: datetime
    until: datetime

    @classmethod
    def of(cls, record: Record, loaded_on: date) -> "Timeline":
        """The timeline that ``record`` states; raises :class:`ContentError` for an unreadable moment."""
        released = stated(record, "released", loaded_on)
        until = min(released or clock.now(), clock.now())
        return cls(stated(record, "created", loaded_on) or until - PREPARATION, until)

    def at(self, share: float) -> datetime:
        """The moment after ``share`` of the work."""
        return self.created + share * (self.until - self.created)


@dataclass(frozen=True)
class Step:
    """Something that happens to an entry at a moment."""

    at: datetime
    record: Record
    run: Callable[[], None]


def stated(record: Record, name: str, loaded_on: date) -> datetime | None:
    """The moment that ``record`` gives as ``name``, if it does."""
    value = record.values.get(name)
    return _read(record, name, value, loaded_on) if value else None


def _read(record: Record, name: str, value: object, loaded_on: date) -> datetime:
    try:
        return moments.moment(value, loaded_on)
    except ValueError as error:
        raise ContentError(record, name, error) from error


def steps(record: Record, entry: Entry, actor: Actor, loaded_on: date) -> Iterator[Step]:
    """What happened to ``entry``, as ``record`` tells it; run these in the order of their moments."""
    line = Timeline.of(record, loaded_on)
    try:
        stage = Stage(record.values.get("stage", Stage.RELEASED))
    except ValueError as error:
        raise ContentError(record, "stage", error) from error
    texts: dict[str, dict[str, Any]] = record.values.get("texts") or {}

    def act(action: Callable[[], Action], name: str) -> Callable[[], None]:
        return lambda: _execute(action(), record, name)

    def write(language: str) -> Callable[[], None]:
        return lambda: _write(entry, actor, language, texts[language], record)

    yield Step(line.at(0), record, act(lambda: Create(entry, actor), "created"))
    for language in texts:
        share = 0.1 if language == entry.authoritative_language else 0.4
        yield Step(line.at(share), record, write(language))
    if stage is Stage.DRAFT:
        return
    yield Step(line.at(0.6), record, act(lambda: Submit(entry, actor), "texts"))
    if stage is Stage.IN_REVIEW:
        return
    released = stated(record, "released", loaded_on)
    yield Step(line.at(0.7), record, act(lambda: Approve(entry, actor, release_at=released), "released"))
    yield from _corrections(record, entry, actor, loaded_on)
    if stage is Stage.WITHDRAWN:
        withdrawal = record.values.get("withdrawn") or {}
        at = _read(record, "withdrawn", withdrawal.get("at"), loaded_on)
        reason = withdrawal.get("reason", "")
        yield Step(at, record, act(lambda: Withdraw(entry, actor, reason=reason), "withdrawn"))


def _corrections(record: Record, entry: Entry, actor: Actor, loaded_on: date) -> Iterator[Step]:
    for correction in record.values.get("corrections") or ():
        at = _read(record, "corrections", correction["at"], loaded_on)
        yield Step(at, record, lambda correction=correction: _correct(entry, actor, correction, record))


def _write(entry: Entry, actor: Actor, language: str, words: dict[str, Any], record: Record) -> Text:
    action = DraftText(entry, actor, language=language)
    _execute(action, record, f"texts.{language}")
    text = entry.texts.open().get(language=language)
    worded = {field.name: field.max_length for field in entry.KIND.worded}
    for name, value in words.items():
        if name not in _WORDING:
            raise ContentError(record, f"texts.{language}.{name}", "is no part of a text.")
        setattr(text, name, value or type(getattr(text, name))())
    for name, value in text.extra.items():
        if len(value) > worded.get(name, 0):
            raise ContentError(record, f"texts.{language}.extra.{name}", "is unknown here or too long.")
    try:
        text.full_clean(exclude=("entry", "author", "reviewer", "based_on"), validate_constraints=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise ContentError(record, f"texts.{language}.{name}", " ".join(messages)) from error
    text.save()
    return text


def _correct(entry: Entry, actor: Actor, correction: dict[str, Any], record: Record) -> None:
    text = _write(entry, actor, correction["language"], correction["changes"], record)
    _execute(SubmitText(text, actor), record, "corrections")
    publish = PublishText(text, actor, severity=correction["severity"], reason=correction["note"])
    _execute(publish, record, "corrections")


def _execute(action: Action, record: Record, name: str) -> None:
    try:
        action.execute()
    except Refused as refused:
        raise ContentError(record, name, refused) from refused
