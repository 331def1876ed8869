"""Tags for what pages say to machines: structured data and the card for social networks."""

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import kinds, structured
from publishing.languages import Language, active
from publishing.models import Entry

register = template.Library()

CARD_SIZE = (1200, 630)
_LOCALES = {Language.ENGLISH: "en_GB", Language.KOREAN: "ko_KR", Language.CHINESE: "zh_CN"}


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString | str:
    """``{% structured_data %}``: what the page states in JSON-LD; nothing where it is shown before its time."""
    nodes = context.get("structured")
    return structured.script(nodes) if nodes and not _is_preview(context) else ""


@register.inclusion_tag("components/social.html", takes_context=True)
def social_card(context: Context) -> dict[str, Any]:
    """``{% social_card %}``: how social networks show the page; nothing in previews and on pages of errors."""
    url = context.get("canonical_url")
    form = context.get("form")
    if not url or _is_preview(context) or context.get("problems") or (form is not None and form.errors):
        return {}
    entry, text = context.get("entry"), context.get("text")
    own = Language(text.language) if entry and text else active()
    languages = entry.languages if entry and text else list(Language)
    return {
        "url": url,
        "type": context.get("social_type") or "website",
        "title": text.title if entry and text else _title(context),
        "description": text.deck if entry and text else context.get("description", ""),
        "site_name": _("Green Cooperation Portal"),
        "locale": _LOCALES[own],
        "alternates": [_LOCALES[Language(code)] for code in languages if code != own],
        "image": f"{url}card.png" if entry and text else _card_of_list(context),
        "image_width": CARD_SIZE[0],
        "image_height": CARD_SIZE[1],
        **(_of_article(entry) if entry and text else {}),
    }


def _of_article(entry: Entry) -> dict[str, str]:
    """When a text was released and last corrected, and what it is one of."""
    corrections = list(entry.corrections.all())
    return {
        "published": structured.moment(entry.release_at, entry.release_zone),
        "modified": structured.moment(corrections[0].at, entry.release_zone) if corrections else "",
        "section": capfirst(str(kinds.get(entry.kind).plural)),
    }


def _is_preview(context: Context) -> bool:
    return bool(getattr(context.get("request"), "preview", None))


def _title(context: Context) -> str:
    """What the last step of the breadcrumbs is called; the home page has the name of the site."""
    crumbs = context.get("breadcrumbs")
    return str(crumbs[-1]["label"]) if crumbs else _("Green Cooperation Portal")


def _card_of_list(context: Context) -> str:
    """The card of the list that is shown, or that of the home page."""
    request = context["request"]
    match = request.resolver_match
    try:
        path = reverse(f"{match.namespace}:list-card") if "page" in context else reverse("home-card")
    except NoReverseMatch:
        path = reverse("home-card")
    return str(request.build_absolute_uri(path))
