"""Forms filled in from JSON, as a browser would send them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.api.bodies import Mistakes
from desk.api.values import HIDDEN, columns_of, key_name
from desk.forms import MomentField
from desk.forms.dates import FIRST_YEAR, LAST_YEAR
from desk.forms.text import EXTRA
from publishing import offices
from publishing.actions import Actor
from publishing.enums import Zone
from publishing.models import Entry, Image
from publishing.visibility import visible

__all__ = ["Filling", "name_errors"]

LONGEST_LIST = 500
LARGEST_ID = 10**15


@dataclass
class Filling:
    """The body of forms that are being filled in, by whom, and what could not be understood."""

    data: QueryDict
    actor: Actor
    mistakes: Mistakes

    @property
    def user(self) -> Any:
        return self.actor.user

    def fill(
        self,
        path: str,
        form: Any,
        columns: Mapping[str, Any],
        given: Mapping[str, Any],
        zones: Mapping[str, str],
    ) -> None:
        """Fill in what is ``given`` for ``form``, whose fields are ``columns``; unknown names are mistakes.

        ``zones`` names for moments the field of the zone in which they are read.
        """
        self.mistakes.unknown(path, given, columns)
        prefix = f"{path}." if path else ""
        # Zones first: moments are read in them.
        for name in sorted(
            given.keys() & columns.keys(), key=lambda name: (name not in zones.values(), name)
        ):
            column, value = columns[name], given[name]
            if not isinstance(column, dict):
                self.fill_one(f"{prefix}{name}", form, column, value, zones)
            elif not isinstance(value, dict):
                self.mistakes.add(
                    f"{prefix}{name}", value, _("Give an object with a text per language."), column
                )
            else:
                self.fill(f"{prefix}{name}", form, column, value, zones)

    def fill_one(self, path: str, form: Any, name: str, value: Any, zones: Mapping[str, str]) -> None:
        """Fill in one field."""
        zone_name = zones.get(name)
        zone = self.data.get(form.add_prefix(zone_name), "") if zone_name else ""
        try:
            _fill(form[name], value, self, str(zone or Zone.SEOUL))
        except ValidationError as error:
            self.mistakes.add(path, value, " ".join(error.messages))


def name_errors(mistakes: Mistakes, path: str, form: Any) -> None:
    """Name what ``form`` refuses, by the names under which it was given."""
    prefix = f"{path}." if path else ""
    by_field = {
        name: f"{prefix}{base}.{language}"
        for base, column in columns_of(form.fields).items()
        if isinstance(column, dict)
        for language, name in column.items()
    }
    for name, errors in form.errors.as_data().items():
        field = form.fields.get(name)
        where = path if field is None else by_field.get(name, f"{prefix}{name.removeprefix(EXTRA)}")
        choices = None if hasattr(field, "queryset") else getattr(field, "choices", None)
        for error in errors:
            named = [code for code, _label in choices if code] if choices else None
            mistakes.add(where, _sent(form, name), " ".join(error.messages), named)


def _sent(form: Any, name: str) -> Any:
    if name not in form.fields:
        return ""
    value = form[name].data
    return "" if value is None or hasattr(value, "read") else value


def _fill(bound: forms.BoundField, value: Any, filling: Filling, zone: str) -> None:
    """Let the form say ``value`` for the field ``bound``; raises ``ValidationError`` for what cannot be meant.

    Whether it may be stored is for the form to say. ``zone`` is that in which a moment is read.
    """
    field, key, data = bound.field, bound.html_name, filling.data
    if isinstance(field, MomentField):
        day, clock = _moment(value, zone)
        data[f"{key}_0"], data[f"{key}_1"] = day, clock
    elif isinstance(field, forms.BooleanField):
        if not isinstance(value, bool):
            raise ValidationError(_("Give true or false."))
        data.setlist(key, ["on"] if value else [])
    elif isinstance(field, forms.ModelMultipleChoiceField):
        data.setlist(key, [str(each) for each in _rows(bound, value, filling.user)])
    elif isinstance(field, forms.ModelChoiceField):
        data[key] = "" if value in (None, "") else str(_row(bound, value, filling.user))
    elif isinstance(field, forms.MultipleChoiceField):
        data.setlist(key, [_text(each) for each in _list(value)])
    elif isinstance(field, forms.IntegerField | forms.FloatField):
        data[key] = _number(field, value)
    else:
        data[key] = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(_("Give a text."))
    return value


def _number(field: forms.Field, value: Any) -> str:
    if value is None:
        return ""
    is_decimal = isinstance(field, forms.DecimalField | forms.FloatField)
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str) if is_decimal else int):
        raise ValidationError(_("Give a number."))
    return str(value)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValidationError(_("Give a list."))
    if len(value) > LONGEST_LIST:
        raise ValidationError(_("Give at most %(limit)d."), params={"limit": LONGEST_LIST})
    return value


def _moment(value: Any, zone: str) -> tuple[str, str]:
    """The day and the time of a moment on the clocks of ``zone``."""
    if value in (None, ""):
        return "", ""
    try:
        moment = datetime.fromisoformat(_text(value))
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(value)
    except ValueError as error:
        raise ValidationError(_("Give a moment with its offset, such as 2026-06-01T12:00+09:00.")) from error
    local = moment.astimezone(ZoneInfo(zone if zone in Zone.values else Zone.SEOUL))
    return local.date().isoformat(), local.time().isoformat()


def _rows(bound: forms.BoundField, value: Any, user: Any) -> list[Any]:
    keys = _list(value)
    before = bound.initial or []
    kept = [each.pk for each in before if HIDDEN in keys and permissions.is_hidden(user, each)]
    return [*kept, *(_row(bound, key, user) for key in keys if key != HIDDEN)]


def _row(bound: forms.BoundField, value: Any, user: Any) -> Any:
    """The number of the row that ``value`` names among those that may be chosen and seen."""
    field: Any = bound.field
    rows = field.queryset.order_by()
    model: type[models.Model] = rows.model
    if value == HIDDEN and bound.initial is not None:
        return bound.initial
    if issubclass(model, Entry):
        rows = rows.filter(offices.in_charge(user) | visible())
    elif issubclass(model, Image):
        rows = rows.filter(offices.readable_images(user))
    name = key_name(model)
    wanted: type = int if name == "pk" else str
    is_key = isinstance(value, wanted) and not isinstance(value, bool)
    can_be = is_key and (wanted is str or 0 < value < LARGEST_ID)
    row = rows.filter(**{name: value}).first() if can_be else None
    if row is None or permissions.is_hidden(user, row):
        raise ValidationError(_("Nothing is known by this name: %(name)s."), params={"name": str(value)[:80]})
    return row.pk
