"""Files of tables: what is read, what is refused, and that nothing in them runs."""

import io
import zipfile
from datetime import datetime

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exchange.tables.encodings import Encoding, decode
from exchange.tables.reading import Unreadable, read
from exchange.tables.writing import KEPT, as_csv, as_xlsx
from publishing.safety.cells import guard, unguard

KNOWN = ["slug", "title_ko", "title_en", "number"]
KOREAN = "slug,title_ko\nkeiti,한국환경산업기술원 중국사무소는 협력을 위한 기관이다\n"
CHINESE = "slug,title_zh_hans\ncraes,中国环境科学研究院是环境保护的研究机构\n"


def workbook(*rows: list, formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, shown_as in (formats or {}).items():
        book.active[cell].number_format = shown_as
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class TestGuard:
    @given(st.text())
    def test_comes_back_letter_by_letter(self, value: str) -> None:
        assert unguard(guard(value)) == value

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
    def test_no_cell_begins_like_a_formula(self, start: str) -> None:
        assert guard(f"{start}cmd|' /C calc'!A0").startswith("'")

    def test_an_apostrophe_of_ones_own_stays(self) -> None:
        assert unguard("'tis") == "'tis"
        assert guard("plain") == "plain"


class TestFormulas:
    DANGEROUS = ["=1+1", "+82-2-1234", "-5", "@SUM(A1)", "'=x", "a\nb", "https://example.org/?a=1"]

    def test_csv_goes_out_guarded_and_comes_back_as_it_was(self) -> None:
        content = as_csv(["number"], [[value] for value in self.DANGEROUS])
        assert "\r\n'=1+1\r\n'+82-2-1234\r\n'-5\r\n'@SUM(A1)\r\n''=x\r\n" in content.decode("utf-8-sig")
        assert [row.cells["number"] for row in read("x.csv", content, KNOWN).rows] == self.DANGEROUS

    def test_xlsx_goes_out_as_text_and_comes_back_as_it_was(self) -> None:
        content = as_xlsx("x", ["number"], [[value] for value in self.DANGEROUS])
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [sheet.cell(row, 1) for row in range(2, sheet.max_row + 1)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert cells[0].quotePrefix
        assert [row.cells["number"] for row in read("x.xlsx", content, KNOWN).rows] == self.DANGEROUS

    def test_formulas_and_errors_that_come_in_are_refused_cell_by_cell(self) -> None:
        content = workbook(["slug", "number"], ["a", "=HYPERLINK(1)"], ["b", "#N/A"])
        rows = read("x.xlsx", content, KNOWN).rows
        assert "formula" in rows[0].bad["number"].message
        assert rows[0].bad["number"].value == "=HYPERLINK(1)"
        assert "error" in rows[1].bad["number"].message

    def test_what_no_cell_can_hold_is_marked_as_kept(self) -> None:
        content = as_xlsx("x", ["number", "slug"], [["x" * 40_000, "a\x0bb"]])
        row = read("x.xlsx", content, KNOWN).rows[0]
        assert (row.cells["number"], row.cells["slug"]) == (KEPT, KEPT)


class TestEncodings:
    @pytest.mark.parametrize(
        ("text", "encoding", "found"),
        [
            (KOREAN, "utf-8", Encoding.UTF_8),
            (KOREAN, "utf-8-sig", Encoding.UTF_8),
            (KOREAN, "euc-kr", Encoding.KOREAN),
            (KOREAN, "cp949", Encoding.KOREAN),
            (KOREAN, "utf-16", Encoding.UTF_16),
            (CHINESE, "gb18030", Encoding.CHINESE),
            (CHINESE, "gb2312", Encoding.CHINESE),
            (CHINESE, "utf-8", Encoding.UTF_8),
        ],
    )
    def test_are_recognized(self, text: str, encoding: str, found: Encoding) -> None:
        assert decode(text.encode(encoding)) == (text, found)

    def test_can_be_named(self) -> None:
        assert decode("환경".encode("cp949"), Encoding.KOREAN)[0] == "환경"

    def test_what_is_in_none_is_refused_in_words(self) -> None:
        with pytest.raises(Unreadable, match="CSV UTF-8"):
            read("x.csv", b"slug\n\xff\xff\xff\x00\x81", KNOWN)


class TestReading:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_knows_what_separates_the_values(self, delimiter: str) -> None:
        text = (
            delimiter.join(["Slug ", "title_en"])
            + "\r\n"
            + delimiter.join(["a", '"One; two, three"'])
            + "\r\n"
        )
        sheet = read("x.csv", text.encode(), KNOWN)
        assert sheet.columns == ["slug", "title_en"]
        assert sheet.rows[0].cells == {"slug": "a", "title_en": "One; two, three"}

    def test_passes_over_empty_lines_and_counts_as_a_spreadsheet_does(self) -> None:
        sheet = read("x.csv", b'slug,title_en\n\na,"A\nB"\n,,\nb\n', KNOWN)
        assert [(row.number, row.cells["slug"]) for row in sheet.rows] == [(3, "a"), (5, "b")]
        assert sheet.rows[1].cells["title_en"] == ""

    def test_takes_numbers_and_dates_of_a_spreadsheet_as_they_are_shown(self) -> None:
        day = datetime(2001, 5, 1)  # noqa: DTZ001 - a spreadsheet's dates have no zone
        content = workbook(
            ["slug", "title_ko", "title_en", "number"],
            [2026.0, day, day, day.replace(hour=9, minute=30)],
            [True, 1.5, 7, None],
            formats={"B2": "yyyy-mm-dd", "C2": "mmm-yy", "D2": "yyyy-mm-dd hh:mm"},
        )
        first, second = read("x.xlsx", content, KNOWN).rows
        assert list(first.cells.values()) == ["2026", "2001-05-01", "2001-05", "2001-05-01 09:30"]
        assert list(second.cells.values()) == ["yes", "1.5", "7", ""]

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("x.csv", b"", "empty"),
            ("x.csv", b"slug,title_en\n", "no rows"),
            ("x.csv", b"slug,slug\na,b\n", "exists twice"),
            ("x.csv", b"slug,,title_en\na,b,c\n", "Column B has no name"),
            ("x.csv", b'slug,title_en\na,"b\n', "quotation marks"),
            ("x.csv", b"slug\n" + b"a\n" * 11, "more than 10 rows"),
            ("x.csv", b"slug\n" + b"a" * (1024 * 1024), "larger than 1 MB"),
            ("x.csv", ("c%d," * 300 % tuple(range(300))).encode() + b"\n1\n", "more than 200 columns"),
            ("x.csv", b"sl\0ug\na\n", "not a table"),
            ("x.xlsx", b"slug\na\n", "not an XLSX file"),
            ("x.xlsx", b"PK\x03\x04 broken", "damaged"),
        ],
    )
    def test_says_in_words_why_a_file_is_refused(self, name: str, content: bytes, said: str) -> None:
        with (
            override_settings(TABLE_MAX_ROWS=10, TABLE_MAX_MEGABYTES=1),
            pytest.raises(Unreadable, match=said),
        ):
            read(name, content, KNOWN)

    def test_values_beyond_the_named_columns_are_refused(self) -> None:
        row = read("x.csv", b"slug\na,b\n", KNOWN).rows[0]
        assert "beyond" in row.bad["B"].message

    def test_control_characters_are_refused(self) -> None:
        assert "control" in read("x.csv", b"slug\na\x07b\n", KNOWN).rows[0].bad["slug"].message


class TestHostilePackages:
    def package(self, **members: bytes) -> bytes:
        file = io.BytesIO()
        plain = workbook(["slug"], ["a"])
        with (
            zipfile.ZipFile(io.BytesIO(plain)) as source,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                replaced = members.get(name.rsplit("/", 1)[-1].split(".")[0])
                target.writestr(name, source.read(name) if replaced is None else replaced)
            for name, content in members.items():
                if name.startswith("extra"):
                    target.writestr(name, content)
        return file.getvalue()

    def test_a_bomb_is_not_unpacked(self) -> None:
        with pytest.raises(Unreadable, match="unpacks to far more"):
            read("x.xlsx", self.package(extra=b"\0" * 101 * 1024 * 1024), KNOWN)

    def test_entities_are_not_resolved(self) -> None:
        sheet = (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
        )
        with pytest.raises(Unreadable, match="damaged"):
            read("x.xlsx", self.package(sheet1=sheet), KNOWN)

    def test_thousands_of_empty_lines_are_not_walked(self) -> None:
        sheet = (
            b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c></row>'
            b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>a</t></is></c></row></sheetData></worksheet>'
        )
        with pytest.raises(Unreadable, match="empty lines"):
            read("x.xlsx", self.package(sheet1=sheet), KNOWN)
