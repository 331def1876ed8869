"""Dossiers as PDF: A4, with the type of each language, an outline, tags and page numbers."""

import re
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from dossiers.contents import set_sheets
from dossiers.fitting import TIGHTEST, tighter
from publishing import formats
from publishing.languages import active

__all__ = ["Busy", "Unable", "missing_library", "pdf"]

Pages = dict[str, int]

STYLES = ("dossier.css", "dossier-paper.css")
# Setting pages takes a whole processor: one dossier after the other in each process, and nobody waits for ever.
_TURN = BoundedSemaphore(1)
_PATIENCE = 20  # seconds
# Every sheet may become tighter three times, and then the numbers of pages be put right.
_ATTEMPTS = 5


_FOOT = '@page { @bottom-right { content: counter(page) " / %d" } }'
_TEXT = re.compile(r"(?<=>)[^<]+")
# What stands between spaces and has a Hangul syllable, if it is short enough for the narrowest column.
_WORD = re.compile(r"(?<!\S)(?=\S*[가-힣])\S{2,14}(?!\S)")


class Unable(Exception):
    """This machine has no library to set type with."""


class Busy(Exception):
    """Other dossiers are being made, and their turn did not end in time."""


@cache
def missing_library() -> str:
    """What is missing to make PDF files, in the words of the system; empty where nothing is."""
    try:
        import weasyprint  # noqa: F401 - asks for the libraries of the system
    except OSError as error:
        return str(error)
    return ""


@cache
def _styles() -> str:
    folder = settings.BASE_DIR / "static" / "css"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


def pdf(context: dict[str, Any]) -> bytes:
    """The PDF of the dossier that :func:`dossiers.contents.collect` gave; every sheet takes exactly one page.

    Raises :class:`Unable` and :class:`Busy`.
    """
    if missing_library():
        raise Unable
    if not _TURN.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        return _set(context)
    finally:
        _TURN.release()


def _set(context: dict[str, Any]) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts = FontConfiguration()
    # Nothing is fetched from anywhere: pictures stand in the document itself.
    fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    styles = CSS(string=_styles(), font_config=fonts, url_fetcher=fetcher)

    def lay_out(shown: dict[str, Any], pages: Pages) -> Any:
        numbered = [{**each, "page": pages.get(f"sheet-{each['id']}")} for each in shown["sheets"]]
        html = render_to_string(
            "dossiers/paper.html",
            {
                **shown,
                "sheets": numbered,
                "pages": pages,
                "html_lang": formats.html_lang(active()),
                "on_paper": True,
            },
        )
        return HTML(string=_whole_words(html), url_fetcher=fetcher).render(
            stylesheets=[styles, CSS(string=_FOOT % pages.get("total", 1))], font_config=fonts
        )

    # Page numbers are written into the document: what sets the type would find them out by setting every page twice.
    pages: Pages = {"total": 1}
    if not context["is_alone"]:
        pages = _foreseen(lay_out({**context, "without_sheets": True}, {}), context)
    document = lay_out(context, pages)
    for _attempt in range(_ATTEMPTS):
        crowded, found = _crowded(document, context), _pages(document)
        if not crowded and found.items() >= pages.items():
            break
        context = set_sheets(context, _degree(crowded))
        pages = pages if crowded else found
        document = lay_out(context, pages)
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


def _pages(document: Any) -> Pages:
    """On which page each anchor of ``document`` stands, and how many pages there are in all."""
    numbers = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
    return {**numbers, "total": len(document.pages)}


def _foreseen(document: Any, context: dict[str, Any]) -> Pages:
    """The numbers of all pages, from a ``document`` without the sheets, each of which takes one."""
    found, number = _pages(document), len(context["sheets"])
    before = found["comparison"] - 1 if "comparison" in found else found["total"]
    sheets = {f"sheet-{each['id']}": before + place for place, each in enumerate(context["sheets"], 1)}
    behind = {"comparison": before + number + 1} if "comparison" in found else {}
    return {**found, **sheets, **behind, "total": found["total"] + number}


def _whole_words(html: str) -> str:
    """The document with every Korean word of its body marked, as what sets the type would tear words at any syllable."""
    head, body, rest = html.partition("<body>")
    return (
        head
        + body
        + _TEXT.sub(lambda text: _WORD.sub(r'<span class="brief__word">\g<0></span>', text[0]), rest)
    )


def _degree(crowded: set[str]) -> Callable[[dict[str, Any]], int]:
    return lambda sheet: tighter(sheet["degree"]) if sheet["id"] in crowded else sheet["degree"]


def _crowded(document: Any, context: dict[str, Any]) -> set[str]:
    """The sheets that run over one page and can be set more tightly."""
    begins, crowded = _pages(document), set()
    for sheet in context["sheets"]:
        first, last = begins[f"sheet-{sheet['id']}"], begins[f"end-{sheet['id']}"]
        if first != last and sheet["degree"] < TIGHTEST:
            crowded.add(sheet["id"])
    return crowded
