"""Footnotes: those of the program, and those that are typed with stars below a paragraph, in the portal's form."""

import re
from xml.etree.ElementTree import Element

from exchange.documents import tree
from exchange.documents.result import Draft

__all__ = ["number_notes", "take_starred"]

_STARRED = re.compile(r"^(?P<stars>\*{1,4}|※{1,2})\s*(?P<words>[^*※].*)$", re.DOTALL)
_TERM = re.compile(r"(?P<term>[^:：.]{1,60}?)\s*[:：]\s+(?P<text>.+)", re.DOTALL)


def take_starred(draft: Draft, body: Element, notes: dict[str, str]) -> None:
    """Turn "word*" with "* word: what it is" below into a mark with its note."""
    text_before: Element | None = None
    for block in list(body):
        found = _STARRED.match(tree.text(block)) if block.tag == "p" else None
        if found is None:
            text_before = block
            continue
        if found["stars"].startswith("※"):
            continue
        name = f"star-{len(notes) + 1}"
        if text_before is not None and _mark(text_before, len(found["stars"]), name):
            notes[name] = " ".join(found["words"].split())
            body.remove(block)
        else:
            draft.doubt("note_without_mark", " ".join(tree.text(block).split()))


def _mark(block: Element, count: int, name: str) -> bool:
    """Put a mark in place of the first ``count`` stars behind a word in ``block``."""
    pattern = re.compile(r"(?<=[^\s*])\*{" + str(count) + r"}(?!\*)")
    for part in block.iter():
        found = pattern.search(part.text or "")
        if found:
            text = part.text or ""
            part.text = text[: found.start()]
            part.insert(0, _sup(name, text[found.end() :]))
            return True
        for number, child in enumerate(part):
            text = child.tail or ""
            if found := pattern.search(text):
                child.tail = text[: found.start()]
                part.insert(number + 1, _sup(name, text[found.end() :]))
                return True
            if child.tag in ("strong", "em", "u", "span") and re.fullmatch(
                r"\*{" + str(count) + r"}(?!\*).*", text
            ):
                child.tail = ""
                part.insert(number + 1, _sup(name, text[count:]))
                return True
    return False


def _sup(name: str, tail: str) -> Element:
    mark = Element("sup", {"data-note": name})
    mark.tail = tail
    return mark


def number_notes(draft: Draft, body: Element, notes: dict[str, str]) -> None:
    """Number the marks in their order and write the notes; a note whose mark is gone becomes a paragraph."""
    numbers: dict[str, str] = {}
    for mark in [each for each in body.iter() if each.tag == "sup" and each.get("data-note")]:
        name = mark.get("data-note", "")
        if name in numbers or not notes.get(name):
            # The portal's notes have one mark each, and words.
            draft.doubt(
                "note_without_text" if not notes.get(name) else "note_marked_twice", notes.get(name, "")
            )
            mark.tag = "span"
            del mark.attrib["data-note"]
            continue
        numbers[name] = str(len(numbers) + 1)
        mark.set("data-note", numbers[name])
        draft.notes.append({"marker": numbers[name], **_parted(notes[name])})
    for name, words in notes.items():
        if name not in numbers and words:
            paragraph = Element("p")
            paragraph.text = words
            body.append(paragraph)
            draft.doubt("note_without_mark", words)


def _parted(words: str) -> dict[str, str]:
    found = _TERM.fullmatch(words)
    return (
        {"term": found["term"].strip("* "), "text": found["text"]} if found else {"term": "", "text": words}
    )
