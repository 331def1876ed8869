"""A list of entries with its filters."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import ChoiceField, Form, ModelChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from publishing.feeds import feed_title
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry
from publishing.pages.crumbs import crumbs

__all__ = ["EntryList", "has_page"]

# Python does not read numbers of any length.
_LONGEST_NUMBER = 20


def has_page(paginator: "Paginator[Any]", number: str) -> bool:
    """Whether the list has the page that the address names."""
    return number.isdecimal() and len(number) < _LONGEST_NUMBER and 1 <= int(number) <= paginator.num_pages


class EntryList(View):
    """A list of entries with its filters in the address; unknown filters and values are named, not ignored."""

    model: ClassVar[type[Entry]]
    entries: ClassVar[Callable[[], QuerySet[Any]]]
    filters: ClassVar[type[django_filters.FilterSet] | None] = None
    template_name: ClassVar[str]
    route: ClassVar[str] = ""
    page_size: ClassVar[int] = 20
    has_feed: ClassVar[bool] = False

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = type(self).entries()
        context: dict[str, Any] = {"heading": self.heading(), "problems": []}
        status = 200
        if self.filters:
            filterset = self.filters(request.GET, queryset=rows)
            known = {*filterset.form.fields, "page"}
            context["problems"] = [_unknown(name) for name in request.GET if name not in known]
            context["form"] = filterset.form
            if filterset.form.is_valid():
                rows = filterset.qs
                context["active_filters"] = _chosen(filterset.form, request.GET)
            else:
                rows, status = rows.none(), 400
        paginator = Paginator(rows, self.page_size)
        number = request.GET.get("page", "1")
        if not has_page(paginator, number):
            context["problems"].append(
                _("There is no page “%(page)s”; this list has %(pages)d.")
                % {"page": number[:20], "pages": paginator.num_pages}
            )
            status = 404
        page: Page[Any] = paginator.get_page(number)
        context |= {
            "page": page,
            "entries": page.object_list,
            "total": paginator.count,
            **self.links(request, page),
        }
        return render(request, self.template_name, {**context, **self.facts(request, page)}, status=status)

    def heading(self) -> str:
        """What the list is called."""
        return capfirst(str(self.model.KIND.plural))

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        """What the template shows beyond the rows; "entries" may replace the rows themselves."""
        return {}

    def links(self, request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
        """Breadcrumbs, alternates in all languages, and the neighbours of this page of the list."""
        route = self.route or f"{self.model.KIND.routes}:list"
        query = request.GET.copy()
        query.pop("page", None)

        def numbered(number: int) -> str:
            return f"?{'&'.join(filter(None, [query.urlencode(), f'page={number}']))}"

        addresses = {}
        for each in LANGUAGES:
            with override(each):
                addresses[each] = request.build_absolute_uri(reverse(route))
        return {
            "breadcrumbs": crumbs({"label": self.heading()}),
            "canonical_url": addresses[active()],
            "alternates": [{"html_lang": each.html_lang, "url": url} for each, url in addresses.items()],
            "x_default_url": addresses[Language.ENGLISH],
            "previous_url": numbered(page.previous_page_number()) if page.has_previous() else "",
            "next_url": numbered(page.next_page_number()) if page.has_next() else "",
            "action": reverse(route),
            "feeds": self.feeds(query.urlencode()),
        }

    def feeds(self, query: str) -> list[dict[str, str]]:
        """The feed of this list with its filters, if it has one."""
        if not self.has_feed:
            return []
        url = reverse(f"{self.model.KIND.routes}:feed") + (f"?{query}" if query else "")
        return [{"type": "application/atom+xml", "title": feed_title(self.model), "url": url}]


def _chosen(form: Form, query: QueryDict) -> list[dict[str, Any]]:
    """The filters in use in words, each with the address of the list without it."""
    chosen = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, ""):
            continue
        rest = query.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        words = value
        if isinstance(field, ModelChoiceField):
            words = field.label_from_instance(value)
        elif isinstance(field, ChoiceField):
            choices: Any = field.choices
            words = dict(choices).get(value, value)
        words = words if value is not True else _("yes")
        chosen.append({"label": field.label, "value": words, "remove_url": f"?{rest.urlencode()}"})
    return chosen


def _unknown(name: str) -> str:
    return _("This list has no filter “%(name)s”; it was left out.") % {"name": name[:40]}
