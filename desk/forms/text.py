"""The wording of one entry in one language, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.notes import NotesField
from desk.forms.prose import ProseField
from publishing.enums import TextOrigin
from publishing.kinds import Kind
from publishing.languages import Language
from publishing.models import Text
from publishing.richtext import has_program_code

__all__ = ["TextForm"]

EXTRA = "extra_"


class TextForm(forms.ModelForm):
    """A version of the text; ``seen`` says which state of it the editor had before him.

    The further worded fields of the entry's kind are fields of the form and stored in ``Text.extra``.
    """

    notes = NotesField(label=_("footnotes"), required=False)
    body = ProseField(required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Text
        fields = ("title", "deck", "body", "notes", "origin", "translator")
        widgets = {
            "title": forms.TextInput({"class": "text-title"}),
            "deck": forms.Textarea({"rows": 2}),
        }
        help_texts = {
            "deck": _("One or two sentences below the title, also shown in lists and feeds."),
            "translator": _("Name or office, as it should be printed."),
        }

    def __init__(self, *args: Any, kind: Kind, is_original: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_original = is_original
        for worded in kind.worded:
            self.fields[EXTRA + worded.name] = forms.CharField(
                label=str(worded.label),
                max_length=worded.max_length,
                required=False,
                widget=forms.Textarea({"rows": 4}),
            )
            self.initial[EXTRA + worded.name] = self.instance.extra.get(worded.name, "")
        if self.instance.pk is None:
            self.initial["origin"] = TextOrigin.ORIGINAL if is_original else TextOrigin.TRANSLATION
        tag = Language(self.instance.language).html_lang
        for name in ("title", "deck", "body", *(EXTRA + worded.name for worded in kind.worded)):
            self.fields[name].widget.attrs["lang"] = tag
        self.initial["seen"] = self.state

    @property
    def state(self) -> str:
        """What was stored when the form was made: no version yet, or a version as of its last change."""
        text = self.instance
        return f"{text.version} {text.updated_at.isoformat()}" if text.pk else ""

    @property
    def worded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(EXTRA)]

    @property
    def had_program_code(self) -> bool:
        """Whether what was typed held program code, which is not stored."""
        return has_program_code(self.data.get(self.add_prefix("body"), ""))

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {"seen"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.has_changed() and cleaned.get("seen", "") != self.state:
            self._show_the_present_state()
            self.add_error(
                None,
                _(
                    "Somebody else changed this text while you were writing. What you typed is below and not saved "
                    "yet; save again to put it in place of the other version."
                ),
            )
        return cleaned

    def apply(self, text: Text) -> None:
        """Put what was typed into ``text``, without storing it."""
        for name in ("title", "deck", "body", "notes", "origin", "translator"):
            setattr(text, name, self.cleaned_data[name])
        text.extra = text.extra | {
            name.removeprefix(EXTRA): value
            for name, value in self.cleaned_data.items()
            if name.startswith(EXTRA)
        }

    def _show_the_present_state(self) -> None:
        data: Any = self.data
        self.data = data.copy()
        data = self.data
        data[self.add_prefix("seen")] = self.state
