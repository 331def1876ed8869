"""Facts in words: dates, times, ordinals, money and counts as English, Korean and Chinese readers write them.

Every function takes the language last, one of "en", "ko" and "zh-hans"; another raises ``ValueError``. Month,
weekday, city and currency names come from CLDR through Babel; what ministries write differently is set here.
"""

from collections.abc import Mapping
from datetime import date as calendar_date
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_day_names, get_timezone_location
from babel.numbers import get_currency_name, get_currency_precision, is_currency

from publishing.dates import PartialDate
from publishing.numerals import chinese, figures

__all__ = [
    "clocks",
    "count",
    "country_pair",
    "date",
    "date_mark",
    "date_range",
    "days_left",
    "html_lang",
    "language_name",
    "local_day",
    "moment",
    "money",
    "ordinal",
    "ordinals",
    "reader_zones",
    "span",
    "time",
    "weekday",
    "zone_label",
    "zone_pair",
]

SEOUL = "Asia/Seoul"
BEIJING = "Asia/Shanghai"
UTC = "UTC"

T = TypeVar("T")
OrdinalUnit = Literal["event", "meeting"]

_LOCALES = {"en": Locale("en", "GB"), "ko": Locale("ko"), "zh-hans": Locale("zh", script="Hans")}

# Patterns of CLDR by what they show: y year, M month, d day.
_DATES = {
    "en": {"year": "y", "month": "MMMM y", "day": "d MMMM y", "M": "MMMM", "Md": "d MMMM", "d": "d"},
    "ko": {"year": "y년", "month": "y. M.", "day": "y. M. d.", "M": "M.", "Md": "M. d.", "d": "d."},
    "zh-hans": {"year": "y年", "month": "y年M月", "day": "y年M月d日", "M": "M月", "Md": "M月d日", "d": "d日"},
}
_WITH_WEEKDAY = {"en": "EEEE {}", "ko": "{}(EEE)", "zh-hans": "{}（EEEE）"}

# How the amount of a currency is named after its figure; others take the name in CLDR.
_CURRENCIES = {
    "ko": {"KRW": "원", "CNY": "위안", "USD": "달러", "EUR": "유로", "JPY": "엔"},
    "zh-hans": {"KRW": "韩元", "CNY": "元人民币", "USD": "美元", "EUR": "欧元", "JPY": "日元"},
}

# English: one and many. Korean: counter and noun. Chinese: counter with noun.
_UNITS = {
    "people": (("person", "people"), ("명", ""), "人"),
    "companies": (("company", "companies"), ("개", "기업"), "家企业"),
    "provinces": (("province", "provinces"), ("개", "성"), "个省"),
    "areas": (("area", "areas"), ("개", "분야"), "个领域"),
    "years": (("year", "years"), ("년", ""), "年"),
    "items": (("item", "items"), ("건", ""), "项"),
}

_HEDGES = {
    "en": {
        "exact": "{}",
        "more_than": "more than {}",
        "at_least": "at least {}",
        "nearly": "nearly {}",
        "about": "about {}",
        "up_to": "up to {}",
    },
    "ko": {
        "exact": "{}",
        "more_than": "{} 초과",
        "at_least": "{} 이상",
        "nearly": "{} 가까이",
        "about": "약 {}",
        "up_to": "최대 {}",
    },
    "zh-hans": {
        "exact": "{}",
        "more_than": "超过{}",
        "at_least": "至少{}",
        "nearly": "近{}",
        "about": "约{}",
        "up_to": "最多{}",
    },
}


def ordinal(n: int, language: str, unit: OrdinalUnit = "event") -> str:
    """The number of an edition: "8th", "제8회", "第八届".

    ``unit`` is "event" for fairs and forums, "meeting" for meetings, delegations and committees ("제8차",
    "第八次"). ``n`` below one raises ``ValueError``.
    """
    if n < 1:
        raise ValueError(f"not the number of an edition: {n}")
    if unit not in ("event", "meeting"):
        raise ValueError(f"not a unit of editions: {unit}")
    counter = {"event": ("회", "届"), "meeting": ("차", "次")}[unit]
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return _in(language, f"{n}{suffix}", f"제{n}{counter[0]}", f"第{chinese(n)}{counter[1]}")


def ordinals(first: int, last: int, language: str, unit: OrdinalUnit = "event") -> str:
    """Editions that follow one another: "1st–7th", "제1회~제7회", "第一届至第七届"; one edition stands alone."""
    words = [ordinal(number, language, unit) for number in dict.fromkeys((first, last))]
    return _in(language, "–", "~", "至").join(words)


def date(value: calendar_date | PartialDate, language: str, weekday: bool = False) -> str:
    """A date as precise as it is known: "1 June 2026", "2001. 5.", "2001年".

    ``weekday`` adds the day of the week to whole days. A ``datetime`` raises ``TypeError``; see ``local_day``.
    """
    partial = PartialDate.of(value)
    return _day(partial, _of(_DATES, language)[partial.precision], language, weekday)


def date_range(
    start: calendar_date | PartialDate,
    end: calendar_date | PartialDate | None,
    language: str,
    weekday: bool = False,
) -> str:
    """A period without repetition: "2–5 June 2026", "2026. 6. 2.~6. 5.", "2026年6月2日至5日".

    The earlier date comes first whichever way they are given. Equal dates, or no ``end``, give one date; dates of
    different precision are both written out.
    """
    first, last = sorted((PartialDate.of(start), PartialDate.of(start if end is None else end)))
    if first == last:
        return date(first, language, weekday)
    patterns = _of(_DATES, language)
    opening, closing = patterns[first.precision], patterns[last.precision]
    alike = first.precision == last.precision
    if alike and first.precision == "year":
        opening = "y" if language == "ko" else opening
    elif alike and first.year == last.year:
        short = patterns[_shortest(first, last, language)]
        opening, closing = (short, closing) if language == "en" else (opening, short)
    left = _day(first, opening, language, weekday)
    right = _day(last, closing, language, weekday)
    dash = "–" if alike and " " not in left else " – "
    return left + _in(language, dash, "~", "至") + right


def date_mark(
    start: calendar_date | PartialDate, end: calendar_date | PartialDate | None, language: str
) -> dict[str, str]:
    """A date set large: its ``number`` and what stands below it, ``month`` and ``weekday``.

    The number is the day, "19" or "10–11" within one month, in Korean "10~11", and the year where no day is known.
    A period over several months or years has no number: the result is empty.
    """
    first, last = sorted((PartialDate.of(start), PartialDate.of(start if end is None else end)))
    if (first.year, first.month, first.precision) != (last.year, last.month, last.precision):
        return {}
    if first.day is None:
        month = "" if first.month is None else _day(first, _in(language, "MMMM", "M월", "M月"), language)
        return {"number": str(first.year), "month": month, "weekday": ""}
    number = str(first.day) if first == last else span(str(first.day), str(last.day), language)
    month = _day(first, _of(_DATES, language)["month"], language)
    return {
        "number": number,
        "month": month,
        "weekday": weekday(first.earliest(), language) if first == last else "",
    }


def span(first: str, last: str, language: str) -> str:
    """From one figure to another, without spaces: "10–11", in Korean "10~11". Equal ones are written once."""
    return first if first == last else first + _in(language, "–", "~", "–") + last


def time(dt: datetime, zone: str, language: str) -> str:
    """The clock in ``zone`` (an IANA name), 24 hours: "12:00". A naive ``dt`` raises ``ValueError``."""
    return format_datetime(_local(dt, zone).replace(tzinfo=None), "HH:mm", locale=_of(_LOCALES, language))


def weekday(value: calendar_date, language: str) -> str:
    """The name of the day of the week: "Tuesday", "화요일", "星期二"."""
    return get_day_names("wide", locale=_of(_LOCALES, language))[value.weekday()]


def local_day(dt: datetime, zone: str) -> calendar_date:
    """The calendar day of ``dt`` in ``zone``. A naive ``dt`` raises ``ValueError``."""
    return _local(dt, zone).date()


def zone_label(zone: str, language: str) -> str:
    """The city a zone is known by: "Seoul", "서울", "首尔"; China's is Beijing, and UTC stays UTC."""
    locale = _of(_LOCALES, language)
    if zone == UTC:
        return UTC
    if zone == BEIJING:
        return _in(language, "Beijing", "베이징", "北京")
    return get_timezone_location(ZoneInfo(str(zone)), locale=locale, return_city=True)


def moment(dt: datetime, zone: str, language: str) -> str:
    """A moment in full, in ``zone`` first and then in Seoul, Beijing and UTC.

    "Monday 1 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC"; in Chinese "2026年6月1日（星期一）首尔时间12:00 · …".
    A zone where it is another day shows its date, and so does the next one back on the first day.
    """
    first = before = local_day(dt, zone)
    clocks = [_clock(dt, zone, language, date(first, language, weekday=True))]
    for other in [each for each in (SEOUL, BEIJING, UTC) if each != zone]:
        day = local_day(dt, other)
        dated = date(day, language, weekday=True) if {first, before} != {day} else ""
        clocks.append(_clock(dt, other, language, dated))
        before = day
    return " · ".join(clocks)


def zone_pair(dt: datetime, zone: str, language: str) -> str:
    """The clocks of both countries, the reader's first: "12:00 Seoul · 11:00 Beijing".

    In Korean "12:00(서울) · 11:00(베이징)", in Chinese "北京时间11:00 · 首尔时间12:00". English readers see
    the owner's ``zone`` first. Where the clocks, or the owner's, are not on one calendar day, each comes with its date.
    """
    zones = reader_zones(zone, language)
    days = {local_day(dt, each) for each in (*zones, zone)}
    if len(days) == 1:
        return " · ".join(_clock(dt, each, language) for each in zones)
    pattern = _of(_DATES, language)["Md" if len({day.year for day in days}) == 1 else "day"]
    return " · ".join(
        _clock(dt, each, language, _day(PartialDate.of(local_day(dt, each)), pattern, language))
        for each in zones
    )


def reader_zones(zone: str, language: str) -> list[str]:
    """The zones a time of the owner's ``zone`` is shown in: the reader's country first, in English the owner's."""
    reader = _in(language, (str(zone), SEOUL, BEIJING), (SEOUL, BEIJING), (BEIJING, SEOUL))
    return list(dict.fromkeys(reader))


def clocks(start: datetime, end: datetime | None, zone: str, language: str) -> list[tuple[str, str]]:
    """A span of time on the clocks of both countries, the reader's first: ``[("10:00–12:00", "Seoul"), …]``."""
    ends = [] if end is None else [end]
    dash = _in(language, "–", "~", "—")
    return [
        (dash.join(time(each, shown, language) for each in (start, *ends)), zone_label(shown, language))
        for shown in reader_zones(zone, language)
    ]


def money(amount: Decimal, currency: str, language: str, qualifier: str = "exact") -> str:
    """An amount with its currency (ISO 4217), never rounded: "KRW 33.4 billion", "334억 원", "334亿韩元".

    ``qualifier`` is exact, more_than, at_least, nearly, about or up_to. A negative amount, an unknown currency or
    qualifier raises ``ValueError``.
    """
    if not is_currency(currency):
        raise ValueError(f"not a currency: {currency}")
    text = figures(amount, language, places=get_currency_precision(currency))
    if language == "en":
        return _hedged(f"{currency} {text}", qualifier, language)
    name = _of(_CURRENCIES, language).get(currency) or get_currency_name(currency, locale=_LOCALES[language])
    if language == "ko":
        return _korean_quantity(text, name, "", qualifier)
    return f"最高{text}{name}" if qualifier == "up_to" else _hedged(text + name, qualifier, language)


def count(value: int, qualifier: str, language: str, unit: str | None = None) -> str:
    """A number of things: "nearly 30 people", "100여 명", "14家企业".

    ``unit`` is people, companies, provinces, areas, years or items, or ``None`` for the bare number; ``qualifier``
    as in ``money``. A negative value, an unknown unit or qualifier raises ``ValueError``.
    """
    if unit is not None and unit not in _UNITS:
        raise ValueError(f"not a unit: {unit}")
    text = figures(value, language)
    if unit is None:
        return _hedged(text, qualifier, language)
    english, (counter, noun), measure = _UNITS[unit]
    if language == "en":
        return _hedged(f"{text} {english[0] if value == 1 else english[1]}", qualifier, language)
    if language == "ko":
        return _korean_quantity(text, counter, noun, qualifier)
    if qualifier == "more_than" and _round(text):
        return f"{text}多{measure}"
    return _hedged(text + measure, qualifier, language)


def days_left(deadline_dt: datetime, now: datetime, zone: str, language: str) -> str:
    """How long remains: "3 days left", "closes today at 18:00 Seoul · 17:00 Beijing" or "closed".

    Days are calendar days in the deadline's ``zone``; at the deadline itself it is closed.
    """
    if now >= deadline_dt:
        return _in(language, "closed", "마감됨", "已截止")
    days = (local_day(deadline_dt, zone) - local_day(now, zone)).days
    if days:
        return _in(language, f"{days} day{'' if days == 1 else 's'} left", f"{days}일 남음", f"还剩{days}天")
    clocks = zone_pair(deadline_dt, zone, language)
    one_day = len({local_day(deadline_dt, each) for each in (*reader_zones(zone, language), zone)}) == 1
    return _in(
        language,
        f"closes today at {clocks}" if one_day else f"closes today: {clocks}",
        f"오늘 마감: {clocks}",
        f"今日截止：{clocks}",
    )


def country_pair(language: str, issuer_country: str | None = None) -> str:
    """The two countries in the order and form of the house: "Korea–China", "한중", "中韩".

    In English an issuer from China (ISO 3166 "CN") writes "China–ROK".
    """
    return _in(language, "China–ROK" if issuer_country == "CN" else "Korea–China", "한중", "中韩")


def language_name(code: str, language: str, *, spoken: bool = False) -> str:
    """The name of a language, as documents are written in it or, ``spoken``, as people talk: "Korean", "韩文", "韩语"."""
    base = _of(_LOCALES, code).language
    written = {"en": "英文", "ko": "韩文"} if language == "zh-hans" and not spoken else {}
    return written.get(base) or str(_of(_LOCALES, language).languages[base])


def html_lang(code: str) -> str:
    """The BCP 47 tag for the ``lang`` attribute: "zh-Hans" for "zh-hans"."""
    return _in(code, "en", "ko", "zh-Hans")


def _of(table: Mapping[str, T], language: str) -> T:
    if language not in table:
        raise ValueError(f"not a language of the portal: {language}")
    return table[language]


def _in(language: str, en: T, ko: T, zh: T) -> T:
    return _of({"en": en, "ko": ko, "zh-hans": zh}, language)


def _day(value: PartialDate, pattern: str, language: str, weekday: bool = False) -> str:
    if weekday and value.precision == "day":
        pattern = _WITH_WEEKDAY[language].format(pattern)
    return format_date(value.earliest(), pattern, locale=_of(_LOCALES, language))


def _shortest(first: PartialDate, last: PartialDate, language: str) -> str:
    """What one end of a period within a year must show; Korean repeats the month, as "5." alone may be May."""
    if first.precision == "month":
        return "M"
    return "d" if first.month == last.month and language != "ko" else "Md"


def _local(dt: datetime, zone: str) -> datetime:
    if dt.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return dt.astimezone(ZoneInfo(str(zone)))


def _clock(dt: datetime, zone: str, language: str, day: str = "") -> str:
    between = _in(language, ", ", " ", "") if day else ""
    clock, label = time(dt, zone, language), zone_label(zone, language)
    return day + between + _in(language, f"{clock} {label}", f"{clock}({label})", f"{label}时间{clock}")


def _hedged(text: str, qualifier: str, language: str) -> str:
    hedges = _of(_HEDGES, language)
    if qualifier not in hedges:
        raise ValueError(f"not a qualifier: {qualifier}")
    return hedges[qualifier].format(text)


def _round(text: str) -> bool:
    """Whether a figure is round enough for 여 and 多: one group that ends in a scale word or in zero."""
    return " " not in text and "." not in text and not text.endswith(tuple("123456789")) and text != "0"


def _korean_quantity(text: str, counter: str, noun: str, qualifier: str) -> str:
    """Figure, counter and noun; a counter joins digits but stands apart from scale words, as do names of two words."""
    things = f"{counter} {noun}".strip()
    if qualifier == "more_than" and _round(text):
        return f"{text}여 {things}"
    apart = "" if text[-1].isdigit() and " " not in counter else " "
    return _hedged(f"{text}{apart}{things}", qualifier, "ko")
