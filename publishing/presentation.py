"""Models as the component templates take them: links, facts, pictures, files, figures, marks of languages.

Everything here reads what :func:`publishing.queries.whole` and :func:`publishing.visibility.with_texts` have
loaded and asks the database for nothing more.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.template.defaultfilters import filesizeformat
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from publishing import files, formats, kinds
from publishing.enums import Crop, Licence
from publishing.fields import wording
from publishing.languages import LANGUAGES, Language, active, preferred
from publishing.models import Attachment, Entry, EntryImage, Image, Money, Rendition
from publishing.models.figures import Figure

__all__ = [
    "Shown",
    "amounts",
    "card",
    "corrections",
    "documents",
    "fact",
    "facts",
    "figures",
    "foreign",
    "link",
    "listed",
    "marked",
    "marks",
    "numbers",
    "pictures",
    "related",
    "says_sample",
    "worded",
]

Shown = dict[str, Any]

_MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp"}
_SIZES = "(min-width: 60rem) 41rem, 100vw"
_NARROW = "(max-width: 40rem)"


def foreign(language: str) -> str:
    """The ``lang`` attribute of a fragment in ``language``; empty where it is the page's own."""
    return "" if language == active() else formats.html_lang(language)


def worded(instance: Model, name: str) -> Shown:
    """The label ``name`` of ``instance`` in the nearest language, with its ``lang`` where it needs one."""
    text, language = wording(instance, name)
    return {"value": text, "html_lang": foreign(language)}


def marked(shown: Shown) -> str:
    """The value of ``{"value", "html_lang"}``, escaped, in an element of its language if it needs one."""
    if shown["html_lang"]:
        return format_html('<span lang="{}">{}</span>', shown["html_lang"], shown["value"])
    return conditional_escape(shown["value"])


def listed(items: Iterable[Shown]) -> SafeString:
    """Several values in one line, as the active language separates them."""
    separator = "、" if active() == Language.CHINESE else ", "
    return format_html_join(separator, "{}", ((marked(item),) for item in items))


def says_sample(title: str) -> bool:
    """Whether ``title`` ends with the word of the sample mark in brackets, so that the mark would repeat it."""
    return title.endswith((f"({_('sample')})", f"（{_('sample')}）"))


def link(entry: Entry | None, meta: str = "") -> Shown:
    """A link to a visible entry by its present title; empty for nothing."""
    if entry is None:
        return {}
    text = entry.name_text()
    title, language = (text.title, text.language) if text else (entry.slug, active())
    return {
        "value": title,
        "label": title,
        "url": entry.path(),
        "html_lang": foreign(language),
        "meta": meta,
        "sample": entry.is_sample and not says_sample(title),
    }


def marks(entry: Entry) -> list[Shown]:
    """In which languages ``entry`` can be read, for ``components/language_marks.html``."""
    texts = {text.language: text for text in entry.live_texts}
    original = texts.get(entry.authoritative_language)
    shown = []
    for each in LANGUAGES:
        text = texts.get(each)
        state = "missing" if text is None else "stale" if text.is_stale(original) else "translation"
        state = "original" if text is not None and text is original else state
        shown.append({"html_lang": each.html_lang, "name": formats.language_name(each, each), "state": state})
    return shown


def fact(label: Any, *values: Shown | str | None, note: str = "") -> Shown:
    """A labelled fact of one or several values; what is empty falls away, and with it the fact."""
    shown = [value if isinstance(value, dict) else {"value": value} for value in values if value]
    shown = [{**value, "note": value.get("note") or note} for value in shown if value.get("value")]
    if not shown:
        return {}
    return {**(shown[0] if len(shown) == 1 else {"several": shown}), "label": capfirst(str(label))}


def facts(*items: Shown) -> list[Shown]:
    """The facts that have a value."""
    return [item for item in items if item]


def related(entries: Iterable[Entry]) -> list[Shown]:
    """Links to ``entries`` with the kind of each."""
    return [link(entry, capfirst(str(kinds.get(entry.kind).label))) for entry in entries]


def corrections(entry: Entry) -> list[Shown]:
    """What was corrected after release, the latest first."""
    return [
        {
            "at": correction.at,
            "zone": entry.release_zone,
            "note": correction.note,
            "html_lang": foreign(correction.language),
            "language": formats.language_name(correction.text.language, active()) if correction.text else "",
        }
        for correction in entry.corrections.all()
    ]


def documents(attachments: Iterable[Attachment]) -> list[Shown]:
    """Files to download, as ``components/file_link.html`` takes them."""
    return [
        {
            "url": attachment.get_absolute_url(),
            "title": worded(attachment, "title"),
            "format": files.suffix(attachment.file.name or "").removeprefix(".").upper(),
            "size": _size(attachment),
            "html_lang": formats.html_lang(attachment.language) if attachment.language else "",
            "language": formats.language_name(attachment.language, active()) if attachment.language else "",
        }
        for attachment in attachments
    ]


def _size(attachment: Attachment) -> str:
    try:
        return str(filesizeformat(attachment.file.size))
    except OSError:
        return ""


def figures(entry: Entry) -> list[Shown]:
    """Money and counts as they were stated, as ``components/count.html`` takes them."""
    return [*amounts(entry), *numbers(entry)]


def amounts(entry: Entry) -> list[Shown]:
    """Money as it was stated."""
    return [_money(money) for money in entry.money.all()]


def numbers(entry: Entry) -> list[Shown]:
    """Counts as they were stated."""
    return [_count(count) for count in entry.counts.all()]


def _money(money: Money) -> Shown:
    note = ""
    if money.converted_amount is not None:
        note = _("%(amount)s, as converted by %(who)s") % {
            "amount": formats.money(money.converted_amount, money.converted_currency, active()),
            "who": money.converted_by,
        }
    value = formats.money(money.amount, money.currency, active(), money.qualifier)
    return _figure(money, value, note)


def _count(count: Any) -> Shown:
    return _figure(count, formats.count(count.value, count.qualifier, active(), count.unit), "")


def _figure(figure: Figure, value: str, note: str) -> Shown:
    return {
        "label": worded(figure, "label"),
        "value": value,
        "note": note,
        "stated_as": {"value": figure.stated_as, "html_lang": foreign(_written_in(figure.stated_as))},
        "as_of": formats.date(figure.as_of, active()) if figure.as_of else "",
        "source": link(figure.stated_by),
    }


def _written_in(words: str) -> Language:
    """The language of a quotation from a source, told by its script."""
    if re.search("[\uac00-\ud7a3]", words):
        return Language.KOREAN
    return Language.CHINESE if re.search("[\u4e00-\u9fff]", words) else Language.ENGLISH


def pictures(uses: Iterable[EntryImage]) -> list[Shown]:
    """The images of an entry, as ``components/figure.html`` takes them; one without copies is left out.

    The first one leads: where it may be cropped, small screens show the part around its focal point.
    """
    return [shown for place, use in enumerate(uses) if (shown := _picture(use.image, leads=place == 0))]


def card(uses: Iterable[EntryImage]) -> Shown:
    """The leading image as social networks show it, cropped around its focal point; empty without one."""
    for use in uses:
        for rendition in use.image.renditions.all():
            if rendition.crop == Crop.CARD:
                return {
                    "src": rendition.get_absolute_url(),
                    "width": rendition.width,
                    "height": rendition.height,
                    "alt": worded(use.image, "alt")["value"],
                }
    return {}


def _picture(image: Image, *, leads: bool) -> Shown:
    by_format = _by_format(image, "")
    if not by_format.get("jpg"):
        return {}
    largest = by_format["jpg"][-1]
    language = _language_of(image)
    return {
        "src": largest.get_absolute_url(),
        "width": largest.width,
        "height": largest.height,
        "srcset": _srcset(by_format["jpg"]),
        "sizes": _SIZES,
        "sources": [
            *(_sources(_by_format(image, Crop.LEAD), _NARROW) if leads else ()),
            *_sources({name: by_format[name] for name in _MEDIA_TYPES if name in by_format}),
        ],
        "alt": getattr(image, to_attribute("alt", language)),
        "caption": getattr(image, to_attribute("caption", language)),
        "credit": _credit(image, language),
        "rights": Licence(image.rights).label,
        "html_lang": foreign(language),
    }


def _credit(image: Image, language: str) -> Shown:
    """The credit in the language nearest to that of the caption."""
    text, found = wording(image, "credit", language)
    return {"value": text, "html_lang": "" if found == language else formats.html_lang(found)}


def _by_format(image: Image, crop: str) -> dict[str, list[Rendition]]:
    """The copies of one part of ``image``, the smallest first."""
    by_format: dict[str, list[Rendition]] = {}
    for rendition in sorted(image.renditions.all(), key=lambda each: each.width):
        if rendition.crop == crop:
            by_format.setdefault(rendition.format, []).append(rendition)
    return by_format


def _sources(by_format: dict[str, list[Rendition]], media: str = "") -> Iterator[Shown]:
    for name in (*_MEDIA_TYPES, "jpg"):
        if name in by_format:
            largest = by_format[name][-1]
            yield {
                "type": _MEDIA_TYPES.get(name, "image/jpeg"),
                "srcset": _srcset(by_format[name]),
                "media": media,
                "width": largest.width,
                "height": largest.height,
            }


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{each.get_absolute_url()} {each.width}w" for each in renditions)


def _language_of(image: Image) -> str:
    """The nearest language in which the image has its alternative text, and its caption if it has any."""
    has_caption = bool(wording(image, "caption")[0])
    needed = ["alt", "caption"] if has_caption else ["alt"]
    for language in preferred(active()):
        if all(getattr(image, to_attribute(name, language)) for name in needed):
            return language
    return wording(image, "alt")[1]
