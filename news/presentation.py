"""Press releases and media coverage in words: by the names, titles and clocks of their own day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.calendars import has_day
from events.models import Event
from news.models import MediaCoverage, PressRelease
from news.models.releases import PressContact, Quote
from organizations.models import Role
from organizations.presentation import named, office, speaker
from publishing import formats, kinds
from publishing.fields import wording
from publishing.languages import Language, active
from publishing.models import Entry
from publishing.presentation import (
    Shown,
    fact,
    facts,
    foreign,
    link,
    marked,
    marks,
    related,
    says_sample,
    worded,
)

__all__ = [
    "article",
    "article_facts",
    "beyond",
    "by_day",
    "contacts",
    "earlier",
    "event",
    "quotes",
    "release",
    "release_facts",
    "release_moment",
]


def _reading_zone() -> str:
    """The zone by whose calendar the reader's list is divided into days."""
    return formats.reader_zones(formats.SEOUL, active())[0]


def _row(entry: Entry, body: Shown) -> Shown:
    moment = entry.release_at or entry.created_at
    day = formats.local_day(moment, _reading_zone())
    text = entry.text()
    return {
        **link(entry),
        "iso": moment.astimezone(UTC).isoformat(),
        "time": _clocks(moment, _reading_zone()),
        "day": formats.date(day, active(), weekday=True),
        "date": day,
        "deck": text.deck if text else "",
        "issuer": marked(body) if body else "",
        "languages": marks(entry),
    }


def _clocks(moment: datetime, zone: str) -> SafeString:
    """The clocks of both countries, neither broken in two."""
    pair = formats.zone_pair(moment, zone, active()).split(" · ")
    return format_html_join(" · ", '<span class="nowrap">{}</span>', ((clock,) for clock in pair))


def release(entry: PressRelease) -> Shown:
    """One release in a list, as ``components/entry_item.html`` takes it."""
    issuer = named(entry.issuer, entry.dated.earliest())
    return {**_row(entry, issuer), "kind": capfirst(entry.get_type_display())}


def article(entry: MediaCoverage) -> Shown:
    """One article in a list: its day is that of its publication."""
    outlet = named(entry.outlet, entry.published.earliest())
    return {
        **_row(entry, outlet),
        "iso": str(entry.published),
        "day": formats.date(entry.published, active(), weekday=True),
        "time": _clocks(entry.published_at, entry.published_zone) if entry.published_at else "",
    }


def by_day(rows: Iterable[Shown]) -> list[dict[str, Any]]:
    """Neighbouring rows of one day under its date, as ``components/date_mark.html`` takes it."""
    return [
        {
            "day": formats.date(day, active(), weekday=True),
            "iso": day.isoformat(),
            "mark": formats.date_mark(day, None, active()),
            "rows": [{**row, "day": ""} for row in held],
        }
        for day, held in groupby(rows, key=lambda row: row["date"])
    ]


def release_moment(moment: datetime, zone: str) -> Shown:
    """A moment for ``components/zone_times.html``: the reader's clock large, the other country's and UTC beside it."""
    language = active()
    leading, *others = [*formats.reader_zones(zone, language), formats.UTC]
    day = formats.local_day(moment, leading)
    return {
        "iso": moment.astimezone(UTC).isoformat(),
        "day": formats.date(day, language, weekday=True),
        "clock": formats.time(moment, leading, language),
        "city": formats.zone_label(leading, language),
        "others": [_elsewhere(moment, other, day) for other in others],
    }


def _elsewhere(moment: datetime, zone: str, day: date) -> str:
    language = active()
    there = formats.local_day(moment, zone)
    dated = formats.date(there, language) if there != day else ""
    words = (dated, formats.time(moment, zone, language), formats.zone_label(zone, language))
    return " ".join(filter(None, words))


def release_facts(entry: PressRelease) -> list[Shown]:
    """Who issued a release, when it was handed out and for which editions, under what number."""
    day = entry.dated.earliest()
    return facts(
        fact(_("Distributed"), _moment(entry.distributed_at, entry.distributed_zone)),
        fact(_("For use"), worded(entry, "embargo_note")),
        fact(_("Issuer"), named(entry.issuer, day)),
        fact(_("Issuer today"), *_today(entry, day)),
        fact(_("Issued with"), *[named(body, day) for body in entry.co_issuers.all()]),
        fact(_("Unit in charge"), named(entry.unit, day)),
        fact(_("Date of the document"), formats.date(entry.dated, active())),
        fact(_("Dateline"), worded(entry.dateline, "name") if entry.dateline else None),
        fact(_("Issuer’s number"), entry.number),
        fact(_("At the issuer"), _address(entry.source_url)),
    )


def _moment(moment: datetime | None, zone: str) -> SafeString | str:
    if moment is None:
        return ""
    day = formats.date(formats.local_day(moment, zone), active(), weekday=True)
    return format_html("{} {}", day, _clocks(moment, zone))


def _today(entry: PressRelease, day: date) -> list[Shown]:
    """Who stands in the issuer's place today, if it bears another name now or has a successor."""
    if entry.issuer is None:
        return []
    successors = [link(body) for body in entry.issuer.successors.all()]
    if successors:
        return successors
    present = link(entry.issuer)
    return [present] if present["label"] != entry.issuer.name_on(day, active())[0] else []


def _address(url: str) -> Shown | None:
    if not url:
        return None
    return {"value": url.split("://", 1)[-1].split("/", 1)[0], "url": url}


def article_facts(entry: MediaCoverage) -> list[Shown]:
    """Where an article appeared, when, by whom, and where it can be read."""
    day = entry.published.earliest()
    published = formats.date(entry.published, active(), weekday=True)
    clocks = (
        formats.zone_pair(entry.published_at, entry.published_zone, active()) if entry.published_at else ""
    )
    return facts(
        fact(_("Outlet"), named(entry.outlet, day)),
        fact(_("Published"), published, note=clocks),
        fact(
            _("By"),
            *[
                {**link(byline.person), "value": byline.name, "html_lang": ""}
                for byline in entry.bylines.all()
            ],
        ),
        fact(_("Article"), _address(entry.url)),
    )


def contacts(rows: Iterable[PressContact]) -> list[Shown]:
    """Whom journalists can ask."""
    return [
        {
            "name": name,
            "unit": worded(contact, "unit"),
            "phone": contact.phone,
            "email": contact.email,
            "sample": contact.is_sample and not says_sample(name["value"]),
        }
        for contact in rows
        for name in [worded(contact, "name")]
    ]


def quotes(entry: PressRelease, request: HttpRequest) -> list[Shown]:
    """What was said in a release, by whom in which role on its day, for ``components/quote.html``."""
    text = entry.text()
    page = request.build_absolute_uri(entry.path())
    translator = text.translator if text else ""
    return [_quote(quote, entry.dated.earliest(), page, translator) for quote in entry.quotes.all()]


def _quote(quote: Quote, day: date, page: str, translator: str) -> Shown:
    words, language = wording(quote, "text")
    said_in = quote.original_language
    is_translated = bool(said_in) and said_in != language
    shown = {
        "text": words,
        "html_lang": foreign(language),
        "speaker": _name(quote.role, day),
        "role": _office(quote.role, day),
        "date": formats.date(day, active()),
        "is_original": said_in == language,
        "translated_from": formats.language_name(said_in, active(), spoken=True) if is_translated else "",
        "translated_by": translator if is_translated and language == active() else "",
        "language": formats.language_name(language, active()),
        "anchor": f"quote-{quote.pk}",
    }
    return {**shown, "citation": _citation(shown, quote.role, day, f"{page}#{shown['anchor']}")}


def _citation(shown: Shown, role: Role, day: date, address: str) -> str:
    """A quotation in one piece of plain text: words, speaker with title and organization, day, language, address."""
    who = speaker(role, day)
    parts, between = office(who)
    position = between.join(part["value"] for part in parts)
    source = [
        _("Language: %(language)s.") % {"language": shown["language"]},
        _("Translated from %(language)s.") % {"language": shown["translated_from"]}
        if shown["translated_from"]
        else "",
        _("Translated by %(translated_by)s.") % {"translated_by": shown["translated_by"]}
        if shown["translated_by"]
        else "",
        _("In the original words.") if shown["is_original"] else "",
    ]
    chinese = active() == Language.CHINESE
    speech = ("，" if chinese else ", ").join(filter(None, (who["name"], position, shown["date"])))
    dash, space = ("——", "") if chinese else ("— ", " ")
    return "\n".join((shown["text"], dash + speech, space.join(filter(None, source)), address))


def _name(role: Role, day: date) -> SafeString:
    who = speaker(role, day)
    name = marked({"value": who["name"], "html_lang": who["html_lang"]})
    return format_html('<a href="{}">{}</a>', who["url"], name)


def _office(role: Role, day: date) -> SafeString:
    """Title and organization as they were on ``day``."""
    parts, between = office(speaker(role, day))
    return format_html_join(between, "{}", ((marked(part),) for part in parts))


def event(about: Event | None) -> Shown:
    """The event a text is about, with its calendar file where the days are known."""
    if about is None:
        return {}
    routes = kinds.get(about.kind).routes
    return {
        **link(about),
        "calendar_url": reverse(f"{routes}:ics", args=[about.slug]) if has_day(about) else "",
    }


def beyond(entry: Entry, about: Event | None) -> list[Shown]:
    """What is related to ``entry`` beside the event it is about."""
    return related(each for each in entry.related.all() if about is None or each.pk != about.pk)


def earlier(entries: Iterable[PressRelease]) -> list[Shown]:
    """Former releases, for ``components/related_list.html``."""
    return [
        link(
            entry,
            formats.date(formats.local_day(entry.release_at, _reading_zone()), active())
            if entry.release_at
            else "",
        )
        for entry in entries
    ]
