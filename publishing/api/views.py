"""What all resources answer alike: languages, parameters, pages, conditional requests, problems."""

import hashlib
from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet, ViewSetMixin

from publishing.api import limits, paging, parameters
from publishing.api.addresses import unreadable
from publishing.api.filters import AnyOf, EntryFilters, called
from publishing.api.languages import EVERY, Wanted, spoken, wanted
from publishing.api.linked import of_page
from publishing.api.loading import readable
from publishing.api.problems import Gone, InvalidParameters, Mistake, unknown_value
from publishing.api.renderers import Csv, LinkedData, Negotiation, alternates
from publishing.api.serializers import EntrySerializer
from publishing.changes import last_public_change
from publishing.languages import Language
from publishing.queries import newest
from publishing.visibility import gone, public

__all__ = ["EntryViewSet", "ListOnly", "ReadView", "VocabularyViewSet", "with_links"]

ASKED_WITH = "Accept, Accept-Language, Authorization, If-Modified-Since, If-None-Match"
EXPOSED = ", ".join(("Link", "ETag", "Last-Modified", "Content-Language", *limits.HEADERS))


class ReadView(APIView):
    """Anyone from anywhere may read; answers can be kept and asked about again with their ETag."""

    http_method_names = ["get", "head", "options"]
    permission_classes = (AllowAny,)
    content_negotiation_class = Negotiation
    renderer_classes: Any = (JSONRenderer,)
    known: ClassVar[tuple[str, ...]] = ()
    # For the OpenAPI document: schema and description of parameters, the one in the path, what surrounds the records.
    described: ClassVar[dict[str, tuple[dict[str, Any], str]]] = {}
    identified_by: ClassVar[str] = ""
    envelope: ClassVar[Callable[..., dict[str, Any]] | None] = None
    # The group of resources that share a limit of requests; by default those of one app.
    group: ClassVar[str] = ""
    asked: HttpRequest
    unreadable: str = ""
    spent: limits.Spent | None = None
    wanted: Wanted = Wanted(Language.ENGLISH)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.unreadable = unreadable(request)
        if self.unreadable:
            # Nothing looks into it any more.
            request.GET = QueryDict()
        language = spoken(request)
        self.asked = request
        self.wanted = Wanted(language)
        with translation.override(language):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
        patch_vary_headers(response, ["Accept", "Accept-Language"])
        response.headers.setdefault("Content-Language", self.wanted.header)
        response.headers.setdefault("Cache-Control", "no-cache")
        answer = self.if_changed(request, response) if response.status_code == 200 else response
        limits.tell(self.spent, answer)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = EXPOSED
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method != "OPTIONS":
            self.count(request)
        if self.unreadable:
            raise ParseError(self.unreadable)
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        self.wanted = wanted(request)
        known = {"format", "lang", *self.parameters()}
        parameters.check(request.query_params, known, repeatable=self.repeatable())

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Tokens alone: what a cookie says makes no difference to readers."""
        return [each for each in super().get_authenticators() if not isinstance(each, SessionAuthentication)]

    def count(self, request: Request) -> None:
        """Count ``request`` towards the client's limit, first of all: what is refused counts too."""
        try:
            self.spent = limits.spend(request, self.group or limits.group_of(type(self)))
        except limits.TooMany as refusal:
            self.spent = refusal.spent
            raise

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200 and (others := alternates(request, self.offered())):
            response.headers["Link"] = ", ".join(filter(None, [response.headers.get("Link"), others]))
        return response

    def offered(self) -> list[BaseRenderer]:
        """The formats that this very answer could come in."""
        return self.get_renderers()

    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters known here, beside ``format`` and ``lang``."""
        return self.known

    def repeatable(self) -> tuple[str, ...]:
        """Those of the parameters that can be given several times."""
        return ()

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """What may be done here, also for browsers that ask before they read from another site."""
        headers = {
            "Access-Control-Allow-Methods": ", ".join(self.allowed_methods),
            "Access-Control-Allow-Headers": ASKED_WITH,
            "Access-Control-Max-Age": "86400",
        }
        return Response(status=204, headers=headers)

    def if_changed(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """``response`` with its validators, or 304 if the client has it already."""
        content = cast(Response, response).rendered_content
        etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
        modified = self.last_modified()
        response.headers["ETag"] = etag
        if modified is not None:
            response.headers["Last-Modified"] = http_date(modified)
        return get_conditional_response(request, etag, modified, cast(Response, response)) or response

    def last_modified(self) -> int | None:
        """When anything that the public sees last changed, in seconds since 1970."""
        latest = last_public_change()
        return int(latest.timestamp()) if latest else None

    def get_serializer_context(self) -> dict[str, Any]:
        return {"request": self.request, "view": self, "wanted": self.wanted}


class Listing(ReadView, GenericViewSet):
    """A list of records, filtered, ordered and in pages."""

    serializer_class: type[EntrySerializer]
    filterset_class: type[EntryFilters] = EntryFilters
    list_renderers: ClassVar[tuple[type[BaseRenderer], ...]] = (JSONRenderer, Csv)
    record_renderers: ClassVar[tuple[type[BaseRenderer], ...]] = (JSONRenderer, LinkedData)
    # Columns to order by, and whether they may lack a value.
    orderings: ClassVar[dict[str, tuple[str, bool]]] = {}
    default_ordering: ClassVar[str] = "-released_at"
    chosen: frozenset[str] = frozenset()

    def all_orderings(self) -> dict[str, paging.Ordering]:
        """The values of ``ordering``."""
        columns = {
            "released_at": ("release_at", False),
            "changed_at": ("changed_at", False),
            **self.orderings,
        }
        return {
            f"{sign}{name}": paging.Ordering(f"{sign}{name}", column, bool(sign), may_lack)
            for name, (column, may_lack) in columns.items()
            for sign in ("", "-")
        }

    def filters(self) -> dict[str, AnyOf]:
        """The filters of the list by their names."""
        return self.filterset_class.base_filters

    def parameters(self) -> tuple[str, ...]:
        if self.action != "list":
            return ("fields",)
        return ("fields", "ordering", *paging.Page.parameters, *self.filters())

    def repeatable(self) -> tuple[str, ...]:
        return tuple(name for name, each in self.filters().items() if each.repeatable)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            self.chosen = parameters.field_names(request.query_params, self.serializer_class.all_names())

    def get_renderers(self) -> list[BaseRenderer]:
        offered = self.list_renderers if self.action == "list" else self.record_renderers
        return [each() for each in offered]

    @classmethod
    def entries(cls) -> QuerySet[Any]:
        """The rows of the list that the public may see, the newest first."""
        return newest(public(cls.serializer_class.Meta.model))

    def get_queryset(self) -> QuerySet[Any]:
        kind = getattr(self.serializer_class.Meta.model, "KIND", None)
        # The table of the kind says so already; the index of the visible needs to hear it.
        return type(self).entries().filter(kind=kind.code) if kind else type(self).entries()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "fields": self.chosen}

    def list(self, request: Request) -> Response:
        """One page of the list."""
        query = request.query_params
        orderings = self.all_orderings()
        ordering = orderings[parameters.single(query, "ordering", orderings) or self.default_ordering]
        page = paging.read(request, self.filtered(self.get_queryset()), ordering)
        serializer = self.get_serializer(page.rows, many=True)
        return with_links(request, {"results": serializer.data}, page)

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the query's filters leave."""
        filterset = self.filterset_class(self.request.query_params, queryset=rows)
        if filterset.is_valid():
            return filterset.qs
        raise InvalidParameters(
            [
                mistake(name, error)
                for name, errors in filterset.form.errors.as_data().items()
                for error in errors
            ]
        )


class ListOnly(Listing):
    """A list whose records have their own resources."""


class EntryViewSet(Listing):
    """The resource of one kind: its list, and each record by slug, ref or uid."""

    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"
    identified_by = "The record’s slug, ref or uid."

    def retrieve(self, request: Request, slug: str) -> Response:
        """One record; 410 if it was withdrawn, 404 for what was never there to see."""
        entry = self.get_queryset().filter(called(slug)).first()
        if entry is None:
            model = self.serializer_class.Meta.model
            if taken_back := gone(model).filter(called(slug), kind=model.KIND.code).first():
                raise Gone(taken_back)
            raise NotFound
        return Response(self.told(entry))

    def told(self, entry: Any) -> Any:
        """``entry`` in the format asked for; the formats beside JSON speak one language at a time."""
        chosen = self.request.accepted_renderer
        if isinstance(chosen, JSONRenderer):
            return self.get_serializer(entry).data
        if self.wanted.every:
            raise InvalidParameters([Mistake("lang", EVERY, unknown_value(), Language.values)])
        return self.written(entry, chosen)

    def written(self, entry: Any, chosen: BaseRenderer) -> Any:
        """``entry`` as the renderer ``chosen`` sends it."""
        return of_page(entry, self.asked)


class VocabularyViewSet(ViewSetMixin, ReadView):
    """A short list of things that are no entries, always given whole."""

    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"
    identified_by = "The slug."
    serializer_class: type[Any]
    action: str

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """All of them, in their order."""
        return readable(cls.serializer_class.Meta.model)

    basename: str

    def get_renderers(self) -> list[BaseRenderer]:
        return [JSONRenderer(), *([Csv()] if self.action == "list" else [])]

    def last_modified(self) -> int | None:
        """Unknown: when a vocabulary was changed is not stored; the ETag tells whether it was."""
        return None

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        return self.serializer_class(*args, **{**kwargs, "context": self.get_serializer_context()})

    def list(self, request: Request) -> Response:
        """The whole list."""
        return Response({"results": self.get_serializer(type(self).rows(), many=True).data})

    def retrieve(self, request: Request, slug: str) -> Response:
        """One of them."""
        row = type(self).rows().filter(slug=slug).first()
        if row is None:
            raise NotFound
        return Response(self.get_serializer(row).data)


def mistake(name: str, error: ValidationError) -> Mistake:
    """What a filter refused, as part of a problem."""
    params = error.params or {}
    return Mistake(name, params.get("value", ""), " ".join(error.messages), params.get("choices"))


def with_links(request: Request, data: dict[str, Any], page: paging.Page, name: str = "cursor") -> Response:
    """``data`` after the addresses of the neighbouring pages, in the body and as RFC 8288 links.

    ``name`` is the parameter that carries the cursor.
    """
    cursors = {"next": page.next, "previous": page.previous}
    addresses = {rel: _turned(request, name, cursor) for rel, cursor in cursors.items()}
    names = {"next": "next", "previous": "prev"}
    link = ", ".join(f'<{url}>; rel="{names[rel]}"' for rel, url in addresses.items() if url)
    return Response({**addresses, **data}, headers={"Link": link} if link else None)


def _turned(request: Request, name: str, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query[name] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
