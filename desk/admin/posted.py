"""Reading and rewriting what a browser has sent for a form, field by field and row by row."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

__all__ = ["has_changed", "put", "rearrange", "said"]

# Python does not read numbers of any length, nor the database.
LONGEST_NUMBER = 18


def has_changed(form: forms.BaseForm, name: str, data: QueryDict, files: Any) -> bool:
    """Whether what was sent for the field ``name`` differs from what ``form``, which is not bound, begins with."""
    bound = form[name]
    value = bound.field.widget.value_from_datadict(data, files, bound.html_name)
    return bool(bound.field.has_changed(bound.initial, value))


def put(form: forms.BaseForm, name: str, data: QueryDict, files: Any) -> None:
    """Let ``data`` say for the field ``name`` what ``form``, which is not bound, begins with."""
    bound = form[name]
    key, value, widget = bound.html_name, bound.value(), _bare(bound.field.widget)
    if isinstance(widget, forms.FileInput):
        files.pop(key, None)
    elif isinstance(widget, forms.MultiWidget):
        split: Any = widget
        parts = zip(split.widgets_names, split.widgets, split.decompress(value), strict=True)
        for suffix, inner, part in parts:
            data[key + suffix] = inner.format_value(part) or ""
    elif isinstance(widget, forms.CheckboxInput):
        data.setlist(key, ["on"] if value else [])
    elif isinstance(widget, forms.widgets.ChoiceWidget) and widget.allow_multiple_selected:
        data.setlist(key, [str(each) for each in value or []])
    elif isinstance(widget, forms.widgets.ChoiceWidget):
        data[key] = "" if value is None else str(value)
    else:
        data[key] = widget.format_value(value) or ""


def said(form: forms.BaseForm, name: str, data: QueryDict | None = None, files: Any = None) -> str:
    """In words what was sent for the field ``name``, or without ``data`` what ``form`` begins with."""
    bound = form[name]
    field = bound.field
    if data is None:
        return _words(field, bound.value())
    return _words(field, field.widget.value_from_datadict(data, files, bound.html_name))


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
        return _choices(field, value)
    if isinstance(field, forms.FileField):
        return str(getattr(value, "name", "") or "")
    try:
        value = field.clean(value)
    except ValidationError:
        value = " ".join(map(str, value)) if isinstance(value, list) else value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _choices(field: Any, value: Any) -> str:
    values = [str(each) for each in (value if isinstance(value, list | tuple) else [value]) if each]
    if not isinstance(field, forms.ModelChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}
        return ", ".join(labels.get(each, each) for each in values)
    queryset: Any = field.queryset
    rows = queryset.filter(
        pk__in=[each for each in values if each.isdecimal() and len(each) <= LONGEST_NUMBER]
    )
    return ", ".join(str(field.label_from_instance(row)) for row in rows)


def _bare(widget: forms.Widget) -> Any:
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def rearrange(data: QueryDict, prefix: str, stored: Sequence[int], added: Sequence[int]) -> None:
    """Let the rows of the formset ``prefix`` be those at ``stored`` and, as new ones, those at ``added``."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    rows: dict[int, dict[str, list[str]]] = {}
    for key in [key for key in data if pattern.fullmatch(key)]:
        match = pattern.fullmatch(key)
        if match:
            rows.setdefault(int(match[1]), {})[match[2]] = data.pop(key)
    for place, index in enumerate([*stored, *added]):
        for name, values in rows.get(index, {}).items():
            data.setlist(f"{prefix}-{place}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(stored))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(stored) + len(added))
