"""The API at /api/v1/: its resources put together, and their description."""

from functools import cache
from typing import Any, cast

from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from django.utils import translation
from django.views.generic import RedirectView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from desk.api.entries import EntryText, NewEntry, OneEntry, Readiness
from desk.api.steps import STEPS, TakeStep
from desk.api.uploads import Files
from outcomes.api import Totals
from portal.dumps.catalog import Catalog
from portal.dumps.views import Dump, DumpFile, Dumps
from portal.resources import BARE, RESOURCES
from publishing.api.changes import Changes
from publishing.api.problems import PROBLEMS
from publishing.api.search import Search
from publishing.api.views import ReadView

__all__ = ["schema", "urlpatterns"]


class Root(ReadView):
    """Where everything is."""

    def stands(self, **kwargs: Any) -> bool:
        return True

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        absolute = request.build_absolute_uri
        lists = {
            prefix: absolute(reverse(f"api:{prefix}-list")) for prefix, _view, _name in RESOURCES.registry
        }
        return Response(
            {
                "documentation": absolute(reverse("api-docs")),
                "openapi": absolute(reverse("api:schema")),
                "catalog": absolute(reverse("api:catalog")),
                "dumps": absolute(reverse("api:dumps")),
                "changes": absolute(reverse("api:changes")),
                "search": absolute(reverse("api:search")),
                "resources": lists,
            }
        )


class Schema(ReadView):
    """The OpenAPI document."""

    def stands(self, **kwargs: Any) -> bool:
        return True

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(schema())


class Unknown(ReadView):
    """Any other address below the API."""

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> Response:
        raise NotFound

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.count(request)
        raise NotFound


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI document, in English."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


class KindOfProblem(ReadView):
    """The address of a kind of error: on to where it is explained."""

    @extend_schema(exclude=True)
    def get(self, request: Request, code: str) -> Response:
        if code not in [problem.code for problem in PROBLEMS]:
            raise NotFound
        return Response(status=302, headers={"Location": f"{reverse('api-docs-errors')}#problem-{code}"})


staff: list[URLPattern | URLResolver] = [
    path("entries/", NewEntry.as_view(), name="new-entry"),
    path("entries/<slug:ref>/", OneEntry.as_view(), name="entry"),
    path("entries/<slug:ref>/texts/<slug:language>/", EntryText.as_view(), name="entry-text"),
    path("entries/<slug:ref>/readiness/", Readiness.as_view(), name="readiness"),
    *(path(f"entries/<slug:ref>/{step}/", TakeStep.of(step).as_view(), name=step) for step in STEPS),
    path("files/", Files.as_view(), name="files"),
]

version_1: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="root"),
    path("openapi.json", Schema.as_view(), name="schema"),
    path("catalog.jsonld", Catalog.as_view(), name="catalog"),
    path("dumps/", Dumps.as_view(), name="dumps"),
    path("dumps/<slug:run>/", Dump.as_view(), name="dump"),
    path("dumps/<slug:run>/<str:name>", DumpFile.as_view(), name="dump-file"),
    path("changes/", Changes.as_view(), name="changes"),
    path("search/", Search.as_view(), name="search"),
    path("problems/<slug:code>/", KindOfProblem.as_view(), name="problem"),
    path("outcomes/totals/", Totals.as_view(), name="outcome-totals"),
    *staff,
    *RESOURCES.urls,
    path("changes", Changes.as_view()),
    path("search", Search.as_view()),
    path("outcomes/totals", Totals.as_view()),
    *(URLPattern(each.pattern, cast(Any, each.callback)) for each in BARE.urls),
    # Line breaks too, which end a path for Django's own converter.
    re_path(r"\A(?P<rest>[\s\S]+)\Z", Unknown.as_view(), name="unknown"),
]

urlpatterns = [
    path("v1/docs/", include("portal.documentation.urls")),
    path("v1/", include((version_1, "api"))),
    path("", RedirectView.as_view(pattern_name="api:root")),
]
