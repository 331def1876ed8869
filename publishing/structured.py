"""What a page states, once more for machines: schema.org nodes as plain dicts, written as JSON-LD.

Nodes are made of what the page has loaded for itself and ask the database for nothing more. A thing that is the same
in every language is named by its short reference; a text by the address it stands at.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import formats
from publishing.fields import wording
from publishing.languages import active
from publishing.models import Entry, Place, Text

__all__ = [
    "Absolute",
    "Node",
    "Statement",
    "breadcrumbs",
    "collection",
    "document",
    "link",
    "moment",
    "node",
    "place",
    "portal",
    "quantity",
    "sample",
    "script",
    "terms",
    "website",
]

Node = dict[str, Any]
Absolute = Callable[[str], str]

PIXEL = "E37"
"""The code of UN/CEFACT for the unit in which pictures are measured."""
# As Django's json_script does, and the two line ends that JSON allows and older readers of scripts do not.
_ESCAPES = {ord(each): f"\\u{ord(each):04X}" for each in "<>&\u2028\u2029"}


def node(type_: str, at: str = "", /, **properties: Any) -> Node:
    """A node of ``type_`` with the identifier ``at``; properties without a value fall away."""
    named = {"@id": at} if at else {}
    stated = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": type_, **named, **stated}


def document(nodes: Iterable[Node]) -> str:
    """The nodes as one graph."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":"), default=str)


def script(nodes: Iterable[Node]) -> SafeString:
    """The nodes as one graph in the element that pages carry it in, safe whatever the nodes say."""
    data = document(nodes).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(data))  # noqa: S308 -- escaped above


def moment(at: datetime | None, zone: str) -> str:
    """A moment with the offset of ``zone``: "2026-06-01T12:00:00+09:00"."""
    return at.astimezone(ZoneInfo(str(zone))).isoformat(timespec="seconds") if at else ""


def quantity(value: int, unit: str = "") -> Node:
    return node("QuantitativeValue", value=value, unitCode=unit)


def portal(absolute: Absolute) -> Node:
    """Who publishes the pages."""
    return node(
        "Organization",
        f"{absolute(get_script_prefix())}#portal",
        name=_("Green Cooperation Portal"),
        url=absolute(reverse("home")),
        disambiguatingDescription=_(
            "Demonstration site with sample content. Not operated by any ministry or government body."
        ),
    )


def website(absolute: Absolute) -> Node:
    """The site in the active language, and how it is searched."""
    home = absolute(reverse("home"))
    target = node("EntryPoint", urlTemplate=f"{absolute(reverse('search'))}?q={{search_term_string}}")
    return node(
        "WebSite",
        f"{home}#website",
        name=_("Green Cooperation Portal"),
        url=home,
        inLanguage=active().html_lang,
        publisher={"@id": portal(absolute)["@id"]},
        potentialAction={
            **node("SearchAction", target=target),
            "query-input": "required name=search_term_string",
        },
    )


def breadcrumbs(items: Iterable[Node], absolute: Absolute, url: str) -> Node:
    """The trail to the page at ``url``; its last item is the page itself."""
    return node(
        "BreadcrumbList",
        f"{url}#breadcrumbs",
        itemListElement=[
            node(
                "ListItem",
                position=position,
                name=str(item["label"]),
                item=absolute(item["url"]) if item.get("url") else url,
            )
            for position, item in enumerate(items, start=1)
        ],
    )


def link(entry: Entry | None, type_: str, absolute: Absolute, name: str = "") -> Node:
    """A reference to a visible entry by its present title or by ``name``; empty for nothing."""
    if entry is None:
        return {}
    return node(
        type_,
        absolute(reverse("reference", args=[entry.ref])),
        name=name or entry.title,
        url=absolute(entry.path()),
        **sample(is_sample=entry.is_sample),
    )


def sample(*, is_sample: bool) -> Node:
    """The mark beside the name of what is made up."""
    return {"disambiguatingDescription": _("sample")} if is_sample else {}


def place(where: Place | None, venue: str = "") -> Node:
    """A place by its name, as precise as it is known; ``venue`` is the house there."""
    name = wording(where, "name")[0] if where else ""
    code = where.iso_code if where else ""
    country, _hyphen, region = code.partition("-")
    if not code:
        address = node("PostalAddress", addressLocality=name)
    elif not region:
        address = node("PostalAddress", addressCountry=country)
    else:
        address = node("PostalAddress", addressRegion=name, addressCountry=country)
    if not (venue or name):
        return {}
    return node("Place", name=venue or name, address=address if where else None)


def collection(
    heading: str, url: str, entries: Iterable[Entry], absolute: Absolute, *, first: int, total: int
) -> Node:
    """A list of entries in the order and numbering of the page."""
    items = [
        node("ListItem", position=position, name=entry.title, url=absolute(entry.path()))
        for position, entry in enumerate(entries, start=first)
    ]
    return node(
        "CollectionPage",
        url,
        url=url,
        name=heading,
        inLanguage=active().html_lang,
        isPartOf={"@id": f"{absolute(reverse('home'))}#website"},
        publisher={"@id": portal(absolute)["@id"]},
        breadcrumb={"@id": f"{url}#breadcrumbs"},
        mainEntity=node("ItemList", numberOfItems=total, itemListElement=items),
    )


def terms(name: str, url: str, rows: Iterable[Node], absolute: Absolute) -> Node:
    """The terms of a glossary as its page shows them."""
    return node(
        "DefinedTermSet",
        url,
        url=url,
        name=name,
        inLanguage=active().html_lang,
        publisher={"@id": portal(absolute)["@id"]},
        hasDefinedTerm=[
            node(
                "DefinedTerm",
                f"{url}#{row['slug']}",
                name=row["term"]["value"],
                alternateName=[each["text"] for each in row["others"]],
                description=row["definition"]["value"],
                termCode=row["slug"],
            )
            for row in rows
        ],
    )


@dataclass(frozen=True)
class Statement:
    """The page of one entry: in which words, at which address, with what around it."""

    entry: Any
    text: Text
    url: str
    absolute: Absolute
    context: Node

    @property
    def reference(self) -> str:
        """What names the thing itself, in every language."""
        return str(self.context["short_url"])

    def thing(self, type_: str, /, **properties: Any) -> Node:
        """What the page is about, where that is no text: the same thing in every language."""
        return node(
            type_,
            self.reference,
            **{
                "name": self.text.title,
                "description": self.text.deck,
                "url": self.url,
                "mainEntityOfPage": {"@id": self.url},
                "identifier": self.entry.ref,
                "image": self._images(),
                **self._sample(),
                **properties,
            },
        )

    def work(self, type_: str, /, **properties: Any) -> Node:
        """The text itself, one work in each language."""
        return node(
            type_,
            f"{self.url}#text",
            **{
                "headline": self.text.title,
                "description": self.text.deck,
                "url": self.url,
                "mainEntityOfPage": {"@id": self.url},
                "identifier": self.entry.ref,
                "image": self._images(),
                **self._published(),
                **self._sample(),
                **properties,
            },
        )

    def page(self, type_: str = "WebPage", *, of_text: bool) -> Node:
        """The page; where it is about a thing and not ``of_text``, its wording is dated and licensed here."""
        return node(
            type_,
            self.url,
            **{
                "url": self.url,
                "name": self.text.title,
                "inLanguage": formats.html_lang(self.text.language),
                "isPartOf": {"@id": f"{self.absolute(reverse('home'))}#website"},
                "breadcrumb": {"@id": f"{self.url}#breadcrumbs"},
                **({} if of_text else self._published()),
            },
        )

    def sectors(self) -> list[str]:
        """The fields of the entry, in words."""
        return [wording(each, "name")[0] for each in self.entry.sectors.all()]

    def places(self) -> list[Node]:
        return [place(each) for each in self.entry.places.all()]

    def _published(self) -> Node:
        entry = self.entry
        corrections = list(entry.corrections.all())
        return {
            "inLanguage": formats.html_lang(self.text.language),
            "datePublished": moment(entry.release_at, entry.release_zone),
            "dateModified": moment(corrections[0].at, entry.release_zone) if corrections else "",
            "correction": [
                node(
                    "CorrectionComment",
                    text=each.note,
                    inLanguage=formats.html_lang(each.language),
                    datePublished=moment(each.at, entry.release_zone),
                )
                for each in corrections
            ],
            "isAccessibleForFree": True,
            "license": node("CreativeWork", name=capfirst(entry.get_licence_display())),
            "publisher": {"@id": portal(self.absolute)["@id"]},
            **self._translations(),
        }

    def _sample(self) -> Node:
        """The notice on the page of what is made up."""
        return {"disambiguatingDescription": _("Fictitious sample")} if self.entry.is_sample else {}

    def _translations(self) -> Node:
        """The original of a translation, or the translations of an original, as far as they exist."""
        own = self.text.language
        others = [
            node(
                "CreativeWork",
                url=self.absolute(self.entry.path(code)),
                inLanguage=formats.html_lang(code),
            )
            for code in self.entry.languages
            if code != own
        ]
        if own == self.entry.authoritative_language:
            return {"workTranslation": others}
        of = formats.html_lang(self.entry.authoritative_language)
        return {"translationOfWork": next((each for each in others if each["inLanguage"] == of), None)}

    def _images(self) -> list[Node]:
        return [
            node(
                "ImageObject",
                contentUrl=self.absolute(shown["src"]),
                width=quantity(shown["width"], PIXEL),
                height=quantity(shown["height"], PIXEL),
                caption=shown["caption"],
                creditText=shown["credit"]["value"],
            )
            for shown in self.context["pictures"]
            if shown
        ]
