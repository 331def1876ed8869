"""The life of a record from its creation to its withdrawal, played through the portal's own actions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from demo import moments
from demo.files import Record
from publishing.actions import (
    Action,
    Actor,
    Approve,
    AssignTranslation,
    Create,
    DraftText,
    ExplainDifference,
    PublishText,
    Refused,
    Submit,
    SubmitText,
    WaiveLanguage,
    Withdraw,
)
from publishing.enums import Stage, TextState, Zone
from publishing.factlock import lock
from publishing.models import Text
from publishing.readiness import candidate_texts

__all__ = ["Step", "Timeline", "stated", "steps"]

# How long an entry takes from its creation to its release, and when in that time what happens.
PREPARATION = timedelta(days=10)
ORIGINAL, TRANSLATION, SUBMISSION, EXPLANATION, APPROVAL, UNFINISHED = 0.1, 0.4, 0.6, 0.65, 0.7, 0.8
_WORDING = ("title", "deck", "body", "notes", "extra", "origin", "translator")


@dataclass(frozen=True)
class Timeline:
    """When an entry was created, and until when it was worked on: its release, or now if that is still to come."""

    created: datetime
    until: datetime

    @classmethod
    def of(cls, record: Record, now: datetime) -> "Timeline":
        """The timeline that ``record`` states; raises :class:`ContentError` for an unreadable moment."""
        until = min(stated(record, "released", now) or now, now)
        return cls(stated(record, "created", now) or until - PREPARATION, until)

    def at(self, share: float) -> datetime:
        """The moment after ``share`` of the work."""
        return self.created + share * (self.until - self.created)


@dataclass(frozen=True)
class Step:
    """Something that happens to an entry at a moment."""

    at: datetime
    run: Callable[[], object]


def stated(record: Record, name: str, now: datetime) -> datetime | None:
    """The moment that ``record`` gives as ``name``, if it does; relative ones count from the day of ``now``."""
    value = record.values.get(name)
    return _moment(record, name, value, now) if value else None


def _moment(record: Record, name: str, value: object, now: datetime, zone: str = Zone.SEOUL) -> datetime:
    try:
        return moments.moment(value, moments.today(now), zone)
    except ValueError as error:
        raise record.error(name, error) from error


def steps(record: Record, writer: Actor, editor: Actor, now: datetime) -> Iterator[Step]:
    """What ``writer`` and ``editor`` did with the stored entry of ``record``; run these in the order of their moments."""
    line = Timeline.of(record, now)
    entry = record.entry
    try:
        stage = Stage(record.values.get("stage", Stage.RELEASED))
    except ValueError as error:
        raise record.error("stage", error) from error
    yield Step(line.at(0), partial(_act, record, "created", lambda: Create(entry, writer)))
    for language, words in (record.values.get("texts") or {}).items():
        share = ORIGINAL if language == entry.authoritative_language else TRANSLATION
        if words.get("state") == TextState.DRAFT:
            share = UNFINISHED  # the others have been submitted without it
        yield Step(line.at(share), partial(_write, record, writer, language, words))
    for plan in record.values.get("plans") or ():
        at = _moment(record, "plans", plan.get("at"), now)
        yield Step(at, partial(_plan, record, editor, plan, now))
    if stage is Stage.DRAFT:
        return
    yield Step(line.at(SUBMISSION), partial(_act, record, "texts", lambda: Submit(entry, writer)))
    if stage is Stage.IN_REVIEW:
        return
    for explanation in record.values.get("explanations") or ():
        yield Step(line.at(EXPLANATION), partial(_explain, record, editor, explanation))
    released = stated(record, "released", now)
    approve = partial(_act, record, "released", lambda: Approve(entry, editor, release_at=released))
    yield Step(line.at(APPROVAL), approve)
    yield from _later_steps(record, writer, editor, now, withdrawn=stage is Stage.WITHDRAWN)


def _later_steps(
    record: Record, writer: Actor, editor: Actor, now: datetime, *, withdrawn: bool
) -> Iterator[Step]:
    for correction in record.values.get("corrections") or ():
        at = _moment(record, "corrections", correction.get("at"), now)
        yield Step(at, partial(_correct, record, writer, editor, correction))
    if withdrawn:
        withdrawal = record.values.get("withdrawn") or {}
        at = _moment(record, "withdrawn", withdrawal.get("at"), now)
        reason = withdrawal.get("reason", "")
        yield Step(
            at, partial(_act, record, "withdrawn", lambda: Withdraw(record.entry, editor, reason=reason))
        )


def _act(record: Record, name: str, make: Callable[[], Action]) -> None:
    """Execute the action; it is made only now, since actions look at the clock when they are made."""
    try:
        make().execute()
    except Refused as refused:
        raise record.error(name, refused) from refused


def _explain(record: Record, actor: Actor, explanation: dict[str, str]) -> None:
    """Say of the difference between the languages that ``explanation`` means why it is right."""
    entry, wanted = record.entry, (explanation.get("kind"), explanation.get("value"))
    for difference in lock(entry, candidate_texts(entry)):
        if (difference.kind, difference.value) == wanted:
            explain = partial(
                ExplainDifference,
                entry,
                actor,
                difference=difference,
                reason=explanation.get("note", ""),
            )
            _act(record, "explanations", explain)
            return
    raise record.error("explanations", f"the languages do not differ in {wanted[0]} {wanted[1]}.")


def _write(record: Record, actor: Actor, language: str, words: dict[str, Any]) -> Text:
    """Open the next version in ``language`` and give it ``words``."""
    entry, where = record.entry, f"texts.{language}"
    _act(record, where, lambda: DraftText(entry, actor, language=language))
    text = entry.texts.open().get(language=language)
    for name in words.keys() - {"state"}:
        value = words[name]
        if name not in _WORDING:
            raise record.error(f"{where}.{name}", "is no part of a text.")
        setattr(text, name, type(getattr(text, name))() if value is None else value)
    longest = {field.name: field.max_length for field in entry.KIND.worded}
    for name, value in text.extra.items():
        if len(value) > longest.get(name, 0):
            raise record.error(f"{where}.extra.{name}", "is unknown to this kind or too long.")
    try:
        text.full_clean(exclude=("entry", "author", "reviewer", "based_on"), validate_constraints=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise record.error(f"{where}.{name}", " ".join(messages)) from error
    text.save()
    return text


def _plan(record: Record, actor: Actor, plan: dict[str, str], now: datetime) -> None:
    """Waive a language, or give it to an account until a moment; without that account, to nobody yet."""
    entry, language = record.entry, plan.get("language", "")
    if reason := plan.get("waived"):
        _act(record, "plans", lambda: WaiveLanguage(entry, actor, language=language, reason=reason))
        return
    translator = get_user_model().objects.filter(username=plan.get("translator")).first()
    zone = plan.get("zone", Zone.SEOUL.value)
    due_at = _moment(record, "plans", plan.get("due"), now, zone)
    assign = partial(
        AssignTranslation,
        entry,
        actor,
        language=language,
        translator=translator,
        due_at=due_at,
        due_zone=zone,
    )
    _act(record, "plans", assign)


def _correct(record: Record, writer: Actor, editor: Actor, correction: dict[str, Any]) -> None:
    """Replace a live text, as ``correction`` says."""
    text = _write(record, writer, correction["language"], correction["changes"])
    _act(record, "corrections", lambda: SubmitText(text, writer))
    severity, note = correction["severity"], correction["note"]
    _act(record, "corrections", lambda: PublishText(text, editor, severity=severity, reason=note))
