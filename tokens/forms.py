"""The form by which a token is issued."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tokens.models import Scope, Token

__all__ = ["NEEDED", "IssueForm"]

# What somebody must be allowed to do for a token of his to do it; whether in this office, is asked at every use.
NEEDED: dict[str, str] = {
    Scope.DRAFT: "publishing.submit_entry",
    Scope.UPLOAD: "publishing.add_image",
    Scope.SUBMIT: "publishing.submit_entry",
    Scope.APPROVE: "publishing.approve_entry",
    Scope.WITHDRAW: "publishing.withdraw_entry",
}
DAYS = (7, 30, 90, 180, 365)
USUAL = 90


class IssueForm(forms.ModelForm):
    """What a token is for, what it may do of what its owner may do, and until when."""

    further = forms.MultipleChoiceField(
        label=_("What it may do beside reading what is public"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Choose only what is needed. With nothing chosen the token reads what is public, with higher limits, "
            "and can be given to somebody outside."
        ),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int)
    owner: ClassVar[Any]

    class Meta:
        model = Token
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        further: Any = self.fields["further"]
        further.choices = [
            (scope, label)
            for scope, label in Scope.choices
            if scope != Scope.READ and (scope not in NEEDED or self.owner.has_perm(NEEDED[scope]))
        ]
        longest = settings.TOKEN_MAX_DAYS
        offered = [days for days in DAYS if days <= longest] or [longest]
        days: Any = self.fields["days"]
        days.choices = [(each, ngettext_lazy("%d day", "%d days", each) % each) for each in offered]
        self.initial["days"] = min(USUAL, offered[-1])

    @property
    def scopes(self) -> list[str]:
        """All that was chosen, in the order of the scopes."""
        chosen = self.cleaned_data["further"]
        return [scope for scope in Scope.values if scope == Scope.READ or scope in chosen]
