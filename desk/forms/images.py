"""Forms of the library of images: one image, several that were just uploaded, a former file."""

from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute

from publishing.actions import Actor, EditImage
from publishing.enums import Severity
from publishing.languages import LANGUAGES
from publishing.models import Image
from publishing.readiness import Reason
from publishing.revisions import row_of

__all__ = ["DescribeForm", "ImageForm", "RestoreForm", "UploadImagesForm", "describing_fields"]

# Where a reason shows on the form; what is not named here stands above it.
_PLACES = {"severity_missing": "severity", "note_missing": "change_note"}
_QUESTIONS = {"severity", "change_note", "seen"}


_WORDS = [to_attribute(name, language) for name in ("alt", "caption") for language in LANGUAGES]


def describing_fields() -> list[str]:
    """What readers are told of an image, with a column per language."""
    names = ("alt", "caption", "credit")
    return [*(to_attribute(name, language) for name in names for language in LANGUAGES), "rights"]


def _severity(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[("", label), *Severity.choices],
        required=False,
        help_text=_("Needed when you change an image that is already public."),
    )


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("What did you change, and why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Kept with the former file. Where the image is public, readers see the note of a correction."
        ),
    )


def _state_of(image: Image) -> str:
    """A word that changes with everything that can be edited of ``image``."""
    return sha256(repr(sorted(row_of(image).items())).encode()).hexdigest()[:24]


class DescribeForm(forms.ModelForm):
    """What readers are told of an image; a change that somebody else made meanwhile is not written over."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    actor: ClassVar[Actor]
    is_public: ClassVar[bool] = False

    class Meta:
        model = Image
        fields = describing_fields()
        widgets: ClassVar[dict[str, Any]] = {name: forms.Textarea({"rows": 2}) for name in _WORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._state = _state_of(self.instance) if self.instance.pk else ""
        self.initial["seen"] = self._state
        self.stored = {name: getattr(self.instance, name, None) for name in self.fields}

    @property
    def changed(self) -> list[str]:
        """The names of the fields of the image that differ from what is stored."""
        return [name for name in self.changed_data if name not in _QUESTIONS]

    def edit(self) -> EditImage:
        """The step that stores this change."""
        data = self.cleaned_data
        return EditImage(
            self.instance,
            self.actor,
            fields=self.changed,
            severity=data.get("severity", ""),
            reason=data.get("change_note", ""),
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in set(_WORDS) & set(self.cleaned_data):
            # One line, however it was typed.
            self.cleaned_data[name] = " ".join(self.cleaned_data[name].split())
        if self.instance.pk and self.changed:
            if self.cleaned_data.get("seen", "") != self._state:
                self._tell_of_others()
            self.refuse(self.edit().check())
        return cleaned

    def refuse(self, reasons: list[Reason]) -> None:
        """Show ``reasons`` where they can be done away with."""
        for reason in reasons:
            field = _PLACES.get(reason.code)
            self.add_error(field if field in self.fields else None, str(reason))

    def _tell_of_others(self) -> None:
        self.add_error(
            None,
            ValidationError(
                _(
                    "Somebody else has changed this image meanwhile. What is stored now stands below; if yours holds, save again."
                ),
                code="changed",
            ),
        )
        for name in self.changed:
            stored = gettext("Stored now: %(value)s") % {"value": self.stored.get(name) or "–"}
            self.add_error(name, stored)
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("seen")] = self._state
        self.data = data


class ImageForm(DescribeForm):
    """Everything of one image; what is public is corrected, not silently edited."""

    severity = _severity(_("nothing has changed"))
    change_note = _note()
    refusal: ClassVar[list[Reason]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_public:
            del self.fields["severity"]
        if not self.instance.pk:
            del self.fields["change_note"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.refuse(self.refusal)
        return cleaned


class RestoreForm(forms.Form):
    """Why a former file comes back; what kind of change that is where the image is public."""

    severity = _severity("–")
    change_note = _note()

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_public:
            del self.fields["severity"]

    def refuse(self, reasons: list[Reason]) -> None:
        """Show ``reasons`` where they can be done away with."""
        for reason in reasons:
            field = _PLACES.get(reason.code)
            self.add_error(field if field in self.fields else None, str(reason))


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadImagesForm(forms.Form):
    """Several images at once; each is looked at by itself."""

    images = forms.FileField(
        label=_("Images"),
        widget=_SeveralFiles({"multiple": True, "accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=_(
            "JPEG, PNG, WebP or AVIF; several at once. Place, camera and names inside the files are removed."
        ),
    )
