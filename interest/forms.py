"""The forms of senders: the questions of eligibility, and the expression of interest itself."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms import SenderForm
from opportunities.models import Criterion
from organizations.models.organizations import Country
from publishing.fields import wording
from publishing.languages import Language, active

__all__ = ["EligibilityForm", "ExpressionForm"]

YES, NO = "yes", "no"
ELSEWHERE = "other"
# The side that readers of a language most likely are on.
SIDES = {Language.KOREAN: Country.KOREA, Language.CHINESE: Country.CHINA}


class EligibilityForm(forms.Form):
    """The questions of an opportunity, each to be answered with yes or no."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for each in self.criteria:
            question, language = wording(each, "question")
            field = forms.ChoiceField(
                label=question,
                choices=[(YES, _("Yes")), (NO, _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer yes or no.")},
            )
            field.html_lang = "" if language == active() else Language(language).html_lang  # type: ignore[attr-defined]
            self.fields[_name(each)] = field

    def answers(self) -> list[dict[str, Any]]:
        """The questions as they were put, with the answers, once the form is valid."""
        found = []
        for each in self.criteria:
            question, language = wording(each, "question")
            is_yes = self.cleaned_data[_name(each)] == YES
            found.append({"question": question, "language": str(language), "answer": is_yes})
        return found

    def in_the_way(self) -> list[dict[str, Any]]:
        """Those answered with no."""
        return [each for each in self.answers() if not each["answer"]]


def _name(criterion: Criterion) -> str:
    return f"criterion-{criterion.pk}"


class ExpressionForm(SenderForm):
    """Who is interested, and in what words."""

    country = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=lambda: [
            *((code, capfirst(str(label))) for code, label in Country.choices if code),
            (ELSEWHERE, _("Another country")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the side of your company or organization.")},
    )
    website = forms.URLField(
        label=gettext_lazy("Website (optional)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
        error_messages={
            "invalid": gettext_lazy("This is not an address of a page; it should look like www.example.org.")
        },
    )
    shares_contact = forms.BooleanField(
        label=gettext_lazy("The owner may see my e-mail address and telephone number, to reach me directly."),
        required=False,
        help_text=gettext_lazy("Without this the owner reaches you through the help desk."),
    )

    field_order = (
        *("person", "organization_name", "country", "email", "phone", "website", "message"),
        *("shares_contact", "consent", "consent_across", "note", "opened"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"country": SIDES.get(active(), ""), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["message"].help_text = _(
            "What interests you, what you bring, what you want to know. At most 2,000 characters."
        )

    def clean_country(self) -> str:
        side = self.cleaned_data["country"]
        return "" if side == ELSEWHERE else side

    def written(self) -> dict[str, Any]:
        """What is stored of it."""
        names = ("person", "organization_name", "country", "email", "phone", "website", "message")
        return {name: self.cleaned_data[name] for name in (*names, "shares_contact")}
