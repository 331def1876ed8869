"""The matrix of entries × languages: its filters, its counts, its rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from desk.admin.base import admin_url
from desk.admin.lists import in_stage
from desk.people import name_of
from desk.translation import rights
from desk.translation.cells import Cell, State, cells_of, combined, in_state, outstanding, with_cells
from publishing import clock, kinds, offices
from publishing.enums import Stage
from publishing.languages import LANGUAGES, Language, active, preferred
from publishing.models import Entry, LanguagePlan, Office, Text

__all__ = ["Matrix", "MatrixForm", "Row", "queue"]

ROWS = 40
ME, NOBODY, OVERDUE = "me", "nobody", "overdue"
STAGES = [(stage.value, stage.label) for stage in Stage if stage is not Stage.WITHDRAWN]
DUE = [
    (OVERDUE, _("overdue")),
    ("3", _("within 3 days")),
    ("7", _("within 7 days")),
    ("14", _("within 14 days")),
]


class MatrixForm(forms.Form):
    """What the matrix shows; a field that is left empty, or holds what there is not, leaves everything in."""

    q = forms.CharField(label=_("Title or reference"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("all")), *STAGES])
    office = forms.ChoiceField(label=_("Office"), required=False)
    translator = forms.ChoiceField(label=_("Translator"), required=False)
    due = forms.ChoiceField(label=_("Deadline"), required=False, choices=[("", _("at any time")), *DUE])

    def __init__(self, data: QueryDict, user: Any, people: list[Any]) -> None:
        super().__init__(data)
        every = [("", _("all"))]
        self._choose("kind", [*every, *((kind.code, kind.plural) for kind in rights.kinds_of(user))])
        self._choose("office", [*every, *((str(office.pk), str(office)) for office in _offices(user))])
        people_of_choice = [(str(each.pk), name_of(each)) for each in people]
        self._choose("translator", [*every, (ME, _("me")), (NOBODY, _("nobody")), *people_of_choice])
        for language in LANGUAGES:
            choices = [*every, *State.choices]
            self.fields[language] = forms.ChoiceField(label=language.label, required=False, choices=choices)
        self.is_valid()

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def states(self) -> dict[Language, str]:
        """The state that is asked for in each language, where one is."""
        return {language: self.chosen(language) for language in LANGUAGES if self.chosen(language)}

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


def _offices(user: Any) -> list[Office]:
    """The offices whose entries ``user`` may see drafts of."""
    return list(Office.objects.all()) if user.has_perm(offices.EVERY_OFFICE) else offices.of_user(user)


@dataclass(frozen=True)
class Row:
    entry: Entry
    kind: Any
    title: str
    lang: str
    stage: Stage
    cells: list[Cell]

    @property
    def url(self) -> str:
        return admin_url(self.entry, "change")


@dataclass(frozen=True)
class Tally:
    """How many entries are in a state in a language, and where they are listed."""

    state: State
    count: int
    url: str
    is_chosen: bool


class Matrix:
    """The matrix as ``user`` asks for it with ``query``."""

    def __init__(self, query: QueryDict, user: Any, people: list[Any]) -> None:
        self.query, self.user = query, user
        self.form = MatrixForm(query, user, people)

    @property
    def entries(self) -> QuerySet[Entry]:
        """The entries by every filter but the states."""
        form = self.form
        entries = rights.readable(self.user).exclude(in_stage(Stage.WITHDRAWN))
        if q := form.chosen("q").strip():
            readable = Text.objects.filter(offices.readable_texts(self.user))
            titled = Exists(readable.filter(entry=OuterRef("pk"), title__icontains=q))
            entries = entries.filter(Q(ref__icontains=q) | Q(slug__icontains=q) | Q(titled))
        if kind := form.chosen("kind"):
            entries = entries.filter(kind=kind)
        if stage := form.chosen("stage"):
            entries = entries.filter(in_stage(stage))
        if office := form.chosen("office"):
            entries = entries.filter(office=int(office))
        return self._planned(entries)

    def _planned(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """``entries`` with a language that the chosen person translates and that is due in the chosen time."""
        who, due = self.form.chosen("translator"), self.form.chosen("due")
        if not who and not due:
            return entries
        plans = LanguagePlan.objects.filter(entry=OuterRef("pk"), waived_reason="")
        if self.form.states:
            plans = plans.filter(language__in=list(self.form.states))
        if due:
            until = clock.now() + timedelta(days=0 if due == OVERDUE else int(due))
            plans = plans.filter(outstanding(OuterRef("language"), "entry"), due_at__lt=until)
            if due != OVERDUE:
                plans = plans.filter(due_at__gte=clock.now())
        if who == NOBODY:
            assigned = LanguagePlan.objects.filter(entry=OuterRef("pk"), translator__isnull=False)
            entries = entries.exclude(Exists(assigned))
            return entries.filter(Exists(plans)) if due else entries
        if who:
            plans = plans.filter(translator=self.user.pk if who == ME else int(who))
        return entries.filter(Exists(plans))

    @property
    def rows(self) -> QuerySet[Entry]:
        """The entries by all filters, those first in whose texts something was done last."""
        entries = self.entries
        for language, state in self.form.states.items():
            entries = entries.filter(in_state(state, language))
        newest = Text.objects.filter(entry=OuterRef("pk")).order_by().values("entry")
        activity = Coalesce(Subquery(newest.annotate(at=Max("updated_at")).values("at")), "created_at")
        return with_cells(entries.annotate(activity=activity).order_by("-activity", "-pk"))

    def page(self) -> tuple[Page[Entry], list[Row]]:
        """The chosen page, and its rows."""
        page = Paginator(self.rows.select_related("office"), ROWS).get_page(self.query.get("page"))
        return page, [self._row(entry) for entry in page.object_list]

    def _row(self, entry: Entry) -> Row:
        cells = cells_of(entry)
        order = preferred(active(), entry.authoritative_language)
        texts = [text for cell in cells for text in (cell.live, cell.open) if text]
        text = min(texts, key=lambda each: (each.is_open, order.index(Language(each.language))), default=None)
        for cell in cells:
            cell.may_confirm = cell.is_stale and rights.may_take(self.user, "confirm_current", entry)
        return Row(
            entry,
            kinds.get(entry.kind),
            text.title if text else entry.slug,
            Language(text.language).html_lang if text else "en",
            entry.stage(),
            cells,
        )

    def tallies(self) -> list[tuple[Language, list[Tally]]]:
        """Per language and state how many entries the other filters leave."""
        return [(language, list(self._tallies(language))) for language in LANGUAGES]

    def _tallies(self, language: Language) -> Iterator[Tally]:
        parts = ("live_part", "open_part", "waived_part")
        found = combined(self.entries, language).order_by().values(*parts).annotate(entries=Count("pk"))
        counts: Counter[str] = Counter()
        for each in found:
            states = [each[part] for part in parts if each[part]] or [State.MISSING.value]
            counts.update(dict.fromkeys(states, each["entries"]))
        chosen = self.form.states.get(language)
        for state in State:
            is_chosen = chosen == state
            yield Tally(state, counts[state], self.url(language, "" if is_chosen else state), is_chosen)

    def url(self, name: str = "page", value: str = "") -> str:
        """The address of the matrix with one filter set or taken out, from its first page on."""
        query = self.query.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value:
            query[name] = value
        return f"?{query.urlencode()}"


def queue(user: Any) -> QuerySet[LanguagePlan]:
    """What ``user`` has to translate, what is due first in front."""
    plans = LanguagePlan.objects.filter(translator=user, entry__in=rights.readable(user))
    gone = in_stage(Stage.WITHDRAWN)
    return (
        plans.exclude(entry__in=Entry.objects.filter(gone))
        .filter(outstanding(OuterRef("language"), "entry"))
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )
