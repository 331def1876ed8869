"""An entry written through the forms of its page in the newsroom, filled in from JSON instead of by a browser."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from desk.admin import EntryAdmin, posted
from desk.admin.parts import CorrectionPart
from desk.api.bodies import Mistakes, objects
from desk.api.filling import Filling, name_errors
from desk.api.values import columns_of
from desk.api.wordings import Wordings
from publishing.actions import Actor
from publishing.enums import Zone
from publishing.models import Entry

__all__ = ["ID", "Sheet", "Told", "page_of"]

MOST_ROWS = 500
ID = "id"


class Told:
    """What the newsroom would say above the page, collected for the answer."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def add(self, level: int, message: Any, extra_tags: str = "") -> None:
        self.words.append(str(message))


def page_of(model: type[Entry]) -> EntryAdmin:
    """The page on which entries of ``model`` are written."""
    page = admin.site.get_model_admin(model)
    if not isinstance(page, EntryAdmin):
        raise TypeError(f"{model} has no page of its own")
    return page


class Sheet:
    """The forms of one entry: filled in, looked through as a whole, stored by the page's own rules.

    ``facts`` holds what is to be said anew; a part, such as ``contacts``, is a list that takes the place of the one
    before, whose rows are known by their ``id``. ``files`` are uploads by the path they belong to.
    """

    def __init__(
        self,
        model: type[Entry],
        entry: Entry | None,
        actor: Actor,
        *,
        facts: Mapping[str, Any],
        texts: Mapping[str, Any],
        replace_texts: bool = False,
        files: Mapping[str, UploadedFile] | None = None,
    ) -> None:
        self.page, self.entry, self.actor = page_of(model), entry, actor
        self.facts, self.texts, self.files = facts, texts, files or {}
        self.replace_texts = replace_texts
        self.mistakes = Mistakes()
        self.told = Told()
        self.request = HttpRequest()
        self.request.method = "POST"
        self.request.user = actor.user
        vars(self.request).update(acting=actor, _messages=self.told)
        self.data: QueryDict = QueryDict(mutable=True)
        self.filling = Filling(self.data, actor, self.mistakes)
        self.request.POST = self.data  # type: ignore[assignment]  # the stubs know the immutable kind only
        self.request.FILES = MultiValueDict()
        self.columns: dict[str, Any] = {}

    def save(self) -> Entry:
        """Store it all; raises a problem that names every mistake, and ``Refused``."""
        with timezone.override(ZoneInfo(Zone.SEOUL)):
            self._fill_facts()
            self._fill_parts()
            wordings = Wordings(self.page, self.entry, self.filling)
            wordings.fill(self.texts, replace=self.replace_texts)
            self.mistakes.refuse()
            return self._store()

    # --- Filling in ---

    def _blank(self) -> Any:
        """The form of the page as it is opened."""
        form_class = self.page.get_form(self.request, self.entry, change=self.entry is not None)
        return form_class(instance=self.entry) if self.entry else form_class()

    def _fill_facts(self) -> None:
        form = self._blank()
        self.columns = columns_of(form.fields)
        self._check_names()
        for name in form.fields:
            posted.put(form, name, self.data, self.request.FILES)
        given = {name: value for name, value in self.facts.items() if name in self.columns}
        self.filling.fill("facts", form, self.columns, given, self.page.zones)

    def _check_names(self) -> None:
        parts = [prefix for prefix, _formset in self._formsets()]
        known = [*self.columns, *parts]
        every = columns_of(flatten_fieldsets(self.page.get_fieldsets(self.request)))
        for name, value in self.facts.items():
            if name not in known and name in every:
                self.mistakes.add(
                    f"facts.{name}", value, _("This cannot be changed as the entry stands now.")
                )
        asked = {name: value for name, value in self.facts.items() if name in known or name not in every}
        self.mistakes.unknown("facts", asked, known)

    def _formsets(self) -> Iterator[tuple[str, Any]]:
        """The parts of the page that are written here, by the names of their rows, as they are opened."""
        instance = self.entry or self.page.model()
        for formset_class, part in self.page.get_formsets_with_inlines(self.request, self.entry):
            prefix = formset_class.get_default_prefix()
            if not isinstance(part, CorrectionPart) and part.has_change_permission(self.request, self.entry):
                yield (
                    prefix,
                    formset_class(instance=instance, prefix=prefix, queryset=part.get_queryset(self.request)),
                )
            else:
                self.data[f"{prefix}-TOTAL_FORMS"] = self.data[f"{prefix}-INITIAL_FORMS"] = "0"

    def _fill_parts(self) -> None:
        for prefix, formset in self._formsets():
            rows = formset.initial_forms
            for form in rows:
                for name in form.fields:
                    posted.put(form, name, self.data, self.request.FILES)
            count = len(rows)
            if prefix in self.facts:
                count += self._fill_rows(
                    prefix, formset, objects(self.mistakes, f"facts.{prefix}", self.facts[prefix])
                )
            self.data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
            self.data[f"{prefix}-TOTAL_FORMS"] = str(count)

    def _fill_rows(self, prefix: str, formset: Any, given: list[dict[str, Any]]) -> int:
        """Fill in the rows of a part; how many are new. Those that are not given go."""
        if len(given) > MOST_ROWS:
            self.mistakes.add(f"facts.{prefix}", "", _("Give at most %(limit)d.") % {"limit": MOST_ROWS})
            return 0
        known = {form.instance.pk: form for form in formset.initial_forms}
        kept = set()
        added = 0
        for position, row in enumerate(given):
            path = f"facts.{prefix}[{position}]"
            number = row.get(ID)
            if not row:
                self.mistakes.add(path, row, _("This row says nothing."))
                continue
            if number is None:
                form = self._new_row(formset, len(known) + added)
                added += 1
            elif isinstance(number, int) and number in known and number not in kept:
                form = known[number]
                kept.add(number)
            else:
                self.mistakes.add(
                    f"{path}.{ID}", number, _("The entry has no such row, or it stands here twice.")
                )
                continue
            self._fill_row(path, form, row)
        for number in known.keys() - kept:
            self.data[known[number].add_prefix(DELETION_FIELD_NAME)] = "on"
        return added

    def _new_row(self, formset: Any, position: int) -> Any:
        form = formset.empty_form
        form.prefix = formset.add_prefix(position)
        for name in form.fields:
            posted.put(form, name, self.data, self.request.FILES)
        return form

    def _fill_row(self, path: str, form: Any, row: dict[str, Any]) -> None:
        own = [name for name in form.fields if name not in (ID, DELETION_FIELD_NAME, "entry")]
        columns = columns_of(name for name in own if not _is_key(form, name))
        given = {name: value for name, value in row.items() if name != ID}
        if (file := self.files.get(path)) is not None:
            self.request.FILES[form.add_prefix("file")] = file
        if "file" in given and _takes_files(form):
            if form.instance.pk is None or given["file"] != form.instance.download_name:
                self.mistakes.add(f"{path}.file", given["file"], _("A file comes by an upload of its own."))
            del given["file"]
        self.filling.fill(path, form, columns, given, form.zones)

    # --- Looking through and storing ---

    def _store(self) -> Entry:
        """What the page does with what a browser has sent."""
        page, request, change = self.page, self.request, self.entry is not None
        form_class = page.get_form(request, self.entry, change=change)
        form = form_class(self.data, request.FILES, instance=self.entry)
        is_valid = form.is_valid()
        entry = page.save_form(request, form, change=change) if is_valid else form.instance
        formsets, _inlines = page._create_formsets(  # noqa: SLF001 - the page's own order of work
            request, entry, change
        )
        *parts, panels = formsets
        # Every one is asked, so that all mistakes are named at once.
        is_valid = all([is_valid, *[formset.is_valid() for formset in formsets]])
        if not is_valid:
            self._name_errors(form, parts, panels)
            self.mistakes.refuse()
        page.save_model(request, entry, form, change)
        page.save_related(request, form, formsets, change)
        return entry

    def _name_errors(self, form: Any, parts: list[Any], panels: Any) -> None:
        name_errors(self.mistakes, "facts", form)
        for formset in parts:
            path = f"facts.{formset.prefix}"
            for message in formset.non_form_errors():
                self.mistakes.add(path, self.facts.get(formset.prefix), message)
            for position, row in enumerate(formset.forms):
                name_errors(self.mistakes, f"{path}[{self._place(formset, row, position)}]", row)
        for panel in panels.panels:
            if panel.form and panel.form.has_changed():
                name_errors(self.mistakes, f"texts.{panel.language}", panel.form)

    def _place(self, formset: Any, row: Any, position: int) -> int:
        """Where in the list that was given a row of the form stands."""
        given = self.facts.get(formset.prefix)
        if not isinstance(given, list):
            return position
        numbers = [each.get(ID) for each in given]
        if row.instance.pk is not None and row.instance.pk in numbers:
            return numbers.index(row.instance.pk)
        new = [place for place, number in enumerate(numbers) if number is None]
        index = position - formset.initial_form_count()
        return new[index] if 0 <= index < len(new) else position


def _is_key(form: Any, name: str) -> bool:
    """Whether a field of a row only says to what the row belongs."""
    try:
        field = form._meta.model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return (
        bool(getattr(field, "primary_key", False))
        or type(form.fields[name]).__name__ == "InlineForeignKeyField"
    )


def _takes_files(form: Any) -> bool:
    return "file" in form.fields
