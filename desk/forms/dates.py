"""Dates as precise as they are known, and lists of choices, as form fields."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.dates import PartialDate

__all__ = ["DayField", "PartialDateFormField", "check_year"]

# Beyond these a calendar ends as soon as another zone or the next day is asked for.
FIRST_YEAR, LAST_YEAR = 1000, 9000


def check_year(day: date) -> None:
    """Refuse a day so far off that its year is surely a typing error."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("There is no such date in the calendar."), code="year")


class DayField(forms.DateField):
    """A day in a year that an entry may speak of."""

    default_validators = [check_year]


class PartialDateFormField(forms.CharField):
    """Text such as "2001", "2001-05" or "2001-05-14"; anything else is refused in words."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(**kwargs)
        self.widget.attrs |= {"size": 12, "autocomplete": "off", "class": "partial-date"}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(error.args[0], code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "").strip()

    def run_validators(self, value: Any) -> None:
        """The date has been checked; the validators of text have nothing to say about it."""
