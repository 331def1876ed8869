"""Form fields and forms that the kernel's admin is made of."""

from desk.forms.choices import ListField
from desk.forms.dates import DayField, PartialDateFormField
from desk.forms.entry import EntryForm, SeverityForm
from desk.forms.files import FileInput
from desk.forms.images import DescribeForm, ImageForm, RestoreForm, UploadImagesForm
from desk.forms.moments import MomentField, MomentInput, ZonedForm
from desk.forms.notes import NotesField
from desk.forms.prose import ProseField
from desk.forms.text import TextForm

__all__ = [
    "DayField",
    "DescribeForm",
    "EntryForm",
    "FileInput",
    "ImageForm",
    "ListField",
    "MomentField",
    "MomentInput",
    "NotesField",
    "PartialDateFormField",
    "ProseField",
    "RestoreForm",
    "SeverityForm",
    "TextForm",
    "UploadImagesForm",
    "ZonedForm",
]
