"""The lines on top of a press release that say when it may be used: 보도시점, 배포 and their kin; pure.

Korean ministries write them in many forms, as lines and as cells of tables ("보도시점 | … | 배포 | …", joined by tabs
here); Chinese and English releases have their own.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from exchange.documents.moments import Day, Reading, days, plain, reading
from exchange.documents.result import Uncertainty
from publishing.enums import Zone
from publishing.languages import Language

__all__ = ["Header", "is_label", "read_header"]


def _spaced(*labels: str) -> str:
    """A pattern for labels whose letters may stand apart (보 도 시 점); longest first."""
    return "|".join(r"\s*".join(map(re.escape, each)) for each in sorted(labels, key=len, reverse=True))


# What may follow a word that is also an everyday one.
_VALUE = r"(?=\s*[)\]>】」]?\s*(?:[:|\t\d'’‘(<]|$|즉시|오전|오후|금일|당일|오늘|내일|익일|배포\s*(?:즉시|시|후|와)))"
_NAMES = {
    "release": "|".join(
        (
            _spaced(
                "보도시점",
                "보도일시",
                "보도시간",
                "보도시기",
                "보도일자",
                "보도일",
                "보도가능시점",
                "보도제한",
                "보도요청일시",
            ),
            _spaced(
                "엠바고", "발표시점", "공개시점", "发布时间", "发布日期", "报道时间", "解禁时间", "禁发期至"
            ),
            _spaced("보도") + _VALUE,
            (
                r"embargoed\s+until|embargo(?:ed)?(?:\s+until)?|under\s+embargo\s+until|for\s+release(?:\s+(?:at|on))?|release\s+(?:time|date)"
                r"|not\s+for\s+(?:publication|release|use)\s+before"
            ),
        )
    ),
    "release_more": _spaced(
        "온라인", "인터넷", "방송", "방송·온라인", "방송·인터넷", "지면", "신문", "통신·방송·인터넷"
    ),
    "distributed": "|".join(
        (
            _spaced(
                "배포일시",
                "배포시점",
                "배포일자",
                "배포일",
                "배포시각",
                "자료배포일",
                "자료제공일",
                "제공일시",
                "제공일",
            ),
            _spaced("배포", "자료배포") + _VALUE,
            _spaced("发稿时间", "发稿日期", "分发时间", "提供时间"),
            r"distributed(?:\s+on)?|issued(?:\s+on)?|date\s+of\s+distribution",
        )
    ),
    "source": _spaced("来源", "信息来源", "출처", "发布单位", "发布机构", "배포기관", "자료제공")
    + r"|issued\s+by|source",
    "deck": _spaced("부제목", "부제", "副标题", "副题") + r"|subtitle|sub-?title|deck",
    "title": _spaced("제목", "标题", "题目") + r"|title|headline",
}
_BEFORE = r"(?:^|(?<=[\t|/,;·()\[\]<>]))[\s<\[【(「□■○●◎▶▷※*•·\-–|/]*"
_AFTER = r"\s*[)\]>】」]?\s*(?:[:|\t]\s*|(?<=\s)|(?=[\d'’‘(<]|$))"
_COLON = r"\s*[)\]>】」]?\s*[:|\t]\s*"
_LABEL = re.compile(
    _BEFORE
    + "(?:"
    + "|".join(
        f"(?P<{kind}>{names})" + (_AFTER if kind in ("release", "release_more", "distributed") else _COLON)
        for kind, names in _NAMES.items()
    )
    + ")",
    re.IGNORECASE,
)
# Labels that also occur inside a value: behind a line's first label they begin a new value only after a tab or bar.
_INNER = re.compile(
    r"(?:(?<=[\t|/])|(?<=\s))[\s<\[【(]*(?P<distributed>" + _NAMES["distributed"] + r")" + _AFTER,
    re.IGNORECASE,
)
_WHOLE = {
    kind: re.compile(rf"[\s<\[【(□■○●◎▶▷※*•·]*(?:{names})[\s:)\]>】]*", re.IGNORECASE)
    for kind, names in _NAMES.items()
}
_ASKED = re.compile(
    r"보도\s*(?:하여|해)\s*주시|보도\s*(?:를\s*)?(?:바랍니다|부탁|가능|요망|요청)|보도하시기|이후\s*보도|부터\s*보도"
    r"|(?:前|之前)(?:请)?(?:勿|不得)(?:发布|报道)|请于.*(?:发布|报道)"
)
_AT_ONCE = re.compile(
    r"(?:배포\s*)?즉시(?:\s*보도)?|배포\s*(?:시|후|와\s*동시에?)\s*(?:부터\s*)?(?:보도|사용)?|immediate\s+(?:release|use)|立即发布|即时发布|即刻发布|随时发布",
    re.IGNORECASE,
)
_AT_ONCE_ALONE = re.compile(
    r"\W*(?:(?:배포\s*)?즉시\s*보도(?:\s*(?:가능|(?:하여|해)\s*주시기\s*바랍니다))?|(?:for\s+)?immediate\s+release|立即发布|即时发布)\W*",
    re.IGNORECASE,
)
_EDITION = re.compile(r"조\s?간|석\s?간|早报|晚报|(?:morning|evening)\s+(?:papers?|editions?)", re.IGNORECASE)
_ZONE_NAMED = re.compile(r"\b[A-Z]{2,4}T\b|\bUTC|\bGMT|time\b")
_EVENING = re.compile(r"석\s?간|晚报|evening", re.IGNORECASE)


@dataclass
class Header:
    """What the lines say; ``used`` are the numbers of those that are fully told by it."""

    release_at: datetime | None = None
    release_zone: str = ""
    at_once: bool = False
    papers: str = ""
    distributed_on: date | None = None
    distributed_at: datetime | None = None
    distributed_zone: str = ""
    source: str = ""
    title: str = ""
    deck: str = ""
    used: set[int] = field(default_factory=set)
    uncertainties: list[Uncertainty] = field(default_factory=list)


@dataclass(frozen=True)
class _Value:
    kind: str
    words: str
    line: int


def is_label(text: str) -> bool:
    """Whether ``text`` is nothing but one of the labels."""
    return any(pattern.fullmatch(plain(text)) for pattern in _WHOLE.values())


def read_header(lines: list[str], language: str, today: date) -> Header:
    """What ``lines`` say about release, distribution, source, title and deck.

    Cells of a table's row are joined by tabs. ``today`` lends the year where no line names one.
    """
    header = Header()
    values = [value for number, line in enumerate(lines) for value in _values(number, line, header)]
    zone = Zone.BEIJING if language == Language.CHINESE else Zone.SEOUL
    base = _base(lines, [value for value in values if value.kind == "distributed"], today)
    for value in values:
        if value.kind == "distributed":
            _distribution(header, value, base, zone)
    release = [value for value in values if value.kind in ("release", "release_more")]
    _release(header, release, header.distributed_on or base, zone, language)
    for value in values:
        if value.kind in ("source", "title", "deck") and not getattr(header, value.kind):
            setattr(header, value.kind, value.words)
            header.used.add(value.line)
    return header


def _values(number: int, line: str, header: Header) -> list[_Value]:
    """The labelled values of one line."""
    text = "\t".join(plain(cell) for cell in line.split("\t"))
    if _AT_ONCE_ALONE.fullmatch(text):
        return [_Value("release", text, number)]
    first = _LABEL.match(text)
    if first is None:
        asked = len(text) < 120 and _ASKED.search(text)
        return [_Value("release", text, number)] if asked else []
    kinds = [(first.lastgroup or "", first.end())]
    starts = [first.start()]
    for match in sorted(
        (*_LABEL.finditer(text, first.end()), *_INNER.finditer(text, first.end())), key=re.Match.start
    ):
        if match.start() >= kinds[-1][1] and _begins(text, match):
            kinds.append((match.lastgroup or "", match.end()))
            starts.append(match.start())
    ends = [*starts[1:], len(text)]
    found = []
    for (kind, start), end in zip(kinds, ends, strict=True):
        words = text[start:end].strip(" \t|/,;<>[]【】「」")
        if kind in ("title", "deck", "source") and not words:
            continue
        found.append(_Value(kind, words, number))
    return found


def _begins(text: str, match: re.Match[str]) -> bool:
    """Whether a label inside a line begins a value of its own, and is no part of the words before it."""
    kind = match.lastgroup
    if kind in ("title", "deck", "source", "release_more"):
        return "\t" in text[max(0, match.start() - 2) : match.start(kind)]
    return not _AT_ONCE.match(text, match.start(kind or 0))


def _base(lines: list[str], distributed: list[_Value], today: date) -> date:
    """The day that lends its year: of the distribution, else the first day with a year, else today."""
    for text in [*(value.words for value in distributed), *map(plain, lines)]:
        complete = [day for day in days(text, today) if not {"year", "relative"} & set(day.doubts)]
        if complete:
            return complete[0].value
    return today


def _distribution(header: Header, value: _Value, base: date, zone: str) -> None:
    read = reading(value.words, base, zone)
    if read.day is None:
        if value.words:
            header.uncertainties.append(Uncertainty("distribution_unread", value.words))
        return
    header.used.add(value.line)
    if header.distributed_on is None:
        header.distributed_on, header.distributed_at, header.distributed_zone = (
            read.day.value,
            read.at,
            read.zone,
        )
        header.uncertainties += _doubts(read, value.words)


def _release(header: Header, values: list[_Value], base: date, zone: str, language: str) -> None:
    for value in values:
        if value.kind == "release_more" and not _told(header):
            continue
        text = value.words
        found = days(text, base)
        edition = _edition(text, found, header)
        if _AT_ONCE.search(text) and not found:
            header.at_once = True
            header.used.add(value.line)
            continue
        rest = _outside(text, edition) if edition else text
        read = reading(rest, base, zone)
        if read.day is None and edition is None:
            if value.words:
                header.uncertainties.append(Uncertainty("release_unread", value.words))
            continue
        header.used.add(value.line)
        _take(header, value.words, read, edition, base)
        if language == Language.ENGLISH and read.at and not _ZONE_NAMED.search(text):
            header.uncertainties.append(Uncertainty("zone_assumed", value.words, _at(read.at, read.zone)))


def _told(header: Header) -> bool:
    return header.release_at is not None or bool(header.papers) or header.at_once


@dataclass(frozen=True)
class _Edition:
    """The line for newspapers inside a value: its words, its day, and where it stands."""

    words: str
    day: Day | None
    start: int
    end: int


def _edition(text: str, found: list[Day], header: Header) -> _Edition | None:
    match = _EDITION.search(text)
    if match is None:
        return None
    before = [
        day for day in found if day.end <= match.start() and not _time_between(text[day.end : match.start()])
    ]
    day = before[-1] if before else None
    start = day.start if day else match.start()
    words = text[start : match.end()].strip(" ()<>[],")
    if not header.papers:
        header.papers = words
    return _Edition(words, day, start, match.end())


def _time_between(text: str) -> bool:
    """Whether something stands between a day and an edition that parts them: a time, a bracket, a bar."""
    return bool(re.search(r"\d|[()|/\t]", text))


def _outside(text: str, edition: _Edition) -> str:
    return text[: edition.start] + " " * (edition.end - edition.start) + text[edition.end :]


def _take(header: Header, words: str, read: Reading, edition: _Edition | None, base: date) -> None:
    if read.at is not None:
        told = [each for each in header.uncertainties if each.code != "edition_only"]
        if header.release_at is None or len(told) < len(header.uncertainties):
            # A stated time comes before one that was only concluded from an edition.
            header.uncertainties = told
            header.release_at, header.release_zone = read.at, read.zone
            header.uncertainties += _doubts(read, words)
        elif header.release_at != read.at:
            header.uncertainties.append(
                Uncertainty("release_twice", words, _at(header.release_at, header.release_zone))
            )
        return
    day = edition.day if edition and edition.day else read.day
    if header.release_at is not None:
        return
    day_doubts = [
        *(day.doubts if day else ("relative",)),
        *(doubt for doubt in read.doubts if doubt == "zone"),
    ]
    value = day.value if day else base
    evening = bool(edition and _EVENING.search(edition.words))
    # Never before what may be meant: a day without a time begins at midnight, evening papers at noon.
    header.release_at = datetime.combine(value, time(12) if evening else time(0), ZoneInfo(read.zone))
    header.release_zone = read.zone
    assumed = _at(header.release_at, header.release_zone)
    header.uncertainties.append(Uncertainty("edition_only" if edition else "time_missing", words, assumed))
    header.uncertainties += [Uncertainty(doubt, words, assumed) for doubt in dict.fromkeys(day_doubts)]


def _doubts(read: Reading, words: str) -> list[Uncertainty]:
    if read.at is not None:
        assumed = _at(read.at, read.zone)
    else:
        assumed = {"day": read.day.value.isoformat()} if read.day else {}
    return [Uncertainty(doubt, words, assumed) for doubt in dict.fromkeys(read.doubts)]


def _at(at: datetime, zone: str) -> dict[str, str]:
    return {"at": at.isoformat(), "zone": zone}
