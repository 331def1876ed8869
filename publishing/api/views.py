"""What all resources answer alike: languages, parameters, pages, conditional requests, problems."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ViewSetMixin

from publishing import kinds
from publishing.api import deprecation, limits, paging, parameters
from publishing.api.addresses import unreadable
from publishing.api.conditional import Conditional, Validators
from publishing.api.deprecation import Deprecation
from publishing.api.entry_filters import EntryFilters
from publishing.api.filters import called, formerly
from publishing.api.languages import EVERY, Wanted, spoken, wanted
from publishing.api.linked import of_page
from publishing.api.loading import readable
from publishing.api.problems import Gone, InvalidParameters, Mistake, unknown_value
from publishing.api.renderers import Csv, LinkedData, Negotiation, alternates
from publishing.api.selecting import Selecting
from publishing.api.serializers import EntrySerializer
from publishing.languages import Language
from publishing.queries import newest
from publishing.visibility import gone, public

__all__ = ["EntryViewSet", "ListOnly", "ReadView", "VocabularyList", "VocabularyViewSet", "with_links"]

ASKED_WITH = "Accept, Accept-Language, Authorization, If-Modified-Since, If-None-Match"
EXPOSED = ", ".join(
    ("Link", "ETag", "Last-Modified", "Content-Language", *limits.HEADERS, *deprecation.HEADERS)
)


class ReadView(Conditional):
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
    # Parameters that a request must have.
    required: ClassVar[tuple[str, ...]] = ()
    # What is going to leave, by its name in publishing.api.deprecation.
    deprecated: ClassVar[Mapping[str, Deprecation]] = {}
    # The group of resources that share a limit of requests; by default those of one app.
    group: ClassVar[str] = ""
    asked: HttpRequest
    unreadable: str = ""
    spent: limits.Spent | None = None
    wanted: Wanted = Wanted(Language.ENGLISH)
    # The fields wanted, if not all.
    chosen: frozenset[str] = frozenset()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.unreadable = unreadable(request)
        if self.unreadable:
            # Nothing looks into it any more.
            request.GET = QueryDict()
        language = spoken(request)
        self.asked = request
        self.wanted = Wanted(language)
        self.validators = Validators.of(request, language)
        with translation.override(language):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
        patch_vary_headers(response, ["Accept", "Accept-Language", "Accept-Encoding"])
        response.headers.setdefault("Content-Language", self.wanted.header)
        response.headers.setdefault("Cache-Control", "no-cache")
        answer = self.validated(request, response)
        if answer.status_code < 400:
            deprecation.tell(self.leaving(request), answer)
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
        self.stop_if_known(request, **kwargs)

    def kinds(self) -> list[str]:
        """The values of the parameter ``kind``, where there is one."""
        return [kind.code for kind in kinds.every()]

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

    def leaving(self, request: HttpRequest) -> list[Deprecation]:
        """What is deprecated and ``request`` makes use of."""
        return deprecation.used(self.deprecated, request.GET, self.chosen)

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

    def get_serializer_context(self) -> dict[str, Any]:
        return {"request": self.request, "view": self, "wanted": self.wanted}


class Listing(Selecting, ReadView, GenericViewSet):
    """A list of records, filtered, ordered and in pages."""

    serializer_class: type[EntrySerializer]
    filterset_class: type[EntryFilters] = EntryFilters
    list_renderers: ClassVar[tuple[type[BaseRenderer], ...]] = (JSONRenderer, Csv)
    record_renderers: ClassVar[tuple[type[BaseRenderer], ...]] = (JSONRenderer, LinkedData)
    # Columns to order by, and whether they may lack a value.
    orderings: ClassVar[dict[str, tuple[str, bool]]] = {}
    default_ordering: ClassVar[str] = "-released_at"
    paged = True

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

    def parameters(self) -> tuple[str, ...]:
        if self.action != "list":
            return self.selectors()
        return (*self.selectors(), "ordering", *paging.Page.parameters, *self.filters())

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

    def stands(self, **kwargs: Any) -> bool:
        return self.action == "list" or self.get_queryset().filter(called(kwargs["slug"])).exists()

    def list(self, request: Request) -> Response:
        """One page of the list."""
        query = request.query_params
        orderings = self.all_orderings()
        ordering = orderings[parameters.single(query, "ordering", orderings) or self.default_ordering]
        page = paging.read(request, self.filtered(self.get_queryset()), ordering)
        return with_links(request, {"results": self.records(page.rows)}, page)


class ListOnly(Listing):
    """A list whose records have their own resources."""


class EntryViewSet(Listing):
    """The resource of one kind: its list, and each record by slug, ref or uid."""

    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"
    identified_by = "The record’s slug, ref or uid."
    shown: Any = None

    def retrieve(self, request: Request, slug: str) -> Response:
        """One record; 301 from an address that it had before, 410 if it was withdrawn, 404 for what was never there."""
        entry = self.get_queryset().filter(called(slug)).first()
        if entry is None:
            return self.elsewhere(request, slug)
        return Response(self.told(entry))

    def elsewhere(self, request: Request, slug: str) -> Response:
        """What is answered where no record is: on to where it is now, or what became of it."""
        model = self.serializer_class.Meta.model
        before = formerly(model, slug)
        if entry := self.get_queryset().filter(before).first():
            address = reverse(f"api:{model.KIND.resource}-detail", args=[entry.slug])
            query = request.META.get("QUERY_STRING", "")
            return Response(status=301, headers={"Location": f"{address}?{query}" if query else address})
        if taken_back := gone(model).filter(called(slug) | before, kind=model.KIND.code).first():
            raise Gone(taken_back)
        raise NotFound

    def told(self, entry: Any) -> Any:
        """``entry`` in the format asked for; the formats beside JSON speak one language at a time."""
        self.shown = entry
        chosen = self.request.accepted_renderer
        if isinstance(chosen, JSONRenderer):
            return self.records([entry])[0]
        if self.wanted.every:
            raise InvalidParameters([Mistake("lang", EVERY, unknown_value(), Language.values)])
        return self.written(entry, chosen)

    def written(self, entry: Any, chosen: BaseRenderer) -> Any:
        """``entry`` as the renderer ``chosen`` sends it."""
        return of_page(entry, self.asked)


class VocabularyList(Selecting, ViewSetMixin, ReadView):
    """A short list of things that are no entries, always given whole."""

    basename: str

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """All of them, in their order."""
        return readable(cls.serializer_class.Meta.model)

    def get_renderers(self) -> list[BaseRenderer]:
        return [JSONRenderer(), *([Csv()] if self.action == "list" else [])]

    def stands(self, **kwargs: Any) -> bool:
        return self.action == "list" or type(self).rows().filter(slug=kwargs["slug"]).exists()

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        return self.serializer_class(*args, **{**kwargs, "context": self.get_serializer_context()})

    def list(self, request: Request) -> Response:
        """The whole list, or what the filters leave of it."""
        return Response({"results": self.records(self.filtered(type(self).rows()))})


class VocabularyViewSet(VocabularyList):
    """A short list of things that have addresses of their own."""

    lookup_url_kwarg = "slug"
    lookup_value_converter = "slug"
    identified_by = "The slug."

    def retrieve(self, request: Request, slug: str) -> Response:
        """One of them."""
        row = type(self).rows().filter(slug=slug).first()
        if row is None:
            raise NotFound
        return Response(self.records([row])[0])


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
