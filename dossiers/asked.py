"""What a dossier is asked for in its address: an event and companies."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

__all__ = ["MOST", "Asked"]

# Companies in one dossier: more would be no choice, and take long to set.
MOST = 30
# What an address or a reference of an entry can look like; nothing else is looked up.
_NAME = re.compile(r"[-a-zA-Z0-9_]{1,80}")


@dataclass(frozen=True)
class Asked:
    """An event by its address or reference, and companies by theirs in the order of the reader, each once."""

    event: str = ""
    companies: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        given = (name.strip() for name in query.getlist("company"))
        return cls(query.get("event", "").strip(), tuple(dict.fromkeys(name for name in given if name)))

    @property
    def names(self) -> list[str]:
        """Those of the companies that can be looked up."""
        return [name for name in self.companies if _NAME.fullmatch(name)]

    @property
    def event_name(self) -> str:
        """The event, if it can be looked up; else empty."""
        return self.event if _NAME.fullmatch(self.event) else ""

    @property
    def is_too_much(self) -> bool:
        return len(self.companies) > MOST

    def query(self) -> str:
        """The same for an address, with its question mark; empty for nothing."""
        pairs = [("event", self.event)] * bool(self.event) + [("company", each) for each in self.companies]
        return f"?{urlencode(pairs)}" if pairs else ""
