"""A list of entries with its filters."""

from collections.abc import Callable
from http import HTTPStatus
from itertools import islice
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import ChoiceField, Form, ModelChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from publishing import structured
from publishing.feeds import feed_title, links
from publishing.filters import ListFilters
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry
from publishing.pages.addresses import in_use, numbered, without
from publishing.pages.crumbs import crumbs
from publishing.pages.paging import EntryPaginator

__all__ = ["EntryList", "chosen", "has_page"]

# Python does not read numbers of any length.
_LONGEST_NUMBER = 20
# Of many mistakes in one address the first ones are named.
_MOST_PROBLEMS = 10


def has_page(paginator: "Paginator[Any]", number: str) -> bool:
    """Whether the list has the page that the address names."""
    return number.isdecimal() and len(number) < _LONGEST_NUMBER and 1 <= int(number) <= paginator.num_pages


class EntryList(View):
    """A list of entries with its filters in the address; unknown filters and values are named, not ignored."""

    model: ClassVar[type[Entry]]
    entries: ClassVar[Callable[[], QuerySet[Any]]]
    filters: ClassVar[type[ListFilters] | None] = None
    template_name: ClassVar[str]
    route: ClassVar[str] = ""
    page_size: ClassVar[int] = 20

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = type(self).entries()
        context: dict[str, Any] = {"heading": self.heading(), "problems": []}
        query: QueryDict = QueryDict()
        status, total = 200, None
        if self.filters:
            filterset = self.filters(request.GET, queryset=rows)
            form = context["form"] = filterset.form
            query = in_use(form, request.GET)
            unknown = (name for name in request.GET if name not in {*form.fields, "page"})
            context["problems"] = [_unknown(name, form) for name in islice(unknown, _MOST_PROBLEMS)]
            if form.is_valid():
                rows = filterset.qs
                total = filterset.count()
                context["active_filters"] = chosen(form, query)
            else:
                rows, status = rows.none(), 400
        paginator = EntryPaginator(rows, self.page_size, total)
        number = request.GET.get("page", "1")
        if not has_page(paginator, number):
            context["problems"].append(
                _("There is no page “%(page)s”; this list has %(pages)d.")
                % {"page": number[:20], "pages": paginator.num_pages}
            )
            context["last_page_url"] = numbered(query, paginator.num_pages) or "."
            status = 404
        page: Page[Any] = paginator.get_page(number)
        context |= {
            "page": page,
            "entries": page.object_list,
            "total": paginator.count,
            **self.links(request, page, query),
        }
        shown = {**context, **self.facts(request, page)}
        if status == HTTPStatus.OK and not context["problems"]:
            shown["structured"] = self.nodes(request, shown, page)
        return render(request, self.template_name, shown, status=status)

    def nodes(self, request: HttpRequest, shown: dict[str, Any], page: Page[Any]) -> list[structured.Node]:
        """What this page of the list states, for machines."""
        absolute, url = request.build_absolute_uri, shown["canonical_url"]
        first, total = page.start_index(), shown["total"]
        return [
            structured.collection(
                shown["heading"], url, page.object_list, absolute, first=first, total=total
            ),
            structured.breadcrumbs(shown["breadcrumbs"], absolute, url),
            structured.portal(absolute),
        ]

    def heading(self) -> str:
        """What the list is called."""
        return capfirst(str(self.model.KIND.plural))

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        """What the template shows beyond the rows; "entries" may replace the rows themselves."""
        return {}

    def links(self, request: HttpRequest, page: Page[Any], query: QueryDict) -> dict[str, Any]:
        """Breadcrumbs, alternates in all languages, and the neighbours of this page of the list."""
        route = self.route or f"{self.model.KIND.routes}:list"
        addresses = {}
        for each in LANGUAGES:
            with override(each):
                addresses[each] = request.build_absolute_uri(reverse(route)) + numbered(query, page.number)
        return {
            "breadcrumbs": crumbs({"label": self.heading()}),
            "canonical_url": addresses[active()],
            "alternates": [{"html_lang": each.html_lang, "url": url} for each, url in addresses.items()],
            "x_default_url": addresses[Language.ENGLISH],
            "previous_url": (numbered(query, page.previous_page_number()) or ".")
            if page.has_previous()
            else "",
            "next_url": numbered(query, page.next_page_number()) if page.has_next() else "",
            "action": reverse(route),
            "filters_query": numbered(query),
            "feeds": self.feeds(query.urlencode()),
            "alert_url": _alert_url(route, query),
        }

    def feeds(self, query: str) -> list[dict[str, str]]:
        """The feeds of this list with its filters; a list of several kinds has none of its own."""
        if self.route:
            return []
        return links(f"{self.model.KIND.routes}:feed", feed_title(self.model), query)


def _alert_url(route: str, query: QueryDict) -> str:
    """Where this list with its filters is subscribed to by e-mail; "" where no such page is routed."""
    try:
        page = reverse("alerts:subscribe")
    except NoReverseMatch:
        return ""
    rest = query.copy()
    rest["list"] = route.partition(":")[0]
    return f"{page}?{rest.urlencode()}"


def chosen(form: Form, query: QueryDict) -> list[dict[str, Any]]:
    """The filters in use in words, each with the address of the list without it."""
    held = in_use(form, query)
    chosen = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, ""):
            continue
        words = value
        if isinstance(field, ModelChoiceField):
            words = field.label_from_instance(value)
        elif isinstance(field, ChoiceField):
            choices: Any = field.choices
            words = dict(choices).get(value, value)
        words = words if value is not True else _("yes")
        chosen.append(
            {"label": field.label, "value": words, "remove_url": numbered(without(held, name)) or "."}
        )
    return chosen


def _unknown(name: str, form: Form) -> str:
    known = ", ".join(form.fields)
    return _("This list has no filter “%(name)s”; it was left out. There are: %(known)s.") % {
        "name": name[:40],
        "known": known,
    }
