"""Filters and tags that write values in the active language; an absent value gives nothing."""

from datetime import UTC, date, datetime

from django import template
from django.utils.html import format_html

from publishing import formats
from publishing.dates import PartialDate
from publishing.languages import active

register = template.Library()


@register.filter
def local_date(value: date | PartialDate | None, form: str = "") -> str:
    """``{{ day|local_date }}`` or ``{{ day|local_date:"weekday" }}``."""
    return formats.date(value, active(), weekday=form == "weekday") if value else ""


@register.filter
def html_lang(code: str) -> str:
    """``{{ "zh-hans"|html_lang }}``: the value of a ``lang`` attribute."""
    return formats.html_lang(code) if code else ""


@register.filter
def spaced(words: str) -> str:
    """``{{ _("Source:")|spaced }}``: the words and the gap after them; full-width punctuation brings its own."""
    return words if words.endswith(("。", "：")) else f"{words} "


@register.simple_tag
def time_tag(
    value: datetime | date | PartialDate | None,
    zone: str = formats.UTC,
    form: str = "moment",
) -> str:
    """A ``<time>`` element: the value in words, with its machine form in UTC.

    ``{% time_tag moment zone %}`` takes the forms "moment", "pair", "time", "date" and "weekday";
    ``{% time_tag day form="weekday" %}`` works for dates, which have no zone. An unknown form raises ``ValueError``.
    """
    if not value:
        return ""
    if form not in ("moment", "pair", "time", "date", "weekday"):
        raise ValueError(f"not a form of time: {form}")
    language = active()
    if not isinstance(value, datetime):
        words = formats.date(value, language, weekday=form == "weekday")
        return format_html('<time datetime="{}">{}</time>', str(value), words)
    match form:
        case "moment":
            words = formats.moment(value, zone, language)
        case "pair":
            words = formats.zone_pair(value, zone, language)
        case "time":
            words = formats.time(value, zone, language)
        case _:
            words = formats.date(formats.local_day(value, zone), language, weekday=form == "weekday")
    machine = value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return format_html('<time datetime="{}">{}</time>', machine, words)
