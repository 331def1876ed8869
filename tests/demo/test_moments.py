from datetime import UTC, date, datetime

import pytest

from demo import moments

LOADED_ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "zone", "meant"),
    [
        ("2026-06-01T12:00+09:00", "Asia/Seoul", datetime(2026, 6, 1, 3, 0, tzinfo=UTC)),
        ("+9d 18:00", "Asia/Seoul", datetime(2026, 12, 1, 9, 0, tzinfo=UTC)),
        ("+9d 18:00", "Asia/Shanghai", datetime(2026, 12, 1, 10, 0, tzinfo=UTC)),
        ("-20d 00:00", "Asia/Seoul", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_absolute_or_relative_to_the_day_of_loading(written, zone, meant):
    assert moments.moment(written, LOADED_ON, zone) == meant


@pytest.mark.parametrize("written", ["2026-06-01T12:00", "+9d", "soon", 2026, None])
def test_anything_else_is_no_moment(written):
    with pytest.raises(ValueError, match=r".+"):
        moments.moment(written, LOADED_ON)


def test_a_relative_day():
    assert moments.day("-3d", LOADED_ON) == date(2026, 11, 19)
    assert moments.day("2026-06", LOADED_ON) == "2026-06"


def test_today_is_the_day_in_seoul():
    assert moments.today(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == LOADED_ON
