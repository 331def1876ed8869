"""Pages read as machines read them: their structured data, their visible words, their tags for social networks."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

VOCABULARY = json.loads((Path(__file__).parent.parent / "schemas" / "schema-org.json").read_text())


def graph(html: str) -> list[dict[str, Any]]:
    """The nodes of the page's one block of structured data."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def node(nodes: list[dict[str, Any]], *types: str) -> dict[str, Any]:
    """The node of one of ``types``; the first, as the publisher comes last."""
    return next(each for each in nodes if each["@type"] in types)


def main(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page is about."""
    return next((each for each in nodes if "mainEntityOfPage" in each), nodes[0])


def every(value: Any) -> Iterator[dict[str, Any]]:
    """All nodes, however deep."""
    if isinstance(value, list):
        for each in value:
            yield from every(each)
    elif isinstance(value, dict):
        yield value
        for each in value.values():
            yield from every(each)


def words(html: str) -> str:
    """What a reader can see, in one line."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return squeezed(unescape(re.sub(r"<[^>]+>", "", re.sub(r"\s+", " ", body))))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u200b", ""))


def social(html: str) -> dict[str, list[str]]:
    """The tags for social networks by name, each with its values in order."""
    found: dict[str, list[str]] = {}
    pattern = r'<meta (?:property|name)="((?:og|article|twitter):[a-z_:]+)" content="([^"]*)">'
    for name, value in re.findall(pattern, html):
        found.setdefault(name, []).append(unescape(value))
    return found


def _above(type_: str) -> set[str]:
    parents = VOCABULARY["types"][type_]
    return {type_}.union(*(_above(parent) for parent in parents))


def problems(nodes: list[dict[str, Any]]) -> list[str]:
    """What the vocabulary does not know: types, properties, and properties at types they do not belong to."""
    found = []
    for each in every(nodes):
        type_ = each.get("@type")
        if type_ is None:
            found += [f"neither typed nor a reference: {each}"] if set(each) != {"@id"} else []
            continue
        if type_ not in VOCABULARY["types"]:
            found.append(f"no such type: {type_}")
            continue
        for name in each:
            if (
                name.startswith("@")
                or name == "query-input"
                or (type_ == "OrganizationRole" and name == "affiliation")
            ):
                continue
            domains = VOCABULARY["properties"].get(name)
            if domains is None or not _above(type_).intersection(domains):
                found.append(f"{type_} has no {name}")
    return found
