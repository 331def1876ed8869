"""What is read from documents of Word and Hangul, and what is refused."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from exchange.documents import Contact, Draft, Unreadable, read
from tests.exchange import writers
from tests.pictures import picture

BEFORE = datetime(2027, 6, 1, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")


def codes(draft: Draft) -> list[str]:
    return [each.code for each in draft.uncertainties]


def paragraphs(*lines: str) -> bytes:
    return writers.docx(lambda document: [document.add_paragraph(line) for line in lines])


@pytest.mark.parametrize("write", [writers.release_docx, writers.release_hwpx])
def test_a_release_is_read_whole(write: Callable[[], bytes]):
    draft = read(write(), BEFORE)

    assert (draft.language, draft.type) == ("ko", "release")
    assert (draft.title, draft.deck) == (writers.TITLE, writers.DECK)
    assert draft.release_at == datetime(2027, 6, 7, 12, tzinfo=SEOUL)
    assert (draft.release_zone, draft.papers) == ("Asia/Seoul", "6. 8.(화) 조간")
    assert draft.distributed_at == datetime(2027, 6, 4, 9, tzinfo=SEOUL)
    assert (draft.distributed_on, draft.dated) == (date(2027, 6, 4), date(2027, 6, 7))
    assert draft.contacts == [
        Contact("홍길동", "녹색산업해외진출지원단 단장", "044-201-0001"),
        Contact("김보기", "녹색산업해외진출지원단 사무관", "044-201-0002"),
    ]
    assert [(note["marker"], note["term"]) for note in draft.notes] == [("1", "한국관"), ("2", "청천계획")]
    assert '한국관<sup data-note="1"></sup>을' in draft.body
    assert re.search(r'청천계획[^<]*<sup data-note="2"></sup>', draft.body)
    assert re.findall(r"<h2>(.*?)</h2>", draft.body) == list(writers.SECTIONS)
    assert re.findall(r"<ul>(.*?)</ul>", draft.body) == [
        "".join(f"<li>{item}</li>" for item in writers.ITEMS)
    ]
    assert draft.body.count("<table>") == 1
    assert draft.body.count("<tr>") == 3
    for taken in ("보도시점", "보 도 자 료", "담당", writers.TITLE, writers.STAR, writers.CAPTION):
        assert taken not in draft.body
    [image] = draft.pictures
    assert (image.caption, image.after) == (writers.CAPTION, writers.STARRED)
    assert Image.open(BytesIO(image.content)).size == (320, 200)


def test_what_is_uncertain_is_told_with_the_words_of_the_document():
    assert codes(read(writers.release_docx(), BEFORE)) == []
    [finding] = read(writers.release_hwpx(), BEFORE).uncertainties
    assert (finding.code, finding.words) == ("image_without_alt", writers.CAPTION)

    late = read(writers.release_docx(), datetime(2027, 7, 1, tzinfo=UTC))
    assert codes(late) == ["embargo_past"]


def test_a_deck_a_title_and_headings_by_their_styles():
    def write(document):
        document.add_paragraph("합동 대표단 출국", style="Title")
        document.add_paragraph("사흘 동안의 일정", style="Subtitle")
        document.add_heading("첫째", 1)
        document.add_heading("둘째", 2)
        document.add_heading("셋째", 4)
        document.add_paragraph("하나", style="List Number")
        document.add_paragraph("인용한 말", style="Quote")

    draft = read(writers.docx(write), BEFORE)

    assert (draft.title, draft.deck) == ("합동 대표단 출국", "사흘 동안의 일정")
    assert draft.body == (
        "<h2>첫째</h2><h3>둘째</h3><h4>셋째</h4><ol><li>하나</li></ol><blockquote><p>인용한 말</p></blockquote>"
    )
    assert codes(draft) == ["headings_flattened", "release_missing", "date_missing"]


def test_styles_with_korean_names():
    def write(document):
        for name in ("제목 1", "본문", "우리 부처 서식"):
            document.styles.add_style(name, 1)
        title = document.add_paragraph()
        title.add_run("제목으로 쓸 만큼 큰 글자").font.size = Pt(20)
        document.add_paragraph("추진 배경", style="제목 1")
        document.add_paragraph("두 나라가 만난다.", style="본문")
        document.add_paragraph("처음 보는 서식의 문단", style="우리 부처 서식")

    draft = read(writers.docx(write), BEFORE)

    assert draft.title == "제목으로 쓸 만큼 큰 글자"
    assert draft.body == "<h2>추진 배경</h2><p>두 나라가 만난다.</p><p>처음 보는 서식의 문단</p>"
    first = draft.uncertainties[0]
    assert (first.code, first.words) == ("styles_lost", "우리 부처 서식")


def test_without_a_style_the_first_short_line_is_the_title_and_the_editor_is_told():
    draft = read(paragraphs("대표단 출국", "베이징으로", "가" * 200), BEFORE)

    assert draft.title == "대표단 출국"
    assert draft.body == f"<p>베이징으로</p><p>{'가' * 200}</p>"
    assert draft.uncertainties[0].code == "title_guessed"
    assert draft.uncertainties[0].words == "대표단 출국 / 베이징으로"


def test_merged_cells_stay_merged_and_a_table_in_a_table_becomes_lines():
    def write(document):
        document.add_paragraph("표", style="Title")
        document.add_paragraph("가" * 120)
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "두 칸"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "두 줄"
        inner = table.cell(2, 0).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "안", "쪽"

    draft = read(writers.docx(write), BEFORE)

    assert '<td colspan="2">' in draft.body
    assert '<td rowspan="2">' in draft.body
    assert "<p>안 | 쪽</p>" in draft.body
    assert "table_flattened" in codes(draft)


def test_merged_cells_and_heads_of_hangul():
    def write(document):
        document.add_paragraph("가" * 120)
        table = document.add_table(2, 2)
        table.merge_cells(0, 0, 0, 1)
        table.set_cell_text(0, 0, "머리")
        table.set_cell_text(1, 0, "왼쪽")

    content = writers.with_parts(
        writers.hwpx(write),
        {"Contents/section0.xml": lambda part: part.replace(b'header="0"', b'header="1"', 1)},
    )

    assert '<th colspan="2"><p>머리</p></th>' in read(content, BEFORE).body


def test_tracked_changes_are_accepted_and_told():
    def write(document):
        document.add_paragraph("머리말", style="Title")
        paragraph = document.add_paragraph("남는 말 ")
        for tag, word, name in (("w:ins", "더한 말", "w:t"), ("w:del", "뺀 말", "w:delText")):
            change = paragraph._p.makeelement(qn(tag), {qn("w:id"): "1", qn("w:author"): "x"})
            run = paragraph._p.makeelement(qn("w:r"), {})
            text = paragraph._p.makeelement(qn(name), {})
            text.text = word
            run.append(text)
            change.append(run)
            paragraph._p.append(change)

    draft = read(writers.docx(write), BEFORE)

    assert draft.body == "<p>남는 말 더한 말</p>"
    assert "tracked_changes" in codes(draft)


def test_tracked_changes_of_hangul():
    marked = "<hp:insertBegin/>더한 말<hp:insertEnd/><hp:deleteBegin/>뺀 말<hp:deleteEnd/>"
    content = writers.with_parts(
        writers.hwpx(lambda document: document.add_paragraph("남는 말 NACH")),
        {"Contents/section0.xml": lambda part: part.replace(b"NACH", marked.encode())},
    )

    draft = read(content, BEFORE)

    assert draft.title == "남는 말 더한 말"
    assert "tracked_changes" in codes(draft)


BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>
<w:p><w:r><w:t>상자 안의 말</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>FALLBACK</mc:AlternateContent></w:r>"""


def test_the_text_of_boxes_is_read_once():
    old = """<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
<w:p><w:r><w:t>상자 안의 말</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"""
    for fallback in ("", old):
        box = BOX.replace("FALLBACK", fallback)
        content = writers.with_parts(
            paragraphs("머리말", "가" * 120, "NACH"), {"word/document.xml": partial(in_place_of_mark, box)}
        )
        assert read(content, BEFORE).body.count("<p>상자 안의 말</p>") == 1


def in_place_of_mark(box: str, part: bytes) -> bytes:
    return re.sub(r"<w:r>\s*<w:t>NACH</w:t>\s*</w:r>", box, part.decode()).encode()


def test_the_text_of_boxes_of_hangul():
    box = (
        '</hp:t><hp:rect><hp:drawText><hp:subList><hp:p paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">'
        "<hp:t>상자 안의 말</hp:t></hp:run></hp:p></hp:subList></hp:drawText></hp:rect><hp:t>"
    )
    content = writers.with_parts(
        writers.hwpx(
            lambda document: [document.add_paragraph("머리말"), document.add_paragraph("가" * 120 + "NACH")]
        ),
        {"Contents/section0.xml": lambda part: part.replace(b"NACH", box.encode())},
    )

    assert read(content, BEFORE).body == f"<p>{'가' * 120}</p><p>상자 안의 말</p>"


def test_letters_links_and_numbers_of_hangul():
    def write(document):
        document.add_paragraph("머리말")
        bold = document.styles.ensure_run(bold=True, underline=True)
        document.add_paragraph("굵은 말 " + "가" * 120, char_pr_id_ref=bold)
        document.refs.add_hyperlink(
            "https://example.org/a?b=1", "누리집", paragraph=document.add_paragraph("", inherit_style=False)
        )
        for words in ("하나", "둘"):
            document.add_paragraph(words, inherit_style=False)
            document.styles.apply_list_format(paragraph_index=len(document.paragraphs) - 1, kind="number")

    draft = read(writers.hwpx(write), BEFORE)

    assert "<strong><u>굵은 말" in draft.body or "<u><strong>굵은 말" in draft.body
    assert re.search(r'<a href="https://example.org/a\?b=1"[^>]*>(<[a-z]+>)*누리집', draft.body)
    assert re.search(r"<ol[^>]*><li>하나</li><li>둘</li></ol>", draft.body)


def test_letters_of_hangul_fonts_are_replaced_and_told():
    draft = read(paragraphs("머리말", "가" * 120, "\U000f02b1 첫째 과제와 \ue123 둘째"), BEFORE)

    assert "<p>① 첫째 과제와  둘째</p>" in draft.body
    assert ("letters_replaced", "① 첫째 과제와  둘째") in [(e.code, e.words) for e in draft.uncertainties]


def test_a_note_without_its_mark_stays_in_the_text_and_is_told():
    draft = read(paragraphs("머리말", "가" * 120, "* 청천계획: 협력 계획"), BEFORE)

    assert "<p>* 청천계획: 협력 계획</p>" in draft.body
    assert "note_without_mark" in codes(draft)


def test_pictures_of_other_formats_are_turned_or_dropped():
    def bitmap(kind: str) -> BytesIO:
        buffer = BytesIO()
        Image.new("RGB", (40, 30), "#9cc6bc").save(buffer, kind)
        return BytesIO(buffer.getvalue())

    def write(document):
        document.add_paragraph("머리말", style="Title")
        document.add_paragraph("가" * 120)
        document.add_picture(bitmap("BMP"))
        document.add_picture(picture().file)

    content = writers.docx(write)
    broken = writers.with_parts(content, {"word/media/image2.png": b"no picture at all"})

    assert [each.name.rpartition(".")[2] for each in read(content, BEFORE).pictures] == ["png", "png"]
    assert len(read(broken, BEFORE).pictures) == 1
    assert "image_dropped" in codes(read(broken, BEFORE))


def test_pictures_from_elsewhere_are_not_fetched(monkeypatch):
    monkeypatch.setattr("urllib.request.urlopen", lambda *_: pytest.fail("something was fetched"))

    def outside(part: bytes) -> bytes:
        return re.sub(
            rb'Target="media/[^"]*"', b'Target="http://203.0.113.1/x.png" TargetMode="External"', part
        )

    def write(document):
        document.add_paragraph("머리말", style="Title")
        document.add_paragraph("가" * 120)
        document.add_picture(picture().file)

    content = writers.with_parts(
        writers.docx(write),
        {
            "word/_rels/document.xml.rels": outside,
            "word/document.xml": lambda part: part.replace(b"r:embed=", b"r:link="),
        },
    )
    draft = read(content, BEFORE)

    assert draft.pictures == []
    assert ("image_outside", "http://203.0.113.1/x.png") in [(e.code, e.words) for e in draft.uncertainties]


def test_pictures_of_hangul_that_lie_elsewhere():
    def write(document):
        document.add_paragraph("머리말")
        document.add_picture(picture().file.read(), "png", width_mm=60)

    content = writers.with_parts(
        writers.hwpx(write),
        {
            "Contents/content.hpf": lambda part: re.sub(
                rb'href="BinData/[^"]*"', b'href="http://203.0.113.1/x.png"', part
            )
        },
    )

    assert "image_outside" in codes(read(content, BEFORE))


def test_an_english_and_a_chinese_release():
    english = read(
        paragraphs(
            "PRESS RELEASE",
            "EMBARGOED UNTIL 12:00 KST, 7 June 2027",
            "Delegation leaves for Beijing",
            "Fourteen companies will meet buyers from four provinces over the course of the week in Beijing and Tianjin, the ministry said.",
            "Contact: Hong Gildong, +82-44-201-0001, press@example.org",
        ),
        BEFORE,
    )
    chinese = read(
        paragraphs(
            "新闻稿", "标题：代表团将访问天津", "发布时间：2027年6月7日 11:00", "代表团将举行洽谈会。" * 20
        ),
        BEFORE,
    )

    assert (english.language, english.title) == ("en", "Delegation leaves for Beijing")
    assert english.release_at == datetime(2027, 6, 7, 12, tzinfo=SEOUL)
    assert english.contacts == [Contact("Hong Gildong", "", "+82-44-201-0001", "press@example.org")]
    assert (chinese.language, chinese.title) == ("zh-hans", "代表团将访问天津")
    assert chinese.release_at == datetime(2027, 6, 7, 11, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_kind_of_paper_and_the_words_in_the_head_of_the_page():
    def write(document):
        document.sections[0].header.paragraphs[0].text = "대외비 해제 후 사용"
        for line in ("보도설명자료", "사실과 다릅니다", "가" * 120):
            document.add_paragraph(line)

    draft = read(writers.docx(write), BEFORE)

    assert draft.type == "explanation"
    assert ("page_header", "대외비 해제 후 사용") in [(e.code, e.words) for e in draft.uncertainties]


def test_markup_in_words_stays_words_and_active_links_are_dropped():
    def write(document):
        document.add_paragraph("머리말", style="Title")
        document.add_paragraph("<script>alert(1)</script> & <img src=x onerror=alert(1)>")

    body = read(writers.docx(write), BEFORE).body

    assert body == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=x onerror=alert(1)&gt;</p>"


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("sample-press-release.docx", writers.release_docx),
        ("sample-press-release.hwpx", writers.release_hwpx),
    ],
)
def test_the_samples_of_the_demonstration(root: Path, name: str, write: Callable[[], bytes]):
    sample = read((root / "demo" / "documents" / name).read_bytes(), BEFORE)

    assert sample == read(write(), BEFORE)
    assert f"<p>{writers.SAMPLE}</p>" in sample.body


# --- What is refused ---

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bomb() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    return buffer.getvalue()


def declared_entities(part: bytes) -> bytes:
    return part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>', 1)


def many(part: bytes) -> bytes:
    return part.replace(b"<w:sectPr", b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 5_001 + b"<w:sectPr", 1)


def locked_hwpx() -> bytes:
    manifest = (
        b'<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><odf:file-entry>'
        b"<odf:encryption-data/></odf:file-entry></odf:manifest>"
    )
    return writers.with_parts(writers.hwpx(lambda _document: None), {"META-INF/manifest.xml": manifest})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE + b"\0" * 600 + "HwpSummaryInformation".encode("utf-16-le"), "save it as .hwpx"),
        (b"HWP Document File V3.00 \x1a" + b"\0" * 90, "save it as .hwpx"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "remove the password"),
        (locked_hwpx(), "remove the password"),
        (b"%PDF-1.7", "neither a .docx nor a .hwpx"),
        (b"", "neither a .docx nor a .hwpx"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (paragraphs("x")[:-200], "damaged"),
        (bomb(), "unpacks to far more"),
        (writers.with_parts(paragraphs("x"), {"word/vbaProject.bin": b"x"}), "carries macros"),
        (writers.with_parts(paragraphs("x"), {"word/document.xml": declared_entities}), "damaged"),
        (writers.with_parts(paragraphs("x"), {"word/document.xml": b"<broken"}), "damaged"),
        (writers.with_parts(paragraphs("x"), {"word/styles.xml": declared_entities}), "damaged"),
        (writers.with_parts(paragraphs("x"), {"word/document.xml": b"<x/>"}), "damaged"),
        (
            writers.with_parts(paragraphs("x"), {"word/document.xml": b"<x>" * 900 + b"</x>" * 900}),
            "far more",
        ),
        (writers.with_parts(paragraphs("NACH"), {"word/document.xml": many}), "far more"),
        (paragraphs(""), "holds no text"),
        (writers.hwpx(lambda _document: None), "holds no text"),
    ],
)
def test_refused_in_words(content, words):
    with pytest.raises(Unreadable, match=re.escape(words)):
        read(content, BEFORE)


def test_a_document_that_is_too_large(settings):
    settings.ATTACHMENT_MAX_MEGABYTES = 0
    with pytest.raises(Unreadable, match="larger than 0 MB"):
        read(paragraphs("x"), BEFORE)


def test_embedded_programs_are_dropped_and_told():
    content = writers.with_parts(
        paragraphs("머리말", "가" * 120),
        {"word/embeddings/oleObject1.bin": OLE, "word/activeX/activeX1.bin": OLE},
    )

    assert codes(read(content, BEFORE)).count("object_dropped") == 2
