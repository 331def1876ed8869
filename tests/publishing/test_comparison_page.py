"""Two languages of a document side by side, and what a document tells of its own history."""

import re
from datetime import timedelta

import pytest

from news.models import PressRelease
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import DraftText, PublishText, SubmitText, Withdraw
from publishing.enums import ReleasePolicy
from tests.factories import NOON, actor, live, released, scheduled, writer, written

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=3)
BODY = {
    "en": '<p>One<sup data-note="1"></sup> of 14</p><h2>Parts</h2><p lang="ko">말</p><p>Two</p>',
    "ko": '<p>하나<sup data-note="1"></sup> 14</p><h2>부분</h2><p>둘</p>',
}


def words(response) -> str:
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def rewrite(entry, language: str, **wording) -> None:
    """Put wording in place without a new version, as a test needs it."""
    text = live(entry, language)
    for name, value in wording.items():
        setattr(text, name, value)
    text.save()


def correct(entry, language: str, at, severity: str, **wording) -> None:
    with clock.as_of(at):
        text = written(entry, language, **wording)
        SubmitText(text, writer()).execute()
        PublishText(text, actor(), severity=severity, reason="Seen again.").execute()


@pytest.fixture
def release():
    entry = released(PressRelease, title="Title", languages=("ko", "en"))
    for language, body in BODY.items():
        notes = [{"marker": "1", "term": "", "text": f"note {language}"}]
        rewrite(entry, language, body=body, notes=notes, deck=f"Deck {language}")
    return entry


def test_paragraphs_stand_beside_their_counterparts_each_in_its_language(see, release):
    page = see(f"{release.path('ko')}compare/?with=en")
    cells = [
        [re.sub(r"<[^>]+>|\s+", " ", cell["html"]).split() for cell in row["cells"]]
        for row in page.context["rows"]
    ]

    assert page.status_code == 200
    assert cells[0] == [["Title", "ko"], ["Title", "en"]]
    assert cells[2][0][0] == "하나"
    assert cells[2][1][0] == "One"
    assert [cells[3][0], cells[3][1]] == [["부분"], ["Parts"]]
    assert [["둘"], ["Two"]] in cells
    assert [[], ["말"]] in cells
    content = page.content.decode()
    assert content.count('class="compare__side" lang="ko"') >= 4
    assert '<p lang="ko">말</p>' in content
    assert 'id="note-left-1"' in content
    assert 'href="#note-right-1"' in content


def test_the_comparison_is_not_indexed_and_names_the_document_as_canonical(see, release):
    content = see(f"{release.path('en')}compare/").content.decode()

    assert '<meta name="robots" content="noindex">' in content
    assert f'<link rel="canonical" href="http://testserver{release.path("en")}">' in content
    assert 'hreflang="x-default"' not in content
    assert f'href="{release.path("en")}compare/?with=ko"' in see(release.path("en")).content.decode()


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("with=fr", 400, "There is no language “fr” here."),
        ("with=zh-hans", 400, "This document has no text in this language: Chinese."),
        ("text=zh-hans&with=ko", 400, "This document has no text in this language: Chinese."),
        ("with=en", 200, "A text cannot be compared with itself"),
        ("text=ko&with=en", 200, "If the texts differ, the one in Korean prevails."),
        ("with=%00", 400, "There is no language"),
    ],
)
def test_what_cannot_be_compared_is_said(see, release, query, status, message):
    page = see(f"{release.path('en')}compare/?{query}")

    assert page.status_code == status
    assert message in words(page)


def test_a_language_that_is_only_being_written_is_as_absent_as_one_that_never_was(see, release):
    before = see(f"{release.path('en')}compare/?with=zh-hans").content
    with clock.as_of(NOON):
        DraftText(release, writer(), language="zh-hans").execute()

    assert see(f"{release.path('en')}compare/?with=zh-hans").content == before


def test_one_language_alone_has_nothing_beside_it(see):
    entry = released(PressRelease, title="Alone", languages=("ko",))

    page = see(f"{entry.path('en')}compare/")

    assert page.status_code == 200
    assert "no second text yet" in words(page)
    assert "compare/" not in see(entry.path("ko")).content.decode()


def test_a_comparison_is_there_exactly_when_its_page_is(see):
    entry = scheduled(PressRelease, title="Secret")
    address = f"{entry.path('en')}compare/"
    assert see(address, NOON - timedelta(seconds=1)).status_code == 404
    assert see(address).status_code == 200
    with clock.as_of(NOON + timedelta(days=1)):
        Withdraw(entry, actor(), reason="Wrong.").execute()
    assert see(address, LATER).status_code == 410


def test_a_comparison_takes_the_same_queries_however_long_the_texts_are(
    see, release, django_assert_num_queries
):
    address = f"{release.path('ko')}compare/?with=en"
    see(address)
    with django_assert_num_queries(2):
        see(address)
    for language, body in BODY.items():
        rewrite(release, language, body=body * 3)
    with django_assert_num_queries(2):
        see(address)


def test_further_wording_is_compared_under_its_heading(see):
    entry = released(Opportunity, languages=("ko", "en"))
    rewrite(entry, "ko", extra={"advantages": "좋은 점"})
    rewrite(entry, "en", extra={"advantages": "What is <good>"})

    content = see(f"{entry.path('en')}compare/").content.decode()

    assert "Advantages" in content
    assert "좋은 점" in content
    assert "What is &lt;good&gt;" in content


def test_history_tells_in_words_what_happened_since_the_release(see):
    entry = released(PressRelease, languages=("ko", "en"), release_policy=ReleasePolicy.AUTHORITATIVE_FIRST)
    assert "History of this document" not in words(see(entry.path("en")))
    correct(entry, "zh-hans", NOON + timedelta(hours=1), "minor")
    correct(entry, "ko", NOON + timedelta(hours=2), "correction", title="고친 제목")
    correct(entry, "ko", NOON + timedelta(hours=3), "minor", title="다듬은 제목")

    shown = words(see(entry.path("en"), LATER))

    assert "1 June 2026 12:00 Seoul · 11:00 Beijing Released: English, Korean." in shown
    assert "13:00 Seoul · 12:00 Beijing Translation added: Chinese." in shown
    assert "14:00 Seoul · 13:00 Beijing Corrected: Korean." in shown
    assert "15:00 Seoul · 14:00 Beijing Wording improved, same content: Korean." in shown
    assert "The original was corrected after this translation was made, on 1 June 2026 ." in shown
    assert "Corrected: Korean." not in words(see(entry.path("en"), NOON + timedelta(hours=1)))


def test_a_draft_leaves_no_trace_in_the_history(see):
    entry = released(PressRelease, languages=("ko", "en"))
    before = see(entry.path("en"), LATER).content
    with clock.as_of(NOON):
        written(entry, "ko", title="고칠 제목")
        written(entry, "zh-hans")

    assert see(entry.path("en"), LATER).content == before


def test_tables_scroll_by_keyboard_and_notes_are_listed_for_paper(see, release):
    rewrite(
        release,
        "en",
        body='<p>A<sup data-note="1"></sup></p><table><tr><td>1</td></tr></table>',
    )

    content = see(release.path("en")).content.decode()

    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table>' in content
    assert 'class="notes-at-end only-print"' in content
