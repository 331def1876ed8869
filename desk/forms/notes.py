"""Footnotes as rows of a small table: marker, term, text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

__all__ = ["PARTS", "NotesField", "NotesInput"]

PARTS = ("marker", "term", "text")
SPARE_ROWS = 2


class NotesInput(forms.Widget):
    """One row per footnote and spare ones; scripts add, remove and number them."""

    template_name = "admin/widgets/notes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        blank = dict.fromkeys(PARTS, "")
        context["widget"]["rows"] = [*(value or []), *[blank] * SPARE_ROWS]
        context["widget"]["blank"] = blank
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        columns = [_values(data, f"{name}-{part}") for part in PARTS]
        rows = [dict(zip(PARTS, map(str.strip, cells), strict=True)) for cells in zip(*columns, strict=False)]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-marker" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class NotesField(forms.Field):
    """The footnotes of a text; every one needs a marker and a text."""

    widget = NotesInput

    def clean(self, value: list[dict[str, str]]) -> list[dict[str, str]]:
        for row in value:
            for cell in row.values():
                ProhibitNullCharactersValidator()(cell)
            if not row["marker"]:
                raise ValidationError(_("Give every footnote a marker, such as 1."), code="marker_missing")
            if not row["text"]:
                raise ValidationError(
                    _("Footnote %(marker)s has no text."),
                    code="text_missing",
                    params={"marker": row["marker"]},
                )
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _plain(initial) != _plain(data)


def _values(data: Any, name: str) -> list[str]:
    if isinstance(data, MultiValueDict):
        return data.getlist(name)
    value = data.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def _plain(notes: Any) -> list[tuple[str, ...]]:
    return [tuple(note.get(part, "") for part in PARTS) for note in notes or []]
