"""Bodies with their footnotes: every mark becomes a link, and its note follows the block it stands in.

Tables come within an element that scrolls by itself and takes the keyboard, for those wider than the screen.
"""

from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

__all__ = ["Note", "annotate"]

Note = dict[str, Any]

_EMPTY_ELEMENTS = frozenset({"br", "hr", "wbr"})


def annotate(
    body: str,
    notes: list[Note],
    render: Callable[[list[Note]], str],
    prefix: str = "note",
    elsewhere: Iterable[str] = (),
) -> SafeString:
    """``body``, which is sanitised, with its marks linked and ``render(notes)`` after each block that has marks.

    A mark without a note stays as plain text; notes without a mark follow at the end. The notes of the markers
    ``elsewhere`` stand in another part of the page: their marks are linked there.
    """
    writer = _Writer(notes, render, prefix, elsewhere)
    writer.feed(body)
    writer.close()
    return writer.finish()


class _Writer(HTMLParser):
    """Copies the markup it reads, except for the marks of notes."""

    def __init__(
        self,
        notes: list[Note],
        render: Callable[[list[Note]], str],
        prefix: str,
        elsewhere: Iterable[str],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.waiting = {str(note["marker"]): note for note in notes}
        self.markers = {*self.waiting, *elsewhere}
        self.render = render
        self.prefix = prefix
        self.depth = 0
        self.due: list[Note] = []
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marker = dict(attrs).get("data-note") if tag == "sup" else None
        if tag == "table":
            self.written.append(
                format_html(
                    '<div class="table-scroll" role="region" tabindex="0" aria-label="{}">', _("Table")
                )
            )
        self.written.append(self.reference(marker) if marker else self.get_starttag_text() or "")
        self.depth += tag not in _EMPTY_ELEMENTS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>" if tag != "table" else "</table></div>")
        self.depth -= 1
        if self.depth == 0 and tag != "sup":
            self.flush()

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def reference(self, marker: str) -> str:
        """The opening of a mark's element with what stands in it."""
        if marker not in self.markers:
            return format_html('<sup class="note-ref">{}', marker)
        note = self.waiting.pop(marker, None)
        if note:
            self.due.append(note)
        anchor = format_html(' id="{}-ref-{}"', self.prefix, marker) if note else ""
        label = _("Note %(marker)s") % {"marker": marker}
        return format_html(
            '<sup class="note-ref"><a{} href="#{}-{}" aria-label="{}">{}</a>',
            anchor,
            self.prefix,
            marker,
            label,
            marker,
        )

    def flush(self) -> None:
        if self.due:
            self.written.append(self.render(self.due))
            self.due = []

    def finish(self) -> SafeString:
        self.due.extend(self.waiting.values())
        self.flush()
        # The body was sanitised when it was stored, and what is added here was escaped where it was made.
        return SafeString("".join(self.written))
