"""The wording of one entry in one language, as a form."""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.clash import TAKE, TextClash
from desk.forms.notes import PARTS, NotesField
from desk.forms.prose import ProseField
from publishing.compare import differences, words
from publishing.enums import TextOrigin
from publishing.kinds import Kind
from publishing.languages import Language
from publishing.lengths import TOO_LONG, at_most, limits, too_long
from publishing.models import Text
from publishing.richtext import has_program_code, sanitise

__all__ = ["TextForm"]

EXTRA = "extra_"


class TextForm(forms.ModelForm):
    """A version of the text; ``seen`` says which state of it the editor had before him.

    What others have changed since and he has not is taken over (``taken``); what both changed (``clashes``) is refused
    until he has decided. The further worded fields of the entry's kind are fields of the form, stored in ``Text.extra``.
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
        self.is_original, self.kind = is_original, kind
        self.clashes: list[TextClash] = []
        self.taken: list[str] = []
        self.is_gone = False
        for worded in kind.worded:
            self.fields[EXTRA + worded.name] = forms.CharField(
                label=str(worded.label),
                max_length=worded.max_length,
                required=False,
                widget=forms.Textarea({"rows": 4}),
            )
            self.initial[EXTRA + worded.name] = self.instance.extra.get(worded.name, "")
        self._tell_limits()
        if self.instance.pk is None:
            self.initial["origin"] = TextOrigin.ORIGINAL if is_original else TextOrigin.TRANSLATION
        tag = Language(self.instance.language).html_lang
        for name in ("title", "deck", "body", *(EXTRA + worded.name for worded in kind.worded)):
            self.fields[name].widget.attrs["lang"] = tag
        self.state = self._state()
        self.initial["seen"] = self.state
        if self.is_bound:
            self._merge()

    def _tell_limits(self) -> None:
        """Say how long each part may be where it is written."""
        for name, (_label, limit) in limits(self.kind).items():
            field = self.fields[name if name in self.fields else EXTRA + name]
            if name != "body":
                field.widget.attrs["maxlength"] = limit
            field.help_text = " ".join(filter(None, [str(field.help_text), at_most(limit)]))

    def _state(self) -> str:
        """What is stored when the form is made: no version yet, or a version as of its last change, field by field."""
        text = self.instance
        if text.pk is None:
            return ""
        return (
            f"{text.version} {text.updated_at.isoformat()} {'.'.join(map(_digest, self._stored().values()))}"
        )

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
        for name, found, limit in too_long(self.kind, cleaned):
            if not self.has_error(name):
                self.add_error(name, TOO_LONG % {"length": found, "limit": limit})
        if self.clashes:
            self.add_error(
                None,
                _(
                    "Somebody else changed this text while you were writing. Both versions are shown below; what you "
                    "typed is not saved yet. Save again to put it in place of the other, or take over the other one."
                ),
            )
        elif self.is_gone and self.has_changed():
            self.add_error(
                None,
                _(
                    "The version you were writing is no longer open: look at what is live now. What you typed is below "
                    "and not saved yet; save again to make a new version of it."
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

    # --- Two people in one text ---

    def _merge(self) -> None:
        """Bring what was typed together with what others have stored since the form was made."""
        data: Any = self.data
        if self.add_prefix("title") not in data:
            return
        seen, stored, typed = data.get(self.add_prefix("seen"), ""), self._stored(), self._typed()
        given_up = [name for name in stored if TAKE + self.add_prefix(name) in data]
        if seen == self.state and not given_up:
            return
        self.data = data.copy()
        for name in given_up:
            self._put(name, stored[name])
        if seen == self.state:
            return
        self._put("seen", self.state)
        self.is_gone = self.instance.pk is None
        if self.is_gone:
            return
        began = dict(zip(stored, self._began(seen), strict=True))
        for name in [name for name in stored if name not in given_up and stored[name] != typed[name]]:
            if _digest(typed[name]) == began[name]:
                self._put(name, stored[name])
                self.taken.append(str(self.fields[name].label))
            elif _digest(stored[name]) != began[name]:
                self.clashes.append(self._clash(name, stored[name], typed[name]))

    def _began(self, seen: str) -> list[str]:
        """The digests of the fields as the form was made; of a form that says nothing, of an empty text."""
        digests = seen.rpartition(" ")[2].split(".")
        if len(digests) == len(self._stored()):
            return digests
        origin = TextOrigin.ORIGINAL if self.is_original else TextOrigin.TRANSLATION
        return [_digest(origin.value if name == "origin" else "") for name in self._stored()]

    def _stored(self) -> dict[str, str]:
        """What is stored, field by field, in a form in which it can be compared."""
        text = self.instance
        values = {
            name: getattr(text, name) for name in ("title", "deck", "body", "notes", "origin", "translator")
        }
        values |= {
            name: text.extra.get(name.removeprefix(EXTRA), "")
            for name in self.fields
            if name.startswith(EXTRA)
        }
        return {name: _plain(name, value) for name, value in values.items()}

    def _typed(self) -> dict[str, str]:
        """What was typed, in the same form as what is stored."""
        return {
            name: _plain(
                name,
                self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name)),
            )
            for name in self._stored()
        }

    def _put(self, name: str, value: str) -> None:
        """Let ``value`` be what was typed."""
        data: Any = self.data
        key = self.add_prefix(name)
        if name != "notes":
            data[key] = value
            return
        rows = json.loads(value) if value else []
        for position, part in enumerate(PARTS):
            data.setlist(f"{key}-{part}", [row[position] for row in rows])

    def _clash(self, name: str, stored: str, typed: str) -> TextClash:
        key, label, language = self.add_prefix(name), str(self.fields[name].label), self.instance.language
        if name == "body":
            return TextClash(key, label, blocks=differences(stored, typed, language))
        theirs, yours = words(self._said(name, stored), self._said(name, typed), language)
        return TextClash(key, label, yours, theirs)

    def _said(self, name: str, value: str) -> str:
        if name == "notes":
            return "\n".join(" · ".join(filter(None, row)) for row in json.loads(value or "[]"))
        if name == "origin":
            return str(dict(TextOrigin.choices).get(value, value))
        return value


def _plain(name: str, value: Any) -> str:
    """A field of a text as one string that is the same for what says the same."""
    if name == "body":
        return sanitise(value or "")
    if name == "notes":
        rows = [[note.get(part, "") for part in PARTS] for note in value or []]
        return json.dumps(rows, ensure_ascii=False) if rows else ""
    return str(value or "").strip().replace("\r\n", "\n")


def _digest(value: str) -> str:
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:12]
