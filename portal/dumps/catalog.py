"""The catalog of the portal's data as DCAT 3, for harvesters: one dataset per resource, with its distributions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from portal.documentation.examples import EXAMPLES
from portal.dumps.licences import URLS
from portal.dumps.store import Run, latest
from portal.dumps.views import OfRuns, address
from portal.resources import VIEWS
from publishing import clock, kinds
from publishing.api.fields import utc
from publishing.api.renderers import LinkedData
from publishing.changes import last_public_change
from publishing.languages import Language
from publishing.models import Entry
from publishing.visibility import public, seen

__all__ = ["Catalog"]

Node = dict[str, Any]

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
REGISTERED = "https://www.iana.org/assignments/media-types/"
FORMATS = {
    "JSON": "application/json",
    "CSV": "text/csv",
    "NDJSON": "",  # no registered media type
    "JSON Feed": "",
    "iCalendar": "text/calendar",
}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
LANGUAGES = {Language.ENGLISH: "ENG", Language.KOREAN: "KOR", Language.CHINESE: "ZHO"}
CALENDARS = {"events": "events:ics", "opportunities": "opportunities:deadlines", "calls": "calls:deadlines"}
TITLE = _("Green Cooperation Portal")
ABOUT = _(
    "Everything the portal has released, as JSON, in three languages. Reading is open to all: no key, no account."
)


class _Graph(LinkedData):
    """A graph of our own making."""

    def written(self, data: Any, view: Any) -> bytes:
        return JSONRenderer().render(data)


class Catalog(OfRuns):
    """What data there is, where and in which formats, for harvesters (DCAT 3)."""

    renderer_classes = (_Graph, JSONRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response({"@context": CONTEXT, **_Description(request).catalog()})


class _Description:
    """What is said of the data, all of it in three languages."""

    def __init__(self, request: Request) -> None:
        self.absolute = request.build_absolute_uri
        self.url = self.absolute(reverse("api:catalog"))
        self.terms = f"{self.absolute(reverse('api-docs'))}#licence"
        self.run: Run | None = latest()
        self.about = {each.resource: each.holds for each in EXAMPLES}
        self.licences: dict[str, set[str]] = {}
        for kind, licence in public(Entry).order_by().values_list("kind", "licence").distinct():
            self.licences.setdefault(kind, set()).add(licence)
        now = clock.now()
        changes = seen(Entry).filter(changed_at__lte=now).order_by().values("kind")
        self.changed = dict(changes.annotate(at=Max("changed_at")).values_list("kind", "at"))

    def catalog(self) -> Node:
        datasets = [
            self.dataset(name, viewset.serializer_class.Meta.model) for name, viewset in VIEWS.items()
        ]
        return {
            "@id": f"{self.url}#catalog",
            "@type": "dcat:Catalog",
            "dct:title": worded(TITLE),
            "dct:description": worded(ABOUT),
            "foaf:homepage": {"@id": self.absolute(reverse("home"))},
            "dct:publisher": self.publisher(),
            "dct:license": self.licence(self.terms),
            "dct:language": [{"@id": f"{AUTHORITY}language/{code}"} for code in LANGUAGES.values()],
            **modified(last_public_change()),
            "dcat:service": self.service(datasets),
            "dcat:dataset": datasets,
        }

    def publisher(self) -> Node:
        return {"@id": f"{self.absolute('/')}#portal", "@type": "foaf:Agent", "foaf:name": worded(TITLE)}

    def licence(self, url: str) -> Node:
        return {"@id": url, "@type": "dct:LicenseDocument"}

    def service(self, datasets: list[Node]) -> Node:
        return {
            "@id": f"{self.url}#api",
            "@type": "dcat:DataService",
            "dct:title": worded(_("Data and API")),
            "dcat:endpointURL": {"@id": self.absolute(reverse("api:root"))},
            "dcat:endpointDescription": {"@id": self.absolute(reverse("api:schema"))},
            "foaf:page": {"@id": self.absolute(reverse("api-docs"))},
            "dcat:servesDataset": [{"@id": dataset["@id"]} for dataset in datasets],
        }

    def dataset(self, name: str, model: type[Any]) -> Node:
        """The resource called ``name``, whose records are of ``model``."""
        held = [each.code for each in kinds.every() if issubclass(kinds.model_of(each.code), model)]
        licences = set().union(*(self.licences.get(code, set()) for code in held))
        # One licence is named itself; otherwise every record names its own, as the terms say.
        single = URLS.get(next(iter(licences))) if len(licences) == 1 else None
        licence = self.licence(single or self.terms)
        parts = [*self.of_api(name), *self.of_run(name), *self.of_pages(name, model)]
        changes = [self.changed[code] for code in held if code in self.changed]
        return {
            "@id": f"{self.url}#{name}",
            "@type": "dcat:Dataset",
            "dct:identifier": name,
            "dct:title": worded(model._meta.verbose_name_plural),
            "dct:description": worded(self.about[name]),
            "dct:publisher": {"@id": self.publisher()["@id"]},
            "dct:license": licence,
            "dct:language": [{"@id": f"{AUTHORITY}language/{code}"} for code in LANGUAGES.values()],
            "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}frequency/DAILY"},
            **modified(max(changes, default=None)),
            "dcat:landingPage": {"@id": self.absolute(reverse("api-docs"))},
            "dcat:distribution": [{**part, "dct:license": licence} for part in parts],
        }

    def of_api(self, name: str) -> Iterator[Node]:
        address_of_list = self.absolute(reverse(f"api:{name}-list"))
        for form, query in (("JSON", ""), ("CSV", "?format=csv")):
            yield {
                **self.distribution(name, f"api-{form.lower()}", form, title=f"API · {form}"),
                "dcat:accessURL": {"@id": address_of_list + query},
                "dcat:accessService": {"@id": f"{self.url}#api"},
            }

    def of_run(self, name: str) -> Iterator[Node]:
        """The files of the newest dump, if there is one."""
        for file in self.run.manifest["files"] if self.run else ():
            if file.get("resource") != name or self.run is None:
                continue
            yield {
                **self.distribution(name, f"dump-{file['format']}", file["format"].upper()),
                "dcat:accessURL": {"@id": self.absolute(reverse("api:dumps"))},
                "dcat:downloadURL": {"@id": self.absolute(address(self.run.name, file["name"]))},
                "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file["bytes"])},
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file["sha256"]},
                },
                **modified(self.run.generated_at),
            }

    def of_pages(self, name: str, model: type[Any]) -> Iterator[Node]:
        """The feeds of the list and the calendars to subscribe to, in each language."""
        kind = getattr(model, "KIND", None)
        routes = {
            "JSON Feed": f"{kind.routes}:feed-json" if kind else "",
            "iCalendar": CALENDARS.get(name, ""),
        }
        for form, route in routes.items():
            for language in Language if route and exists(route) else ():
                with override(language):
                    url = self.absolute(reverse(route))
                code = f"{form.replace(' ', '-').lower()}-{language}"
                yield {
                    **self.distribution(name, code, form),
                    "dct:language": {"@id": f"{AUTHORITY}language/{LANGUAGES[language]}"},
                    "dcat:accessURL": {"@id": url},
                }

    def distribution(self, name: str, code: str, form: str, title: str = "") -> Node:
        media_type = FORMATS[form]
        return {
            "@id": f"{self.url}#{name}-{code}",
            "@type": "dcat:Distribution",
            "dct:title": title or form,
            "dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": form},
            **({"dcat:mediaType": {"@id": f"{REGISTERED}{media_type}"}} if media_type else {}),
        }


def worded(words: Any) -> list[Node]:
    """``words`` in every language."""
    found = []
    for language in Language:
        with override(language):
            found.append({"@language": language.html_lang, "@value": capfirst(str(words))})
    return found


def modified(at: datetime | None) -> Node:
    return {"dct:modified": {"@type": "xsd:dateTime", "@value": utc(at)}} if at else {}


def exists(route: str) -> bool:
    """Whether there is such an address; standing pages have no list."""
    try:
        reverse(route)
    except NoReverseMatch:
        return False
    return True
