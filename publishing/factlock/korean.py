"""Facts in Korean text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from publishing.factlock import cjk
from publishing.factlock.english import latin
from publishing.factlock.facts import Clock, Day, Fact, FactKind
from publishing.factlock.reading import ARABIC, START, Grammar, Numeral, Reader, day_of

__all__ = ["korean"]

_DAYS_OF_WEEK = "월화수목금토일"
_DASH = r"\s?[~∼〜–—-]\s?"
_WD = rf"(?:\s?\(\s?([{_DAYS_OF_WEEK}])(?:요일)?\s?\)|\s?([{_DAYS_OF_WEEK}])요일)"
_WD_ = _WD.replace("([", "(?:[").replace("])", "])")
# 5일(간) is a length of time.
_DAY_MORE = rf"(?:(?:(?:부터|에서){_WD_}?\s?|(?:부터|에서)?{_DASH}|\s?[,·]\s?|[과와]\s|\s및\s)[0-9]{{1,2}}\s?일(?!간){_WD_}?)*"
_DATE = re.compile(
    rf"(?:((?:19|20)[0-9]{{2}}|'[0-9]{{2}})\s?년\s?)?(?<![0-9])(1[0-2]|0?[1-9])\s?월(?!드)"
    rf"(?:\s?(3[01]|[12][0-9]|0?[1-9])(?:\s?일(?!간)|(?={_DASH}[0-9]{{1,2}}\s?일(?!간))|(?=\s?[,·]\s?[0-9]{{1,2}}\s?일(?!간)))"
    rf"{_WD}?({_DAY_MORE}))?"
)
_MONTHS = re.compile(
    rf"(?:((?:19|20)[0-9]{{2}})\s?년\s?)?(?<![0-9])([0-9]{{1,2}}){_DASH}([0-9]{{1,2}})\s?월(?!\s?[0-9]{{1,2}}\s?일)"
)
_MORE_DAY = re.compile(rf"([0-9]{{1,2}})\s?일{_WD}?")
_DOT_MORE = rf"(?:{_DASH}(?:(?:(?:[0-9]{{4}}\.\s?)?[0-9]{{1,2}}\.\s?)?[0-9]{{1,2}}(?:\.(?![0-9])|(?=\s?\()|(?![0-9.])){_WD_}?))*"
_DOTTED = re.compile(
    rf"(?<![0-9.])(?:((?:19|20)[0-9]{{2}})\.\s?([0-9]{{1,2}})(?:\.\s?([0-9]{{1,2}})(?![0-9]))?\.?"
    rf"|([0-9]{{1,2}})\.\s?([0-9]{{1,2}})(?:\.(?![0-9])|(?=\s?\([{_DAYS_OF_WEEK}]\)))){_WD}?({_DOT_MORE})"
)
_DOT_NEXT = re.compile(rf"(?:(?:([0-9]{{4}})\.\s?)?([0-9]{{1,2}})\.\s?)?([0-9]{{1,2}})\.?{_WD}?")
_DECADE = re.compile(r"(?<![0-9])(?:((?:19|20)[0-9]0)|20세기\s([0-9]0))년대")
_SHORT_YEAR = re.compile(r"'([0-9]{2})년")
_YEARS = re.compile(rf"(?<![0-9,.])((?:19|20)[0-9]{{2}}){_DASH}([0-9]{{2}})년")

_HOURS = re.compile(
    r"(오전|오후|낮|밤|새벽|저녁|아침)?\s?(?<![0-9])([01]?[0-9]|2[0-4])\s?시(?!간)"
    r"(?:\s?([0-5]?[0-9])\s?분|\s?(반)(?![가-힣]))?"
)
_HALF_DAY = re.compile(r"(오전|오후|낮|밤|새벽|저녁|아침)\s?([01]?[0-9]|2[0-4]):([0-5][0-9])")
_NOON = re.compile(r"정오|자정(?![가-힣]{2})")

_SCALE = r"(?:[십백천]?[만억조]|[백천](?!연|체|화|장))"
_SCALED = re.compile(rf"{START}(?:{ARABIC})(?:{_SCALE}(?:\s?(?:{ARABIC}){_SCALE})*)?")
_SPELLED = re.compile(
    r"(?<![가-힣0-9])[일이삼사오육칠팔구]?[십백천](?:[일이삼사오육칠팔구]?[십백천])*[만억조]?(?=여?\s?(?:원|달러|위안|유로|명|톤|개|년|건|곳|배|퍼센트))"
    r"|(?<![가-힣0-9])[만억](?=\s(?:명|원|톤|개|달러|위안))"
)
_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_ONES = {
    "한": 1,
    "하나": 1,
    "두": 2,
    "둘": 2,
    "세": 3,
    "셋": 3,
    "석": 3,
    "네": 4,
    "넷": 4,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
}
_TEN = "|".join(_TENS)
_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
_COUNTER = (
    r"(?:번째|째|가지|개|명|곳|건|편|차례|번|달|배|분|사람|나라|기관|회|대|시간|층|권|장|쪽|팀|단계|사업)"
)
_NATIVE = re.compile(
    rf"(?<![가-힣])(?:({_TEN})({_ONE})?|({_ONE}))(?=\s|{_COUNTER})\s?(번째|째)?|(?<![가-힣])(다섯|여섯|일곱|여덟|아홉)(?![가-힣]{{2}})"
)
_DAY_WORDS = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
    "첫날": 1,
    "이튿날": 2,
    "반년": 6,
    "일주일": 7,
    "한 주": 7,
}
_DAY_WORD = re.compile(rf"(?<![가-힣])(?:{'|'.join(_DAY_WORDS)})")
_HIDDEN = {
    "양국": 2,
    "양측": 2,
    "양자": 2,
    "양 ": 2,
    "쌍방": 2,
    "한중": 2,
    "둘": 2,
    "절반": 2,
    "이중": 2,
    "매주": 7,
    "삼자": 3,
    "삼국": 3,
    "삼각": 3,
    "사분기": 4,
    "분기": 4,
    "십 년": 10,
    "하나": 1,
}
_HIDDEN_WORD = re.compile("|".join(_HIDDEN))
_FIRST = re.compile(r"(?<![가-힣])(?:첫(?:째|\s번째)?|최초|초대)(?=\s|[가-힣])")
_ORDINAL = re.compile(
    r"(?<![가-힣])제\s?([0-9]+)(?!\.[0-9])(?:\s?(?:(회|차)|기|호|권|조|항|장|절|판|대|단계|번)(?![가-힣]?년))?"
)
_FRACTION = re.compile(r"([0-9]+)\s?분의\s?([0-9]+)")

_GRAMMAR = Grammar(
    percent=re.compile(r"\s?(?:%|퍼센트|프로(?!그|젝|세|필|토))"),
    money=re.compile(
        r"여?\s?(원(?!칙|장|자|료|문|격|인|소|년)|위안|달러|미\s?달러|유로|엔(?![가-힣]{2})|홍콩달러|KRW|CNY|RMB|USD|EUR)"
    ),
    currencies={
        "원": "KRW",
        "위안": "CNY",
        "달러": "USD",
        "미달러": "USD",
        "유로": "EUR",
        "엔": "JPY",
        "홍콩달러": "HKD",
        "krw": "KRW",
        "cny": "CNY",
        "rmb": "CNY",
        "usd": "USD",
        "eur": "EUR",
    },
    ordered_before=re.compile(r"(?!)"),
    ordered_after=re.compile(
        r"\s?(?:차|회|기(?!업|관|술|구|반|준|업)|단계|층|호|위(?!안|원)|번(?!역)|세기|급|등급|부|장|권|조|항|대|년차|분기|학년|유형)"
    ),
    counted=re.compile(r"여?\s?(?:명|개|곳|건|톤|대|가구|㎡|km|만|천|억)"),
)


def korean(text: str) -> list[Fact]:
    """The facts in Korean ``text``."""
    reader = Reader(text)
    reader.common()
    reader.take(
        _DECADE, lambda m: [reader.fact(FactKind.DATE, Day(int(m[1] or f"19{m[2]}"), decade=True), m)]
    )
    reader.take(_MONTHS, lambda m: reader.dates(m, [day_of(m[1], m[2]), day_of(None, m[3])]))
    reader.take(_DATE, lambda m: reader.dates(m, _written(m)))
    reader.take(_DOTTED, lambda m: reader.dates(m, _dotted(m)))
    reader.take(_SHORT_YEAR, lambda m: reader.dates(m, [Day(2000 + int(m[1]))]))
    reader.take(_YEARS, lambda m: reader.dates(m, [Day(int(m[1])), Day(int(m[1][:2] + m[2]))]))
    reader.take(_HALF_DAY, lambda m: [_clock(m, m[1], m[2], m[3])])
    reader.clocks()
    reader.take(_HOURS, lambda m: [_clock(m, m[1], m[2], "30" if m[4] else m[3])])
    reader.take(_NOON, lambda m: [reader.fact(FactKind.TIME, Clock(720 if m[0] == "정오" else 0), m)])
    reader.take(
        _FRACTION,
        lambda m: [
            reader.fact(FactKind.NUMBER, f"{int(m[2])}/{int(m[1])}", m, firm=(m[1], m[2]) != ("2", "1"))
        ],
    )
    reader.take(_ORDINAL, lambda m: [reader.fact(FactKind.EDITION, Decimal(m[1]), m, ordered=not m[2])])
    reader.take(_FIRST, lambda m: [reader.fact(FactKind.EDITION, Decimal(1), m, firm=False)])
    reader.classify([*_numerals(reader.left)], _GRAMMAR)
    reader.drop(_SCALED)
    reader.drop(_SPELLED)
    numerals: list[Numeral] = []
    reader.take(
        _DAY_WORD,
        lambda m: [
            reader.fact(FactKind.NUMBER, Decimal(_DAY_WORDS[m[0]]), m, firm=3 <= _DAY_WORDS[m[0]] < 6)
        ],
    )
    reader.take(_NATIVE, lambda m: _native(m, numerals))
    reader.classify(numerals, _GRAMMAR)
    reader.take(_HIDDEN_WORD, lambda m: [reader.fact(FactKind.NUMBER, Decimal(_HIDDEN[m[0]]), m, firm=False)])
    return [*reader.facts, *latin(text, reader.facts)]


def _weekday(*names: str | None) -> int | None:
    return next((_DAYS_OF_WEEK.index(name) for name in names if name), None)


def _written(match: re.Match[str]) -> Iterator[Day | None]:
    year = f"20{match[1][1:]}" if (match[1] or "").startswith("'") else match[1]
    yield day_of(year, match[2], match[3], _weekday(match[4], match[5]))
    for more in _MORE_DAY.finditer(match[6] or ""):
        yield day_of(year, match[2], more[1], _weekday(more[2], more[3]))


def _dotted(match: re.Match[str]) -> Iterator[Day | None]:
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    yield day_of(year, month, day, _weekday(match[6], match[7]))
    for more in _DOT_NEXT.finditer(match[8] or ""):
        yield day_of(more[1] or year, more[2] or month, more[3], _weekday(more[4], more[5]))


def _clock(match: re.Match[str], part: str | None, hour: str, minute: str | None) -> Fact:
    hours = int(hour) % 24
    if (part in ("오후", "저녁", "밤") and hours < 12) or (part == "낮" and hours < 6):
        hours += 12
    elif part in ("오전", "새벽", "아침") and hours == 12:
        hours = 0
    half = not part and minute is None and 1 <= hours <= 12
    return Reader.fact(FactKind.TIME, Clock(hours * 60 + int(minute or 0), half), match)


def _numerals(text: str) -> Iterator[Numeral]:
    for found in _SCALED.finditer(text):
        yield _numeral(found)
    for found in _SPELLED.finditer(text):
        yield Numeral(found.start(), found.end(), cjk.number(found[0]))


def _numeral(found: re.Match[str]) -> Numeral:
    words = found[0]
    simple = re.fullmatch(rf"({ARABIC})([십백천만억조]*)", words)
    if simple:
        scale = cjk.number(f"1{simple[2]}") if simple[2] else Decimal(1)
        bare = not simple[2] and len(words) == 4 and words.isdigit()
        return Numeral(found.start(), found.end(), cjk.number(simple[1]), scale, bare=bare)
    return Numeral(found.start(), found.end(), cjk.number(words))


def _native(match: re.Match[str], numerals: list[Numeral]) -> list[Fact] | None:
    value = _TENS.get(match[1] or "", 0) + _ONES.get(match[2] or match[3] or match[5] or "", 0)
    # 열 is also a row and heat.
    firm = value > 2 and match[0].strip() != "열"
    if match[4]:
        return [Reader.fact(FactKind.EDITION, Decimal(value), match, firm=firm)]
    numerals.append(Numeral(match.start(), match.end(), Decimal(value), firm=firm))
    return None
