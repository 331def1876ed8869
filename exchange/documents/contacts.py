"""Whom to ask: the table 담당 부서 · 책임자 · 담당자 at the end of Korean releases, and lines that say the same."""

import re
from xml.etree.ElementTree import Element

from exchange.documents import tree
from exchange.documents.moments import plain
from exchange.documents.result import Contact

__all__ = ["grid", "in_line", "in_table", "is_contact_table"]

_UNIT = re.compile(
    r"담\s*당\s*(?:부\s*서|과|기\s*관)|소\s*관\s*부\s*서|문\s*의\s*처?|(?:in charge|department|unit)|联系部门|负责部门",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"책\s*임\s*자|담\s*당\s*자|문\s*의|연\s*락\s*처|联系人|负责人|contact(?:\s+person)?|head|staff",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^[\s<\[【(□■○●※*•·\-]*(?:담\s*당\s*자|책\s*임\s*자|문\s*의\s*처?|联系人|(?:press\s+|media\s+)?contacts?|enquiries|inquiries)\s*[\])】>]?\s*[:|\t]\s*(?P<words>.+)$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\(?\+?(?:\d{1,3}[-\s.])?\(?0?\d{1,3}\)?[-)\s.]{1,2}\d{3,4}[-.\s]\d{4}\)?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_RANKS = re.split(
    r"\s+",
    "사무관 행정사무관 서기관 주무관 과장 국장 팀장 단장 실장 센터장 부장 차장 대리 주임 책임 선임 연구관 연구원 연구사 전문관 전문위원 "
    "대변인 부단장 부대변인 본부장 처장 소장 원장 반장 계장 주사 사원 매니저 책임연구원 선임연구원 부연구위원 주임연구원 심의관 정책관 기획관 담당관 "
    "이사 상무 전무 대표 회장 사무국장 부회장 处长 副处长 主任 司长",
)
_NAME = re.compile(r"[가-힣]{2,4}|[\u4e00-\u9fff]{2,4}|[A-Z][A-Za-z'’-]+(?:\s+[A-Z][A-Za-z'’-]+){1,3}")


def grid(table: Element) -> list[list[str]]:
    """The words of a table's cells, row by row."""
    rows = [each for each in table.iter() if each.tag == "tr"]
    return [[" ".join(tree.text(cell).split()) for cell in row] for row in rows]


def is_contact_table(table: Element) -> bool:
    """Whether one of the cells says "in charge", and another one has a number to call or an address."""
    cells = [cell for row in grid(table) for cell in row]
    labels = [cell for cell in cells if _is_label(cell)]
    return bool(labels) and any(_PHONE.search(cell) or _EMAIL.search(cell) for cell in cells)


def _is_label(cell: str) -> bool:
    words = plain(cell).strip("<>[]【】() :")
    return bool(_UNIT.fullmatch(words) or _PERSON.fullmatch(words))


def in_table(table: Element) -> tuple[list[Contact], list[str]]:
    """The people of a table, and the rows with a number in which nobody was found."""
    contacts, unread, unit = [], [], ""
    for row in grid(table):
        unit, words = _row(row, unit)
        if not words:
            continue
        contact = _person(words, unit)
        if contact is not None:
            contacts.append(contact)
        elif _PHONE.search(words) or _EMAIL.search(words):
            unread.append(" ".join(row))
    return contacts, unread


def _row(row: list[str], unit: str) -> tuple[str, str]:
    """The unit that holds from here on, and the words about a person."""
    words: list[str] = []
    expects_unit = False
    for cell in row:
        name = plain(cell).strip("<>[]【】() :")
        if _UNIT.fullmatch(name):
            expects_unit = True
        elif _PERSON.fullmatch(name):
            expects_unit = False
        elif expects_unit:
            if cell:
                unit = cell
            expects_unit = False
        elif cell:
            words.append(cell)
    return unit, " ".join(words)


def in_line(line: str) -> Contact | None:
    """The person of a line such as "담당자: 과장 홍길동 (044-201-0000)"."""
    found = _LINE.match(plain(line))
    if found is None or not (_PHONE.search(found["words"]) or _EMAIL.search(found["words"])):
        return None
    return _person(found["words"], "")


def _person(words: str, unit: str) -> Contact | None:
    words = plain(words)
    phone, email = _PHONE.search(words), _EMAIL.search(words)
    rest = _EMAIL.sub(" ", _PHONE.sub(" ", words))
    rest = re.sub(r"[()\[\]/,·|:☎]+|\b(?:tel|phone|e-?mail)\b\.?|전화|电话", " ", rest, flags=re.IGNORECASE)
    # Short names are set with spaces between their letters: 김 민 수.
    rest = re.sub(r"(?<![가-힣])([가-힣])\s+([가-힣])(?:\s+([가-힣]))?(?![가-힣])", r"\1\2\3", rest)
    rank = next((token for token in rest.split() if token in _RANKS), "")
    others = " ".join(token for token in rest.split() if token not in _RANKS)
    names = [token for token in others.split() if _NAME.fullmatch(token)] or _NAME.findall(others)
    if not names or not (phone or email):
        return None
    name = names[-1]
    before = others[: others.rfind(name)].strip(" -")
    place = " ".join(part for part in (unit or before, rank) if part)
    number = phone[0].strip().removeprefix("(").removesuffix(")").replace(")", "-") if phone else ""
    return Contact(name[:120], place[:200], re.sub(r"-+", "-", number)[:40], email[0] if email else "")
