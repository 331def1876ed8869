"""What the pages of steps ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms import MomentField, ZonedForm
from publishing.enums import Severity
from publishing.models import Entry

__all__ = [
    "AddressForm",
    "ApproveForm",
    "PublishForm",
    "ReasonForm",
    "RescheduleForm",
    "SeverityForm",
    "WithdrawForm",
]


class ReasonForm(forms.Form):
    """Why; kept with the step."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In the authoritative language. Readers see this on the page that takes its place."),
    )


class SeverityForm(forms.Form):
    """What a new version changes in something that is already public."""

    severity = forms.ChoiceField(
        label=_("What kind of change is this?"), choices=Severity.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In the language of the text. Readers see the note of a correction, with its date."),
    )


class ReleaseTimeForm(ZonedForm):
    """When it goes out, in a named zone."""

    zones = {"release_at": "release_zone"}

    class Meta:
        model = Entry
        fields = ("release_at", "release_zone")
        field_classes = {"release_at": MomentField}
        labels = {"release_zone": _("time zone")}


class ApproveForm(ReleaseTimeForm):
    at_once = forms.BooleanField(label=_("Release at once"), required=False)
    field_order = ("at_once", "release_at", "release_zone")


class RescheduleForm(ReleaseTimeForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class PublishForm(ReleaseTimeForm):
    """What a new version changes in something that is already public, and from when it does."""

    severity = SeverityForm.base_fields["severity"]
    reason = SeverityForm.base_fields["reason"]
    field_order = ("severity", "reason", "release_at", "release_zone")

    class Meta(ReleaseTimeForm.Meta):
        labels = {"release_at": _("Online from"), "release_zone": _("time zone")}
        help_texts = {
            "release_at": _(
                "Leave it empty to put the version online at once. Until then the live version stays."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["instance"].release_at = None
        super().__init__(*args, **kwargs)
        self.fields["release_zone"].required = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.cleaned_data["publish_at"] = self.cleaned_data.get("release_at")
        return cleaned


class AddressForm(forms.Form):
    """Another address, and why."""

    slug = forms.CharField(
        label=_("New address"),
        max_length=80,
        widget=forms.TextInput({"spellcheck": "false"}),
        help_text=_(
            "Small letters a–z, digits and hyphens. The present address leads to the new one for ever."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
