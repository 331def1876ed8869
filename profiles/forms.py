"""The form of a profile: what stands there, to be changed by the company."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from intake.forms import TrappedForm, WordsField
from organizations.models import Company, Technology
from profiles.content import (
    CHOICES,
    CODES,
    GONE,
    NEW,
    TEXTS,
    WORDS,
    Content,
    group,
    label,
    language_of,
    technology_name,
)
from publishing import formats
from publishing.languages import LANGUAGES, Language

__all__ = ["ProfileForm"]

LONGEST_WISH = 1000
MOST_EMPLOYEES = 10_000_000
_LONG = {"deck": 3, "products": 5, "summary": 4, "references": 3}
_LIMITS = {"deck": 500, **{worded.name: worded.max_length for worded in Company.KIND.worded}}


class SentenceField(WordsField):
    """Words on one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class ProfileForm(TrappedForm):
    """Every part of the profile as a field named by its path, filled with ``shown``.

    What the page was filled with comes back with it, so that only what somebody has touched counts as proposed.
    """

    def __init__(self, shown: Content, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = {**shown, **_blanks()}
        self.names = {path: path.replace(".", "-") for path in self.shown}
        for path, value in self.shown.items():
            field = _field(path)
            field.initial, field.show_hidden_initial = value, True
            self.fields[self.names[path]] = field
        self.fields["wish"] = WordsField(
            label=_("Your wish about contacts"),
            required=False,
            max_length=LONGEST_WISH,
            widget=forms.Textarea({"rows": 4}),
            help_text=_("How you would like to be contacted, in your own words. Only staff reads this."),
        )

    def touched(self) -> Content:
        """What somebody has written, by its path, where that is not what the page was filled with."""
        return {
            path: _text(self.cleaned_data[name])
            for path, name in self.names.items()
            if name in self.changed_data
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for path in self._groups():
            if not self._is_empty(path):
                self._check(path)
        return cleaned

    def _is_empty(self, key: str) -> bool:
        """Whether ``key`` is a new technology of which nothing is said."""
        values = [self.cleaned_data.get(name) for path, name in self.names.items() if group(path) == key]
        return _is_new(key) and not any(values)

    def _check(self, key: str) -> None:
        needed = {
            f"{key}.name.{Language.ENGLISH}": _(
                "Write the name in English too: it is shown where another language is missing."
            ),
            f"{key}.stage": _("Choose the stage of the technology."),
            f"{key}.ipr": _("Choose how the technology is protected."),
        }
        for path, message in needed.items():
            name = self.names[path]
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, ValidationError(message, code="required"))

    def _groups(self) -> list[str]:
        return list(dict.fromkeys(group(path) for path in self.names if path.startswith("technologies.")))

    # --- As the page shows it ---

    def worded(self) -> list[dict[str, Any]]:
        """The texts, each in all languages."""
        return [self._trio(name) for name in TEXTS]

    def technologies(self) -> Iterator[dict[str, Any]]:
        """The technologies, those that are new last."""
        for key in self._groups():
            fields = [self[name] for path, name in self.names.items() if group(path) == key]
            yield {
                "name": technology_name(self.shown, key),
                "is_new": _is_new(key),
                "is_open": any(field.errors for field in fields),
                "trios": [self._trio(f"{key}.{name}") for name in WORDS],
                "fields": [self[self.names[f"{key}.{name}"]] for name in CODES],
                "gone": None if _is_new(key) else self[self.names[f"{key}.{GONE}"]],
            }

    def _trio(self, path: str) -> dict[str, Any]:
        fields = [
            {
                "field": self[self.names[f"{path}.{language}"]],
                "html_lang": language.html_lang,
            }
            for language in LANGUAGES
        ]
        return {"label": label(f"{path}.{Language.ENGLISH}"), "fields": fields}


def _blanks() -> Content:
    """Room for technologies that are not there yet."""
    content: Content = {}
    for new in NEW:
        path = f"technologies.{new}"
        content |= {f"{path}.{name}.{language}": "" for name in WORDS for language in LANGUAGES}
        content |= {f"{path}.{name}": "" for name in CODES}
    return content


def _is_new(key: str) -> bool:
    return key.rpartition(".")[2] in NEW


def _text(value: Any) -> str:
    """A cleaned value as the content of a profile has it."""
    if value is True:
        return "yes"
    return "" if value in (None, False) else str(value)


def _field(path: str) -> forms.Field:
    parts = path.split(".")
    name = parts[2] if parts[0] == "technologies" else parts[0]
    if language := language_of(path):
        attrs = {"lang": Language(language).html_lang}
        widget = forms.Textarea({**attrs, "rows": _LONG[name]}) if name in _LONG else forms.TextInput(attrs)
        own = formats.language_name(language, language)
        sort = SentenceField if name in ("deck", "name") else WordsField
        return sort(label=own, required=False, max_length=_longest(name, language), widget=widget)
    if name in CHOICES:
        choices = [("", "–"), *((value, capfirst(str(words))) for value, words in CHOICES[name].choices)]
        return forms.ChoiceField(label=label(path), required=False, choices=choices)
    if name == "employees":
        return forms.IntegerField(label=label(path), required=False, min_value=0, max_value=MOST_EMPLOYEES)
    if name == GONE:
        return forms.BooleanField(label=label(path), required=False)
    return forms.URLField(label=label(path), required=False, max_length=200, assume_scheme="https")


def _longest(name: str, language: str) -> int:
    if name in _LIMITS:
        return _LIMITS[name]
    column: Any = Technology._meta.get_field(to_attribute(name, language))
    return int(column.max_length)
