"""Documents for tests, written by programs that are not ours: python-docx and python-hwpx."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Pt
from hwpx import HwpxDocument

from tests.pictures import picture

__all__ = ["docx", "hwpx", "release_docx", "release_hwpx", "with_parts"]

HEADER = (("보도시점", "2027. 6. 7.(월) 12:00 (6. 8.(화) 조간)", "배포", "2027. 6. 4.(금) 09:00"),)
TITLE = "한중 환경산업 대표단, 베이징·톈진에서 협력 넓힌다"
DECK = "상담회·포럼·기술 전시를 나흘 동안 잇달아 열어"
TEXT = (
    "기후에너지환경부는 6월 8일부터 나흘 동안 베이징과 톈진에 민관 합동 대표단을 보낸다. 국내 기업 14곳이 함께하며, "
    "현지 구매자와 일대일로 상담하고 두 나라의 지원 정책을 나누는 자리를 마련한다."
)
NOTED = "이번 파견은 청천계획에 따라 여는 여덟 번째 교류이다."
NOTE = "청천계획: 2019년에 두 나라가 맺은 대기 분야 협력 계획"
STARRED = "전시장에는 한국관*을 따로 꾸민다."
STAR = "* 한국관: 참가 기업의 제품과 기술을 한곳에 모은 전시 공간"
SECTIONS = ("주요 일정", "기대 효과")
ITEMS = ("수출 상담회", "환경산업 협력 포럼", "톈진 순환경제 현장 방문")
TABLE = (
    ("날짜", "장소", "내용"),
    ("6. 8.(화)", "베이징", "수출 상담회"),
    ("6. 10.(목)", "톈진", "현장 방문"),
)
CAPTION = "지난해 상담회 모습"
ALT = "긴 탁자를 사이에 두고 마주 앉은 상담자들"
SAMPLE = "이 문서는 시연을 위해 지어낸 견본이며 실제 보도자료가 아니다."
CONTACTS = (
    ("담당 부서", "녹색산업해외진출지원단", "책임자", "단장", "홍길동", "(044-201-0001)"),
    ("", "", "담당자", "사무관", "김 보 기", "(044-201-0002)"),
)


def docx(write: Callable[[Any], None]) -> bytes:
    """A Word document that ``write`` fills."""
    document = Document()
    write(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def hwpx(write: Callable[[Any], None]) -> bytes:
    """A Hangul document that ``write`` fills."""
    document = HwpxDocument.new()
    write(document)
    return document.to_bytes()


def with_parts(content: bytes, parts: dict[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The zipped document ``content`` with parts replaced, changed, added, or with None taken out."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        for name in names:
            change = parts.get(name, lambda part: part)
            if change is not None:
                target.writestr(name, change(source.read(name)) if callable(change) else change)
        for name, new in parts.items():
            if name not in names and isinstance(new, bytes):
                target.writestr(name, new)
    return buffer.getvalue()


def _docx_table(document: Any, rows: tuple[tuple[str, ...], ...]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return table


def release_docx() -> bytes:
    """A ministry's release as Word writes one: a table with the embargo on top, a title of large letters, contacts."""

    def write(document: Any) -> None:
        document.add_paragraph("보 도 자 료")
        _docx_table(document, HEADER)
        document.add_paragraph().add_run(TITLE).font.size = Pt(22)
        document.add_paragraph(f"- {DECK} -")
        document.add_paragraph(TEXT)
        document.add_heading(SECTIONS[0], 1)
        for item in ITEMS:
            document.add_paragraph(item, style="List Bullet")
        _docx_table(document, TABLE)
        document.add_paragraph(STARRED)
        document.add_paragraph(STAR)
        drawing = document.add_paragraph().add_run().add_picture(picture().file)
        drawing._inline.docPr.set("descr", ALT)
        document.add_paragraph(CAPTION, style="Caption")
        document.add_heading(SECTIONS[1], 1)
        document.add_paragraph(NOTED)
        document.add_paragraph(SAMPLE)
        _docx_table(document, CONTACTS)

    return with_footnote(docx(write), "청천계획", NOTE)


def with_footnote(content: bytes, word: str, note: str) -> bytes:
    """A Word document with a footnote behind the last ``word``; python-docx cannot write one."""
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {namespace}>'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    mark = '</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>'
    relation = (
        '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        'Target="footnotes.xml"/></Relationships>'
    )
    override = (
        '<Override PartName="/word/footnotes.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    return with_parts(
        content,
        {
            "word/footnotes.xml": notes.encode(),
            "word/document.xml": lambda part: (word + mark).join(part.decode().rsplit(word, 1)).encode(),
            "word/_rels/document.xml.rels": lambda part: (
                part.decode().replace("</Relationships>", relation).encode()
            ),
            "[Content_Types].xml": lambda part: part.decode().replace("</Types>", override).encode(),
        },
    )


def _hwpx_table(document: Any, rows: tuple[tuple[str, ...], ...]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            table.set_cell_text(row, column, words)
    return table


def release_hwpx() -> bytes:
    """The same release as Hangul writes it."""

    def write(document: Any) -> None:
        document.add_paragraph("보 도 자 료", inherit_style=False)
        _hwpx_table(document, HEADER)
        large = document.styles.ensure_run(size=22, bold=True)
        document.add_paragraph(TITLE, char_pr_id_ref=large)
        document.add_paragraph(f"- {DECK} -", inherit_style=False)
        document.add_paragraph(TEXT, inherit_style=False)
        document.add_heading(SECTIONS[0], 1)
        for item in ITEMS:
            document.add_paragraph(item, inherit_style=False)
            document.styles.apply_list_format(paragraph_index=len(document.paragraphs) - 1, kind="bullet")
        _hwpx_table(document, TABLE)
        document.add_paragraph(STARRED, inherit_style=False)
        document.add_paragraph(STAR, inherit_style=False)
        document.add_picture(picture().file.read(), "png", width_mm=60)
        document.add_paragraph(CAPTION, style="캡션")
        document.add_heading(SECTIONS[1], 1)
        noted = document.add_paragraph(NOTED, inherit_style=False)
        document.notes.add_footnote(NOTE, noted)
        document.add_paragraph(SAMPLE, inherit_style=False)
        _hwpx_table(document, CONTACTS)

    return hwpx(write)
