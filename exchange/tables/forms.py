"""What is asked before a table is imported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.tables.encodings import Encoding
from publishing.enums import Severity

__all__ = ["PublicChangeForm", "UploadForm"]


class PublicChangeForm(forms.Form):
    """What kind of change the file makes to facts that are public already."""

    severity = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[("", _("nothing that is public changes")), *Severity.choices],
        required=False,
        help_text=_("Needed when the file changes facts of something that is already public."),
    )
    note = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("In the authoritative language. Readers see the note of a correction, with its date."),
    )


class UploadForm(forms.Form):
    """The file, how its characters are written, and what happens to new rows."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("XLSX or CSV; the first row names the columns."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    encoding = forms.ChoiceField(
        label=_("Characters of a CSV file"),
        choices=[("", _("recognize automatically")), *Encoding.choices],
        required=False,
        help_text=_("Choose only if the preview shows wrong characters."),
    )
    hand_over = forms.BooleanField(
        label=_("Hand new entries over for review"),
        required=False,
        initial=True,
        help_text=_("Each needs its text in the authoritative language. Nothing is published by an import."),
    )

    def __init__(self, *args: Any, hands_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hands_over:
            del self.fields["hand_over"]
