"""Texts taken apart into blocks, compared version with version and laid beside their translation."""

import pytest

from publishing.blocks import align, best_pairs, blocks
from publishing.compare import Change, differences, words

BODY = (
    '<h2>A &amp; B</h2><p>d <strong>e</strong><sup data-note="1"></sup> k<wbr>l<br>m</p>'
    "<ul><li><p>one</p><ul><li>inner</li></ul></li><li>two</li></ul>"
    "<blockquote><p>said</p></blockquote><hr>"
    "<table><caption>Figures</caption><tbody><tr><th><p>Year</p></th><th><p>KRW</p><p>million</p></th></tr>"
    '<tr><td colspan="2"><ul><li>2026</li></ul></td></tr></tbody></table><p>end</p>'
)


def changes(old: str, new: str, language: str = "en") -> list[tuple[str, str, str]]:
    return [(str(each.change), each.before, each.after) for each in differences(old, new, language)]


class TestBlocks:
    def test_every_element_becomes_a_block_of_its_kind(self) -> None:
        assert [(block.kind, block.text) for block in blocks(BODY)] == [
            ("h2", "A & B"),
            ("p", "d e klm"),
            ("li", "one"),
            ("li", "inner"),
            ("li", "two"),
            ("quote", "said"),
            ("rule", ""),
            ("caption", "Figures"),
            ("row", "Year\tKRW million"),
            ("row", "2026"),
            ("p", "end"),
        ]

    def test_what_is_within_a_block_stays_as_it_was(self) -> None:
        heading, paragraph, *_rest = blocks(BODY)
        assert heading.html == "A &amp; B"
        assert paragraph.html == 'd <strong>e</strong><sup data-note="1"></sup> k<wbr>l<br>m'

    def test_numbers_and_marks_are_the_same_in_every_language(self) -> None:
        block = blocks('<p>14 companies, USD 1,200<sup data-note="2"></sup></p>')[0]
        assert block.figures == {"14", "1,200", '<sup data-note="2"></sup>'}

    @pytest.mark.parametrize("nothing", ["", "<p> </p>", "<ul></ul>", "<p>&nbsp;</p>"])
    def test_nothing_has_no_blocks(self, nothing: str) -> None:
        assert blocks(nothing) == []

    def test_words_without_a_paragraph_are_one(self) -> None:
        assert [block.kind for block in blocks("words<p>more</p>")] == ["p", "p"]


class TestCompare:
    def test_english_is_compared_by_words(self) -> None:
        assert changes("<p>There are 3 sites.</p>", "<p>There are 2 sites.</p>") == [
            ("changed", "There are <del>3</del> sites.", "There are <ins>2</ins> sites.")
        ]

    @pytest.mark.parametrize(
        ("language", "old", "new", "before", "after"),
        [
            (
                "ko",
                "후보지를 공개했다",
                "후보지가 공개됐다",
                "후보지<del>를</del> 공개<del>했</del>다",
                "후보지<ins>가</ins> 공개<ins>됐</ins>다",
            ),
            (
                "zh-hans",
                "3处候选场址",
                "13处候选地址",
                "<del>3</del>处候选<del>场</del>址",
                "<ins>13</ins>处候选<ins>地</ins>址",
            ),
        ],
    )
    def test_korean_and_chinese_are_compared_by_characters_and_figures_as_wholes(
        self, language: str, old: str, new: str, before: str, after: str
    ) -> None:
        assert words(old, new, language) == (before, after)

    def test_a_space_between_two_changes_is_one_with_them(self) -> None:
        assert words("old long title", "new short title", "en")[1] == "<ins>new short</ins> title"

    def test_blocks_come_and_go_at_their_places(self) -> None:
        old = "<p>First one here.</p><p>To be dropped entirely.</p><p>Last.</p>"
        new = "<h2>Heading</h2><p>First one here.</p><p>Last.</p><p>Quite something else.</p>"
        assert [each[0] for each in changes(old, new)] == ["added", "same", "removed", "same", "added"]

    def test_a_rewritten_block_is_found_among_new_ones(self) -> None:
        old = "<p>The two ministries met in Beijing on Monday.</p>"
        new = "<p>Something new altogether.</p><p>The two ministries met in Tianjin on Monday.</p>"
        assert [each[0] for each in changes(old, new)] == ["added", "changed"]

    def test_emphasis_is_a_change(self) -> None:
        assert changes("<p>one two</p>", "<p>one <strong>two</strong></p>") == [
            ("changed", "one <del>two</del>", "one <ins><strong>two</strong></ins>")
        ]

    def test_marks_of_footnotes_are_compared(self) -> None:
        [(change, before, after)] = changes(
            '<p>word<sup data-note="1"></sup></p>', '<p>word<sup data-note="2"></sup></p>'
        )
        assert change == "changed"
        assert before == 'word<del><sup data-note="1"></sup></del>'
        assert after == 'word<ins><sup data-note="2"></sup></ins>'

    def test_words_stay_escaped(self) -> None:
        before, after = words("<script>a</script>", "<script>b</script> & c", "en")
        assert "<script>" not in before + after
        assert "&lt;script&gt;" in before
        assert "&amp;" in after

    def test_what_did_not_change_is_said_once(self) -> None:
        assert {each.change for each in differences(BODY, BODY, "en")} == {Change.SAME}

    def test_long_texts_are_shown_as_a_whole_rather_than_compared_for_ever(self) -> None:
        before, after = words("ab " * 5000, "cd " * 5000, "en")
        assert before.startswith("<del>")
        assert before.count("<del>") == after.count("<ins>") == 1


class TestAlign:
    def test_the_best_pairs_keep_their_order(self) -> None:
        scores = {(0, 1): 1.0, (1, 0): 0.9, (1, 2): 0.5}
        assert best_pairs(2, 3, lambda i, j: scores.get((i, j), -1.0)) == [(None, 0), (0, 1), (1, 2)]

    def test_a_translation_without_one_paragraph_leaves_its_place_empty(self) -> None:
        original = (
            "<h2>제목</h2><p>기업 14곳이 참가한다.</p><p>둘째 날은 9월이다.</p><ul><li>수처리</li></ul>"
        )
        translation = "<h2>Heading</h2><p>14 companies take part.</p><ul><li>Water</li></ul>"
        pairs = align(blocks(original), blocks(translation))
        assert pairs == [(0, 0), (1, 1), (2, None), (3, 2)]

    def test_figures_tell_which_of_two_paragraphs_is_meant(self) -> None:
        original = "<p>행사는 6월에 열린다.</p><p>예산은 1,200만 원이다.</p>"
        pairs = align(blocks(original), blocks("<p>The budget is 1,200 units.</p>"))
        assert pairs == [(0, None), (1, 0)]

    def test_nothing_is_laid_beside_everything(self) -> None:
        assert align(blocks("<p>a</p>"), []) == [(0, None)]
        assert align([], []) == []
