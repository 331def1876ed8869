"""What feeds and sitemaps are held against: their schemas, and a program that reads feeds."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
from jsonschema import Draft202012Validator
from lxml import etree, html

__all__ = ["ATOM", "atom", "content_of", "jsonfeed", "sitemap", "walk"]

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
ABSOLUTE = ("http://", "https://", "mailto:", "tel:")


@cache
def _atom_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))


@cache
def _sitemap_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd"))


@cache
def _json_schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / "jsonfeed.json").read_text()))


def atom(client: Any, url: str) -> Any:
    """The Atom document at ``url``, after everything that can be said of its form has been asked."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    _atom_schema().assertValid(tree)
    read = feedparser.parse(response.content)
    assert not read.bozo, read.get("bozo_exception")
    assert len(read.entries) == len(tree.findall("a:entry", ATOM))
    for link in tree.iterfind(".//a:link", ATOM):
        assert link.get("href").startswith(ABSOLUTE), etree.tostring(link)
    for element in (tree, *tree.findall("a:entry", ATOM)):
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall("a:link[@rel='alternate']", ATOM)
        ]
        assert alternates
        assert len(alternates) == len(set(alternates))
    ids = [each.text for each in tree.iterfind("a:entry/a:id", ATOM)]
    assert len(ids) == len(set(ids))
    for content in tree.iterfind("a:entry/a:content", ATOM):
        _all_absolute(content.text)
    return tree


def jsonfeed(client: Any, url: str) -> dict[str, Any]:
    """The JSON Feed at ``url``, valid."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.content)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    document = json.loads(response.content)
    _json_schema().validate(document)
    for item in document["items"]:
        _all_absolute(item["content_html"])
    return document


def sitemap(client: Any, url: str) -> Any:
    """The sitemap or index at ``url``, valid."""
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    _sitemap_schema().assertValid(tree)
    assert len(response.content) < 50 * 1024 * 1024
    return tree


def content_of(markup: str) -> Any:
    """A piece of HTML as a tree."""
    return html.fragment_fromstring(markup, create_parent="div")


def walk(client: Any, url: str) -> list[Any]:
    """The documents of an Atom feed from its head back to the beginning."""
    documents = []
    while url:
        tree = atom(client, url)
        documents.append(tree)
        older = tree.find("a:link[@rel='prev-archive']", ATOM)
        url = "" if older is None else older.get("href")
    return documents


def _all_absolute(markup: str) -> None:
    for _element, attribute, link, _position in content_of(markup).iterlinks():
        assert attribute in ("href", "src")
        assert link.startswith(ABSOLUTE), link
