"""The form of an endpoint."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from webhooks.addresses import problem_with
from webhooks.models import Endpoint
from webhooks.resources import choices

__all__ = ["EndpointForm", "PauseForm"]


class EndpointForm(forms.ModelForm):
    """An address of the public internet, and the kinds of record that are told there."""

    resources = forms.MultipleChoiceField(
        label=_("Resources"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What is told. Nothing chosen: everything, also kinds that come later."),
    )

    class Meta:
        model = Endpoint
        fields = ("name", "url", "contact", "language", "resources")
        help_texts = {"url": _("Begins with https:// and belongs to the public internet.")}

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if problem := problem_with(url):
            raise ValidationError(str(problem), code="address")
        return url

    def clean_resources(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["resources"]
        return [code for code, _label in choices() if code in chosen]


class PauseForm(forms.Form):
    """Why calls are paused by hand."""

    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("Why it is paused; only staff see this."),
        widget=forms.Textarea({"rows": 2}),
    )
