"""The search page: what was found, in groups or page by page, and help where nothing was."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import kinds, search
from publishing.languages import active
from publishing.models import Entry
from publishing.pages import has_page
from publishing.presentation import Shown, foreign, says_sample
from publishing.search import Found
from publishing.visibility import public

__all__ = ["Finding", "find"]

PAGE_SIZE = 20
BEST = 5
# How many words of a query that found nothing are looked for one by one.
MOST_PARTS = 4


@dataclass
class Finding:
    """What the search page shows, and the status it answers with."""

    context: dict[str, Any]
    status: int = 200


def find(query: QueryDict) -> Finding:
    """The answer to ``?q=&type=&page=``; without a type the best of every kind."""
    words = _typed(query.get("q", ""))
    chosen = query.get("type", "")
    context: dict[str, Any] = {"query": words, "search_query": words, "type": chosen, "problems": []}
    if chosen and chosen not in {kind.code for kind in kinds.every()}:
        context["problems"].append(_("There is no kind “%(kind)s” to look for.") % {"kind": chosen[:40]})
        return Finding(context, 400)
    if not words:
        return Finding(context)
    results = search.find(words, active(), kinds=[chosen] if chosen else [])
    context["counts"] = [
        {
            "label": capfirst(str(kinds.get(code).plural)),
            "number": _rounded(number) if code in results.more else number,
            "more": code in results.more,
            "url": _address(words, code),
            "current": code == chosen,
        }
        for code, number in results.counts.items()
    ]
    context["all_url"] = _address(words)
    context["has_more"] = results.has_more
    context["total"] = _rounded(len(results)) if results.has_more else len(results)
    if not results:
        context |= _help(words)
    return _page(context, results, query) if chosen else _groups(context, results, words)


def _typed(text: str) -> str:
    """What can be read of a query; more than the search looks at is left out."""
    readable = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(readable.split())[: search.MAX_QUERY]


def _groups(context: dict[str, Any], results: search.Results, words: str) -> Finding:
    groups = results.groups(BEST)
    shown = {each.entry.pk: each for each in search.show([hit for g in groups for hit in g.hits], results)}
    context["groups"] = [
        {
            "label": capfirst(str(group.kind.plural)),
            "count": _rounded(group.count) if group.kind.code in results.more else group.count,
            "more": group.kind.code in results.more,
            "url": _address(words, group.kind.code) if group.count > len(group.hits) else "",
            "rows": [_row(shown[hit.entry_id]) for hit in group.hits if hit.entry_id in shown],
        }
        for group in groups
    ]
    return Finding(context)


def _page(context: dict[str, Any], results: search.Results, query: QueryDict) -> Finding:
    paginator = Paginator(results, PAGE_SIZE)
    number = query.get("page", "1")
    status = 200
    if not has_page(paginator, number):
        context["problems"].append(
            _("There is no page “%(page)s”; this list has %(pages)d.")
            % {"page": number[:20], "pages": paginator.num_pages}
        )
        status = 404
    page = paginator.get_page(number)
    words, chosen = context["query"], context["type"]
    context |= {
        "page": page,
        "rows": [_row(found) for found in search.show(page.object_list, results)],
        "previous_url": _address(words, chosen, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(words, chosen, page.next_page_number()) if page.has_next() else "",
    }
    return Finding(context, status)


def _rounded(number: int) -> int:
    """The hundreds that are surely there, of a number that was not counted to its end."""
    return number // 100 * 100 or number


def _help(words: str) -> dict[str, Any]:
    """What else to look for, and everything there is to see by kind."""
    parts = words.split()
    numbers = public(Entry).exclude(kind="page").order_by().values_list("kind").annotate(number=Count("pk"))
    counts = dict(numbers)
    return {
        "hints": [{"label": each, "url": _address(each)} for each in search.nearest(words, active())],
        "shorter": [
            {"label": each, "url": _address(each)}
            for each in dict.fromkeys(parts[:MOST_PARTS])
            if len(parts) > 1 and search.find(each, active())
        ],
        "browse": [
            {
                "label": capfirst(str(kind.plural)),
                "url": reverse(f"{kind.routes}:list"),
                "number": counts[kind.code],
            }
            for kind in kinds.every()
            if kind.code in counts
        ],
    }


def _row(found: Found) -> Shown:
    return {
        "title": found.title,
        "url": found.entry.path(),
        "html_lang": foreign(found.language),
        "kind": capfirst(str(found.kind.label)),
        "snippet": found.snippet,
        "found_as": found.found_as,
        "ref": found.entry.ref,
        "sample": found.entry.is_sample and not says_sample(found.title),
    }


def _address(words: str, kind: str = "", page: int = 1) -> str:
    query = {"q": words, "type": kind, "page": page if page > 1 else ""}
    return f"{reverse('search')}?{urlencode({name: value for name, value in query.items() if value})}"
