import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from publishing import clock
from publishing.dates import PartialDate

NOON = dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC)
VALUES = {
    "noon": NOON,
    "start": dt.date(2026, 6, 2),
    "end": dt.date(2026, 6, 5),
    "founded": PartialDate(2001, 5),
    "amount": Decimal(33_400_000_000),
    "zone": "Asia/Seoul",
}


def render(source, language):
    with translation.override(language):
        return Template("{% load formats %}" + source).render(Context(VALUES))


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        ("{{ 8|local_ordinal }}", "8th", "第八届"),
        ('{{ 8|local_ordinal:"meeting" }}', "8th", "第八次"),
        ("{{ founded|local_date }}", "May 2001", "2001年5月"),
        ('{{ start|local_date:"weekday" }}', "Tuesday 2 June 2026", "2026年6月2日（星期二）"),
        ("{{ noon|local_time:zone }}", "12:00", "12:00"),
        (
            "{{ noon|local_moment:zone }}",
            "Monday 1 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC",
            "2026年6月1日（星期一）12:00 首尔 · 11:00 北京 · 03:00 UTC",
        ),
        ("{{ noon|zone_pair:zone }}", "12:00 Seoul · 11:00 Beijing", "11:00 北京 · 12:00 首尔"),
        ("{{ zone|zone_label }}", "Seoul", "首尔"),
        ('{{ "ko"|language_name }}', "Korean", "韩文"),
        ('{{ "ko"|own_language_name }}', "한국어", "한국어"),
        ('{{ "zh-hans"|html_lang }}', "zh-Hans", "zh-Hans"),
        ("{% local_range start end %}", "2–5 June 2026", "2026年6月2日至5日"),
        ('{% local_range start form="weekday" %}', "Tuesday 2 June 2026", "2026年6月2日（星期二）"),
        ('{% local_money amount "KRW" "more_than" %}', "more than KRW 33.4 billion", "超过334亿韩元"),
        ('{% local_count 14 unit="companies" %}', "14 companies", "14家企业"),
        ("{% local_count 14 %}", "14", "14"),
        ("{% country_pair %}", "Korea–China", "中韩"),
        ('{% country_pair "CN" %}', "China–ROK", "中韩"),
    ],
)
def test_values_in_the_active_language(source, english, chinese):
    assert render(source, "en") == english
    assert render(source, "zh-hans") == chinese


@pytest.mark.parametrize(
    "source",
    [
        "{{ none|local_ordinal }}",
        "{{ none|local_date }}",
        "{{ none|local_time:zone }}",
        "{{ none|local_moment:zone }}",
        "{{ none|zone_pair:zone }}",
        "{{ none|zone_label }}",
        "{{ none|language_name }}",
        "{{ none|own_language_name }}",
        "{{ none|html_lang }}",
        "{% local_range none none %}",
        '{% local_money None "KRW" %}',
        "{% local_count None %}",
        "{% days_left none zone %}",
        "{% time_tag none zone %}",
    ],
)
def test_an_absent_value_gives_nothing(source):
    assert render(source, "en") == ""


def test_days_left_counts_from_the_clock():
    with clock.as_of(NOON - dt.timedelta(days=3)):
        assert render("{% days_left noon zone %}", "ko") == "3일 남음"
    with clock.as_of(NOON):
        assert render("{% days_left noon zone %}", "ko") == "마감됨"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "{% time_tag noon zone %}",
            '<time datetime="2026-06-01T03:00:00Z">2026. 6. 1.(월) 12:00 서울 · 11:00 베이징 · 03:00 UTC</time>',
        ),
        (
            '{% time_tag noon zone "pair" %}',
            '<time datetime="2026-06-01T03:00:00Z">12:00 서울 · 11:00 베이징</time>',
        ),
        ('{% time_tag noon zone "time" %}', '<time datetime="2026-06-01T03:00:00Z">12:00</time>'),
        ('{% time_tag noon zone "date" %}', '<time datetime="2026-06-01T03:00:00Z">2026. 6. 1.</time>'),
        (
            '{% time_tag noon zone "weekday" %}',
            '<time datetime="2026-06-01T03:00:00Z">2026. 6. 1.(월)</time>',
        ),
        ("{% time_tag founded %}", '<time datetime="2001-05">2001. 5.</time>'),
        ("{% time_tag start %}", '<time datetime="2026-06-02">2026. 6. 2.</time>'),
        ('{% time_tag start form="weekday" %}', '<time datetime="2026-06-02">2026. 6. 2.(화)</time>'),
    ],
)
def test_time_tag(source, expected):
    assert render(source, "ko") == expected


def test_time_tag_refuses_an_unknown_form():
    with pytest.raises(ValueError, match="form"):
        render('{% time_tag noon zone "short" %}', "en")
