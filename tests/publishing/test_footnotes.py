"""Footnotes follow the block that holds their mark, and nothing else of a body changes."""

from django.utils.translation import override

from publishing.footnotes import annotate
from publishing.languages import Language
from publishing.models import Text
from publishing.templatetags.entry import entry_body

NOTES = [
    {"marker": "1", "term": "CIEPEC", "text": "a fair"},
    {"marker": "2", "term": "", "text": "<script>two</script>"},
]


def markers(notes):
    return f"[{','.join(note['marker'] for note in notes)}]"


def test_each_note_follows_the_outermost_block_of_its_mark():
    body = '<p>a<sup data-note="1"></sup></p><ul><li>b<sup data-note="2"></sup></li><li>c</li></ul><p>d</p>'

    written = annotate(body, NOTES, markers)

    assert written.index("</p>[1]<ul>") < written.index("</ul>[2]<p>d</p>")
    assert '<a id="note-ref-1" href="#note-1" aria-label="Note 1">1</a></sup>' in written


def test_markup_without_marks_stays_as_it_is():
    body = '<p>a &amp; b &#8211; c<br>d <a href="/?a=1&amp;b=2" title="x>y">e</a></p><hr><ol><li>f</li></ol>'

    assert annotate(body, [], markers) == body


def test_a_second_mark_of_a_note_links_to_it_without_repeating_the_anchor():
    written = annotate(
        '<p>a<sup data-note="1"></sup></p><p>b<sup data-note="1"></sup></p>', NOTES[:1], markers
    )

    assert written.count('id="note-ref-1"') == 1
    assert written.count('href="#note-1"') == 2
    assert written.count("[1]") == 1


def test_a_mark_without_a_note_is_no_link_and_a_note_without_a_mark_is_not_lost():
    written = annotate('<p>a<sup data-note="9"></sup></p>', NOTES, markers)

    assert '<sup class="note-ref">9</sup>' in written
    assert written.endswith("[1,2]")


def test_notes_are_escaped_and_speak_the_language_of_the_text():
    text = Text(language=Language.ENGLISH, body='<p>a<sup data-note="2"></sup></p>', notes=NOTES[1:])

    with override("ko"):
        written = entry_body(text)

    assert "&lt;script&gt;two&lt;/script&gt;" in written
    assert 'aria-label="Notes"' in written
