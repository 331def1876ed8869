"""The lines about release and distribution, in the forms ministries and agencies write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from exchange.documents.header import is_label, read_header

SEOUL, BEIJING, UTC = "Asia/Seoul", "Asia/Shanghai", "UTC"
TODAY = date(2026, 5, 20)


def at(written: str, zone: str = SEOUL) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))


NOON = at("2026-06-01 12:00")

# Line, language → release, newspaper line, what is uncertain.
RELEASES = [
    ("보도시점 2026. 6. 1.(월) 12:00", "ko", NOON, "", []),
    ("보도시점 : 2026. 6. 1.(월) 12:00 (6. 2.(화) 조간)", "ko", NOON, "6. 2.(화) 조간", []),
    ("보도시점：２０２６．６．１．（월） １２：００", "ko", NOON, "", []),
    ("보 도 시 점\t2026. 6. 1.(월) 12:00", "ko", NOON, "", []),
    ("<보도시점> 2026년 6월 1일 월요일 오후 2시", "ko", at("2026-06-01 14:00"), "", []),
    ("□ 보도시점 | 2026.6.1.(월) 12시 이후", "ko", NOON, "", []),
    ("보도시점 2026-06-01 12:00", "ko", NOON, "", []),
    ("보도시점 '26. 6. 1.(월) 14시 30분 이후", "ko", at("2026-06-01 14:30"), "", []),
    ("보도시점 ’26.6.1(월) 10시 반", "ko", at("2026-06-01 10:30"), "", []),
    ("보도일시: 2026. 6. 1.(월) 정오", "ko", NOON, "", []),
    ("엠바고 : 2026. 6. 1.(월) 낮 12시", "ko", NOON, "", []),
    ("보도시점 2026. 6. 1.(월) 오후 12시", "ko", NOON, "", []),
    ("보도시점 2026. 6. 1.(월) 24시", "ko", at("2026-06-02 00:00"), "", []),
    ("보도시점 2026. 6. 1.(월) 24:00 이후", "ko", at("2026-06-02 00:00"), "", []),
    ("보도시점 2026. 6. 1.(월) 오전 12시", "ko", at("2026-06-01 00:00"), "", ["twelve"]),
    ("보도시점 2026. 6. 1.(월) 자정", "ko", at("2026-06-01 00:00"), "", ["midnight"]),
    ("보도시점 2026. 6. 1.(월) 2시", "ko", at("2026-06-01 02:00"), "", ["half"]),
    ("보도시점 6. 1.(월) 12:00", "ko", NOON, "", ["year"]),
    ("보도시점 6월 1일(월) 12:00", "ko", NOON, "", ["year"]),
    ("보도시점 6/1(월) 12:00", "ko", NOON, "", ["year"]),
    ("보도시점 2026. 6. 1.(화) 12:00", "ko", NOON, "", ["weekday"]),
    ("보도시점 2026. 6. 1.(월) 12:00 (브리핑 11:00)", "ko", NOON, "", ["several_times"]),
    ("보도시점 2026. 6. 1.(월)", "ko", at("2026-06-01 00:00"), "", ["time_missing"]),
    ("보도시점 추후 공지", "ko", None, "", ["release_unread"]),
    (
        "2026년 6월 1일(월) 조간부터 보도하여 주시기 바랍니다",
        "ko",
        at("2026-06-01 00:00"),
        "2026년 6월 1일(월) 조간",
        ["edition_only"],
    ),
    ("보도시점 2026. 6. 1.(월) 석간", "ko", NOON, "2026. 6. 1.(월) 석간", ["edition_only"]),
    (
        "보도시점 (온라인) 2026. 6. 1.(월) 12:00, (지면) 2026. 6. 2.(화) 조간",
        "ko",
        NOON,
        "2026. 6. 2.(화) 조간",
        [],
    ),
    (
        "보도시점 2026. 6. 2.(화) 조간 (온라인 2026. 6. 1.(월) 12:00)",
        "ko",
        NOON,
        "2026. 6. 2.(화) 조간",
        [],
    ),
    ("이 자료는 2026. 6. 1.(월) 12시 이후 보도해 주시기 바랍니다.", "ko", NOON, "", []),
    ("보도시점 2026. 6. 1.(월) 12:00 (베이징 시간)", "ko", at("2026-06-01 12:00", BEIJING), "", []),
    ("发布时间：2026年6月1日 11:00", "zh-hans", at("2026-06-01 11:00", BEIJING), "", []),
    ("发布时间：2026年6月1日（星期一）上午11时", "zh-hans", at("2026-06-01 11:00", BEIJING), "", []),
    ("发布日期：2026-06-01", "zh-hans", at("2026-06-01 00:00", BEIJING), "", ["time_missing"]),
    ("发布时间：2026年6月1日（周二）11点30分", "zh-hans", at("2026-06-01 11:30", BEIJING), "", ["weekday"]),
    ("EMBARGOED UNTIL 12:00 KST, 1 June 2026", "en", NOON, "", []),
    ("Embargoed until 12 p.m. (Beijing time) June 1, 2026", "en", at("2026-06-01 12:00", BEIJING), "", []),
    ("Not for publication before noon KST on Monday, 1 June 2026", "en", NOON, "", []),
    ("Release date: 1 June 2026 12:00 UTC", "en", at("2026-06-01 12:00", UTC), "", []),
    ("EMBARGO: 1 June 2026, 12:00", "en", NOON, "", ["zone_assumed"]),
    ("Embargoed until 12:00 EST, 1 June 2026", "en", NOON, "", ["zone"]),
    ("EMBARGOED UNTIL Tuesday 1 June 2026, 12:00 KST", "en", NOON, "", ["weekday"]),
    ("Embargoed until midnight KST, 1 June 2026", "en", at("2026-06-01 00:00"), "", ["midnight"]),
]


@pytest.mark.parametrize(("line", "language", "release_at", "papers", "doubts"), RELEASES)
def test_release(line, language, release_at, papers, doubts):
    header = read_header([line], language, TODAY)

    assert header.release_at == release_at
    assert header.papers == papers
    assert [each.code for each in header.uncertainties] == doubts
    assert header.used == (set() if release_at is None else {0})


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("배포 즉시 보도", "ko"),
        ("즉시 보도", "ko"),
        ("보도시점\t배포 즉시", "ko"),
        ("보도시점 : 배포시부터", "ko"),
        ("즉시 보도하여 주시기 바랍니다", "ko"),
        ("FOR IMMEDIATE RELEASE", "en"),
        ("立即发布", "zh-hans"),
        ("发布时间：即时发布", "zh-hans"),
    ],
)
def test_at_once(line, language):
    header = read_header([line], language, TODAY)

    assert header.at_once
    assert header.release_at is None
    assert header.used == {0}


@pytest.mark.parametrize(
    ("line", "day", "moment"),
    [
        ("배포 일시 2026. 5. 29.(금) 09:00", date(2026, 5, 29), at("2026-05-29 09:00")),
        ("배포일시 : 2026. 5. 29.(금) 오후 3시", date(2026, 5, 29), at("2026-05-29 15:00")),
        ("배포\t2026. 5. 29.(금)", date(2026, 5, 29), None),
        ("배 포 일 | 2026.5.29.", date(2026, 5, 29), None),
        ("자료제공일: 2026년 5월 29일", date(2026, 5, 29), None),
        ("Distributed: 29 May 2026", date(2026, 5, 29), None),
        ("发稿日期：2026年5月29日", date(2026, 5, 29), None),
    ],
)
def test_distribution(line, day, moment):
    header = read_header([line], "ko", TODAY)

    assert (header.distributed_on, header.distributed_at) == (day, moment)
    assert header.uncertainties == []


@pytest.mark.parametrize(
    "line",
    [
        "보도시점 2026. 6. 1.(월) 12:00 (6. 2.(화) 조간)\t배포\t2026. 5. 29.(금) 09:00",
        "보도시점\t2026. 6. 1.(월) 12:00 (6. 2.(화) 조간)\t배포일시\t2026. 5. 29.(금) 09:00",
        "보도시점 2026. 6. 1.(월) 12:00 (6. 2.(화) 조간)  배포 2026. 5. 29.(금) 09:00",
        "배포일시 2026. 5. 29.(금) 09:00 / 보도시점 2026. 6. 1.(월) 12:00 (6. 2.(화) 조간)",
    ],
)
def test_both_on_one_line(line):
    header = read_header([line], "ko", TODAY)

    assert (header.release_at, header.distributed_at) == (NOON, at("2026-05-29 09:00"))
    assert header.papers == "6. 2.(화) 조간"
    assert header.uncertainties == []


def test_the_distribution_lends_the_year_across_its_end():
    header = read_header(
        ["보도시점 1. 4.(월) 12:00 (1. 5.(화) 조간)", "배포일시 2026. 12. 31.(목) 09:00"], "ko", TODAY
    )

    assert header.release_at == at("2027-01-04 12:00")
    assert [each.code for each in header.uncertainties] == ["year"]


def test_a_line_for_the_web_goes_on_from_the_line_above():
    header = read_header(["보도시점 2026. 6. 2.(화) 조간", "온라인 2026. 6. 1.(월) 12:00"], "ko", TODAY)

    assert (header.release_at, header.papers) == (NOON, "2026. 6. 2.(화) 조간")
    assert header.uncertainties == []
    assert header.used == {0, 1}
    assert read_header(["온라인 2026. 6. 1.(월) 12:00"], "ko", TODAY).release_at is None


def test_two_release_times_are_told():
    header = read_header(["보도시점 2026. 6. 1.(월) 12:00", "엠바고 2026. 6. 1.(월) 14:00"], "ko", TODAY)

    assert header.release_at == NOON
    assert [(each.code, each.words) for each in header.uncertainties] == [
        ("release_twice", "2026. 6. 1.(월) 14:00")
    ]


def test_source_title_and_deck_by_their_labels():
    header = read_header(
        ["标题：代表团将访问天津", "副标题：四天日程", "来源：生态环境部\t发布时间：2026年6月1日 11:00"],
        "zh-hans",
        TODAY,
    )

    assert (header.title, header.deck, header.source) == ("代表团将访问天津", "四天日程", "生态环境部")
    assert header.release_at == at("2026-06-01 11:00", BEIJING)


@pytest.mark.parametrize(
    "line",
    [
        "배포된 자료에 따르면 6월 1일 행사가 열린다.",
        "보도된 내용과 달리 6월 1일에는 행사가 없다.",
        "환경부는 6월 1일 12:00에 포럼을 연다.",
        "신문에 실린 기사는 사실과 다르다.",
        "Source water is protected in 5 provinces.",
        "主要来源是工业排放。",
        "",
    ],
)
def test_sentences_are_left_alone(line):
    header = read_header([line], "ko", TODAY)

    assert header.used == set()
    assert header.uncertainties == []


def test_days_that_do_not_exist_are_not_invented():
    header = read_header(["보도시점 2026. 2. 30.(월) 12:00"], "ko", TODAY)

    assert header.release_at is None
    assert [each.code for each in header.uncertainties] == ["release_unread"]


@pytest.mark.parametrize("words", ["보도시점", "보 도 시 점", "배포", "배포일시 :", "<보도시점>", "发布时间"])
def test_labels(words):
    assert is_label(words)
    assert not is_label(f"{words} 2026. 6. 1.")
