"""Filters and tags that write values in the active language; an absent value gives nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html

from publishing import clock, formats
from publishing.dates import PartialDate
from publishing.languages import active

register = template.Library()


@register.filter
def local_ordinal(value: int | None, unit: formats.OrdinalUnit = "event") -> str:
    """``{{ edition|local_ordinal }}`` or ``{{ edition|local_ordinal:"meeting" }}``."""
    return formats.ordinal(value, active(), unit) if value else ""


@register.filter
def local_date(value: date | PartialDate | None, form: str = "") -> str:
    """``{{ day|local_date }}`` or ``{{ day|local_date:"weekday" }}``."""
    return formats.date(value, active(), weekday=form == "weekday") if value else ""


@register.filter
def local_time(value: datetime | None, zone: str) -> str:
    """``{{ moment|local_time:zone }}``: the clock alone, to stand beside a named zone."""
    return formats.time(value, zone, active()) if value else ""


@register.filter
def local_moment(value: datetime | None, zone: str) -> str:
    """``{{ moment|local_moment:zone }}``: day, clock and the clocks elsewhere."""
    return formats.moment(value, zone, active()) if value else ""


@register.filter
def zone_pair(value: datetime | None, zone: str) -> str:
    """``{{ moment|zone_pair:zone }}``: the clocks of both countries."""
    return formats.zone_pair(value, zone, active()) if value else ""


@register.filter
def zone_label(zone: str) -> str:
    """``{{ "Asia/Seoul"|zone_label }}``."""
    return formats.zone_label(zone, active()) if zone else ""


@register.filter
def language_name(code: str) -> str:
    """``{{ "ko"|language_name }}``: the name of a language in the active one."""
    return formats.language_name(code, active()) if code else ""


@register.filter
def own_language_name(code: str) -> str:
    """``{{ "ko"|own_language_name }}``: the name of a language in itself."""
    return formats.language_name(code, code) if code else ""


@register.filter
def html_lang(code: str) -> str:
    """``{{ "zh-hans"|html_lang }}``: the value of a ``lang`` attribute."""
    return formats.html_lang(code) if code else ""


@register.simple_tag
def local_range(
    start: date | PartialDate | None, end: date | PartialDate | None = None, form: str = ""
) -> str:
    """``{% local_range start end %}`` or ``{% local_range start end "weekday" %}``."""
    return formats.date_range(start, end or None, active(), weekday=form == "weekday") if start else ""


@register.simple_tag
def local_money(amount: Decimal | None, currency: str, qualifier: str = "exact") -> str:
    """``{% local_money amount currency qualifier %}``."""
    return "" if amount is None else formats.money(amount, currency, active(), qualifier)


@register.simple_tag
def local_count(value: int | None, qualifier: str = "exact", unit: str | None = None) -> str:
    """``{% local_count value qualifier unit %}``."""
    return "" if value is None else formats.count(value, qualifier, active(), unit or None)


@register.simple_tag
def days_left(deadline: datetime | None, zone: str) -> str:
    """``{% days_left deadline zone %}``: how long remains from now."""
    return formats.days_left(deadline, clock.now(), zone, active()) if deadline else ""


@register.simple_tag
def country_pair(issuer_country: str | None = None) -> str:
    """``{% country_pair %}`` or ``{% country_pair "CN" %}``."""
    return formats.country_pair(active(), issuer_country)


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
