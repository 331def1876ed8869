"""The fact lock: what texts state in numbers, dates, money and names has to be the same in every language."""

from publishing.factlock.compare import differences, facts_of
from publishing.factlock.facts import Difference, Fact, FactKind, Found, Names, Wording
from publishing.factlock.lock import all_differences, lock

__all__ = [
    "Difference",
    "Fact",
    "FactKind",
    "Found",
    "Names",
    "Wording",
    "all_differences",
    "differences",
    "facts_of",
    "lock",
]
