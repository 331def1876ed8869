"""What staff fill in about an expression."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from desk.people import name_of
from interest.models import CannedAnswer, ExpressionState, OwnerContact

__all__ = ["MUST_TELL", "AssignForm", "ContactForm", "ForwardForm", "NoteForm", "StepForm"]

LONGEST = 2000
# States that nobody is left with without a word.
MUST_TELL = (ExpressionState.DECLINED, ExpressionState.MEETING)


def words(label: Any, *, required: bool, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows, "cols": 60}),
    )


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class AssignForm(forms.Form):
    """Who looks after it; nobody is a choice."""

    to = PersonField(label=_("Assigned to"), queryset=None, required=False, empty_label=_("nobody"))

    def __init__(self, people: QuerySet[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = people


class NoteForm(forms.Form):
    note = words(_("Note for the desk"), required=True, rows=3)


class AnswerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class StepForm(forms.Form):
    """Words to the sender and a note; a canned answer is put into the words by its own button."""

    answer = AnswerField(label=_("Canned answer"), queryset=None, required=False, empty_label="–")
    told = words(_("Words to the sender"), required=False, rows=10)
    note = words(
        _("Note for the desk"),
        required=False,
        rows=3,
        help_text=_("Stays inside: the sender does not see it."),
    )

    def __init__(self, state: str, *args: Any, must_tell: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.queryset = CannedAnswer.objects.filter(state=state)
        self.fields["told"].required = must_tell


class ForwardForm(forms.Form):
    note = words(
        _("Note for the desk"),
        required=False,
        rows=3,
        help_text=_("Neither the sender nor the owner sees it."),
    )


class ContactForm(forms.ModelForm):
    class Meta:
        model = OwnerContact
        fields = ("name", "email", "language")
