"""A field of a text that two people have changed, with both versions and what differs in them."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from publishing.compare import BlockChange

__all__ = ["TAKE", "TextClash"]

# What a box is called that gives up a field of one's own, before the name of the field.
TAKE = "_take-"


@dataclass(frozen=True)
class TextClash:
    """``yours`` was typed, ``theirs`` is stored; a body has ``blocks`` instead."""

    name: str
    label: str
    yours: SafeString = SafeString()  # noqa: RUF009 - a constant
    theirs: SafeString = SafeString()  # noqa: RUF009 - a constant
    blocks: list[BlockChange] = field(default_factory=list)
