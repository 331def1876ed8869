import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing import formats
from publishing.dates import PartialDate
from publishing.formats import BEIJING, SEOUL, UTC
from publishing.numerals import figures

LANGUAGES = ("en", "ko", "zh-hans")
NOON = dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 5, 31, 23, tzinfo=dt.UTC)
AFTER_MIDNIGHT = dt.datetime(2026, 6, 12, 15, 30, tzinfo=dt.UTC)
NEW_YEAR = dt.datetime(2026, 12, 31, 15, 30, tzinfo=dt.UTC)

ENGLISH = [
    "1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th",
    "11th", "12th", "13th", "14th", "15th", "16th", "17th", "18th", "19th", "20th",
    "21st", "22nd", "23rd", "24th", "25th", "26th", "27th", "28th", "29th", "30th",
    "31st", "32nd", "33rd", "34th", "35th", "36th", "37th", "38th", "39th", "40th",
    "101st", "102nd", "103rd", "104th", "105th", "106th", "107th", "108th", "109th", "110th",
    "111th", "112th", "113th",
]  # fmt: skip
CHINESE = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
    "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十",
    "二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八", "二十九", "三十",
    "三十一", "三十二", "三十三", "三十四", "三十五", "三十六", "三十七", "三十八", "三十九", "四十",
    "一百零一", "一百零二", "一百零三", "一百零四", "一百零五", "一百零六", "一百零七", "一百零八", "一百零九", "一百一十",
    "一百一十一", "一百一十二", "一百一十三",
]  # fmt: skip
NUMBERS = [*range(1, 41), *range(101, 114)]


def in_all(function, *args, **kwargs):
    return [function(*args, language=language, **kwargs) for language in LANGUAGES]


@pytest.mark.parametrize(("n", "english", "chinese"), list(zip(NUMBERS, ENGLISH, CHINESE, strict=True)))
def test_ordinal(n, english, chinese):
    assert in_all(formats.ordinal, n) == [english, f"제{n}회", f"第{chinese}届"]
    assert in_all(formats.ordinal, n, unit="meeting") == [english, f"제{n}차", f"第{chinese}次"]


@pytest.mark.parametrize(
    ("n", "chinese"),
    [
        (99, "九十九"),
        (100, "一百"),
        (200, "二百"),
        (320, "三百二十"),
        (909, "九百零九"),
        (999, "九百九十九"),
        (1000, "1000"),
    ],
)
def test_ordinal_of_hundreds_in_chinese(n, chinese):
    assert formats.ordinal(n, "zh-hans") == f"第{chinese}届"


def test_ordinals_of_editions_that_follow_one_another():
    assert in_all(formats.ordinals, 1, 7) == ["1st–7th", "제1회~제7회", "第一届至第七届"]
    assert in_all(formats.ordinals, 1, 7, unit="meeting") == ["1st–7th", "제1차~제7차", "第一次至第七次"]
    assert in_all(formats.ordinals, 3, 3) == ["3rd", "제3회", "第三届"]


def test_ordinal_refuses_what_is_no_edition():
    with pytest.raises(ValueError, match="edition"):
        formats.ordinal(0, "en")
    with pytest.raises(ValueError, match="unit"):
        formats.ordinal(1, "en", unit="year")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2001", ["2001", "2001년", "2001年"]),
        ("2001-05", ["May 2001", "2001. 5.", "2001年5月"]),
        ("2026-06-01", ["1 June 2026", "2026. 6. 1.", "2026年6月1日"]),
    ],
)
def test_date(text, expected):
    assert in_all(formats.date, PartialDate.parse(text)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2026, 6, 1), ["Monday 1 June 2026", "2026. 6. 1.(월)", "2026年6月1日（星期一）"]),
        (
            dt.date(2026, 11, 22),
            ["Sunday 22 November 2026", "2026. 11. 22.(일)", "2026年11月22日（星期日）"],
        ),
        (PartialDate(2001, 5), ["May 2001", "2001. 5.", "2001年5月"]),
    ],
)
def test_date_with_weekday(value, expected):
    assert in_all(formats.date, value, weekday=True) == expected


def test_date_refuses_a_moment():
    with pytest.raises(TypeError):
        formats.date(NOON, "en")


RANGES = [
    ("2026-06-02", "2026-06-05", ["2–5 June 2026", "2026. 6. 2.~6. 5.", "2026年6月2日至5日"]),
    ("2026-06-30", "2026-07-02", ["30 June – 2 July 2026", "2026. 6. 30.~7. 2.", "2026年6月30日至7月2日"]),
    (
        "2026-12-30",
        "2027-01-02",
        ["30 December 2026 – 2 January 2027", "2026. 12. 30.~2027. 1. 2.", "2026年12月30日至2027年1月2日"],
    ),
    (
        "2025-06-02",
        "2026-06-02",
        ["2 June 2025 – 2 June 2026", "2025. 6. 2.~2026. 6. 2.", "2025年6月2日至2026年6月2日"],
    ),
    ("2026-06-02", "2026-06-02", ["2 June 2026", "2026. 6. 2.", "2026年6月2日"]),
    ("2001-05", "2001-06", ["May–June 2001", "2001. 5.~6.", "2001年5月至6月"]),
    ("2001-05", "2002-06", ["May 2001 – June 2002", "2001. 5.~2002. 6.", "2001年5月至2002年6月"]),
    ("2018", "2022", ["2018–2022", "2018~2022년", "2018年至2022年"]),
    ("2003", "2003", ["2003", "2003년", "2003年"]),
    ("2001-05", "2005-06-08", ["May 2001 – 8 June 2005", "2001. 5.~2005. 6. 8.", "2001年5月至2005年6月8日"]),
    ("2001", "2005-06-08", ["2001 – 8 June 2005", "2001년~2005. 6. 8.", "2001年至2005年6月8日"]),
    ("2005-05", "2005-06-08", ["May 2005 – 8 June 2005", "2005. 5.~2005. 6. 8.", "2005年5月至2005年6月8日"]),
]


@pytest.mark.parametrize(("start", "end", "expected"), RANGES)
def test_date_range(start, end, expected):
    assert in_all(formats.date_range, PartialDate.parse(start), PartialDate.parse(end)) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (None, ["Tuesday 2 June 2026", "2026. 6. 2.(화)", "2026年6月2日（星期二）"]),
        (
            dt.date(2026, 6, 5),
            [
                "Tuesday 2 – Friday 5 June 2026",
                "2026. 6. 2.(화)~6. 5.(금)",
                "2026年6月2日（星期二）至5日（星期五）",
            ],
        ),
        (
            dt.date(2026, 7, 1),
            [
                "Tuesday 2 June – Wednesday 1 July 2026",
                "2026. 6. 2.(화)~7. 1.(수)",
                "2026年6月2日（星期二）至7月1日（星期三）",
            ],
        ),
    ],
)
def test_date_range_with_weekdays(end, expected):
    assert in_all(formats.date_range, dt.date(2026, 6, 2), end, weekday=True) == expected


partial_dates = st.builds(
    lambda day, size: PartialDate(*(day.year, day.month, day.day)[:size]),
    st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2040, 12, 31)),
    st.integers(1, 3),
)


@settings(deadline=None)
@given(partial_dates, partial_dates, st.sampled_from(LANGUAGES), st.booleans())
def test_date_range_is_the_same_from_either_end(one, other, language, weekday):
    assert formats.date_range(one, other, language, weekday) == formats.date_range(
        other, one, language, weekday
    )


@pytest.mark.parametrize(
    ("start", "end", "numbers", "below"),
    [
        (
            dt.date(2026, 11, 19),
            None,
            ["19"] * 3,
            [("November 2026", "Thursday"), ("2026. 11.", "목요일"), ("2026年11月", "星期四")],
        ),
        (
            dt.date(2026, 12, 11),
            dt.date(2026, 12, 10),
            ["10–11", "10~11", "10–11"],
            [("December 2026", ""), ("2026. 12.", ""), ("2026年12月", "")],
        ),
        (PartialDate(2018, 6), None, ["2018"] * 3, [("June", ""), ("6월", ""), ("6月", "")]),
        (PartialDate(2005), PartialDate(2005), ["2005"] * 3, [("", "")] * 3),
    ],
)
def test_date_mark(start, end, numbers, below):
    marks = in_all(formats.date_mark, start, end)
    assert [mark["number"] for mark in marks] == numbers
    assert [(mark["month"], mark["weekday"]) for mark in marks] == below


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (dt.date(2026, 5, 31), dt.date(2026, 6, 2)),
        (dt.date(2025, 6, 2), dt.date(2026, 6, 2)),
        (PartialDate(2026, 6), dt.date(2026, 6, 2)),
        (PartialDate(2003), PartialDate(2004)),
    ],
)
def test_a_period_over_months_has_no_date_mark(start, end):
    assert in_all(formats.date_mark, start, end) == [{}, {}, {}]


def test_time():
    assert in_all(formats.time, NOON, SEOUL) == ["12:00"] * 3
    assert in_all(formats.time, NOON, BEIJING) == ["11:00"] * 3
    assert in_all(formats.time, AFTER_MIDNIGHT, SEOUL) == ["00:30"] * 3


def test_a_moment_needs_a_zone():
    naive = dt.datetime(2026, 6, 1)  # noqa: DTZ001 -- the mistake under test
    with pytest.raises(ValueError, match="zone"):
        formats.time(naive, SEOUL, "en")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (SEOUL, ["Seoul", "서울", "首尔"]),
        (BEIJING, ["Beijing", "베이징", "北京"]),
        (UTC, ["UTC", "UTC", "UTC"]),
        ("Europe/Berlin", ["Berlin", "베를린", "柏林"]),
    ],
)
def test_zone_label(zone, expected):
    assert in_all(formats.zone_label, zone) == expected


def test_zone_label_refuses_an_unknown_zone():
    with pytest.raises(ZoneInfoNotFoundError):
        formats.zone_label("Asia/Nowhere", "en")


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (
            NOON,
            SEOUL,
            [
                "Monday 1 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC",
                "2026. 6. 1.(월) 12:00(서울) · 11:00(베이징) · 03:00(UTC)",
                "2026年6月1日（星期一）首尔时间12:00 · 北京时间11:00 · UTC时间03:00",
            ],
        ),
        (
            NOON,
            BEIJING,
            [
                "Monday 1 June 2026, 11:00 Beijing · 12:00 Seoul · 03:00 UTC",
                "2026. 6. 1.(월) 11:00(베이징) · 12:00(서울) · 03:00(UTC)",
                "2026年6月1日（星期一）北京时间11:00 · 首尔时间12:00 · UTC时间03:00",
            ],
        ),
        (
            MORNING,
            SEOUL,
            [
                "Monday 1 June 2026, 08:00 Seoul · 07:00 Beijing · Sunday 31 May 2026, 23:00 UTC",
                "2026. 6. 1.(월) 08:00(서울) · 07:00(베이징) · 2026. 5. 31.(일) 23:00(UTC)",
                "2026年6月1日（星期一）首尔时间08:00 · 北京时间07:00 · 2026年5月31日（星期日）UTC时间23:00",
            ],
        ),
        (
            AFTER_MIDNIGHT,
            UTC,
            [
                "Friday 12 June 2026, 15:30 UTC · Saturday 13 June 2026, 00:30 Seoul · Friday 12 June 2026, 23:30 Beijing",
                "2026. 6. 12.(금) 15:30(UTC) · 2026. 6. 13.(토) 00:30(서울) · 2026. 6. 12.(금) 23:30(베이징)",
                "2026年6月12日（星期五）UTC时间15:30 · 2026年6月13日（星期六）首尔时间00:30 · 2026年6月12日（星期五）北京时间23:30",
            ],
        ),
        (
            NOON,
            "Europe/Berlin",
            [
                "Monday 1 June 2026, 05:00 Berlin · 12:00 Seoul · 11:00 Beijing · 03:00 UTC",
                "2026. 6. 1.(월) 05:00(베를린) · 12:00(서울) · 11:00(베이징) · 03:00(UTC)",
                "2026年6月1日（星期一）柏林时间05:00 · 首尔时间12:00 · 北京时间11:00 · UTC时间03:00",
            ],
        ),
    ],
)
def test_moment(at, zone, expected):
    assert in_all(formats.moment, at, zone) == expected


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (
            NOON,
            SEOUL,
            ["12:00 Seoul · 11:00 Beijing", "12:00(서울) · 11:00(베이징)", "北京时间11:00 · 首尔时间12:00"],
        ),
        (
            NOON,
            BEIJING,
            ["11:00 Beijing · 12:00 Seoul", "12:00(서울) · 11:00(베이징)", "北京时间11:00 · 首尔时间12:00"],
        ),
        (
            NOON,
            UTC,
            [
                "03:00 UTC · 12:00 Seoul · 11:00 Beijing",
                "12:00(서울) · 11:00(베이징)",
                "北京时间11:00 · 首尔时间12:00",
            ],
        ),
        (
            AFTER_MIDNIGHT,
            SEOUL,
            [
                "13 June, 00:30 Seoul · 12 June, 23:30 Beijing",
                "6. 13. 00:30(서울) · 6. 12. 23:30(베이징)",
                "6月12日北京时间23:30 · 6月13日首尔时间00:30",
            ],
        ),
        (
            MORNING,
            UTC,
            [
                "31 May, 23:00 UTC · 1 June, 08:00 Seoul · 1 June, 07:00 Beijing",
                "6. 1. 08:00(서울) · 6. 1. 07:00(베이징)",
                "6月1日北京时间07:00 · 6月1日首尔时间08:00",
            ],
        ),
        (
            NEW_YEAR,
            SEOUL,
            [
                "1 January 2027, 00:30 Seoul · 31 December 2026, 23:30 Beijing",
                "2027. 1. 1. 00:30(서울) · 2026. 12. 31. 23:30(베이징)",
                "2026年12月31日北京时间23:30 · 2027年1月1日首尔时间00:30",
            ],
        ),
    ],
)
def test_zone_pair(at, zone, expected):
    assert in_all(formats.zone_pair, at, zone) == expected


def test_clocks_of_a_span():
    start = dt.datetime(2026, 6, 3, 1, tzinfo=dt.UTC)
    spans = in_all(formats.clocks, start, start + dt.timedelta(hours=7), BEIJING)
    assert spans == [
        [("09:00–16:00", "Beijing"), ("10:00–17:00", "Seoul")],
        [("10:00~17:00", "서울"), ("09:00~16:00", "베이징")],
        [("09:00—16:00", "北京"), ("10:00—17:00", "首尔")],
    ]
    assert formats.clocks(start, None, BEIJING, "zh-hans") == [("09:00", "北京"), ("10:00", "首尔")]


def test_clocks():
    assert in_all(formats.clocks, NOON, NOON + dt.timedelta(hours=2), SEOUL) == [
        [("12:00–14:00", "Seoul"), ("11:00–13:00", "Beijing")],
        [("12:00~14:00", "서울"), ("11:00~13:00", "베이징")],
        [("11:00—13:00", "北京"), ("12:00—14:00", "首尔")],
    ]
    assert in_all(formats.clocks, NOON, None, BEIJING)[1] == [("12:00", "서울"), ("11:00", "베이징")]


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("33400000000", "KRW", ["KRW 33.4 billion", "334억 원", "334亿韩元"]),
        ("33400000000.00", "KRW", ["KRW 33.4 billion", "334억 원", "334亿韩元"]),
        ("2E+12", "CNY", ["CNY 2 trillion", "2조 위안", "2万亿元人民币"]),
        (
            "2345678900000",
            "CNY",
            ["CNY 2,345,678,900,000", "2조 3,456억 7,890만 위안", "23456亿7890万元人民币"],
        ),
        ("315000000000", "USD", ["USD 315 billion", "3,150억 달러", "3150亿美元"]),
        ("33456789000", "KRW", ["KRW 33,456,789,000", "334억 5,678만 9,000원", "334亿5678万9000韩元"]),
        ("33400009000", "KRW", ["KRW 33,400,009,000", "334억 9,000원", "334亿零9000韩元"]),
        ("1008175288", "KRW", ["KRW 1,008,175,288", "10억 817만 5,288원", "10亿零817万5288韩元"]),
        ("100000000.5", "USD", ["USD 100,000,000.50", "100,000,000.50달러", "100,000,000.50美元"]),
        ("1250000", "EUR", ["EUR 1.25 million", "125만 유로", "125万欧元"]),
        ("50000", "CNY", ["CNY 50,000", "5만 위안", "5万元人民币"]),
        ("12345", "USD", ["USD 12,345", "12,345달러", "12,345美元"]),
        ("1234.5", "USD", ["USD 1,234.50", "1,234.50달러", "1234.50美元"]),
        ("800", "CHF", ["CHF 800", "800 스위스 프랑", "800瑞士法郎"]),
        ("0", "KRW", ["KRW 0", "0원", "0韩元"]),
    ],
)
def test_money(amount, currency, expected):
    assert in_all(formats.money, Decimal(amount), currency) == expected


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [
        ("exact", ["KRW 33.4 billion", "334억 원", "334亿韩元"]),
        ("more_than", ["more than KRW 33.4 billion", "334억여 원", "超过334亿韩元"]),
        ("at_least", ["at least KRW 33.4 billion", "334억 원 이상", "至少334亿韩元"]),
        ("nearly", ["nearly KRW 33.4 billion", "334억 원 가까이", "近334亿韩元"]),
        ("about", ["about KRW 33.4 billion", "약 334억 원", "约334亿韩元"]),
        ("up_to", ["up to KRW 33.4 billion", "최대 334억 원", "最高334亿韩元"]),
    ],
)
def test_money_with_qualifier(qualifier, expected):
    assert in_all(formats.money, Decimal(33_400_000_000), "KRW", qualifier=qualifier) == expected


def test_more_than_an_uneven_amount():
    assert formats.money(Decimal(1234), "KRW", "ko", "more_than") == "1,234원 초과"
    assert formats.money(Decimal(33_456_789_000), "KRW", "ko", "more_than") == "334억 5,678만 9,000원 초과"


@pytest.mark.parametrize("currency", ["", "won", "XYZ"])
def test_money_needs_a_currency(currency):
    with pytest.raises(ValueError, match="currency"):
        formats.money(Decimal(1), currency, "en")


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity"])
def test_money_refuses_what_is_no_quantity(amount):
    with pytest.raises(ValueError, match="quantity"):
        formats.money(Decimal(amount), "KRW", "en")


def read_back(text):
    """The number a figure with scale words stands for."""
    scales = {
        "trillion": 10**12, "billion": 10**9, "million": 10**6,
        "조": 10**12, "억": 10**8, "만": 10**4,
        "万亿": 10**12, "亿": 10**8, "万": 10**4, "": 1,
    }  # fmt: skip
    groups = re.findall(r"([0-9][0-9,]*(?:\.[0-9]+)?) ?(trillion|billion|million|万亿|[조억만亿万]|)", text)
    return sum(Decimal(digits.replace(",", "")) * scales[scale] for digits, scale in groups)


amounts = st.one_of(
    st.integers(0, 10**18).map(Decimal),
    st.decimals(0, 10**15, places=2),
    st.builds(lambda digits, power: Decimal(digits * 10**power), st.integers(1, 99_999), st.integers(3, 13)),
)


@settings(deadline=None)
@given(amounts, st.sampled_from(LANGUAGES), st.sampled_from(["KRW", "CNY", "USD"]))
def test_money_keeps_every_digit(amount, language, currency):
    assert read_back(formats.money(amount, currency, language)) == amount


@settings(deadline=None)
@given(amounts, st.sampled_from(LANGUAGES))
def test_different_amounts_are_written_differently(amount, language):
    assert figures(amount, language) != figures(amount + 1, language)


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "expected"),
    [
        (30, "nearly", "people", ["nearly 30 people", "30명 가까이", "近30人"]),
        (30, "about", "people", ["about 30 people", "약 30명", "约30人"]),
        (100, "more_than", "people", ["more than 100 people", "100여 명", "100多人"]),
        (66, "more_than", "people", ["more than 66 people", "66명 초과", "超过66人"]),
        (20_000, "more_than", "people", ["more than 20,000 people", "2만여 명", "2万多人"]),
        (100, "at_least", "people", ["at least 100 people", "100명 이상", "至少100人"]),
        (20, "up_to", "people", ["up to 20 people", "최대 20명", "最多20人"]),
        (66, "exact", "people", ["66 people", "66명", "66人"]),
        (1, "exact", "people", ["1 person", "1명", "1人"]),
        (14, "exact", "companies", ["14 companies", "14개 기업", "14家企业"]),
        (1, "exact", "companies", ["1 company", "1개 기업", "1家企业"]),
        (40, "more_than", "companies", ["more than 40 companies", "40여 개 기업", "40多家企业"]),
        (5, "exact", "provinces", ["5 provinces", "5개 성", "5个省"]),
        (1, "exact", "provinces", ["1 province", "1개 성", "1个省"]),
        (10, "exact", "areas", ["10 areas", "10개 분야", "10个领域"]),
        (1, "exact", "areas", ["1 area", "1개 분야", "1个领域"]),
        (40, "exact", "years", ["40 years", "40년", "40年"]),
        (1, "exact", "years", ["1 year", "1년", "1年"]),
        (3, "exact", "items", ["3 items", "3건", "3项"]),
        (1, "exact", "items", ["1 item", "1건", "1项"]),
        (0, "more_than", "items", ["more than 0 items", "0건 초과", "超过0项"]),
        (1200, "exact", None, ["1,200", "1,200", "1200"]),
        (100, "more_than", None, ["more than 100", "100 초과", "超过100"]),
    ],
)
def test_count(value, qualifier, unit, expected):
    assert in_all(formats.count, value, qualifier, unit=unit) == expected


def test_count_refuses_what_it_cannot_say():
    with pytest.raises(ValueError, match="unit"):
        formats.count(1, "exact", "en", "booths")
    with pytest.raises(ValueError, match="qualifier"):
        formats.count(1, "maybe", "en", "people")
    with pytest.raises(ValueError, match="quantity"):
        formats.count(-1, "exact", "en", "people")


DEADLINE = dt.datetime(2026, 6, 13, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (dt.datetime(2026, 6, 9, 15, tzinfo=dt.UTC), ["3 days left", "3일 남음", "还剩3天"]),
        (dt.datetime(2026, 6, 9, 14, 59, tzinfo=dt.UTC), ["4 days left", "4일 남음", "还剩4天"]),
        (dt.datetime(2026, 6, 12, 14, 59, tzinfo=dt.UTC), ["1 day left", "1일 남음", "还剩1天"]),
        (
            dt.datetime(2026, 6, 12, 15, tzinfo=dt.UTC),
            [
                "closes today at 18:00 Seoul · 17:00 Beijing",
                "오늘 마감: 18:00(서울) · 17:00(베이징)",
                "今日截止：北京时间17:00 · 首尔时间18:00",
            ],
        ),
        (DEADLINE, ["closed", "마감됨", "已截止"]),
        (DEADLINE + dt.timedelta(days=30), ["closed", "마감됨", "已截止"]),
    ],
)
def test_days_left(now, expected):
    assert in_all(formats.days_left, DEADLINE, now, SEOUL) == expected


def test_days_left_across_midnight():
    now = AFTER_MIDNIGHT - dt.timedelta(minutes=10)
    assert in_all(formats.days_left, AFTER_MIDNIGHT, now, SEOUL) == [
        "closes today: 13 June, 00:30 Seoul · 12 June, 23:30 Beijing",
        "오늘 마감: 6. 13. 00:30(서울) · 6. 12. 23:30(베이징)",
        "今日截止：6月12日北京时间23:30 · 6月13日首尔时间00:30",
    ]


def test_country_pair():
    assert in_all(formats.country_pair) == ["Korea–China", "한중", "中韩"]
    assert in_all(formats.country_pair, issuer_country="KR") == ["Korea–China", "한중", "中韩"]
    assert in_all(formats.country_pair, issuer_country="CN") == ["China–ROK", "한중", "中韩"]


def test_language_name():
    assert in_all(formats.language_name, "en") == ["English", "영어", "英文"]
    assert in_all(formats.language_name, "ko") == ["Korean", "한국어", "韩文"]
    assert in_all(formats.language_name, "zh-hans") == ["Chinese", "중국어", "中文"]
    assert in_all(formats.language_name, "ko", spoken=True) == ["Korean", "한국어", "韩语"]
    assert formats.language_name("en", "zh-hans", spoken=True) == "英语"


def test_html_lang():
    assert [formats.html_lang(code) for code in LANGUAGES] == ["en", "ko", "zh-Hans"]


@pytest.mark.parametrize(
    "call",
    [
        lambda language: formats.ordinal(1, language),
        lambda language: formats.date(PartialDate(2001), language),
        lambda language: formats.date_range(PartialDate(2001), PartialDate(2002), language),
        lambda language: formats.date_mark(PartialDate(2001, 5), None, language),
        lambda language: formats.time(NOON, SEOUL, language),
        lambda language: formats.zone_label(UTC, language),
        lambda language: formats.moment(NOON, SEOUL, language),
        lambda language: formats.zone_pair(NOON, SEOUL, language),
        lambda language: formats.money(Decimal(1), "KRW", language),
        lambda language: formats.count(1, "exact", language),
        lambda language: formats.days_left(NOON, NOON, SEOUL, language),
        formats.country_pair,
        lambda language: formats.language_name("ko", language),
        formats.html_lang,
    ],
)
def test_other_languages_are_refused(call):
    with pytest.raises(ValueError, match="language of the portal"):
        call("zh-hant")
