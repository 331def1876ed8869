"""The search: one index for all kinds and languages, and the same answers on SQLite and PostgreSQL.

results = search.find("환경부 수소", "ko")      # Results: len(), slices, counts by kind
found = search.show(results[:20], results)    # the entries with highlighted titles and snippets
rows = public(PressRelease).filter(search.matches(query))
"""

from publishing.search.documents import document, rebuild, store, update
from publishing.search.results import Group, Hit, Results, find, grouped, matches, matching_entries
from publishing.search.show import Found, show
from publishing.search.suggest import Suggestion, nearest, suggest
from publishing.search.tokens import MAX_QUERY

__all__ = [
    "MAX_QUERY",
    "Found",
    "Group",
    "Hit",
    "Results",
    "Suggestion",
    "document",
    "find",
    "grouped",
    "matches",
    "matching_entries",
    "nearest",
    "rebuild",
    "show",
    "store",
    "suggest",
    "update",
]
