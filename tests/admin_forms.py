"""What a browser would send for a form that was opened and not touched."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

__all__ = ["posted"]


def posted(response: HttpResponse, form_id: str = "_form", **changes: Any) -> dict[str, Any]:
    """The fields of the form whose id ends with ``form_id``, with ``changes``; None takes a field out."""
    reader = _Reader(form_id)
    reader.feed(response.content.decode())
    fields: dict[str, Any] = reader.fields | {
        name.replace("__", "-"): value for name, value in changes.items()
    }
    return {name: value for name, value in fields.items() if value is not None}


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id", "").endswith(self.form_id)
        if not self.inside or "__prefix__" in given.get("name", "") or "disabled" in given:
            return
        if tag == "input":
            self._input(given)
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and "selected" in given:
            self.fields.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area, self.words = given["name"], []

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area:
            # The first line break after the tag is not part of the value.
            self.fields.setdefault(self.area, []).append("".join(self.words).removeprefix("\n"))
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.words.append(data)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("submit", "file", "button") or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        self.fields.setdefault(given["name"], []).append(
            given.get("value", "on" if kind == "checkbox" else "")
        )
