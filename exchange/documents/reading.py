"""From the bytes of a document to the draft of a press release."""

import re
from dataclasses import replace
from datetime import datetime
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from exchange.documents import contacts, heads, notes, tree
from exchange.documents.docx import read_docx
from exchange.documents.hwpx import read_hwpx
from exchange.documents.languages import guess
from exchange.documents.package import HUGE, Package, Unreadable
from exchange.documents.pictures import usable
from exchange.documents.result import Draft, Picture, Raw
from publishing.enums import Zone
from publishing.languages import Language
from publishing.richtext import sanitise

__all__ = ["read"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FIRST_HEADING, _LAST_HEADING = 2, 4
# Letters that only Hangul's own fonts can show; its framed numbers have a counterpart everybody can read.
_FRAMED = {chr(0xF02B1 + number): chr(0x2460 + number) for number in range(9)}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_WORDS_AROUND = 60
MOST_BLOCKS = 5_000


def read(content: bytes, at: datetime, language: str = "") -> Draft:
    """What the document ``content`` says, as of the moment ``at``; its language is guessed if none is given.

    Raises :class:`Unreadable` where it cannot be read at all.
    """
    package = Package(content)
    raw = read_docx(package) if package.kind == "docx" else read_hwpx(package)
    if len(raw.body) > MOST_BLOCKS:
        raise Unreadable(HUGE)
    words = tree.text(raw.body)
    if not words:
        raise Unreadable(tree.EMPTY)
    draft = Draft(Language(language) if language else guess(words), uncertainties=list(raw.uncertainties))
    zone = Zone.BEIJING if draft.language == Language.CHINESE else Zone.SEOUL
    today = at.astimezone(ZoneInfo(zone)).date()
    body = raw.body
    _replace_letters(draft, body, raw)
    heads.take_header(draft, body, today)
    _take_pictures(draft, body, raw)
    heads.take_title(draft, body)
    heads.take_contacts(draft, body)
    notes.take_starred(draft, body, raw.notes)
    _flatten_nested(draft, body)
    _shift_headings(draft, body)
    notes.number_notes(draft, body, raw.notes)
    draft.body = sanitise(tree.html(list(body)))
    _check_moments(draft, at)
    return draft


# --- Letters ---


def _replace_letters(draft: Draft, body: Element, raw: Raw) -> None:
    replaced: list[str] = []
    for part in body.iter():
        part.text = _readable(part.text, replaced)
        part.tail = _readable(part.tail, replaced)
    raw.notes.update({name: _readable(words, replaced) or "" for name, words in raw.notes.items()})
    for words in dict.fromkeys(replaced):
        draft.doubt("letters_replaced", words)


def _readable(words: str | None, replaced: list[str]) -> str | None:
    if not words:
        return words
    words = _INVISIBLE.sub("", words).replace("\t", " ")
    if not _PRIVATE.search(words):
        return words
    shown = _PRIVATE.sub(lambda found: _FRAMED.get(found[0], ""), words)
    replaced.append(shown.strip()[:_WORDS_AROUND])
    return shown


# --- Pictures ---


def _take_pictures(draft: Draft, body: Element, raw: Raw) -> None:
    """Take the pictures out of the text; each is told by the words it follows."""
    taken: dict[int, Picture] = {}
    after = ""
    for block in list(body):
        numbers = []
        for parent in list(block.iter()):
            for image in [each for each in parent if each.tag == "img"]:
                numbers.append(
                    (int(image.get("src", "").removeprefix("image:")), image.get("alt", "").strip())
                )
                _take_out(parent, image)
        words = _around(block)
        after = words if words and not words.startswith(("*", "※")) else after
        caption = _caption_below(body, block) if numbers else ""
        for number, alt in numbers:
            if number not in taken:
                taken[number] = Picture(*raw.images[number], alt=alt[:300], caption=caption, after=after)
        if block in list(body) and not tree.has_content(block):
            body.remove(block)
    for picture in taken.values():
        found = usable(picture.name, picture.content)
        if found is None:
            draft.doubt("image_dropped", picture.after, image=picture.name)
            continue
        draft.pictures.append(replace(picture, name=found[0], content=found[1]))
        if not picture.alt:
            draft.doubt("image_without_alt", picture.caption or picture.after, image=found[0])


def _take_out(parent: Element, image: Element) -> None:
    tail, at = image.tail or "", list(parent).index(image)
    parent.remove(image)
    if tail and at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def _around(block: Element) -> str:
    return " ".join(tree.text(block).split())[:_WORDS_AROUND]


def _caption_below(body: Element, block: Element) -> str:
    """The caption right below a picture, taken out of the text."""
    blocks = list(body)
    at = blocks.index(block) + 1
    if at < len(blocks) and blocks[at].get("class") == "caption":
        words = " ".join(tree.text(blocks[at]).split())
        if len(words) <= 500 and not any(each.tag == "img" for each in blocks[at].iter()):
            body.remove(blocks[at])
            return words
    return ""


# --- Structure ---


def _flatten_nested(draft: Draft, body: Element) -> None:
    """A table inside a table becomes lines of text in its cell."""
    for cell in [each for each in body.iter() if each.tag in ("td", "th")]:
        for table in [each for each in cell if each.tag == "table"]:
            at = list(cell).index(table)
            cell.remove(table)
            lines = [" | ".join(filter(None, row)) for row in contacts.grid(table)]
            draft.doubt("table_flattened", " / ".join(lines)[:200])
            for line in reversed(lines):
                paragraph = Element("p")
                paragraph.text = line
                cell.insert(at, paragraph)


def _shift_headings(draft: Draft, body: Element) -> None:
    """The highest heading below the title is of the second level; the portal keeps three levels."""
    found = [each for each in body.iter() if each.tag in _HEADINGS]
    if not found:
        return
    shift = _FIRST_HEADING - min(int(each.tag[1]) for each in found)
    flattened = []
    for heading in found:
        level = int(heading.tag[1]) + shift
        if level > _LAST_HEADING:
            flattened.append(" ".join(tree.text(heading).split()))
        heading.tag = f"h{min(level, _LAST_HEADING)}"
    if flattened:
        draft.doubt("headings_flattened", " / ".join(flattened)[:200])


# --- Moments ---


def _check_moments(draft: Draft, at: datetime) -> None:
    if draft.release_at is not None:
        draft.dated = draft.release_at.date()
        told = {"at": draft.release_at.isoformat(), "zone": draft.release_zone}
        if draft.release_at <= at:
            draft.doubt("embargo_past", draft.papers, **told)
        if draft.distributed_on and draft.distributed_on > draft.release_at.date():
            draft.doubt("distributed_late", draft.distributed_on.isoformat(), **told)
    elif draft.distributed_on:
        draft.dated = draft.distributed_on
    if draft.release_at is None and not draft.at_once:
        draft.doubt("release_missing")
    if draft.dated is None:
        draft.doubt("date_missing")
