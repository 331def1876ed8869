"""Planning for several cells of the matrix at once: who translates until when, what is waived and why."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin.base import entry_label
from desk.forms import MomentField, ZonedForm
from desk.people import name_of
from publishing.actions import Action, Actor, AssignTranslation, Refused, RequireLanguage, WaiveLanguage
from publishing.languages import Language
from publishing.models import Entry, LanguagePlan

__all__ = ["AssignForm", "Chosen", "WaiveForm", "chosen_cells", "plan_all"]

# An entry and a language of it.
Chosen = tuple[Entry, Language]

NOBODY = "nobody"
END_OF_DAY = time(23, 59)


class DeadlineField(MomentField):
    without_time = END_OF_DAY


class AssignForm(ZonedForm):
    """Who translates until when; what is left empty stays as it is in each of the cells."""

    zones = {"due_at": "due_zone"}
    translator = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    no_deadline = forms.BooleanField(label=gettext_lazy("Take the deadline away"), required=False)
    field_order = ("translator", "due_at", "due_zone", "no_deadline")

    class Meta:
        model = LanguagePlan
        fields = ("due_at", "due_zone")
        field_classes = {"due_at": DeadlineField}
        labels = {"due_at": gettext_lazy("Deadline"), "due_zone": gettext_lazy("time zone")}
        help_texts = {"due_at": gettext_lazy("Without a time it is the end of that day.")}

    def __init__(self, data: Any, people: list[User]) -> None:
        super().__init__(data, prefix="assign")
        self.people = {str(each.pk): each for each in people}
        field: Any = self.fields["translator"]
        field.choices = [
            ("", _("as it is")),
            *((key, name_of(each)) for key, each in self.people.items()),
            (NOBODY, _("nobody")),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if data.get("due_at") and data.get("no_deadline"):
            self.add_error("no_deadline", _("Set a deadline or take it away, not both."))
        if not self.errors and not (data.get("translator") or data.get("due_at") or data.get("no_deadline")):
            self.add_error(None, _("Choose a translator or set a deadline."))
        return cleaned

    def action(self, entry: Entry, language: Language, actor: Actor) -> Action:
        """The step for one cell."""
        data = self.cleaned_data
        plan = entry.plans.filter(language=language).first() or LanguagePlan()
        who = data["translator"]
        translator = plan.translator if not who else self.people.get(who)
        due_at, due_zone = plan.due_at, plan.due_zone
        if data["due_at"] or data["no_deadline"]:
            due_at, due_zone = data["due_at"], data["due_zone"]
        return AssignTranslation(
            entry, actor, language=language, translator=translator, due_at=due_at, due_zone=due_zone
        )


class WaiveForm(forms.Form):
    """Why an entry goes out without a language."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    verb = ""

    def __init__(self, data: Any) -> None:
        super().__init__(data, prefix="waive")

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if self.verb == WaiveLanguage.verb and not reason.strip():
            raise forms.ValidationError(_("Say why the language is waived: the reason is kept."))
        return reason

    def action(self, entry: Entry, language: Language, actor: Actor) -> Action:
        """The step for one cell."""
        if self.verb == RequireLanguage.verb:
            return RequireLanguage(entry, actor, language=language)
        return WaiveLanguage(entry, actor, language=language, reason=self.cleaned_data["reason"])


def chosen_cells(values: Iterable[str], entries: Any) -> list[Chosen]:
    """The cells that a form names as "entry:language", as far as ``entries`` has them."""
    pairs = [value.partition(":") for value in values]
    wanted = [
        (int(pk), Language(code))
        for pk, _colon, code in pairs
        if pk.isascii() and pk.isdecimal() and len(pk) < 19 and code in Language.values
    ]
    found = entries.in_bulk({pk for pk, _language in wanted})
    return [(found[pk], language) for pk, language in dict.fromkeys(wanted) if pk in found]


def plan_all(cells: Iterable[Chosen], form: AssignForm | WaiveForm, actor: Actor) -> list[str]:
    """Take the step of ``form`` for all ``cells``, or for none; the reasons why not."""
    with transaction.atomic():
        reasons = list(_refusals(cells, form, actor))
        if reasons:
            transaction.set_rollback(True)
    return reasons


def _refusals(cells: Iterable[Chosen], form: AssignForm | WaiveForm, actor: Actor) -> Iterator[str]:
    for entry, language in cells:
        try:
            form.action(entry, language, actor).execute()
        except Refused as refused:
            place = {"entry": entry_label(entry), "language": language.label}
            for reason in refused.reasons:
                yield _("%(entry)s, %(language)s: %(reason)s") % {**place, "reason": reason}
