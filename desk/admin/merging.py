"""Two people in the same facts: what each of them changed is kept, what both changed is laid before the second.

A form says which revision of the facts it began with. Against that revision it is seen what the person changed and
what others have changed since. The first stays as it was typed, the second is taken over; where both changed the same
field nothing is stored before the person has decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.forms.formsets import DEFAULT_MAX_NUM
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.admin import posted
from desk.admin.changes import part_model
from desk.admin.posted import LONGEST_NUMBER
from desk.admin.seen import SEEN, Seen
from desk.forms.clash import TAKE
from desk.people import name_of
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import Entry, Revision
from publishing.revisions import facts_of

__all__ = ["Clash", "Merge"]

Row = dict[str, Any]
# Django reads no more rows of one form.
MOST_ROWS = DEFAULT_MAX_NUM + 1000


@dataclass(frozen=True)
class Clash:
    """A field that both changed: ``name`` is that of the field, ``theirs`` is stored, by whom and when."""

    name: str
    label: str
    yours: str
    theirs: str
    changed: str = ""


@dataclass
class Merge:
    """What was sent for a page brought together with what is stored; ``data`` is what the page then goes on with."""

    data: QueryDict
    seen: Seen
    clashes: list[Clash] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    # Whether the form does not say what it began with, or the entry has changed its stage while facts were typed.
    is_unclear: bool = False
    is_elsewhere: bool = False

    @classmethod
    def of(cls, page: Any, request: HttpRequest, obj: Model, entry: Entry, sent: QueryDict) -> "Merge":
        """The changes of ``sent`` to the page of ``obj``, a part of ``entry`` or the entry itself."""
        now = Seen.of(entry)
        data = sent.copy()
        data[SEEN] = str(now)
        merge = cls(data, now)
        before = Seen.read(sent.get(SEEN, ""))
        if before is None or (before != now and not entry.revisions.filter(number=before.number).exists()):
            merge.is_unclear = True
        elif before != now or any(key.startswith(TAKE) for key in sent):
            _Page(page, request, obj, merge, before=before, entry=entry).compare()
        return merge


class _Page:
    """One comparison: the form and the rows of a page, as they began, as they are stored and as they were sent."""

    def __init__(
        self, page: Any, request: HttpRequest, obj: Model, merge: Merge, *, before: Seen, entry: Entry
    ) -> None:
        self.page, self.request, self.obj, self.entry, self.merge = page, request, obj, entry.specific, merge
        self.data, self.files = merge.data, request.FILES
        self.before = before
        self.given_up = {key.removeprefix(TAKE) for key in self.data if key.startswith(TAKE)}
        self.revisions: list[Revision] = list(
            entry.revisions.filter(number__gte=before.number).order_by("number").select_related("actor")
        )
        facts = facts_of(entry)
        began = self.revisions[0].facts if self.revisions else facts
        self.then = began | {"office": before.office or None}
        self.now = facts | {"office": entry.office_id}
        self.changed_anything = False

    def compare(self) -> None:
        self._form()
        for formset, prefix in self._formsets():
            self._rows(formset, prefix)
        moved = self.before.stage is not self.merge.seen.stage
        self.merge.is_elsewhere = moved and self.changed_anything

    # --- The form of the page itself ---

    def _form(self) -> None:
        model = type(self.obj)
        form_class = self.page.get_form(self.request, self.obj, change=True)
        then, now = self._own(self.then), self._own(self.now)
        if then is None or now is None:
            return
        forms_of_row = form_class(instance=_instance(model, then)), form_class(instance=self.obj)
        self._fields(model, forms_of_row, then, now, "")

    def _own(self, facts: Row) -> Row | None:
        """The facts of what the page is about."""
        if isinstance(self.obj, Entry):
            return facts
        return _rows(type(self.entry), facts, type(self.obj)).get(str(self.obj.pk))

    def _fields(self, model: type[Model], pair: tuple[Any, Any], then: Row, now: Row, title: str) -> None:
        began, stored = pair
        _begin_with(began, then)
        for names in _units(stored, now):
            mine = any(posted.has_changed(began, name, self.data, self.files) for name in names)
            theirs = any(then.get(name) != now.get(name) for name in (*names, *_kept(stored, names)))
            self.changed_anything |= mine
            key = stored[names[0]].html_name
            if key in self.given_up or (theirs and not mine):
                for name in names:
                    posted.put(stored, name, self.data, self.files)
                if theirs:
                    self.merge.taken.append(_label(stored, names, title))
            elif theirs and any(posted.has_changed(stored, name, self.data, self.files) for name in names):
                yours = " · ".join(filter(None, (self._said(stored, name) for name in names)))
                others = " · ".join(filter(None, (posted.said(stored, name) for name in names)))
                who = self._who(model, now.get("id"), names)
                self.merge.clashes.append(Clash(key, _label(stored, names, title), yours, others, who))

    def _said(self, form: Any, name: str) -> str:
        return posted.said(form, name, self.data, self.files)

    # --- Its parts ---

    def _formsets(self) -> Iterator[tuple[Any, str]]:
        """The sets of forms of the page that hold facts, with their prefixes as Django counts them."""
        seen: dict[str, int] = {}
        for formset, _inline in self.page.get_formsets_with_inlines(self.request, self.obj):
            prefix = formset.get_default_prefix()
            seen[prefix] = seen.get(prefix, 0) + 1
            if seen[prefix] != 1:
                prefix = f"{prefix}-{seen[prefix]}"
            if f"{prefix}-INITIAL_FORMS" in self.data:
                yield formset, prefix

    def _rows(self, formset: Any, prefix: str) -> None:
        then = _rows(type(self.entry), self.then, formset.model)
        now = _rows(type(self.entry), self.now, formset.model)
        stored, added = [], []
        first_new = _number(self.data, f"{prefix}-INITIAL_FORMS")
        for index in range(first_new):
            key = f"{prefix}-{index}"
            pk = self.data.get(f"{key}-{formset.model._meta.pk.name}", "")
            if pk in then and pk not in now:
                if self._removed(formset, key, then[pk]):
                    added.append(index)
            else:
                stored.append(index)
                if pk in then:
                    self._row(formset, key, then[pk], now[pk])
        for index in range(first_new, _number(self.data, f"{prefix}-TOTAL_FORMS")):
            if f"{prefix}-{index}" not in self.given_up:
                added.append(index)
                self.changed_anything |= formset.form(
                    self.data,
                    self.files,
                    prefix=f"{prefix}-{index}",
                    empty_permitted=True,
                    use_required_attribute=False,
                ).has_changed()
        if len(stored) != first_new or len(stored) + len(added) != _number(
            self.data, f"{prefix}-TOTAL_FORMS"
        ):
            places = {index: place for place, index in enumerate([*stored, *added])}
            self._rename(prefix, places)
            posted.rearrange(self.data, prefix, stored, added)

    def _row(self, formset: Any, key: str, then: Row, now: Row) -> None:
        """A row that is there still."""
        model, title = formset.model, capfirst(str(formset.model._meta.verbose_name))
        instance = model._default_manager.get(pk=now["id"])
        stored = formset.form(instance=instance, prefix=key)
        if f"{key}-DELETE" in self.given_up:
            self.data.pop(f"{key}-DELETE", None)
        elif self.data.get(f"{key}-DELETE"):
            self.changed_anything = True
            if then != now:
                words = _summary(stored)
                who = self._who(model, now["id"], ())
                self.merge.clashes.append(Clash(f"{key}-DELETE", title, _("removed"), words, who))
            return
        began = formset.form(instance=_instance(model, then), prefix=key)
        self._fields(model, (began, stored), then, now, title)

    def _removed(self, formset: Any, key: str, then: Row) -> bool:
        """A row that somebody else has removed; whether it is to be stored anew."""
        began = formset.form(instance=_instance(formset.model, then), prefix=key)
        _begin_with(began, then)
        label = capfirst(str(formset.model._meta.verbose_name))
        mine = [n for n in began.fields if n in then and posted.has_changed(began, n, self.data, self.files)]
        if not mine or self.data.get(f"{key}-DELETE"):
            self.merge.taken.append(_("%(part)s removed") % {"part": label})
            return False
        self.changed_anything = True
        self.data[f"{key}-{formset.model._meta.pk.name}"] = ""
        words = " · ".join(filter(None, (self._said(began, name) for name in began.fields if name in then)))
        self.merge.clashes.append(
            Clash(key, label, words, _("removed"), self._who(formset.model, then["id"], ()))
        )
        return True

    def _rename(self, prefix: str, places: dict[int, int]) -> None:
        """Let what was found about rows speak of their new places."""
        for position, clash in enumerate(self.merge.clashes):
            for index, place in places.items():
                key = f"{prefix}-{index}"
                if clash.name == key or clash.name.startswith(f"{key}-"):
                    name = f"{prefix}-{place}{clash.name.removeprefix(key)}"
                    self.merge.clashes[position] = Clash(
                        name, clash.label, clash.yours, clash.theirs, clash.changed
                    )
                    break

    # --- Who it was ---

    def _who(self, model: type[Model], pk: Any, names: tuple[str, ...]) -> str:
        """Who last changed this, and when; empty where it is in no revision."""
        for earlier, later in reversed(list(pairwise(self.revisions))):
            old, new = (self._find(model, pk, each.facts) for each in (earlier, later))
            if (old or {}) != (new or {}) and (
                not names or any((old or {}).get(name) != (new or {}).get(name) for name in names)
            ):
                at = formats.moment(later.at, Zone.SEOUL, active())
                who = name_of(later.actor) or "–"
                return _("%(who)s, %(when)s") % {"who": who, "when": at}
        return ""

    def _find(self, model: type[Model], pk: Any, facts: Row) -> Row | None:
        if issubclass(model, Entry):
            return facts
        return _rows(type(self.entry), facts, model).get(str(pk))


def _rows(entry_model: type[Entry], facts: Row, model: type[Model]) -> dict[str, Row]:
    """The rows of ``model`` among ``facts`` by their keys."""
    return {
        str(row["id"]): row
        for name, rows in facts.items()
        if isinstance(rows, list) and part_model(entry_model, name) is model
        for row in rows
    }


def _instance(model: type[Model], row: Row) -> Model:
    """A row as it was, not stored; lists of others it points to are not in it."""
    instance = model()
    for each in model._meta.concrete_fields:
        if each.name in row:
            value = row[each.name]
            setattr(instance, each.attname, None if value is None else each.to_python(value))
    return instance


def _begin_with(form: Any, row: Row) -> None:
    """Let ``form``, made from a row that is not stored, begin with the lists of others that the row pointed to."""
    for each in form.instance._meta.many_to_many:
        if each.name in form.fields:
            form.initial[each.name] = row.get(each.name, [])


def _units(form: Any, row: Row) -> Iterator[tuple[str, ...]]:
    """The facts of ``form`` that are decided about one by one; a zone goes with the moments that are meant in it."""
    zones: dict[str, str] = {
        moment: zone for moment, zone in getattr(form, "zones", {}).items() if moment in form.fields
    }
    for name in form.fields:
        if name not in row or name in zones:
            continue
        yield (*(moment for moment, zone in zones.items() if zone == name), name)
    yield from ((moment,) for moment, zone in zones.items() if zone not in form.fields)


def _kept(form: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """Facts that a form does not offer and that decide what ``names`` mean."""
    zones = getattr(form, "zones", {})
    return tuple(zones[name] for name in names if zones.get(name) and zones[name] not in form.fields)


def _label(form: Any, names: tuple[str, ...], title: str) -> str:
    words = ", ".join(capfirst(str(form.fields[name].label)) for name in names)
    return f"{title}: {words}" if title else words


def _summary(form: Any) -> str:
    return " · ".join(filter(None, (posted.said(form, name) for name in form.fields)))


def _number(data: QueryDict, key: str) -> int:
    """A number of rows, never more than a form may have."""
    value = data.get(key, "")
    return min(int(value), MOST_ROWS) if value.isdecimal() and len(value) <= LONGEST_NUMBER else 0
