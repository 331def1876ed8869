"""What staff fills in: for whom a link is, and what is answered to a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms import MailField
from profiles.content import NEW, group
from profiles.models import Proposal
from publishing.enums import Severity
from publishing.languages import Language

__all__ = ["DecisionForm", "LinkForm"]


class LinkForm(forms.Form):
    """Where the link goes, and in which language."""

    email = MailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the mails"), choices=Language.choices)


class DecisionForm(forms.Form):
    """What is taken over of a proposal, and what the company is told; facts that are public ask for a note."""

    take = forms.MultipleChoiceField(required=False)
    severity = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[("", _("nothing in the facts has changed")), *Severity.choices],
        required=False,
        help_text=_("Needed when you change facts of something that is already public."),
    )
    note = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("In the authoritative language. Readers see the note of a correction, with its date."),
    )
    answer = forms.CharField(
        label=_("Answer to the company"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In the language of the company's mails. Needed unless everything is taken over."),
    )
    looked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths = [each["path"] for each in proposal.changes]
        take: Any = self.fields["take"]
        take.choices = [(each, each) for each in dict.fromkeys(map(ticked, self.paths))]

    def clean_take(self) -> list[str]:
        """The paths behind the boxes that are ticked."""
        boxes = self.cleaned_data["take"]
        return [path for path in self.paths if ticked(path) in boxes]


def ticked(path: str) -> str:
    """The box that takes ``path`` over: a new technology has one for all of it."""
    key = group(path)
    return key if key.rpartition(".")[2] in NEW else path
