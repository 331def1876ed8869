"""The fact lock: what differs between the languages, and what only reads differently."""

import string
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.factlock import FactKind, Found, Wording, differences
from publishing.languages import LANGUAGES


def bodies(en: str, ko: str, zh: str) -> dict[str, Wording]:
    words = zip(("en", "ko", "zh-hans"), (en, ko, zh), strict=True)
    return {language: Wording(body=f"<p>{text}</p>") for language, text in words if text}


def lines(texts: dict[str, Wording], *args) -> list[str]:
    return [f"{each.kind} {each.values}" for each in differences(texts, *args)]


@pytest.mark.parametrize(
    ("en", "ko", "zh"),
    [
        ("Eight companies come.", "8개 기업이 온다.", "八家企业参加。"),
        ("It is the eighth delegation.", "제8차 대표단이다.", "这是第八次代表团。"),
        ("It is the 8th edition.", "이번이 8회째다.", "本届为第8届。"),
        ("KRW 33.4 billion of business", "334억 원의 사업", "业务334亿韩元"),
        ("between 3 and 5 billion won, 3–5 billion won", "30억~50억 원", "30亿至50亿韩元"),
        ("more than 2 trillion yuan", "2조 위안이 넘는", "逾2万亿元"),
        ("on Monday 1 June 2026", "2026. 6. 1.(월)", "2026年6月1日（星期一）"),
        ("on June 1, 2026 at noon", "6월 1일 정오", "6月1日12:00"),
        ("from 2 to 5 June", "2026. 6. 2.(화)~5.(금)", "2026年6月2日至5日"),
        ("It was founded in June 2018.", "2018년 6월에 설립됐다.", "成立于2018年6月。"),
        ("in 2003 and 2004", "2003~2004년", "2003年至2004年"),
        ("at 9 a.m. and 3:30 p.m.", "오전 9시와 오후 3시 30분", "上午9时和下午3时30分"),
        ("at 9:00", "9시에", "9时"),
        ("up by 30 percent", "30퍼센트 늘어", "增长百分之三十"),
        ("30–40%", "30~40%", "30%至40%"),
        ("one third of the machines", "장비의 3분의 1", "三分之一的设备"),
        ("a third market", "제3국 시장", "第三方市场"),
        ("both countries, two steps, one table", "양국, 두 단계, 한 자리", "两国、两步、一张桌"),
        ("Two companies and one center", "2개 기업과 센터 1곳", "2家企业和1个中心"),
        ("for four days", "나흘 동안", "为期四天"),
        ("a three-year plan", "3년 계획", "三年行动计划"),
        ("the 14th Five-Year Plan", "제14차 5개년 계획", "“十四五”规划"),
        ("PM2.5 fell.", "PM2.5가 줄었다.", "PM2.5浓度下降。"),
        ("three languages, a trilingual portal", "세 언어, 3개 언어 포털", "三种语言"),
        ("12,000 tonnes", "1만 2천 톤", "1.2万吨"),
        ("phase 3", "3단계", "第三阶段"),
        ("in the 1990s", "1990년대에", "20世纪90年代"),
        ("twenty companies", "20개사", "二十家企业"),
        ("two dozen people", "24명", "24人"),
        ("a decade", "10년", "十年"),
        ("The source says “last June”.", "자료에는 “last June”으로 적혀 있다.", "资料写作“last June”。"),
        ("5 kW", "5kW", "5千瓦"),
    ],
)
def test_true_translations_make_no_noise(en: str, ko: str, zh: str):
    assert lines(bodies(en, ko, zh)) == []


@pytest.mark.parametrize(
    ("en", "ko", "zh", "shown"),
    [
        ("14 companies", "14개사", "13家企业", "number 14 / 14 / 13"),
        ("eight companies", "여덟 기업", "七家企业", "number 8 / 8 / 7"),
        ("nothing", "기업 5개사", "5家企业", "number – / 5 / 5"),
        ("the 8th delegation", "제8차 대표단", "第七次代表团", "edition 8 / 8 / 7"),
        ("8 companies", "8개사", "第八届", "number 8 / 8 / –"),
        ("1 June 2026", "2026. 6. 1.", "2026年6月2日", "date 2026-06-01 / 2026-06-01 / 2026-06-02"),
        ("1 June 2026", "2026. 6. 1.", "2025年6月1日", "date 2026-06-01 / 2026-06-01 / 2025-06-01"),
        ("1 June", "6월", "6月1日", "date 06-01 / – / 06-01"),
        ("at noon", "정오", "11:00", "time 12:00 / 12:00 / 11:00"),
        ("9 a.m.", "오전 9시", "晚上9时", "time 09:00 / 09:00 / 21:00"),
        ("KRW 5 million", "500만 원", "500万元", "money KRW 5,000,000 / KRW 5,000,000 / CNY 5,000,000"),
        ("KRW 5 million", "5억 원", "500万韩元", "money KRW 5,000,000 / KRW 500,000,000 / KRW 5,000,000"),
        ("30 percent", "30", "30%", "percentage 30% / – / 30%"),
        ("PM2.5", "PM10", "PM2.5", "name PM2.5 / PM10 / PM2.5"),
    ],
)
def test_a_difference_is_shown_once_with_what_each_language_says(en: str, ko: str, zh: str, shown: str):
    assert shown in lines(bodies(en, ko, zh))
    assert (
        len([line for line in lines(bodies(en, ko, zh)) if line.split()[0] == shown.split(maxsplit=1)[0]])
        == 1
    )


def test_words_counts_and_label():
    text = "<p>The Association and {} companies visit Beijing.</p><p>{} of them return.</p>"
    texts = {
        "en": Wording(body=text.format(14, 14)),
        "ko": Wording(body="<p>협회와 14개 기업이 베이징을 찾는다.</p>"),
        "zh-hans": Wording(body="<p>协会与13家企业访问北京。</p>"),
    }
    [difference] = differences(texts)
    assert difference.kind is FactKind.NUMBER
    assert (difference.value, difference.counts) == ("14 / 13", "2 / 1 / 1")
    assert difference.found["en"] == Found(
        2, ("The Association and 14 companies visit", "14 of them return."), "14"
    )
    assert difference.found["zh-hans"].words == ("协会与13家企业访问北京。",)
    assert difference.label == "number 14 / 13"
    assert difference.lies_between("en", "zh-hans")
    assert not difference.lies_between("en", "ko")


def test_values_that_stand_elsewhere_too_are_compared_line_by_line():
    texts = {
        "en": Wording("8 companies", "", "<p>6 centers</p>"),
        "ko": Wording("기업 8개사", "", "<p>센터 6곳</p>"),
        "zh-hans": Wording("6家企业", "", "<p>8个中心</p>"),
    }
    assert sorted(lines(texts)) == ["number 6 / 6 / 8"] or lines(texts) == ["number 8 / 8 / 6"]
    moved = texts | {"zh-hans": Wording("中韩合作", "", "<p>8家企业、6个中心</p>")}
    assert lines(moved) == []


def test_weekdays_belong_to_their_date():
    assert lines(bodies("Monday 1 June", "6. 1.(월)", "6月1日")) == []
    assert lines(bodies("Monday 1 June", "6. 1.(화)", "")) == ["date 06-01 Mon / 06-01 Tue"]


def test_all_parts_of_a_text_count():
    whole = Wording(
        "5 days", "6 sites", "<p>7 hours</p>", [{"marker": "1", "term": "8 a", "text": "9 b"}], {"x": "10"}
    )
    empty = Wording()
    assert [each.value for each in differences({"en": whole, "ko": empty})] == ["5", "6", "7", "8", "9", "10"]


def test_footnote_marks():
    noted = Wording(body='<p>Air<sup data-note="1"></sup> and water<sup data-note="2"></sup></p>')
    other = Wording(body='<p>대기<sup data-note="1"></sup>와 물</p>')
    [difference] = differences({"en": noted, "ko": other})
    assert (difference.kind, difference.value, difference.values) == (FactKind.NOTE, "2", "2 / –")


def test_the_signature_is_that_of_exactly_this_difference():
    def signature(en: str, ko: str, zh: str) -> str:
        [difference] = differences(bodies(en, ko, zh))
        return difference.signature

    known = signature("14 companies", "14개사", "13家企业")
    assert len(known) == 64
    assert signature("There are 14 companies.", "기업 14개사가 있다.", "共13家企业。") == known
    assert signature("14 companies", "14개사", "12家企业") != known
    assert signature("14 companies and 14 people", "14개사", "13家企业") != known


NAMES = [
    {"en": ["Ministry of Environment"], "ko": ["환경부"], "zh-hans": ["韩国环境部", "环境部"]},
    {"en": ["Ministry of Ecology and Environment", "MEE"], "ko": ["생태환경부"], "zh-hans": ["生态环境部"]},
    {"en": ["Kim Sunghwan"], "ko": ["김성환"]},
    {"en": ["Clear Sky Plan"], "ko": ["청천(晴天)계획"], "zh-hans": ["晴天计划"]},
    {"en": ["Jiangsu"], "ko": ["장쑤성"], "zh-hans": ["江苏省"]},
]


@pytest.mark.parametrize(
    ("en", "ko", "zh", "shown"),
    [
        ("The Ministry of Environment", "환경부", "韩国环境部", []),
        ("Environment Minister of Korea", "환경부 장관", "环境部部长", []),
        ("MEE", "생태환경부", "生态环境部", []),
        (
            "The MEE",
            "환경부",
            "生态环境部",
            ["name Ministry of Environment", "name Ministry of Ecology and Environment"],
        ),
        ("Minister Kim Sunghwan", "김성환 장관", "金部长", []),
        ("Minister Sunghwan Kim", "김성환 장관", "金部长", []),
        ("Minister Lee", "김성환 장관", "李部长", ["name Kim Sunghwan"]),
        ("the Clear Sky Plan", "청천(晴天)계획", "晴天计划", []),
        ("the clear-sky plan", "청천계획", "蓝天计划", ["name Clear Sky Plan"]),
        ("in Jiangsu", "장쑤 지역", "江苏企业", []),
        ("in Jiangsu", "장쑤성", "山东", ["name Jiangsu"]),
        ("nobody", "아무도", "无人", []),
    ],
)
def test_who_is_named_in_one_language_is_named_in_all(en: str, ko: str, zh: str, shown: list[str]):
    found = differences(bodies(en, ko, zh), NAMES)
    assert [f"{each.kind} {each.value}" for each in found] == shown


def test_a_technical_name_may_be_said_in_words():
    terms = [{"en": ["fine dust (PM2.5)"], "ko": ["초미세먼지(PM2.5)"], "zh-hans": ["细颗粒物（PM2.5）"]}]
    texts = bodies("to lower PM2.5", "초미세먼지를 줄인다", "降低细颗粒物浓度")
    assert lines(texts) == ["name PM2.5 / – / –"]
    assert lines(texts, (), terms) == []


def test_one_language_alone_has_nothing_to_differ_from():
    assert differences({"en": Wording("14 companies")}) == []


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "0123456789.,:%~–—()'<>/ 第一二三十百千万亿两年月日时点分之元届次제년월일시분만억원천백한두세네열번째$€"
        ),
        st.sampled_from(string.ascii_letters),
        st.characters(),
    ),
    max_size=120,
)


@given(WORDS, WORDS, WORDS)
def test_whatever_is_written_is_read(en: str, ko: str, zh: str):
    for difference in differences(bodies(en, ko, zh), NAMES):
        assert len(difference.signature) == 64
        assert difference.values


@given(WORDS, st.sampled_from(LANGUAGES))
def test_every_excerpt_is_taken_from_the_text(words: str, language: str):
    other = "ko" if language == "en" else "en"
    for difference in differences({language: Wording(words), other: Wording()}):
        assert difference.found[language].count
        assert difference.found[other] == Found()


def test_a_long_release_is_compared_while_one_waits():
    en = "On Tuesday 2 June 2026 at 9:00 the 8th delegation of 14 companies signed KRW 33.4 billion, up 30 percent. "
    ko = "2026년 6월 2일(화) 오전 9시 제8차 대표단 14개사가 30% 늘어난 334억 원 규모의 계약을 맺었다. "
    zh = "2026年6月2日（星期二）上午9时，第八次代表团14家企业签约334亿韩元，增长30%。"
    texts = bodies(*(text * 60 for text in (en, ko, zh)))
    differences(texts, NAMES)
    start = perf_counter()
    assert differences(texts, NAMES) == []
    assert perf_counter() - start < 0.5
