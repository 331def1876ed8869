import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from publishing.dates import PartialDate
from publishing.presentation import says_sample

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
        ("{{ founded|local_date }}", "May 2001", "2001年5月"),
        ('{{ start|local_date:"weekday" }}', "Tuesday 2 June 2026", "2026年6月2日（星期二）"),
        ('{{ "zh-hans"|html_lang }}', "zh-Hans", "zh-Hans"),
    ],
)
def test_values_in_the_active_language(source, english, chinese):
    assert render(source, "en") == english
    assert render(source, "zh-hans") == chinese


@pytest.mark.parametrize(
    "source",
    [
        "{{ none|local_date }}",
        "{{ none|html_lang }}",
        "{% time_tag none zone %}",
    ],
)
def test_an_absent_value_gives_nothing(source):
    assert render(source, "en") == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "{% time_tag noon zone %}",
            '<time datetime="2026-06-01T03:00:00Z">2026. 6. 1.(월) 12:00(서울) · 11:00(베이징) · 03:00(UTC)</time>',
        ),
        (
            '{% time_tag noon zone "pair" %}',
            '<time datetime="2026-06-01T03:00:00Z">12:00(서울) · 11:00(베이징)</time>',
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


def test_words_before_a_value_have_a_gap_unless_their_punctuation_is_full_width():
    assert render('{{ _("Source:")|spaced }}KEIA', "en") == "Source: KEIA"
    assert render('{{ _("Source:")|spaced }}KEIA', "zh-hans") == "来源：KEIA"


@pytest.mark.parametrize(
    ("title", "repeated"), [("津通（示例）", True), ("Jintong (sample)", False), ("示例公司", False)]
)
def test_a_name_that_says_it_is_a_sample_needs_no_mark_in_its_own_language(title, repeated):
    with translation.override("zh-hans"):
        assert says_sample(title) is repeated
