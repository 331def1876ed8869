"""Tags for text in another language than the reader's: on paper nobody can ask for a translation."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dossiers.sheets import in_words
from publishing.presentation import Shown

register = template.Library()


@register.filter
def told(shown: Shown) -> SafeString | str:
    """``{{ shown|told }}``: the value of ``{"value", "html_lang"}``; in another language with its ``lang`` and its name."""
    if not shown or not shown["value"]:
        return ""
    if not shown["html_lang"]:
        return format_html("{}", shown["value"])
    return format_html(
        '<span lang="{}">{}</span> <small class="brief__tongue">({})</small>',
        shown["html_lang"],
        shown["value"],
        in_words(shown["html_lang"]),
    )
