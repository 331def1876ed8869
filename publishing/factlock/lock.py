"""The lock on an entry: the differences between its languages that nobody has explained."""

from collections.abc import Mapping

from publishing.factlock.compare import differences
from publishing.factlock.facts import Difference, Worded, Wording
from publishing.factlock.stated import stated_names, terms
from publishing.models import Entry

__all__ = ["all_differences", "lock"]


def all_differences(entry: Entry, texts: Mapping[str, Worded | Wording]) -> list[Difference]:
    """What ``texts``, by language, state differently, explained or not."""
    if len(texts) < 2:
        return []
    return differences(texts, stated_names(entry), terms())


def lock(entry: Entry, texts: Mapping[str, Worded | Wording]) -> list[Difference]:
    """What has to be fixed or explained before ``texts`` go out."""
    found = all_differences(entry, texts)
    explained = set(entry.explanations.values_list("signature", flat=True)) if found else set()
    return [difference for difference in found if difference.signature not in explained]
