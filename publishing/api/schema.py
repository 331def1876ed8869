"""What the OpenAPI document says of the resources, taken from the same declarations that answer requests."""

from typing import Any, cast

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, get_doc
from drf_spectacular.utils import OpenApiParameter

from publishing.api import deprecation, fields
from publishing.api.expanding import MOST_NAMES, MOST_RECORDS, MOST_ROWS
from publishing.api.facts import RecordSerializer
from publishing.api.languages import EVERY
from publishing.api.parameters import PAGE_SIZE, PAGE_SIZE_LIMIT
from publishing.api.problems import CONTENT_TYPE, PROBLEMS
from publishing.api.selecting import Selecting
from publishing.api.views import EntryViewSet, Listing, ReadView, VocabularyList
from publishing.languages import Language

__all__ = ["PortalSchema", "canonical", "with_shared"]

Schema = dict[str, Any]

PROBLEM: Schema = {
    "type": "object",
    "description": "An error (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Stable address of this kind of error."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "violated-policies": {
            "type": "array",
            "description": "With 429: the groups of resources in which no request is left.",
            "items": {"type": "string"},
        },
        "errors": {
            "type": "array",
            "description": "With 400: what is wrong with each parameter.",
            "items": {
                "type": "object",
                "properties": {
                    "parameter": {"type": "string"},
                    "value": {"type": "string"},
                    "detail": {"type": "string"},
                    "choices": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["parameter", "value", "detail"],
            },
        },
        **{
            name: {"type": "string", "description": "With 410: of the record that was withdrawn."}
            for name in ("uid", "ref", "kind", "reason", "withdrawn_at")
        },
        "media_types": {
            "type": "array",
            "description": "With 406: what can be accepted.",
            "items": {"type": "string"},
        },
    },
    "required": ["type", "title", "status"],
}
ADDRESS: Schema = {"type": ["string", "null"], "format": "uri"}
HEADERS: Schema = {
    "ETag": {"schema": {"type": "string"}, "description": "For If-None-Match."},
    "Last-Modified": {"schema": {"type": "string"}, "description": "When anything public last changed."},
    "Content-Language": {"schema": {"type": "string"}},
}
COMPONENT_HEADERS: Schema = {
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": "The limit of this group of resources: `q` requests in `w` seconds.",
    },
    "RateLimit": {
        "schema": {"type": "string"},
        "description": "`r` requests are left in this group of resources for `t` seconds.",
    },
}
LIMITS: Schema = {name: {"$ref": f"#/components/headers/{name}"} for name in COMPONENT_HEADERS}
RETRY: Schema = {
    "Retry-After": {
        "schema": {"type": "integer"},
        "description": "Seconds until requests are answered again.",
    }
}
CHALLENGE: Schema = {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "RFC 6750."}}
LEAVING: Schema = {
    "Deprecation": {
        "schema": {"type": "string"},
        "description": "Since when something that the request used is deprecated (RFC 9745).",
    },
    "Sunset": {"schema": {"type": "string"}, "description": "When it stops working (RFC 8594)."},
}
# Text with at least one character that is no space, and without null characters.
SOMETHING = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
LINK: Schema = {
    "Link": {"schema": {"type": "string"}, "description": "Neighbouring pages (RFC 8288): next, prev."}
}
OTHERS: dict[str, Schema] = {
    "text/csv": {
        "type": "string",
        "description": "The same records as rows (RFC 4180, UTF-8 with a byte order mark).",
    },
    "text/calendar": {"type": "string", "description": "iCalendar (RFC 5545), in one language."},
    "application/ld+json": {
        "type": "object",
        "description": "The structured data of the record’s page (schema.org), in one language.",
    },
}
LANGUAGE = OpenApiParameter(
    "lang",
    {"type": "string", "enum": [*Language.values, EVERY]},
    description="Language of wording and labels; * for all of them, each as an object by language. "
    "Without it the Accept-Language header decides.",
)


def canonical(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Leave out the addresses that only help clients who forget the slash at the end."""
    return [endpoint for endpoint in endpoints if endpoint[0].endswith("/")]


def with_shared(result: Schema, **_kwargs: Any) -> Schema:
    """Add the shapes that many fields refer to, and the headers that every answer has."""
    schemas = {**result["components"]["schemas"], **fields.SHARED}
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    result["components"]["headers"] = COMPONENT_HEADERS
    return result


def _certain(schema: Schema) -> Schema:
    """``schema`` of a parameter with what :func:`publishing.api.parameters.check` demands of every value."""
    if schema.get("type") == "array":
        return {**schema, "items": _certain(schema["items"])}
    if schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}:
        return {**schema, "pattern": SOMETHING}
    return schema


class PortalSchema(AutoSchema):
    """Describes views that are :class:`~publishing.api.views.ReadView`."""

    @property
    def resource(self) -> ReadView:
        return cast(ReadView, self.view)

    def get_override_parameters(self) -> list[Any]:
        made = [self._format(), LANGUAGE, *(self._parameter(name) for name in self.resource.parameters())]
        if "{slug}" in self.path:
            made.append(OpenApiParameter("slug", str, "path", description=self.resource.identified_by))
        return made

    def _format(self) -> OpenApiParameter:
        codes = [str(renderer.format) for renderer in self.resource.get_renderers()]
        schema = {"type": "string", "enum": codes, "default": codes[0]}
        return OpenApiParameter("format", schema, description="Format of the answer; wins over `Accept`.")

    def _parameter(self, name: str) -> OpenApiParameter:
        if name in ("fields", "expand") and isinstance(self.resource, Selecting):
            return self._listed(name, self.resource)
        if isinstance(self.resource, Selecting) and name in self.resource.filters():
            said = self.resource.filters()[name].schema()
            return self._one(name, said["schema"], said["description"])
        return self._one(name, *self._known(name))

    def _one(self, name: str, schema: Schema, says: str, **more: Any) -> OpenApiParameter:
        leaving = self.resource.deprecated.get(deprecation.parameter(name))
        if leaving:
            says = f"{says} Deprecated: {leaving.instead}"
        return OpenApiParameter(
            name,
            _certain(schema),
            required=name in self.resource.required,
            deprecated=leaving is not None,
            description=says,
            **more,
        )

    def _listed(self, name: str, resource: Selecting) -> OpenApiParameter:
        """A parameter that lists names, separated by commas."""
        record = resource.serializer_class
        if name == "fields":
            names, most = list(record.all_names()), {}
            says = f"Names of the fields wanted, separated by commas; `{record.always}` is always there."
        else:
            names, most = resource.expandable(), {"maxItems": MOST_NAMES}
            says = (
                "Names of links, separated by commas, that become the whole public record of their kind; links inside"
                " a part are named with a dot. One level, only in JSON, no more than"
                f" {MOST_RECORDS} records in an answer"
                + (f", and a list then has {MOST_ROWS} records on a page at most." if resource.paged else ".")
            )
        items = {"type": "string", "enum": names}
        schema = {"type": "array", "items": items, "minItems": 1, "uniqueItems": True, **most}
        return self._one(name, schema, says, style="form", explode=False)

    def _known(self, name: str) -> tuple[Schema, str]:
        if name in self.resource.described:
            return self.resource.described[name]
        if name == "kind":
            codes = {"type": "string", "enum": self.resource.kinds()}
            return {"type": "array", "items": codes}, "Kinds wanted; can be repeated."
        if name == "page_size":
            size = {"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_LIMIT, "default": PAGE_SIZE}
            return size, "Records on a page."
        if name == "cursor":
            return {"type": "string"}, "Where to go on: from `next` or `previous` of an answer."
        if name == "ordering" and isinstance(self.resource, Listing):
            orders = {
                "type": "string",
                "enum": [*self.resource.all_orderings()],
                "default": self.resource.default_ordering,
            }
            return orders, "What to order by; with a minus the largest or newest first."
        raise LookupError(f"{name} is not described")

    def get_auth(self) -> list[Any]:
        """None: reading needs no token. The scheme itself stands in the document for those who have one."""
        super().get_auth()
        return []

    def is_deprecated(self) -> bool:
        return deprecation.ROUTE in self.resource.deprecated

    def get_filter_backends(self) -> list[Any]:
        return []

    def _get_paginator(self) -> None:
        return None

    def get_description(self) -> str:  # type: ignore[override] # so does the generator itself
        listing = getattr(self.resource, "action", "list") == "list"
        return _described(type(self.resource) if listing else cast(EntryViewSet, self.resource).retrieve)

    def get_summary(self) -> str:
        about = _described(type(self.resource)).partition("\n")[0]
        return f"One of: {about}" if "{slug}" in self.path else about

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Schema:
        schema = super()._map_serializer(serializer, direction, bypass_extensions)
        if "description" in schema:
            schema["description"] = schema["description"].replace("``", "`")
        for name, value in schema.get("properties", {}).items():
            value.pop("readOnly", None)
            if isinstance(value.get("allOf"), list) and len(value["allOf"]) == 1 and len(value) == 1:
                schema["properties"][name] = value["allOf"][0]
        if isinstance(serializer, getattr(self.resource, "serializer_class", ())):
            self._mark_leaving(schema)
        if isinstance(serializer, RecordSerializer):
            # Any other field may be left out by the parameter "fields".
            schema["required"] = [serializer.always]
        return schema

    def _mark_leaving(self, schema: Schema) -> None:
        for name, value in schema.get("properties", {}).items():
            if leaving := self.resource.deprecated.get(deprecation.field(name)):
                said = " ".join(filter(None, [value.get("description"), f"Deprecated: {leaving.instead}"]))
                schema["properties"][name] = {**value, "deprecated": True, "description": said}

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        bodies = super()._get_response_bodies(direction)
        answer = bodies["200"]
        content = answer["content"]["application/json"]
        content["schema"] = self._enveloped(content["schema"])
        answer["content"] = {
            media_type: {"schema": OTHERS[media_type]} if media_type in OTHERS else content
            for media_type in answer["content"]
        }
        answer["headers"] = {
            **HEADERS,
            **LIMITS,
            **(LINK if "next" in content["schema"].get("properties", {}) else {}),
            **(LEAVING if self.resource.deprecated else {}),
        }
        answer["description"] = ""
        if isinstance(self.resource, EntryViewSet) and self.resource.action == "retrieve":
            location = {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}
            bodies["301"] = {"description": "The record has another address now.", "headers": location}
        bodies["304"] = {
            "description": "Not changed since the answer that the client has.",
            "headers": LIMITS,
        }
        return {**bodies, **{str(status): self._problem(status) for status in self._statuses()}}

    def _enveloped(self, schema: Schema) -> Schema:
        if isinstance(self.resource, Listing) and self.resource.action == "list":
            properties = {"next": ADDRESS, "previous": ADDRESS, "results": schema}
        elif isinstance(self.resource, VocabularyList) and self.resource.action == "list":
            properties = {"results": schema}
        elif self.resource.envelope is not None:
            return self.resource.envelope({"next": ADDRESS, "previous": ADDRESS}, schema)
        else:
            return schema
        return {"type": "object", "properties": properties, "required": list(properties)}

    def _statuses(self) -> list[int]:
        single = getattr(self.resource, "action", "") == "retrieve"
        return [
            400,
            401,
            *([404] if single else []),
            406,
            *([410] if single and isinstance(self.resource, EntryViewSet) else []),
            429,
        ]

    def _problem(self, status: int) -> Schema:
        component = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, schema=PROBLEM, object="Problem")
        self.registry.register_on_missing(component)
        title = next(str(problem.title) for problem in PROBLEMS if problem.status == status)
        headers = {401: CHALLENGE, 429: {**RETRY, **LIMITS}}.get(status, LIMITS)
        return {
            "description": title,
            "headers": headers,
            "content": {CONTENT_TYPE: {"schema": component.ref}},
        }


def _described(documented: Any) -> str:
    """The docstring, with its code marked as Markdown does."""
    return get_doc(documented).replace("``", "`")
