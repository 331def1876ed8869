"""Columns: what a cell says, how it becomes a value of an entry, and how a value becomes a cell."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from exchange.tables.references import References
from exchange.tables.writing import KEPT
from publishing.dates import PartialDate
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry

__all__ = [
    "Amount",
    "Choice",
    "Column",
    "Day",
    "Flag",
    "ManyReferences",
    "Moment",
    "Number",
    "PartialDay",
    "Reference",
    "SeveralChoices",
    "in_languages",
    "several",
]

SEPARATOR = ";"


def several(cell: str) -> list[str]:
    """The values in a cell of several, without repeats."""
    return list(dict.fromkeys(part.strip() for part in cell.split(SEPARATOR) if part.strip()))


class Column:
    """A column that holds one field of a row's own model.

    ``late`` columns are stored after the row itself, because they point to it.
    """

    late: ClassVar[bool] = False

    def __init__(self, name: str, field: str = "", label: Any = "", language: str = "") -> None:
        self.name = name
        self.field = field or name
        self.language = language
        self._label = label

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def label(self, model: type[models.Model]) -> str:
        """What the column is called in the reader's language."""
        words = str(self._label or self.model_field(model).verbose_name)
        if self.language:
            return _("%(field)s (%(language)s)") % {
                "field": capfirst(words),
                "language": Language(self.language).label,
            }
        return str(capfirst(words))

    def hint(self, model: type[models.Model]) -> str:
        """What to write into a cell, in the reader's language."""
        return ""

    def model_field(self, model: type[models.Model]) -> Any:
        return model._meta.get_field(self.field)

    def parse(self, cell: str, instance: Any, references: References) -> Any:
        """The value that ``cell`` means for ``instance``; ``ValidationError`` in words where it means none."""
        return self.filled(cell, instance, references) if cell else self.empty(instance)

    def filled(self, cell: str, instance: Any, references: References) -> Any:
        return cell

    def empty(self, instance: Any) -> Any:
        """What an empty cell means: nothing, or the value that a new row would have."""
        field = self.model_field(type(instance))
        if field.has_default():
            return field.get_default()
        return None if field.null else ""

    def stored(self, instance: Any) -> Any:
        """The value that ``instance`` has now."""
        return getattr(instance, self.field)

    def put(self, instance: Any, value: Any) -> None:
        setattr(instance, self.field, value)

    def render(self, value: Any, instance: Any, references: References) -> str:
        """``value`` as it is written into a cell."""
        return "" if value is None else str(value).replace("\r\n", "\n").strip()

    def differs(self, before: Any, after: Any, instance: Any, references: References) -> bool:
        return self.render(before, instance, references) != self.render(after, instance, references)


def in_languages(name: str, field: str = "") -> list[Column]:
    """The three columns of the label ``field``, by default of the same name, one per language."""
    return [
        Column(f"{name}_{code.suffix}", to_attribute(field or name, code), language=code)
        for code in LANGUAGES
    ]


class Choice(Column):
    """One code of a closed list."""

    def hint(self, model: type[models.Model]) -> str:
        return _codes(self.model_field(model).flatchoices)

    def filled(self, cell: str, instance: Any, references: References) -> str:
        codes = [str(code) for code, _label in self.model_field(type(instance)).flatchoices]
        found = next((code for code in codes if code.lower() == cell.lower()), None)
        if found is None:
            raise ValidationError(_unknown(cell, codes))
        return found


class SeveralChoices(Column):
    """Several codes of a closed list, stored as JSON."""

    def __init__(self, name: str, choices: type[models.TextChoices]) -> None:
        super().__init__(name)
        self.choices = choices

    def hint(self, model: type[models.Model]) -> str:
        return f"{_('Several, separated by “;”.')} {_codes(self.choices.choices)}"

    def filled(self, cell: str, instance: Any, references: References) -> list[str]:
        values = [value.lower() for value in several(cell)]
        for value in values:
            if value not in self.choices.values:
                raise ValidationError(_unknown(value, self.choices.values))
        return values

    def empty(self, instance: Any) -> list[str]:
        return []

    def render(self, value: Any, instance: Any, references: References) -> str:
        return SEPARATOR.join(value or [])


class Flag(Column):
    """Yes or no."""

    WORDS: ClassVar[dict[str, bool]] = {
        "yes": True,
        "true": True,
        "1": True,
        "no": False,
        "false": False,
        "0": False,
    }

    def hint(self, model: type[models.Model]) -> str:
        return "yes / no"

    def filled(self, cell: str, instance: Any, references: References) -> bool:
        if cell.lower() not in self.WORDS:
            raise ValidationError(_unknown(cell, ["yes", "no"]))
        return self.WORDS[cell.lower()]

    def render(self, value: Any, instance: Any, references: References) -> str:
        return "yes" if value else "no"


class Number(Column):
    """A whole number."""

    def hint(self, model: type[models.Model]) -> str:
        return _("A whole number in digits, such as 1200.")

    def filled(self, cell: str, instance: Any, references: References) -> int:
        if not (cell.isascii() and cell.isdigit()) or len(cell) > 9:
            raise ValidationError(_("Write a whole number in digits, without separators: 1200."))
        return int(cell)


class Amount(Column):
    """An amount of money, without its currency."""

    def hint(self, model: type[models.Model]) -> str:
        return _("Digits with at most two decimals, such as 1500000.50; the currency has its own column.")

    def filled(self, cell: str, instance: Any, references: References) -> Decimal:
        try:
            amount = Decimal(cell)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0:
            raise ValidationError(_("Write the amount in digits without separators or signs: 1500000.50."))
        return amount

    def render(self, value: Any, instance: Any, references: References) -> str:
        if value is None or value == "":
            return ""
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


class PartialDay(Column):
    """A date as precise as it is known."""

    def hint(self, model: type[models.Model]) -> str:
        return _("2001, 2001-05 or 2001-05-14.")

    def filled(self, cell: str, instance: Any, references: References) -> PartialDate:
        try:
            return PartialDate.parse(cell)
        except ValueError as error:
            raise ValidationError(error.args[0]) from error


class Day(Column):
    """A day of the calendar."""

    def hint(self, model: type[models.Model]) -> str:
        return _("A day, such as 2026-06-01.")

    def filled(self, cell: str, instance: Any, references: References) -> date:
        try:
            return date.fromisoformat(cell)
        except ValueError as error:
            raise ValidationError(_("Write a day of the calendar as 2026-06-01.")) from error


class Moment(Column):
    """A day and a time; without an offset it is read in the zone that another column names."""

    def __init__(self, name: str, zone: str) -> None:
        super().__init__(name)
        self.zone = zone

    def hint(self, model: type[models.Model]) -> str:
        return _(
            "2026-06-30 18:00 in the zone of the column “%(zone)s”, or with offset: 2026-06-30T18:00+09:00."
        ) % {"zone": self.zone}

    def filled(self, cell: str, instance: Any, references: References) -> datetime:
        try:
            moment = datetime.fromisoformat(cell)
        except ValueError:
            moment = None
        if moment is None or ":" not in cell or not 1000 <= moment.year <= 9000:
            raise ValidationError(_("Write the day and the time, such as 2026-06-30 18:00."))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone_of(instance))
        return moment.astimezone(UTC)

    def render(self, value: Any, instance: Any, references: References) -> str:
        return value.astimezone(self._zone_of(instance)).isoformat() if value else ""

    def differs(self, before: Any, after: Any, instance: Any, references: References) -> bool:
        return bool(before != after)

    def _zone_of(self, instance: Any) -> ZoneInfo:
        return ZoneInfo(getattr(instance, self.zone))


class Reference(Column):
    """One other row: an entry by reference or address, a place by its code."""

    def __init__(self, name: str, target: type[models.Model], field: str = "") -> None:
        super().__init__(name, field)
        self.target = target

    def hint(self, model: type[models.Model]) -> str:
        return _pointer(self.target)

    def filled(self, cell: str, instance: Any, references: References) -> int:
        return references.find(self.target, cell)

    def empty(self, instance: Any) -> None:
        return None

    def stored(self, instance: Any) -> Any:
        return getattr(instance, f"{self.field}_id")

    def put(self, instance: Any, value: Any) -> None:
        setattr(instance, f"{self.field}_id", value)

    def render(self, value: Any, instance: Any, references: References) -> str:
        return references.name(self.target, value) if value else ""


class ManyReferences(Column):
    """Several other rows, in no order."""

    late = True

    def __init__(self, name: str, target: type[models.Model]) -> None:
        super().__init__(name)
        self.target = target

    def hint(self, model: type[models.Model]) -> str:
        return f"{_('Several, separated by “;”.')} {_pointer(self.target)}"

    def filled(self, cell: str, instance: Any, references: References) -> list[int]:
        return [references.find(self.target, key) for key in several(cell)]

    def empty(self, instance: Any) -> list[int]:
        return []

    def stored(self, instance: Any) -> list[int]:
        return [each.pk for each in getattr(instance, self.field).all()] if instance.pk else []

    def put(self, instance: Any, value: Any) -> None:
        getattr(instance, self.field).set(value)

    def render(self, value: Any, instance: Any, references: References) -> str:
        names = sorted(references.name(self.target, pk) for pk in value)
        return KEPT if KEPT in names else SEPARATOR.join(names)


def _codes(choices: Iterable[tuple[Any, Any]]) -> str:
    return " · ".join(f"{code} = {label}" for code, label in choices if code)


def _unknown(value: str, codes: Iterable[str]) -> str:
    return _("“%(value)s” is not on the list. Write one of: %(codes)s.") % {
        "value": value,
        "codes": ", ".join(code for code in codes if code),
    }


def _pointer(target: type[models.Model]) -> str:
    if issubclass(target, Entry):
        return _("The reference (KC-2026-0041) or the address of: %(kind)s.") % {
            "kind": target._meta.verbose_name
        }
    return _("The code of: %(kind)s.") % {"kind": target._meta.verbose_name}
