"""Tags for the wording of entries."""

from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from publishing import footnotes, presentation
from publishing.models import Entry, Text

register = template.Library()
register.filter("says_sample", presentation.says_sample)


@register.simple_tag
def entry_body(text: Text, prefix: str = "note") -> SafeString:
    """``{% entry_body text %}``: the body, each paragraph followed by its footnotes, in the text's own language.

    ``prefix`` keeps the anchors apart where a page shows more than one body.
    """

    def render(notes: list[footnotes.Note]) -> str:
        return render_to_string("components/footnotes.html", {"notes": notes, "prefix": prefix})

    with override(text.language):
        return footnotes.annotate(text.body, text.notes, render, prefix)


@register.simple_tag
def worded(instance: Model, name: str) -> str:
    """``{% worded item "title" %}``: a label in the nearest language, marked with ``lang`` where that is not the page's."""
    return presentation.marked(presentation.worded(instance, name))


@register.simple_tag
def entry_link(entry: Entry | None) -> str:
    """``{% entry_link entry %}``: a link to an entry by its title; nothing for nothing."""
    if entry is None:
        return ""
    shown = presentation.link(entry)
    lang = format_html(' lang="{}"', shown["html_lang"]) if shown["html_lang"] else ""
    return format_html('<a href="{}"{}>{}</a>', shown["url"], lang, shown["label"])


@register.filter
def in_language(shown: presentation.Shown) -> str:
    """``{{ shown|in_language }}``: the value of ``{"value", "html_lang"}``, in an element of its language if it needs one."""
    return presentation.marked(shown)


@register.filter
def title_lang(entry: Entry) -> str:
    """``{{ entry|title_lang }}``: the ``lang`` attribute of the title shown, empty where it is the page's own."""
    text = entry.name_text()
    return presentation.foreign(text.language) if text else ""
