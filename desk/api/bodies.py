"""Bodies of requests: bounded JSON whose every mistake is named."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from publishing.api.problems import Mistake, Refusal

__all__ = ["BoundedJSON", "Mistakes", "can_be_stored", "objects", "shown"]

# Levels of lists and objects within each other.
DEEPEST = 8
LONGEST_SHOWN = 200
MOST_MISTAKES = 100


class BoundedJSON(BaseParser):
    """JSON in UTF-8: an object, of bounded size and depth, without repeated names and what no database keeps."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content = stream.read(limit + 1)
        if len(content) > limit:
            detail = _("At most %(limit)d megabytes are read.") % {"limit": limit // (1024 * 1024)}
            raise Refusal("body-too-large", detail)
        if not content.strip():
            return {}
        try:
            said = json.loads(
                content.decode("utf-8"),
                object_pairs_hook=_without_repeats,
                parse_constant=_no_number,
                parse_float=Decimal,
            )
        except (ValueError, RecursionError) as error:
            raise unreadable() from error
        if not isinstance(said, dict):
            raise unreadable()
        _check(said)
        return said


def unreadable() -> Refusal:
    """What is said of a body that is no object of JSON."""
    return Refusal("invalid-body", _("The body is not a JSON object in UTF-8, or a name stands in it twice."))


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name is repeated")
    return said


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check(said: Any) -> None:
    """Refuse what is nested too deeply, and text that cannot be stored."""
    waiting = [(said, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refusal("invalid-body", _("The body is nested too deeply."))
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, str) and not can_be_stored(value):
            raise Refusal(
                "invalid-body", _("Null characters and halves of characters are not allowed in texts.")
            )


def can_be_stored(text: str) -> bool:
    """Whether a database keeps ``text``: no null characters, no halves of surrogate pairs."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class Mistakes:
    """All that is wrong with one body, by the path of what it is about: ``facts.contacts[0].email``."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, path: str, value: Any, detail: Any, choices: Iterable[Any] | None = None) -> None:
        known = None if choices is None else [str(choice) for choice in choices]
        self.found.append(Mistake(path, shown(value), detail, known))

    def unknown(self, path: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
        """Name what is given and not known."""
        known = list(known)
        prefix = f"{path}." if path else ""
        for name in given:
            if name not in known:
                self.add(f"{prefix}{name}", given[name], _("There is no such field."), known)

    def refuse(self) -> None:
        """Raise the problem, if anything was wrong."""
        if self.found:
            told = [mistake.as_data() for mistake in self.found[:MOST_MISTAKES]]
            raise Refusal("invalid-body", errors=told)


def shown(value: Any) -> str:
    """As much of what was given as is worth repeating."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def objects(mistakes: Mistakes, path: str, value: Any) -> list[dict[str, Any]]:
    """``value`` as a list of objects; what is none is a mistake."""
    if not isinstance(value, list):
        mistakes.add(path, value, _("Give a list of objects."))
        return []
    for position, each in enumerate(value):
        if not isinstance(each, dict):
            mistakes.add(f"{path}[{position}]", each, _("Give an object."))
    return [each if isinstance(each, dict) else {} for each in value]
