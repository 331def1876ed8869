"""What somebody had before him when he opened a page, as a word that comes back with the form."""

from dataclasses import dataclass
from typing import Self

from publishing.enums import Stage
from publishing.models import Entry

__all__ = ["SEEN", "Seen"]

# The hidden field that carries it.
SEEN = "_seen"


@dataclass(frozen=True)
class Seen:
    """The last revision of the facts, the stage, and the office in charge (0 for none)."""

    number: int
    stage: Stage
    office: int

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """What there is to be seen of ``entry`` now."""
        number = entry.revisions.order_by("-number").values_list("number", flat=True).first()
        return cls(number or 0, entry.stage(), entry.office_id or 0)

    @classmethod
    def read(cls, word: str) -> Self | None:
        """What a form says of itself; None if it says nothing that makes sense."""
        try:
            number, stage, office = word.split(" ")
            return cls(int(number), Stage(stage), int(office))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.number} {self.stage.value} {self.office}"
