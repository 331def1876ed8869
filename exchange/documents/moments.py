"""Dates and times as press releases write them in Korean, English and Chinese; pure, without a clock of its own."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from publishing.enums import Zone

__all__ = ["Day", "Reading", "days", "plain", "reading"]

_DAY_NAMES = {
    **dict(zip("월화수목금토일", range(7), strict=True)),
    **dict(zip("一二三四五六日", range(7), strict=True)),
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(7), strict=True)),
    "天": 6,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN_DAY = r"(?P<{0}>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_EN_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"

# 2026. 6. 1.(월) · '26.6.1 · 6월 1일(월요일) · 6/1(월) · 2026-06-01 · 2026年6月1日（星期一）
_ASIAN = re.compile(
    r"(?<![\d.:/-])(?:(?P<year>\d{4}|['’‘]?\d{2})\s*(?:[./-]|년|年)\s*)?"
    r"(?P<month>\d{1,2})\s*(?:[./-]|월|月)\s*(?P<day>\d{1,2})(?!\d)\s*(?:[.]|일|日|号)?(?!\s*[:시時点])"
    r"\s*(?:\(\s*(?:星期|周|礼拜)?(?P<name>[월화수목금토일一二三四五六日天])(?:요일)?\s*\)"
    r"|(?:星期|周|礼拜)(?P<zh_name>[一二三四五六日天])"
    r"|(?P<ko_name>[월화수목금토일])(?:요일|(?=\s*[,)]|\s*[조석]간|\s*\d|\s*$)))?"
)
# 1 June 2026 · Monday, 1 June · June 1, 2026 (Mon)
_ENGLISH = re.compile(
    rf"(?:{_EN_DAY.format('n1')},?\s+)?(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_EN_MONTH.format('m1')}"
    rf"|{_EN_MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b)"
    rf"(?:,?\s+(?P<year>\d{{4}}))?(?:\s*\(\s*{_EN_DAY.format('n2')}\s*\))?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"금일|당일|오늘|익일|명일|내일|今日|今天|次日|明日|明天|\btoday\b|\btomorrow\b", re.IGNORECASE
)
_NEXT = {"익일", "명일", "내일", "次日", "明日", "明天", "tomorrow"}

_HALF = r"(?P<half>오전|오후|낮|밤|새벽|아침|저녁|上午|下午|中午|晚上|凌晨|[AP]\.?\s?M\.?(?![A-Za-z]))"
_TIME = re.compile(
    rf"(?:{_HALF}\s*)?(?<!\d)(?P<hour>\d{{1,2}})\s*(?:[:時时]\s*(?P<minute>\d{{2}})(?!\d)|시\s*(?P<ko_minute>\d{{1,2}})\s*분"
    rf"|(?:点|时|時)\s*(?P<zh_minute>\d{{1,2}})\s*分|(?P<bare>시(?!간)|点|时|時))"
    rf"(?P<ko_half>\s*반)?(?:\s*(?P<after>[ap]\.?m\.?)(?![a-z]))?",
    re.IGNORECASE,
)
_TWELVE = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s*(?P<after>[ap]\.?m\.?)(?![a-z])", re.IGNORECASE
)
_NOON = re.compile(r"정오|正午|\bnoon\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"자정|午夜|零点|\bmidnight\b", re.IGNORECASE)

_ZONES = (
    (
        Zone.SEOUL,
        re.compile(
            r"\bKST\b|한국\s*시간|서울\s*시간|韩国时间|首尔时间|Seoul time|Korean?\s+(?:standard\s+)?time",
            re.IGNORECASE,
        ),
    ),
    (
        Zone.BEIJING,
        re.compile(
            r"\bCST\b|중국\s*시간|베이징\s*시간|북경\s*시간|北京时间|Beijing time|China\s+(?:standard\s+)?time",
            re.IGNORECASE,
        ),
    ),
    (Zone.UTC, re.compile(r"\bUTC\b|\bGMT\b|협정\s*세계시|世界协调时")),
)
_OTHER_ZONE = re.compile(r"\b(?:JST|E[SD]T|P[SD]T|CES?T|BST|HKT|SGT)\b|\bGMT\s*[+-]\s*\d+|\bUTC\s*[+-]\s*\d+")


def plain(text: str) -> str:
    """``text`` with full-width letters, digits and colons made plain, and with single spaces."""
    return re.sub(r"[ \u00a0\u3000]+", " ", unicodedata.normalize("NFKC", text)).strip()


@dataclass(frozen=True)
class Day:
    """A day as it was written: where it stands in the text, and what is doubtful about it."""

    value: date
    start: int
    end: int
    doubts: tuple[str, ...] = ()


@dataclass
class Reading:
    """A day and a time of day in a zone; ``at`` is missing where the words name no time."""

    day: Day | None = None
    at: datetime | None = None
    zone: str = ""
    doubts: list[str] = field(default_factory=list)


def days(text: str, base: date) -> list[Day]:
    """Every day that ``text`` names, in its order; ``base`` lends the year that is not written."""
    found = [
        *(_asian(match, base) for match in _ASIAN.finditer(text)),
        *(_english(match, base) for match in _ENGLISH.finditer(text)),
        *(_relative(match, base) for match in _RELATIVE.finditer(text)),
    ]
    return sorted((day for day in found if day is not None), key=lambda day: day.start)


def _asian(match: re.Match[str], base: date) -> Day | None:
    name = match["name"] or match["zh_name"] or match["ko_name"]
    return _day(match, int(match["month"]), int(match["day"]), name, base)


def _english(match: re.Match[str], base: date) -> Day | None:
    month = 1 + _MONTHS.index((match["m1"] or match["m2"]).lower()[:3])
    name = (match["n1"] or match["n2"] or "").lower()[:3]
    return _day(match, month, int(match["d1"] or match["d2"]), name, base)


def _relative(match: re.Match[str], base: date) -> Day:
    value = base + timedelta(days=1) if match[0].lower() in _NEXT else base
    return Day(value, match.start(), match.end(), ("relative",))


def _day(match: re.Match[str], month: int, number: int, name: str | None, base: date) -> Day | None:
    doubts = []
    year = match["year"]
    weekday = _DAY_NAMES.get(name) if name else None
    if year:
        digits = year.lstrip("'’‘")
        years = [int(digits) if len(digits) == 4 else 2000 + int(digits)]
    else:
        doubts.append("year")
        years = [base.year, base.year + 1, base.year - 1]
    values = [value for each in years if (value := _date(each, month, number))]
    if not values:
        return None
    # Without a year, the day nearest to the base is meant.
    value = min(values, key=lambda each: abs((each - base).days))
    if weekday is not None and value.weekday() != weekday:
        doubts.append("weekday")
    return Day(value, match.start(), match.end(), tuple(doubts))


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def reading(text: str, base: date, zone: str) -> Reading:
    """The first day and time of ``text``, in the zone it names or else in ``zone``."""
    result = Reading(zone=zone)
    named = [each for each, pattern in _ZONES if pattern.search(text)]
    if _OTHER_ZONE.search(text) or len(named) > 1:
        result.doubts.append("zone")
    elif named:
        result.zone = named[0]
    found = days(text, base)
    if not found:
        return result
    result.day = found[0]
    result.doubts += result.day.doubts
    clock = _clock(_without(text, found))
    if clock is not None:
        of_day, later, doubt = clock
        result.doubts += [doubt] if doubt else []
        local = datetime.combine(result.day.value + timedelta(days=later), of_day, ZoneInfo(result.zone))
        result.at = local
    return result


def _without(text: str, found: list[Day]) -> str:
    """``text`` with its days blanked out, so that their numbers are not taken for hours."""
    for day in found:
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    return text


def _clock(text: str) -> tuple[time, int, str] | None:
    """The first time of day, by how many days it lies later, and what is doubtful about it."""
    candidates = [
        match
        for pattern in (_NOON, _MIDNIGHT, _TIME, _TWELVE)
        for match in pattern.finditer(text)
        if _sensible(pattern, match)
    ]
    if not candidates:
        return None
    first = min(candidates, key=lambda match: (match.start(), -match.end()))
    if first.re is _NOON:
        return time(12), 0, ""
    if first.re is _MIDNIGHT:
        return time(0), 0, "midnight"
    of_day, later, doubt = _numbered(first)
    others = [match for match in candidates if match.start() >= first.end()]
    return of_day, later, doubt or ("several_times" if others else "")


def _sensible(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    if pattern in (_NOON, _MIDNIGHT):
        return True
    hour, minute = int(match["hour"]), _minute(match)
    return minute < 60 and (hour < 24 or (hour == 24 and minute == 0))


def _minute(match: re.Match[str]) -> int:
    given = match.groupdict()
    if given.get("ko_half"):
        return 30
    return int(given.get("minute") or given.get("ko_minute") or given.get("zh_minute") or 0)


def _numbered(match: re.Match[str]) -> tuple[time, int, str]:
    hour, minute = int(match["hour"]), _minute(match)
    given = match.groupdict()
    half = (given.get("half") or given.get("after") or "").lower().replace(".", "").replace(" ", "")
    if hour == 24:
        return time(0), 1, ""
    if half in ("오전", "새벽", "아침", "上午", "凌晨", "am") and hour == 12:
        return time(0, minute), 0, "twelve"
    if half in ("밤", "晚上") and hour == 12:
        return time(0, minute), 1, "twelve"
    if half in ("오후", "저녁", "밤", "下午", "晚上", "pm") and hour < 12:
        return time(hour + 12, minute), 0, ""
    if half in ("낮", "中午") and hour < 6:
        return time(hour + 12, minute), 0, ""
    doubt = "half" if not half and given.get("bare") and 1 <= hour <= 6 else ""
    return time(hour, minute), 0, doubt
