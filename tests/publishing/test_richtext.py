"""What a body may contain, and what word processors bring along."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publishing.richtext import has_program_code, note_markers, sanitise

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset=utf-8><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; margin:0cm; font-family:"맑은 고딕";} --></style></head>
<body lang=KO style='tab-interval:40.0pt;word-wrap:break-word'><!--StartFragment-->
<h1>추진 배경<span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><b><span style='font-size:11.0pt'>양국은</span></b>
<span lang=EN-US style='mso-fareast-font-family:"맑은 고딕"'>CO<sub>2</sub> </span>감축에 <i>합의</i>했다<span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraph style='margin-left:40.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>수소</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>
<td width=200 valign=top style='width:150.0pt;border:solid windowtext 1.0pt'><p class=MsoNormal align=center>서울</p></td>
</tr></table>
<p class=MsoNormal><a name="_Hlk1"></a><a href="https://example.org/a" target=_blank>원문</a></p>
<!--EndFragment--></body></html>"""

HWP = """<!--[data-hwpjson]{"documentPr":{"version":"1"}}--><META HTTP-EQUIV="CONTENT-TYPE" CONTENT="text/html">
<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-size:13.0pt;font-family:"한컴바탕";font-weight:bold;line-height:160%;'>한중 협력</SPAN>
<SPAN STYLE='font-size:13.0pt;text-decoration:underline;'>강화</SPAN><FONT COLOR="#ff0000">!</FONT></P>
<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-size:13.0pt;'><BR></SPAN></P>"""

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38;"><span style="font-size:11pt;font-weight:700;">Bold</span><span style="font-style:italic;">
italic</span></p></b>"""


def test_word_keeps_its_structure_and_nothing_of_its_looks() -> None:
    clean = sanitise(WORD)

    assert "<h2>추진 배경</h2>" in clean
    assert "<strong>양국은</strong>" in clean
    assert "CO<sub>2</sub>" in clean
    assert "<em>합의</em>" in clean
    assert "<p>수소</p>" in clean
    assert "<td><p>서울</p></td>" in clean
    assert '<a href="https://example.org/a" rel="noopener">원문</a>' in clean
    for trace in (
        "mso",
        "Mso",
        "o:p",
        "<span",
        "style",
        "class",
        "xml",
        "Normal",
        "StartFragment",
        "·",
        "<p></p>",
    ):
        assert trace not in clean


def test_hwp_keeps_what_was_marked() -> None:
    clean = sanitise(HWP)

    assert clean.startswith("<p><strong>한중 협력</strong>")
    assert "<u>강화</u>!" in clean
    assert clean.count("<p>") == 1
    assert "hwpjson" not in clean


def test_google_docs_does_not_make_everything_bold() -> None:
    clean = sanitise(DOCS)

    assert "<strong>Bold</strong>" in clean
    assert clean.count("<strong>") == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<b>a</b><i>b</i><strike>c</strike><ins>d</ins>", "<strong>a</strong><em>b</em><s>c</s><u>d</u>"),
        (
            "<b style='mso-bidi-font-weight:normal'>a</b><span style='mso-bidi-font-weight:bold'>b</span>",
            "<strong>a</strong>b",
        ),
        ("<h1>a</h1><h5>b</h5>", "<h2>a</h2><h4>b</h4>"),
        ("<div>a</div><div><p>b</p></div>", "<p>a</p><p>b</p>"),
        ("<p>a</p><p>&nbsp;</p><p><br></p><h2></h2><p>b</p>", "<p>a</p><p>b</p>"),
        ('<span lang="ko">가</span><span lang="EN-US">b</span><span>c</span>', '<span lang="ko">가</span>bc'),
        ('<p lang="zh-Hans">一</p><p lang="KO">가</p>', '<p lang="zh-Hans">一</p><p>가</p>'),
        ('<th scope="col" colspan="2">x</th>', "x"),
        ('<p>x<sup data-note="1"></sup><wbr>y</p>', '<p>x<sup data-note="1"></sup><wbr>y</p>'),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("<p></p>", ""),
        ("", ""),
    ],
)
def test_elements_are_renamed_or_unwrapped(given: str, kept: str) -> None:
    assert sanitise(given) == kept


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><script>alert(1)</script>",
        '<p onclick="alert(1)">a</p>',
        '<p><a href="javascript:alert(1)">a</a></p>',
        '<p><a href="java&#10;script:alert(1)">a</a></p>',
        '<p>a</p><iframe src="https://example.org"></iframe>',
        '<p>a</p><img src=x onerror="alert(1)">',
        '<p style="background:url(javascript:x)">a</p>',
        '<p>a</p><svg onload="alert(1)"><a xlink:href="javascript:x">b</a></svg>',
        "<p>a<![CDATA[<script>alert(1)</script>]]></p>",
    ],
)
def test_program_code_never_stays(html: str) -> None:
    clean = sanitise(html)

    for trace in ("script", "onclick", "onerror", "onload", "<iframe", "<img", "<svg", "style="):
        assert trace not in clean


def test_program_code_is_noticed_and_prose_about_it_is_not() -> None:
    assert has_program_code("<p>a</p><script>x</script>")
    assert has_program_code('<p onclick="x">a</p>')
    assert not has_program_code("<p>A script was written on = Monday; scripts are prose.</p>")


def test_a_table_keeps_caption_headings_and_spans() -> None:
    table = (
        '<table><caption>Cities</caption><tbody><tr><th scope="col"><p>City</p></th></tr>'
        '<tr><td colspan="2"><p>Seoul</p></td></tr></tbody></table>'
    )

    assert sanitise(table) == table


def test_markers_are_found_in_their_order() -> None:
    assert note_markers('<p>a<sup data-note="2"></sup>b<sup data-note="1"></sup></p>') == ["2", "1"]


_tags = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "span",
        "font",
        "h1",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "script",
        "a",
        "sup",
        "br",
        "o:p",
        "section",
    ]
)
_pieces = st.one_of(
    _tags.map(lambda tag: f"<{tag}>"),
    _tags.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ['<span style="font-weight:bold">', '<a href="https://x.org">', "<!--", "-->", "<![if x]>", "&amp;"]
    ),
    st.text("ab <>&\"'=가", max_size=6),
)


@example("<p><a ")
@given(st.lists(_pieces, max_size=12).map("".join))
def test_what_is_clean_stays_as_it_is(html: str) -> None:
    clean = sanitise(html)

    assert sanitise(clean) == clean
