"""Facts in Chinese text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from publishing.factlock import cjk
from publishing.factlock.english import latin
from publishing.factlock.facts import Clock, Day, Fact, FactKind
from publishing.factlock.reading import ARABIC, START, Grammar, Numeral, Reader, day_of

__all__ = ["chinese"]

_HAN = "〇零一二三四五六七八九十"
_WD = r"\s?\(?(?:星期|周|礼拜)([一二三四五六日天])\)?"
_WD_ = _WD.replace("([", "(?:[")
_N = rf"(?:[0-9]{{1,2}}|[{_HAN}]{{1,3}})"
_Y = rf"(?:(?:19|20)[0-9]{{2}}|[一二][{_HAN}]{{3}})"
_JOIN = r"\s?(?:至|到|[~∼〜–—-]{1,2}|、|,|和|与|及|或)\s?"
_DATE = re.compile(
    rf"(?:({_Y})\s?年\s?)?(?<![0-9个{_HAN}])({_N})\s?月"
    rf"(?:\s?({_N})(?:\s?[日号](?!期)|(?={_JOIN}{_N}\s?[日号]))(?:{_WD})?((?:{_JOIN}{_N}\s?[日号](?!期)(?:{_WD_})?)*))?"
)
_MORE_DAY = re.compile(rf"({_N})\s?[日号](?:{_WD})?")
_MONTHS = re.compile(rf"(?:({_Y})\s?年\s?)?(?<![0-9个])({_N}){_JOIN}({_N})\s?月(?!\s?{_N}[日号])")
_DECADE = re.compile(r"(?:20|二十)世纪([0-9]0|[一二三四五六七八九]十)年代|(?<![0-9])((?:19|20)[0-9]0)年代")
_YEAR = re.compile(rf"(?<![{_HAN}0-9])([一二][{_HAN}]{{3}})年")
_YEARS = re.compile(r"(?<![0-9,.])((?:19|20)[0-9]{2})[~–—-]{1,2}([0-9]{2})年")
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)[一二三四五六日天末]")
_PARTS = r"上午|下午|中午|晚上|晚间|晚|凌晨|清晨|早上|早晨|早|傍晚|当日"
_HOURS = re.compile(
    rf"(?:({_PARTS})\s?(?<![0-9])({_N})\s?[时点]|(?<![0-9])([01]?[0-9]|2[0-4])\s?(?:时(?![间段期代候速装常隔至区差空刻效])|点(?=[整半钟0-9]))|(?<![{_HAN}])([{_HAN}]{{1,2}})时(?=[整半许{_HAN}0-9]))"
    rf"(?:\s?({_N})\s?分(?!之|钟)|(半))?"
)
_HALF_DAY = re.compile(rf"({_PARTS})\s?([01]?[0-9]|2[0-4]):([0-5][0-9])")
_NOON = re.compile(r"正午|中午(?![0-9])|午夜|零时(?!区)")

_SCALE = r"(?:[百千]?(?:万亿|万|亿)|[百千](?![瓦克米卡赫焦帕伏安分]))"
_MIXED = re.compile(rf"{START}(?:{ARABIC})(?:{_SCALE}(?:零?(?:{ARABIC}){_SCALE}?)*)?")
_SPELLED = re.compile(
    r"[〇零一二三四五六七八九十百千万亿两]+(?:点[〇零一二三四五六七八九]+(?=[万亿]?[元倍]))?[万亿]*(?!分点)"
)
# Where a numeral is no number: names of places and companies, and fixed expressions.
_IDIOMS = re.compile(
    "四川|九江|三亚|三星|三峡|三角|三明|五金|五矿|五台|五粮|百度|百货|百姓|百色|百强|万达|万科|万州|万众|万国|万一|万能|万里|千岛|千方百计"
    "|千家万户|成千上万|四通八达|八达岭|七夕|六安|六盘水|九寨|十堰|(?<![一二三四五六七八九十几])十分(?![之钟])|十足|四平|四季|三农|三三两两|三令五申|一五一十|五湖四海|五花八门"
    "|[一二三四五六七八九]线城市|一带一路|二氧化|一氧化|三氧化|四氧化|五氧化|三元|六价|四面八方|千万别|百分百|百科|百余年|三思|再三|八卦|千瓦|百万吨级"
)
_COUNTERS = (
    "个家名位人项次届年月日天种类条期阶步座所处省市国方大轮批组份篇件台套辆艘吨米倍成场周小分语地城部院校层级章节块片支只头张本卷字句段门对岁代元"
    "亩页幅间户行股款"
)
_ORDINAL = re.compile(rf"第\s?([0-9]+|[{_HAN}百]+)([届次])?")
_PLAN = re.compile(r"[“\"]?十([一二三四五六七])五[”\"]?(?=规划|计划|时期|期间)")
_FRACTION = re.compile(r"(?<!百)([一二三四五六七八九十]+|(?<!百)[0-9]+)分之([一二三四五六七八九十]+|[0-9]+)")
_PERCENT = re.compile(rf"百分之(?:([0-9]+(?:\.[0-9]+)?)|([{_HAN}百]+)(?:点([{_HAN}]+))?)")
_HIDDEN = {
    "双": 2,
    "俩": 2,
    "半": 2,
    "对接": 2,
    "互": 2,
    "每周": 7,
    "首": 1,
    "单": 1,
    "季度": 4,
    "季": 4,
    "次日": 2,
}
_HIDDEN_WORD = re.compile("|".join(_HIDDEN))
_FIRST = re.compile(r"首(?:届|次|个|批|期|轮|场|日|家|项|年)|首先")

_GRAMMAR = Grammar(
    percent=re.compile(r"\s?(?:%|个百分点)"),
    money=re.compile(
        r"[余多]?\s?(元人民币|人民币元|人民币|韩元|韩币|韩圆|美元|美金|欧元|日元|港元|港币|元(?!旦|素|件|年|器)|KRW|CNY|RMB|USD|EUR)"
    ),
    currencies={
        "元人民币": "CNY",
        "人民币元": "CNY",
        "人民币": "CNY",
        "元": "CNY",
        "韩元": "KRW",
        "韩币": "KRW",
        "韩圆": "KRW",
        "美元": "USD",
        "美金": "USD",
        "欧元": "EUR",
        "日元": "JPY",
        "港元": "HKD",
        "港币": "HKD",
        "krw": "KRW",
        "cny": "CNY",
        "rmb": "CNY",
        "usd": "USD",
        "eur": "EUR",
    },
    ordered_before=re.compile(r"(?!)"),
    ordered_after=re.compile(r"\s?(?:届|次|期|号|层|级|步|季|类|世纪|阶段|轮|批|章|条|年级|楼|馆|等)"),
    counted=re.compile(r"[余多]?(?:人|家|个|名|项|吨|台|件|户|万|亿|多|平方)"),
)


def chinese(text: str) -> list[Fact]:
    """The facts in Chinese ``text``."""
    reader = Reader(text)
    reader.common()
    reader.drop(_IDIOMS)
    reader.take(
        _DECADE,
        lambda m: [reader.fact(FactKind.DATE, Day(int(m[2] or 1900 + cjk.number(m[1])), decade=True), m)],
    )
    reader.take(
        _MONTHS,
        lambda m: reader.dates(m, [day_of(_number(m[1]), _number(m[2])), day_of(None, _number(m[3]))]),
    )
    reader.take(_DATE, lambda m: reader.dates(m, _written(m)))
    reader.take(_YEAR, lambda m: reader.dates(m, [Day(int(cjk.number(m[1])))]))
    reader.take(_YEARS, lambda m: reader.dates(m, [Day(int(m[1])), Day(int(m[1][:2] + m[2]))]))
    reader.drop(_WEEKDAY)
    reader.take(_HALF_DAY, lambda m: [_clock(m, m[1], m[2], m[3])])
    reader.clocks()
    reader.take(_HOURS, lambda m: [_clock(m, m[1], m[2] or m[3] or m[4], "30" if m[6] else m[5])])
    reader.take(
        _NOON, lambda m: [reader.fact(FactKind.TIME, Clock(720 if m[0] in ("正午", "中午") else 0), m)]
    )
    reader.take(_PERCENT, lambda m: [reader.fact(FactKind.PERCENTAGE, _percent(m), m)])
    reader.take(
        _FRACTION, lambda m: [reader.fact(FactKind.NUMBER, f"{cjk.number(m[2])}/{cjk.number(m[1])}", m)]
    )
    reader.take(_PLAN, lambda m: _plan(reader, m))
    reader.take(_ORDINAL, lambda m: _ordinal(reader, m))
    reader.take(_FIRST, lambda m: [reader.fact(FactKind.EDITION, Decimal(1), m, firm=False, ordered=True)])
    reader.classify([_mixed(found) for found in _MIXED.finditer(reader.left)], _GRAMMAR)
    reader.drop(_MIXED)
    reader.classify([_spelled(found, reader.left) for found in _SPELLED.finditer(reader.left)], _GRAMMAR)
    reader.take(_HIDDEN_WORD, lambda m: [reader.fact(FactKind.NUMBER, Decimal(_HIDDEN[m[0]]), m, firm=False)])
    return [*reader.facts, *latin(text, reader.facts)]


def _number(words: str | None) -> int | None:
    return int(cjk.number(words)) if words else None


def _weekday(name: str | None) -> int | None:
    return "一二三四五六日天".index(name) % 7 if name else None


def _written(match: re.Match[str]) -> Iterator[Day | None]:
    year, month = _number(match[1]), _number(match[2])
    yield day_of(year, month, _number(match[3]), _weekday(match[4]))
    for more in _MORE_DAY.finditer(match[5] or ""):
        yield day_of(year, month, _number(more[1]), _weekday(more[2]))


def _clock(match: re.Match[str], part: str | None, hour: str, minute: str | None) -> Fact:
    hours = int(cjk.number(hour)) % 24
    if (part in ("下午", "晚上", "晚间", "晚", "傍晚") and hours < 12) or (part == "中午" and hours < 6):
        hours += 12
    elif part in ("上午", "凌晨") and hours == 12:
        hours = 0
    half = part in (None, "当日") and minute is None and 1 <= hours <= 12
    return Reader.fact(FactKind.TIME, Clock(hours * 60 + int(cjk.number(minute or "0")), half), match)


def _percent(match: re.Match[str]) -> Decimal:
    if match[1]:
        return Decimal(match[1])
    whole = cjk.number(match[2])
    return Decimal(f"{whole}.{''.join(str(cjk.number(digit)) for digit in match[3])}") if match[3] else whole


def _plan(reader: Reader, match: re.Match[str]) -> list[Fact]:
    """“十四五” is the 14th five-year plan."""
    return [
        reader.fact(FactKind.EDITION, 10 + cjk.number(match[1]), match),
        reader.fact(FactKind.NUMBER, Decimal(5), match, firm=False),
    ]


def _ordinal(reader: Reader, match: re.Match[str]) -> list[Fact]:
    value = cjk.number(match[1])
    spelled_first = value == 1 and not match[1].isdecimal()
    ordered = not match[2]
    return [reader.fact(FactKind.EDITION, value, match, firm=not spelled_first, ordered=ordered)]


def _mixed(found: re.Match[str]) -> Numeral:
    words = found[0]
    simple = re.fullmatch(rf"({ARABIC})([百千万亿]*)", words)
    if simple:
        scale = cjk.number(f"1{simple[2]}") if simple[2] else Decimal(1)
        bare = not simple[2] and len(words) == 4 and words.isdigit()
        return Numeral(found.start(), found.end(), cjk.number(simple[1]), scale, bare=bare)
    return Numeral(found.start(), found.end(), cjk.number(words))


def _spelled(found: re.Match[str], text: str) -> Numeral:
    whole, _point, decimals = found[0].partition("点")
    value = cjk.number(whole)
    if decimals:
        scale = decimals.strip("〇零一二三四五六七八九")
        digits = "".join(str(cjk.number(digit)) for digit in decimals.removesuffix(scale))
        value = Decimal(f"{value}.{digits}") * (cjk.number(f"1{scale}") if scale else 1)
    counted = text[found.end() : found.end() + 1] in _COUNTERS and found.end() < len(text)
    firm = value > 2 and (len(found[0]) > 1 or counted)
    return Numeral(found.start(), found.end(), value, firm=firm)
