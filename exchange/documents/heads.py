"""The upper part of a release: the lines about its use, its title and its deck are taken out of the text."""

import re
from datetime import date
from xml.etree.ElementTree import Element

from exchange.documents import contacts, tree
from exchange.documents.header import Header, is_label, read_header
from exchange.documents.moments import plain
from exchange.documents.result import Draft

__all__ = ["LONGEST_WORDING", "take_contacts", "take_header", "take_title"]

# So many blocks, counted after boxes are opened, may stand before the text begins.
UPPER_PART = 16
# What the fields for title and deck hold.
LONGEST_WORDING = 300
_TEXT_BEGINS = 100
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_SHEETS = (
    (
        re.compile(
            r"보도(?:자료|참고자료)|참고자료|press\s*release|news\s*release|media\s*release|新闻稿|新闻通稿"
        ),
        "release",
    ),
    (re.compile(r"(?:보도)?(?:설명|해명)자료|explanatory\s*note|情况说明"), "explanation"),
    (re.compile(r"(?:보도)?정정자료|correction|更正"), "correction"),
    (re.compile(r"성명(?:서)?|담화문|statement|声明"), "statement"),
    (re.compile(r"연설문|기념사|축사|환영사|개회사|speech|讲话|致辞"), "speech"),
    (re.compile(r"사진(?:자료|뉴스)|포토뉴스|photo\s*news|图片新闻"), "photo"),
)
_DASHED = re.compile(r"^[\-–—―‐‑‒－]\s*(?P<words>.+?)\s*[\-–—―‐‑‒－]?$", re.DOTALL)


def take_header(draft: Draft, body: Element, today: date) -> None:
    """Read the lines about release and distribution into their fields, and take them out of ``body``."""
    _open_boxes(body)
    upper = list(body)[:UPPER_PART]
    lines, places = _lines(upper)
    header = read_header(lines, draft.language, today)
    used = {number for number in header.used if number < len(places)}
    _drop(body, [places[number] for number in sorted(used)])
    _take(draft, header)
    for block in list(body)[:UPPER_PART]:
        kind = _sheet(tree.text(block))
        if kind and block.tag != "table":
            draft.type = kind
            body.remove(block)
            break


def _take(draft: Draft, header: Header) -> None:
    for name in ("release_at", "release_zone", "at_once", "papers", "source", "title", "deck"):
        setattr(draft, name, getattr(header, name))
    for name in ("distributed_on", "distributed_at", "distributed_zone"):
        setattr(draft, name, getattr(header, name))
    draft.uncertainties += header.uncertainties


def _open_boxes(body: Element) -> None:
    """A table of a single cell is a frame around what stands in it."""
    for table in [each for each in body if each.tag == "table"]:
        cells = [each for each in table.iter() if each.tag in ("td", "th")]
        if len(cells) == 1:
            at = list(body).index(table)
            body.remove(table)
            for block in reversed(_blocks_of(cells[0])):
                body.insert(at, block)


def _blocks_of(cell: Element) -> list[Element]:
    """What stands in a cell, as blocks."""
    blocks = list(cell)
    if (cell.text or "").strip() or not blocks:
        paragraph = Element("p")
        paragraph.text = cell.text
        paragraph.extend(blocks)
        return [paragraph] if tree.has_content(paragraph) else []
    return blocks


Place = tuple[Element, Element | None]


def _lines(blocks: list[Element]) -> tuple[list[str], list[Place]]:
    """The lines of blocks; of each, the block it stands in and, in a table, its row."""
    lines: list[str] = []
    places: list[Place] = []
    for block in blocks:
        if block.tag == "table":
            if contacts.is_contact_table(block) and not any(map(is_label, _cells(block))):
                continue
            for line, row in _rows(block):
                lines.append(line)
                places.append((block, row))
        elif block.tag in ("p", "div", *_HEADINGS):
            lines.append(" ".join(tree.text(block).split()))
            places.append((block, None))
    return lines, places


def _cells(table: Element) -> list[str]:
    return [cell for row in contacts.grid(table) for cell in row]


def _rows(table: Element) -> list[tuple[str, Element]]:
    """The rows of a table as lines; a row of nothing but labels is told together with the row below it."""
    rows = [each for each in table.iter() if each.tag == "tr"]
    words = contacts.grid(table)
    found = []
    for number, (row, cells) in enumerate(zip(rows, words, strict=True)):
        below = words[number + 1] if number + 1 < len(words) else []
        if len(cells) > 1 and all(map(is_label, cells)) and len(below) == len(cells):
            found.append(("\t".join(part for pair in zip(cells, below, strict=True) for part in pair), row))
            below[:] = [""] * len(below)
        else:
            found.append(("\t".join(cell for cell in cells if cell), row))
    return found


def _drop(body: Element, places: list[Place]) -> None:
    """Take used lines out; what else stands in their tables becomes text of its own."""
    opened: list[Element] = []
    for block, row in places:
        if row is None:
            body.remove(block)
            continue
        if block not in opened:
            opened.append(block)
        for parent in [each for each in block.iter() if row in list(each)]:
            parent.remove(row)
    for table in opened:
        at = list(body).index(table)
        body.remove(table)
        rest = [block for cell in table.iter() if cell.tag in ("td", "th") for block in _blocks_of(cell)]
        for block in reversed([each for each in rest if tree.has_content(each)]):
            body.insert(at, block)


def _sheet(text: str) -> str:
    """Which kind of paper calls itself so: 보 도 자 료."""
    words = re.sub(r"\s+", "", plain(text)).strip("<>[]【】()□■").lower()
    return next((kind for pattern, kind in _SHEETS if pattern.fullmatch(words)), "")


# --- Title and deck ---


def take_title(draft: Draft, body: Element) -> None:
    """Find title and deck, and take them out of ``body``."""
    if not draft.title:
        block = _title_block(draft, body)
        if block is not None:
            draft.title = " ".join(tree.text(block).split())
            at = list(body).index(block)
            _keep_marks(draft, block)
            body.remove(block)
            if not draft.deck:
                _take_deck(draft, body, at)
    if not draft.title:
        draft.doubt("title_missing")
    for name in ("title", "deck"):
        words = getattr(draft, name)
        if len(words) > LONGEST_WORDING:
            setattr(draft, name, words[:LONGEST_WORDING].rsplit(" ", 1)[0])
            draft.doubt(f"{name}_too_long", words, limit=LONGEST_WORDING)


def _keep_marks(draft: Draft, block: Element) -> None:
    if any(each.get("data-note") for each in block.iter()):
        draft.doubt("note_in_title", " ".join(tree.text(block).split()))


def _title_block(draft: Draft, body: Element) -> Element | None:
    blocks = [each for each in list(body)[:UPPER_PART] if each.tag in ("p", *_HEADINGS) and tree.text(each)]
    titled = [each for each in blocks if each.get("class") == "title"]
    if titled:
        if len(titled) > 1:
            _several(draft, titled)
        return titled[0]
    large = [each for each in blocks if each.get("class") == "large" and _may_be_title(each)]
    before = _before_text(blocks)
    headings = [each for each in before if each.tag == "h1"]
    for candidates in (large, headings):
        if candidates:
            if len(candidates) > 1:
                _several(draft, candidates)
            return candidates[0]
    if before:
        # No style says so: the first short line is taken.
        draft.doubt("title_guessed", _listed(before))
        return before[0]
    return None


def _may_be_title(block: Element) -> bool:
    words = tree.text(block)
    return len(words) <= LONGEST_WORDING / 2 and not _DASHED.match(words)


def _before_text(blocks: list[Element]) -> list[Element]:
    """The short blocks before the text begins."""
    short = []
    for block in blocks:
        words = tree.text(block)
        if len(words) > _TEXT_BEGINS or block.tag not in ("p", *_HEADINGS):
            break
        short.append(block)
    return short


def _several(draft: Draft, candidates: list[Element]) -> None:
    draft.doubt("titles_several", _listed(candidates))


def _listed(blocks: list[Element]) -> str:
    return " / ".join(" ".join(tree.text(block).split()) for block in blocks[:4])


def _take_deck(draft: Draft, body: Element, at: int) -> None:
    """The lines below the title that a style or dashes mark as its deck."""
    found = []
    for block in list(body)[at:]:
        words = " ".join(tree.text(block).split())
        dashed = _DASHED.match(words)
        if block.get("class") == "subtitle":
            found.append((block, words.strip("-–—― ")))
        elif (
            block.tag == "p" and dashed and len(words) <= LONGEST_WORDING and block.get("class") != "caption"
        ):
            found.append((block, dashed["words"]))
        else:
            break
    # One line of a list may begin with a dash as well: what closes with a dash, or stands right below, is the deck.
    for block, _words in found:
        body.remove(block)
    draft.deck = " / ".join(words for _block, words in found)


# --- Contacts ---


def take_contacts(draft: Draft, body: Element) -> None:
    """Read tables and lines about contacts, and take those out that are fully read."""
    for block in list(body):
        if block.tag == "table" and contacts.is_contact_table(block):
            people, unread = contacts.in_table(block)
            draft.contacts += people
            for words in unread:
                draft.doubt("contact_unread", words)
            if people and not unread:
                body.remove(block)
        elif block.tag == "p" and (person := contacts.in_line(" ".join(tree.text(block).split()))):
            draft.contacts.append(person)
            body.remove(block)
    draft.contacts = list(dict.fromkeys(draft.contacts))
