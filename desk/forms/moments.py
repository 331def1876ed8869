"""Moments are typed as a day and a time in a named zone, and stored in UTC with the zone beside them."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms.dates import DayField
from publishing import formats
from publishing.enums import Zone
from publishing.languages import active

__all__ = ["MomentField", "MomentInput", "ZonedForm"]


class MomentInput(forms.MultiWidget):
    """A day, a time, and below them the moment in words in Seoul, Beijing and UTC."""

    template_name = "admin/widgets/moment.html"
    zone_name = ""
    zone: str = Zone.SEOUL

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day = forms.DateInput({"type": "date", "aria-label": _("day")}, format="%Y-%m-%d")
        clock = forms.TimeInput({"type": "time", "aria-label": _("time")}, format="%H:%M")
        super().__init__([day, clock], attrs)

    def decompress(self, value: datetime | None) -> list[date | time | None]:
        return [value.date(), value.time().replace(second=0, microsecond=0)] if value else [None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"zone_name": self.zone_name, "zone": self.zone, "words": self._words(value)}
        return context

    def _words(self, value: Any) -> str:
        try:
            local = value if isinstance(value, datetime) else datetime.fromisoformat("T".join(value))
            return formats.moment(local.replace(tzinfo=ZoneInfo(self.zone)), self.zone, active())
        except (TypeError, ValueError, OverflowError):
            return ""


class MomentField(forms.MultiValueField):
    """A day and a time without a zone; :class:`ZonedForm` knows which zone they are meant in.

    ``without_time`` is the time of day that is meant where none is set; if it is empty, one has to be set.
    """

    widget = MomentInput
    without_time: time | None = None

    def __init__(self, **kwargs: Any) -> None:
        fields = (DayField(required=False), forms.TimeField(required=False))
        super().__init__(fields, **{**kwargs, "require_all_fields": False})

    def compress(self, data_list: list[Any]) -> datetime | None:
        day, clock = data_list or (None, None)
        if not day and clock is None:
            return None
        if not day:
            raise ValidationError(_("Choose the day as well."), code="day_missing")
        clock = self.without_time if clock is None else clock
        if clock is None:
            raise ValidationError(_("Set the time as well."), code="time_missing")
        return datetime.combine(day, clock)


class ZonedForm(forms.ModelForm):
    """A form whose moments are shown and read in the zone that stands beside them.

    ``zones`` names the zone's field for each moment; a moment without one is read in the zone of ``zone_of``.
    """

    zones: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._moments():
            stored = getattr(self.instance, name)
            if stored:
                zone = ZoneInfo(self._stored_zone(name))
                self.initial[name] = stored.astimezone(zone).replace(tzinfo=None)
            field.widget.zone_name = self.zones.get(name, "")
            field.widget.zone = self._typed_zone(name)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, _field in self._moments():
            if self.cleaned_data.get(name) is not None:
                self._convert(name)
        for name, field in self.fields.items():
            if hidden := getattr(field, "is_hidden", None):
                self._refuse_hidden(name, hidden)
        return cleaned

    def _refuse_hidden(self, name: str, is_hidden: Callable[[Any], bool]) -> None:
        """Refuse a new choice of what the person may not see; what was chosen before may stay."""
        chosen = self.cleaned_data.get(name)
        if name not in self.changed_data or not chosen:
            return
        before = self.initial.get(name) or []
        known = {getattr(each, "pk", each) for each in (before if isinstance(before, list) else [before])}
        if any(each.pk not in known and is_hidden(each) for each in _rows(chosen)):
            self.add_error(name, _("Choose among the entries that you may see."))

    def zone_of(self, name: str) -> str:
        """The zone of a moment that has no zone of its own beside it."""
        return Zone.SEOUL

    def _moments(self) -> list[tuple[str, MomentField]]:
        return [(name, field) for name, field in self.fields.items() if isinstance(field, MomentField)]

    def _stored_zone(self, name: str) -> str:
        zone_name = self.zones.get(name)
        return getattr(self.instance, zone_name) if zone_name else self.zone_of(name)

    def _typed_zone(self, name: str) -> str:
        zone_name = self.zones.get(name)
        if self.is_bound and zone_name:
            typed = self.data.get(self.add_prefix(zone_name), "")
            if typed in Zone.values:
                return typed
        return self._stored_zone(name)

    def _convert(self, name: str) -> None:
        zone_name = self.zones.get(name)
        if zone_name and zone_name in self.errors:
            del self.cleaned_data[name]
        elif name in self.changed_data or zone_name in self.changed_data:
            zone = self.cleaned_data.get(zone_name) if zone_name else None
            local = self.cleaned_data[name].replace(tzinfo=ZoneInfo(zone or self._stored_zone(name)))
            self.cleaned_data[name] = local.astimezone(UTC)
        else:
            # What was not touched keeps its seconds.
            self.cleaned_data[name] = getattr(self.instance, name)


def _rows(chosen: Any) -> Iterable[Any]:
    """The rows of a choice of one or of several."""
    return [chosen] if hasattr(chosen, "pk") else chosen
