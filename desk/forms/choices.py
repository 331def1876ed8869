"""Lists of choices that are stored as JSON."""

from typing import Any

from django import forms

__all__ = ["ListField"]


class ListField(forms.MultipleChoiceField):
    """Several of a closed set of values, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
