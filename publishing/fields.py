"""Model fields of the kernel."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from translated_fields import TranslatedField, to_attribute

from publishing.dates import PartialDate
from publishing.languages import active, preferred

__all__ = ["PartialDateField", "label", "wording"]


class PartialDateField(models.CharField):
    """An ISO 8601 date of year, month or day precision, as :class:`~publishing.dates.PartialDate`.

    Stored as text ("2001-05"), so that the precision that was stated is the precision that is kept.
    """

    # The types of assigned and of read values as django-stubs asks for them; text in the column, a date outside.
    _pyi_private_set_type: PartialDate | str  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": 10})
        self.validators.clear()  # a length is asked of texts, and this value is none

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_args: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(error.args[0], code="invalid") from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def get_prep_value(self, value: Any) -> str | None:
        date = self.to_python(value)
        if date is None:
            return None if self.null else ""
        return str(date)

    def pre_save(self, model_instance: models.Model, add: bool) -> PartialDate | None:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


def wording(instance: models.Model, name: str, language: str | None = None) -> tuple[str, str]:
    """The label ``name`` of ``instance`` and the language it is in, nearest to ``language``."""
    for candidate in preferred(language or active()):
        if text := getattr(instance, to_attribute(name, candidate)):
            return text, candidate
    return "", language or active()


def _nearest(name: str, field: TranslatedField) -> Any:
    return lambda instance: wording(instance, name)[0]


def label(
    verbose_name: Any,
    *,
    max_length: int = 200,
    required: bool = False,
    long: bool = False,
    help_text: Any = "",
) -> Any:
    """A fact in words, one column per language; English is demanded where ``required``."""
    column = models.TextField if long else models.CharField
    field: models.Field[Any, Any] = column(
        verbose_name, blank=True, max_length=max_length, help_text=help_text
    )
    return TranslatedField(field, {"en": {"blank": not required}}, attrgetter=_nearest)
