"""Press releases and media coverage as schema.org nodes: what their pages state, for machines."""

from collections.abc import Iterable
from datetime import date

from django.utils.text import capfirst

from events import structured as events
from news.models import Quote
from organizations.structured import named, speaker
from publishing import formats
from publishing.fields import wording
from publishing.structured import Node, Statement, link, node

__all__ = ["article", "release"]


def release(said: Statement) -> Node:
    """A release by its issuer, as that was called on the date of the document."""
    entry = said.entry
    day = entry.dated.earliest()
    issuers = [named(body, day, said.absolute) for body in (entry.issuer, *entry.co_issuers.all())]
    return said.work(
        "NewsArticle",
        alternativeHeadline=said.text.deck,
        articleSection=capfirst(entry.get_type_display()),
        author=[issuer for issuer in issuers if issuer],
        sourceOrganization=named(entry.issuer, day, said.absolute),
        dateCreated=str(entry.dated),
        dateline=wording(entry.dateline, "name")[0] if entry.dateline else "",
        isBasedOn=entry.source_url,
        about=events.reference(entry.event, said.absolute),
        keywords=said.sectors(),
        contentLocation=said.places(),
        hasPart=list(_quotations(entry.quotes.all(), day, said)),
    )


def _quotations(quotes: Iterable[Quote], day: date, said: Statement) -> Iterable[Node]:
    for quote in quotes:
        words, language = wording(quote, "text")
        yield node(
            "Quotation",
            text=words,
            inLanguage=formats.html_lang(language),
            creator=speaker(quote.role, day, said.absolute),
        )


def article(said: Statement) -> Node:
    """A summary of ours, based on an article that appeared elsewhere."""
    entry = said.entry
    original = node(
        "NewsArticle",
        url=entry.url,
        datePublished=str(entry.published),
        publisher=named(entry.outlet, entry.published.earliest(), said.absolute),
        author=[
            {**link(byline.person, "Person", said.absolute), **node("Person", name=byline.name)}
            for byline in entry.bylines.all()
        ],
    )
    return said.work(
        "Article",
        isBasedOn=original,
        about=events.reference(entry.event, said.absolute),
        keywords=said.sectors(),
        contentLocation=said.places(),
    )
