"""The facts of an entry as a form, with the rules that hold for all kinds."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from desk.forms.moments import ZonedForm
from publishing import clock, offices
from publishing.actions import Actor, RecordFacts
from publishing.actions.facts import address_obstacles
from publishing.enums import Severity, Stage
from publishing.models import Entry
from publishing.readiness import Reason

__all__ = ["EntryForm", "SeverityForm"]

# Reasons that are known before anything is stored, and the field that does away with them.
ASKED = {
    "severity_missing": "severity",
    "note_missing": "change_note",
    "correction_needed": "severity",
    "permission": "",
    "state": "",
}


class SeverityForm(ZonedForm):
    """Facts of something that may already be public: then a change has to be named and explained.

    The page hands in ``actor``, once they exist the other sets of forms as ``parts``, and as ``refusal`` the reasons
    for which the kernel refused what was just to be stored.
    """

    severity = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[("", _("nothing in the facts has changed")), *Severity.choices],
        required=False,
        help_text=_("Needed when you change facts of something that is already public."),
    )
    change_note = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("In the authoritative language. Readers see the note of a correction, with its date."),
    )
    actor: ClassVar[Actor]
    parts: ClassVar[list[Any]]
    refusal: ClassVar[list[Reason]] = []
    entry: ClassVar[Entry | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_public:
            del self.fields["severity"], self.fields["change_note"]

    @property
    def is_public(self) -> bool:
        return self.entry is not None and self.entry.stage() is Stage.RELEASED

    @property
    def facts_changed(self) -> bool:
        """Whether this form or one of the parts on its page differs from what is stored."""
        facts = set(self.changed_data) - {"severity", "change_note"}
        return bool(facts) or any(part.has_changed() for part in self.parts)

    def record(self, entry: Entry) -> RecordFacts:
        """The step that takes this change into the record."""
        data = self.cleaned_data
        return RecordFacts(
            entry, self.actor, severity=data.get("severity", ""), reason=data.get("change_note", "")
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.entry is not None and self.facts_changed:
            # Whether the new facts can stand is seen once they are stored; then the whole change is taken back.
            asked = [reason for reason in self.record(self.entry).check() if reason.code in ASKED]
            self._refuse(asked)
        self._refuse(self.refusal)
        return cleaned

    def _refuse(self, reasons: list[Reason]) -> None:
        for reason in reasons:
            field = ASKED.get(reason.code)
            self.add_error(field if field in self.fields else None, str(reason))


class EntryForm(SeverityForm):
    """The facts of an entry; an address left empty is made from the English title."""

    english_title = "texts-en-title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "office" in self.fields:
            self._offer_offices()
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].widget.attrs |= {"data-slug-from": self.english_title, "spellcheck": "false"}
            self.fields["slug"].help_text = _(
                "The last part of the web address, the same in every language and fixed after release. Small letters "
                "a–z, digits and hyphens. Left empty, it is made from the English title."
            )

    def _offer_offices(self) -> None:
        """One's own offices for what is new or nobody's; who may hand an entry over chooses among all."""
        user = self.actor.user
        field: Any = self.fields["office"]
        if user.has_perm(offices.EVERY_OFFICE) or (self.instance.pk and self.instance.office_id):
            return
        own = offices.of_user(user)
        field.queryset = field.queryset.filter(pk__in=[office.pk for office in own])
        if self.instance.pk is None and len(own) == 1:
            self.initial["office"] = own[0].pk

    @property
    def facts_changed(self) -> bool:
        """As for every form; which office is in charge is no fact that readers know of."""
        facts = set(self.changed_data) - {"severity", "change_note", "office"}
        return bool(facts) or any(part.has_changed() for part in self.parts)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or slugify(self.data.get(self.english_title, ""))[:70].strip("-")
        if not slug:
            raise ValidationError(
                _(
                    "Write an address, such as joint-committee-2026: there is no English title to make it from."
                ),
                code="required",
            )
        self.instance.kind = self._meta.model.KIND.code
        if reasons := address_obstacles(self.instance, slug):
            raise ValidationError(str(reasons[0]), code="unique")
        return slug

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        release_at = self.cleaned_data.get("release_at")
        if release_at and "release_at" in self.changed_data and release_at < clock.now():
            self.add_error("release_at", _("The release time lies in the past. Choose a later time."))
        return cleaned
