"""What kinds of entry exist: each public model declares its ``KIND``, and everything generic asks here."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.functional import Promise

if TYPE_CHECKING:
    from publishing.models import Entry

__all__ = ["Kind", "Limits", "Vocabulary", "WordedField", "every", "get", "model_of", "vocabularies"]


@dataclass(frozen=True)
class WordedField:
    """A further worded field that a kind's texts carry, beside title, deck and body."""

    name: str
    label: "str | Promise"
    max_length: int


@dataclass(frozen=True)
class Limits:
    """How many characters the texts of a kind may have at most; a body without a limit is as long as it has to be."""

    title: int = 300
    deck: int = 300
    body: int | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of public thing.

    ``code`` is stored on the entry; ``routes`` is the URL namespace with ``list`` and ``detail``;
    ``resource`` its API collection; ``parts`` the reverse relations that belong to its facts, ``inner_parts`` those of
    its parts that do, as "items__talks". Where the title is a name, ``titled_by_name``, a reader who has no title in
    his language is given the English, romanised one before the script of a third language. ``limits`` hold for its
    texts however they are written.
    """

    code: str
    label: "str | Promise"
    plural: "str | Promise"
    routes: str
    resource: str
    parts: tuple[str, ...] = ()
    worded: tuple[WordedField, ...] = field(default=())
    inner_parts: tuple[str, ...] = ()
    titled_by_name: bool = False
    limits: Limits = Limits()


@dataclass(frozen=True)
class Vocabulary:
    """A list of nodes that entries name: ``code`` is what one node is called, ``resource`` its API collection."""

    code: str
    resource: str


@cache
def _models() -> "dict[str, type[Entry]]":
    entry = apps.get_model("publishing", "Entry")
    declared = [m for m in apps.get_models() if issubclass(m, entry) and "KIND" in vars(m)]
    return {model.KIND.code: model for model in declared}


def every() -> list[Kind]:
    """All kinds, in the order of the installed apps."""
    return [model.KIND for model in _models().values()]


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """All vocabularies by their codes; a model declares its own as ``VOCABULARY``."""
    declared = [model.VOCABULARY for model in apps.get_models() if hasattr(model, "VOCABULARY")]
    return {each.code: each for each in declared}


def get(code: str) -> Kind:
    """The kind stored as ``code``; ``KeyError`` if no model declares it."""
    return _models()[code].KIND


def model_of(code: str) -> "type[Entry]":
    """The model that holds entries of the kind ``code``."""
    return _models()[code]
