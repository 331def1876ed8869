"""A proposal beside the profile as staff finds it: what differs, per language."""

from typing import Any

from profiles.content import NEW, Content, group, label, language_of, present, said, technology_name
from profiles.models import Proposal
from profiles.proposing import overlaid
from profiles.staffforms import ticked
from publishing import compare, formats
from publishing.languages import Language, active
from publishing.presentation import Shown

__all__ = ["compared"]


def compared(proposal: Proposal) -> list[dict[str, Any]]:
    """The changes of ``proposal`` in groups, each with what stands there now and what is proposed, marked."""
    now = present(proposal.company)
    wanted = overlaid(now, proposal)
    groups: dict[str, dict[str, Any]] = {}
    for change in proposal.changes:
        key = group(change["path"])
        if key not in groups:
            is_new = key.rpartition(".")[2] in NEW
            groups[key] = {
                "key": key,
                "is_new": is_new,
                "name": _name(key, wanted if is_new else now),
                "is_technology": key.startswith("technologies."),
                "rows": [],
            }
        groups[key]["rows"].append(_row(change, now))
    return list(groups.values())


def _name(key: str, content: Content) -> Shown:
    if key.startswith("technologies."):
        return technology_name(content, key)
    return {"value": label(key), "html_lang": ""}


def _row(change: dict[str, str], now: Content) -> dict[str, Any]:
    path = change["path"]
    language = language_of(path)
    present_value = now.get(path, "")
    before, after = (said(path, value) for value in (present_value, change["after"]))
    marked = compare.words(before, after, language or Language.ENGLISH)
    return {
        "box": ticked(path),
        "label": label(path),
        "language": formats.language_name(language, active()) if language else "",
        "html_lang": Language(language).html_lang if language else "",
        "now": marked[0] if language else before,
        "proposed": marked[1] if language else after,
        "is_stale": present_value not in (change["before"], change["after"]),
        "was": said(path, change["before"]),
    }
