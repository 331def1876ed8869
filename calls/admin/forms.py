"""What staff fill in to decide an application, to send the letters and to make a participant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.joining import candidates
from calls.models import Application, CannedReason
from calls.selection import may_be_decided
from organizations.models import Company

__all__ = ["DecisionForm", "JoinForm", "LettersForm"]

NEW, OTHER = "new", "other"


class DecisionForm(forms.Form):
    """A decision with its words; those of the applicant are in the applicant's language."""

    state = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    canned = forms.ModelChoiceField(
        label=gettext_lazy("Reason from the list"), queryset=CannedReason.objects.none(), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the applicant"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place on the waiting list"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Left empty: at the end."),
    )
    internal = forms.CharField(
        label=gettext_lazy("Note among staff"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        choices = [(each.value, capfirst(str(each.label))) for each in may_be_decided(application)]
        state, canned = self.fields["state"], self.fields["canned"]
        if isinstance(state, forms.ChoiceField) and isinstance(canned, forms.ModelChoiceField):
            state.choices = choices
            canned.queryset = CannedReason.objects.filter(state__in=[value for value, _label in choices])
        self.fields["reason"].help_text = _(
            "In the language of the applicant: %(language)s. Goes before the reason from the list."
        ) % {"language": application.get_language_display()}

    def words(self) -> str:
        """The reason that was written, else the one from the list in the applicant's language."""
        written: str = self.cleaned_data["reason"].strip()
        canned: CannedReason | None = self.cleaned_data["canned"]
        if written or canned is None:
            return written
        with translation.override(self.application.language):
            return str(canned.body)


class LettersForm(forms.Form):
    """Until when those who are accepted confirm."""

    confirm_by = forms.DateField(
        label=gettext_lazy("Accepted companies confirm by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class JoinForm(forms.Form):
    """Which entry the company gets: one that is there, or a new draft."""

    company = forms.ChoiceField(label=gettext_lazy("Entry of the company"), widget=forms.RadioSelect)
    ref = forms.CharField(
        label=gettext_lazy("Reference or address of the other entry"), max_length=80, required=False
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        found = candidates(application)
        first = str(found[0].pk) if found else NEW
        super().__init__(*args, **{"initial": {"company": first}, **kwargs})
        field = self.fields["company"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                *((str(each.pk), str(each)) for each in found),
                (NEW, _("a new draft with what the company wrote")),
                (OTHER, _("another entry, named below")),
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("company") == OTHER:
            name = cleaned.get("ref", "").strip()
            rows = Company.objects.filter(ref=name) | Company.objects.filter(slug=name)
            cleaned["found"] = rows.first() if name else None
            if cleaned["found"] is None:
                raise ValidationError({"ref": _("There is no company with this reference or address.")})
        return cleaned

    def chosen(self) -> Company | None:
        """The entry that was chosen; none for a new one."""
        company = self.cleaned_data["company"]
        if company == OTHER:
            found: Company = self.cleaned_data["found"]
            return found
        return None if company == NEW else Company.objects.get(pk=company)
