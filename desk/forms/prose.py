"""Rich text in forms: an editor that knows exactly what :mod:`publishing.richtext` keeps."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from publishing.richtext import sanitise

__all__ = ["EXTENSIONS", "ProseField"]

# The last five are those of static/admin-portal/editor.js.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["mailto", "tel"]},
    "Table": False,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "CaptionedTable": True,
    "Note": True,
    "Language": True,
    "LineBreakPoint": True,
    "CleanPaste": True,
}


class ProseField(ProseEditorFormField):
    """A body; what is outside the list of :mod:`publishing.richtext` is taken out when the form is read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"label": _("body"), **kwargs},
            config={"extensions": dict(EXTENSIONS)},
            widget=AdminProseEditorWidget(attrs={"rows": 18}),
            sanitize=sanitise,
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sanitise(initial or "") != sanitise(data or "")
