import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.dates import PartialDate, valid_on

dates = st.builds(
    lambda day, size: PartialDate(*(day.year, day.month, day.day)[:size]), st.dates(), st.integers(1, 3)
)


@pytest.mark.parametrize(
    ("text", "value", "precision", "earliest", "latest"),
    [
        ("2001", PartialDate(2001), "year", (2001, 1, 1), (2001, 12, 31)),
        ("2001-05", PartialDate(2001, 5), "month", (2001, 5, 1), (2001, 5, 31)),
        ("2024-02", PartialDate(2024, 2), "month", (2024, 2, 1), (2024, 2, 29)),
        ("2023-02", PartialDate(2023, 2), "month", (2023, 2, 1), (2023, 2, 28)),
        ("2005-06-08", PartialDate(2005, 6, 8), "day", (2005, 6, 8), (2005, 6, 8)),
        (" 0099-12 ", PartialDate(99, 12), "month", (99, 12, 1), (99, 12, 31)),
    ],
)
def test_parse(text, value, precision, earliest, latest):
    parsed = PartialDate.parse(text)
    assert parsed == value
    assert str(parsed) == text.strip()
    assert parsed.precision == precision
    assert parsed.earliest() == dt.date(*earliest)
    assert parsed.latest() == dt.date(*latest)


@pytest.mark.parametrize(
    "text",
    ["", "01", "2001-5", "2001-05-1", "2001/05", "May 2001", "20010514", "２００１", "2001-05-14T00:00"],
)
def test_parse_says_how_to_write_a_date(text):
    with pytest.raises(ValueError, match=r"^Write a date as 2001, 2001-05 or 2001-05-14\.$"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["0000", "2001-00", "2001-13", "2001-02-29", "2001-05-00", "2001-04-31"])
def test_parse_refuses_what_no_calendar_has(text):
    with pytest.raises(ValueError, match=r"^There is no such date in the calendar\.$"):
        PartialDate.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="calendar"):
        PartialDate(2001, None, 14)


def test_of_keeps_a_partial_date_and_completes_a_day():
    assert PartialDate.of(PartialDate(2001)) == PartialDate(2001)
    assert PartialDate.of(dt.date(2005, 6, 8)) == PartialDate(2005, 6, 8)


def test_of_refuses_a_moment():
    with pytest.raises(TypeError):
        PartialDate.of(dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC))


def test_order():
    texts = ["2000-12-31", "2001", "2001-01", "2001-01-01", "2001-02", "2001-02-01", "2002"]
    assert [str(each) for each in sorted(PartialDate.parse(text) for text in reversed(texts))] == texts


@pytest.mark.parametrize("other", ["2001", dt.date(2001, 1, 1), None])
def test_order_is_among_partial_dates_only(other):
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(PartialDate(2001), compare)(other) is NotImplemented


@settings(deadline=None)
@given(dates)
def test_written_form_reads_back(value):
    assert PartialDate.parse(str(value)) == value


@settings(deadline=None)
@given(dates, dates)
def test_order_is_that_of_the_written_form_and_of_the_first_day(one, other):
    assert (one < other) is (str(one) < str(other))
    assert (one <= other) is (str(one) <= str(other))
    assert (one > other) is (other < one)
    assert (one >= other) is (other <= one)
    if one < other:
        assert one.earliest() <= other.earliest()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "valid"),
    [
        (None, None, True),
        ("", "", True),
        (PartialDate(2018), None, True),
        ("2018-06-25", None, True),
        ("2018-06-26", None, False),
        (None, PartialDate(2018), True),
        ("", "2018-06", True),
        (None, "2018-06-24", False),
        (PartialDate(2018, 6, 25), PartialDate(2018, 6, 25), True),
        (dt.date(2018, 6, 25), dt.date(2018, 6, 25), True),
        (dt.date(2018, 6, 26), None, False),
        (PartialDate(2019), PartialDate(2020), False),
        (PartialDate(2010), PartialDate(2017, 12), False),
    ],
)
def test_valid_on(valid_from, valid_to, valid):
    assert valid_on(valid_from, valid_to, dt.date(2018, 6, 25)) is valid
