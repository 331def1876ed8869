"""The words of rich text without its elements."""

from html.parser import HTMLParser

__all__ = ["plain"]

_BLOCKS = {
    *("p", "br", "h2", "h3", "h4", "hr", "ul", "ol", "li", "blockquote"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.in_note = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        self.in_note = self.in_note or (tag == "sup" and any(name == "data-note" for name, _value in attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "sup":
            self.in_note = False

    def handle_data(self, data: str) -> None:
        if not self.in_note:
            self.parts.append(data.replace("\n", " "))


def plain(html: str) -> str:
    """The words of ``html``, one line per paragraph, item or cell; CO<sub>2</sub> stays one word."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
