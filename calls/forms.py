"""The application form: the company, its technologies, who travels, the requirements, and the consents."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calls.models import Call, Requirement, Wanted
from intake.consents import Matter
from intake.forms import LineField, SenderForm, WordsField
from organizations.models.companies import DevelopmentStage, IntellectualProperty, SizeClass
from organizations.models.organizations import Country
from publishing.files import suffix, validate_attachment
from publishing.languages import Language, active
from publishing.presentation import worded

__all__ = ["ApplicationForm"]

TECHNOLOGIES, TRAVELLERS = 3, 4
# Parts of a technology and of a person, in the order in which they are asked for.
TECHNOLOGY = ("name", "summary", "stage", "ipr", "references")
TRAVELLER = ("name", "romanized", "role")
CHOOSE = ("", gettext_lazy("Choose"))


def line(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> LineField:
    """A field for one line."""
    return LineField(label=label, max_length=most, required=required, help_text=help_text)


def words(label: Any, most: int, *, rows: int, required: bool = False) -> WordsField:
    """A field for several lines."""
    return WordsField(
        label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def _is_pdf(file: File) -> None:
    """Refuses whatever is not a PDF that can be opened without danger."""
    if suffix(file.name or "") != ".pdf":
        raise ValidationError(_("Send one PDF."), code="file_type")
    validate_attachment(file)


class Answer(forms.RadioSelect):
    """Yes or no; each choice says whether it lets a company take part."""

    def __init__(self, wanted: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wanted = wanted

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-fits" if str(value) == self.wanted else "data-misfit"] = True
        return option


class ApplicationForm(SenderForm):
    """One application for ``call``; ``matter`` says who gets what is sent."""

    organization_name = None  # type: ignore[assignment]  # the company has a name in each script instead
    country = forms.ChoiceField(
        label=gettext_lazy("Your company is in"),
        choices=[(each.value, each.label) for each in (Country.KOREA, Country.CHINA)],
        widget=forms.RadioSelect,
    )
    name_hangul = line(gettext_lazy("Name of the company in Hangul"), 120)
    name_han = line(gettext_lazy("Name of the company in Chinese characters"), 120)
    name_latin = line(gettext_lazy("Name of the company in Latin letters"), 120, required=True)
    website = forms.URLField(
        label=gettext_lazy("Website"), max_length=200, required=False, assume_scheme="https"
    )
    size_class = forms.ChoiceField(label=gettext_lazy("Size"), choices=[CHOOSE, *SizeClass.choices])
    sentence = line(
        gettext_lazy("What the company does, in one sentence"),
        300,
        required=True,
        help_text=gettext_lazy("In the language of this page. It becomes part of your public entry."),
    )
    message = words(gettext_lazy("Message to the organizers"), 2000, rows=5)
    document = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        validators=[_is_pdf],
        max_length=120,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, call: Call, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        self.call = call
        self.fields["document"].help_text = _("One PDF of up to %(limit)d MB. It is never published.") % {
            "limit": settings.ATTACHMENT_MAX_MEGABYTES
        }
        self.requirements: list[Requirement] = list(call.requirements.all())
        for each in self.requirements:
            self.fields[f"answer_{each.pk}"] = forms.ChoiceField(
                label=worded(each, "question")["value"],
                choices=Wanted.choices,
                widget=Answer(each.wanted),
            )
        for number in range(1, TECHNOLOGIES + 1):
            self._ask_technology(number)
        for number in range(1, TRAVELLERS + 1):
            self._ask_traveller(number)

    def _ask_technology(self, number: int) -> None:
        first = number == 1
        fields = (
            line(gettext_lazy("Name of the technology"), 200, required=first),
            words(gettext_lazy("What it does"), 800, required=first, rows=4),
            forms.ChoiceField(
                label=gettext_lazy("Stage of development"),
                choices=[CHOOSE, *DevelopmentStage.choices],
                required=first,
            ),
            forms.ChoiceField(
                label=gettext_lazy("Intellectual property"),
                choices=[CHOOSE, *IntellectualProperty.choices],
                required=first,
            ),
            words(gettext_lazy("References"), 500, rows=2),
        )
        for name, field in zip(TECHNOLOGY, fields, strict=True):
            self.fields[f"technology_{number}_{name}"] = field

    def _ask_traveller(self, number: int) -> None:
        first = number == 1
        fields = (
            line(pgettext_lazy("person", "Name"), 80, required=first),
            line(gettext_lazy("Name in Latin letters, as in the passport"), 80, required=first),
            line(gettext_lazy("Position in the company"), 80, required=first),
        )
        for name, field in zip(TRAVELLER, fields, strict=True):
            self.fields[f"traveller_{number}_{name}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        side = cleaned.get("country")
        if side == Country.KOREA and not cleaned.get("name_hangul"):
            self.add_error("name_hangul", _("A Korean company gives its name in Hangul."))
        if side == Country.CHINA and not cleaned.get("name_han"):
            self.add_error("name_han", _("A Chinese company gives its name in Chinese characters."))
        name = cleaned.get("name_latin", "")
        if name and not name.isascii():
            self.add_error("name_latin", _("Use Latin letters without accents here."))
        for number in range(2, TECHNOLOGIES + 1):
            self._whole(f"technology_{number}", TECHNOLOGY[:-1])
        for number in range(2, TRAVELLERS + 1):
            self._whole(f"traveller_{number}", TRAVELLER)
        return cleaned

    def _whole(self, prefix: str, needed: tuple[str, ...]) -> None:
        """What was begun has to be finished."""
        names = [name for name in self.fields if name.startswith(f"{prefix}_")]
        if not any(self.cleaned_data.get(name) for name in names):
            return
        for each in needed:
            name = f"{prefix}_{each}"
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("Fill this in as well, or leave all of it empty."))

    def technologies(self) -> list[dict[str, str]]:
        """The technologies that were named."""
        return self._several("technology", TECHNOLOGIES, TECHNOLOGY)

    def travellers(self) -> list[dict[str, str]]:
        """The people who were named."""
        return self._several("traveller", TRAVELLERS, TRAVELLER)

    def _several(self, prefix: str, most: int, parts: tuple[str, ...]) -> list[dict[str, str]]:
        rows = [
            {each: self.cleaned_data.get(f"{prefix}_{number}_{each}", "") for each in parts}
            for number in range(1, most + 1)
        ]
        return [row for row in rows if row["name"]]

    def answers(self) -> list[dict[str, str]]:
        """Each question as it was put, with what was wanted and what was answered."""
        return [
            {
                "question": str(self.fields[f"answer_{each.pk}"].label),
                "wanted": each.wanted,
                "answer": self.cleaned_data[f"answer_{each.pk}"],
            }
            for each in self.requirements
        ]

    def document_name(self) -> str:
        """What the sender called the file."""
        file = self.cleaned_data.get("document")
        return PurePath(file.name).name if file else ""

    def sections(self) -> dict[str, Any]:
        """The fields as the page groups them."""
        return {
            "questions": [
                {"field": self[f"answer_{each.pk}"], "html_lang": worded(each, "question")["html_lang"]}
                for each in self.requirements
            ],
            "company": [
                self[name]
                for name in (
                    "country",
                    *_in_order(("name_hangul", "name_han", "name_latin")),
                    *("website", "size_class", "sentence"),
                )
            ],
            "technologies": self._groups("technology", TECHNOLOGIES, TECHNOLOGY),
            "travellers": self._groups("traveller", TRAVELLERS, TRAVELLER),
            "contact": [self[name] for name in ("person", "email", "phone", "message", "document")],
            "consents": [
                {"notice": self.processing, "field": self["consent"]},
                {"notice": self.across, "field": self["consent_across"]},
            ],
        }

    def _groups(self, prefix: str, most: int, parts: tuple[str, ...]) -> list[dict[str, Any]]:
        groups = []
        for number in range(1, most + 1):
            fields = [self[f"{prefix}_{number}_{each}"] for each in parts]
            begun = any(field.errors or field.value() for field in fields)
            groups.append({"number": number, "fields": fields, "is_open": number == 1 or begun})
        return groups


def _in_order(names: tuple[str, str, str]) -> tuple[str, ...]:
    """The names of a company, that in the script of the page first."""
    hangul, han, latin = names
    if active() == Language.KOREAN:
        return (hangul, latin, han)
    if active() == Language.CHINESE:
        return (han, latin, hangul)
    return (latin, hangul, han)
