"""Form fields and forms that the kernel's admin is made of."""

from publishing.forms.choices import ListField
from publishing.forms.dates import DayField, PartialDateFormField
from publishing.forms.entry import EntryForm, SeverityForm
from publishing.forms.files import FileInput
from publishing.forms.moments import MomentField, MomentInput, ZonedForm
from publishing.forms.notes import NotesField
from publishing.forms.prose import ProseField
from publishing.forms.text import TextForm

__all__ = [
    "DayField",
    "EntryForm",
    "FileInput",
    "ListField",
    "MomentField",
    "MomentInput",
    "NotesField",
    "PartialDateFormField",
    "ProseField",
    "SeverityForm",
    "TextForm",
    "ZonedForm",
]
