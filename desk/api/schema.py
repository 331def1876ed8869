"""What the OpenAPI document says of the addresses for staff, taken from the pages of the newsroom."""

from dataclasses import KW_ONLY, dataclass
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import AnonymousUser
from django.db import models
from drf_spectacular.plumbing import get_doc

from desk.api.base import StaffView
from desk.api.entries import EntryText, NewEntry, OneEntry, Readiness
from desk.api.sheets import ID, page_of
from desk.api.state import looking, parts_of
from desk.api.steps import TakeStep
from desk.api.uploads import Files
from desk.api.values import HIDDEN, columns_of, key_name
from desk.api.wordings import NOTES, worded_names
from desk.forms.notes import PARTS
from publishing import kinds
from publishing.api.problems import CONTENT_TYPE, PROBLEMS
from publishing.enums import Licence, Stage, TextOrigin, TextState, Zone
from publishing.fields import PartialDateField
from publishing.languages import Language
from publishing.models import Entry

__all__ = ["with_staff"]

Schema = dict[str, Any]

TAG = "staff"
ROOT = "/api/v1"
TEXT: Schema = {"type": ["string", "null"]}
BY_LANGUAGE: Schema = {
    "type": "object",
    "properties": dict.fromkeys(Language.values, TEXT),
    "additionalProperties": False,
}
REASON: Schema = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("code", "language", "message")},
    "required": ["code", "language", "message"],
}
REF: Schema = {
    "name": "ref",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The entry’s reference.",
}
LANGUAGE: Schema = {
    "name": "language",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": Language.values},
    "description": "The language of the text.",
}
IF_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the entry as it was read, or * for whatever it is.",
}
KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "description": "The same request with the same key is done once and answered alike for 24 hours.",
}
OF_ANSWER: Schema = {
    "ETag": {"schema": {"type": "string"}, "description": "For If-Match."},
    "Idempotency-Replayed": {
        "schema": {"type": "string"},
        "description": "“true” if nothing was done because it was done before.",
    },
}

OF_REFUSAL: Schema = {
    "reasons": {"type": "array", "items": REASON, "description": "With 403 and 409: why a step is refused."},
    "scope": {"type": "string", "description": "With 403: the scope that the token lacks."},
    "permission": {"type": "string", "description": "With 403: the right that its owner lacks."},
    "etag": {
        "type": "string",
        "description": "With 412: for If-Match, once the present state was looked at.",
    },
    "present": {"type": "object", "description": "With 412: the entry as it stands now."},
}
# What is said of a status that several kinds of problem have.
FIRST = {400: "invalid-body", 409: "not-ready"}


def with_staff(result: Schema, **_kwargs: Any) -> Schema:
    """Add the addresses for staff, and what they take and answer."""
    components = result["components"]
    problem = components["schemas"]["Problem"]
    known = {"Problem": {**problem, "properties": {**problem["properties"], **OF_REFUSAL}}}
    components["schemas"] = dict(sorted({**components["schemas"], **known, **_shapes()}.items()))
    result["paths"] = {**result["paths"], **_paths()}
    result["tags"] = [
        *(tag for tag in result.get("tags", []) if tag["name"] != TAG),
        {"name": TAG, "description": "For staff, with a token: what is in the making, and its steps."},
    ]
    return result


# --- Shapes ---


def _shapes() -> Schema:
    facts = {_name(kind.code): _facts(kinds.model_of(kind.code)) for kind in kinds.every()}
    any_facts = {"anyOf": [_ref(name) for name in facts]}
    extra = sorted({name for kind in kinds.every() for name in worded_names(kind)})
    texts = {
        "type": "object",
        "properties": {language: _ref("DraftText") for language in Language.values},
        "additionalProperties": False,
    }
    return {
        **facts,
        "DraftText": _closed({name: _wording(name) for name in extra}),
        "TextVersion": _told(
            {
                "version": {"type": "integer"},
                "state": {"type": "string", "enum": TextState.values},
                "based_on": {"type": ["integer", "null"], "description": "Version of the original."},
                **{name: _wording(name) for name in extra},
            },
            ["version", "state", "based_on", "title"],
        ),
        "NewEntry": {
            **_closed(
                {
                    "kind": {"type": "string", "enum": [kind.code for kind in kinds.every()]},
                    "facts": any_facts,
                    "texts": texts,
                }
            ),
            "required": ["kind"],
        },
        "RevisedEntry": _closed({"facts": any_facts, "texts": texts}),
        "StaffEntry": _told(_state(any_facts)),
        "Approval": _closed(
            {
                "release_at": {"type": "string", "format": "date-time"},
                "release_zone": {"type": "string", "enum": Zone.values, "default": Zone.SEOUL.value},
                "at_once": {"type": "boolean", "default": False},
            }
        ),
        "StepReason": _closed({"reason": {"type": "string", "maxLength": 500}}),
        "EmptyStep": _closed({}),
        "EntryReadiness": _told(
            {
                "ref": {"type": "string"},
                "stage": {"type": "string", "enum": Stage.values},
                "reasons": {"type": "array", "items": REASON},
            }
        ),
        "NewFile": {
            **_closed(
                {
                    "file": {"type": "string", "format": "binary"},
                    "entry": {"type": "string", "description": "For an attachment: the entry’s reference."},
                    "name": {"type": "string", "description": "Of an attachment: its name for download."},
                    "language": {"type": "string", "enum": Language.values},
                    "position": {"type": "integer"},
                    "rights": {"type": "string", "enum": Licence.values},
                    "taken_on": {"type": "string"},
                    **{
                        f"{name}.{language}": {"type": "string"}
                        for name in ("title", "alt", "caption", "credit")
                        for language in Language.values
                    },
                }
            ),
            "required": ["file"],
        },
        "LibraryImage": _told(
            {
                ID: {"type": "integer", "description": "For “image” in the facts of an entry."},
                "width": {"type": "integer"},
                "height": {"type": "integer"},
                **dict.fromkeys(("alt", "caption", "credit"), BY_LANGUAGE),
                "rights": {"type": "string", "enum": Licence.values},
                "taken_on": TEXT,
                "warnings": {"type": "array", "items": {"type": "string"}},
            }
        ),
    }


def _state(any_facts: Schema) -> Schema:
    version = {"anyOf": [_ref("TextVersion"), {"type": "null"}]}
    pair = _told({"live": version, "open": version})
    return {
        "ref": {"type": "string"},
        "uid": {"type": "string", "format": "uuid"},
        "kind": {"type": "string", "enum": [kind.code for kind in kinds.every()]},
        "stage": {"type": "string", "enum": Stage.values},
        "release_at": {"type": ["string", "null"], "format": "date-time"},
        "path": {"type": ["string", "null"], "description": "Of the public page, once there is one."},
        "facts": any_facts,
        "texts": _told(dict.fromkeys(Language.values, pair)),
        "warnings": {"type": "array", "items": {"type": "string"}},
    }


def _facts(model: type[Entry]) -> Schema:
    """The facts of a kind as they are read and written."""
    page, nobody = page_of(model), AnonymousUser()
    names = flatten_fieldsets(page.get_fieldsets(looking(nobody)))
    properties = {name: _column(model, column) for name, column in columns_of(names).items()}
    for prefix, (fields, _zones) in parts_of(model, nobody).items():
        part: Any = getattr(model, prefix).rel.related_model
        row = {ID: {"type": "integer"}}
        row |= {name: _column(part, column) for name, column in columns_of(fields).items()}
        properties[prefix] = {"type": "array", "items": _closed(row)}
    return {"description": f"Facts of the kind “{model.KIND.code}”.", **_closed(properties)}


def _column(model: type[models.Model], column: Any) -> Schema:
    if isinstance(column, dict):
        return BY_LANGUAGE
    field: Any = model._meta.get_field(column)
    if field.is_relation:
        return _relation(field)
    if field.choices:
        codes = [code for code, _label in field.flatchoices if code]
        return {"enum": [*codes, None]} if field.blank else {"type": "string", "enum": codes}
    return next(schema for kind, schema in _TYPES if isinstance(field, kind))


def _relation(field: Any) -> Schema:
    is_number = key_name(field.related_model) == "pk"
    said = f"By {'number' if is_number else key_name(field.related_model)}; “{HIDDEN}” for one that may not be named."
    one = ["integer", "string"] if is_number else ["string"]
    if field.many_to_many:
        return {"type": "array", "items": {"type": one if len(one) > 1 else one[0]}, "description": said}
    return {"type": [*one, "null"], "description": said}


_TYPES: tuple[tuple[Any, Schema], ...] = (
    (PartialDateField, {"type": ["string", "null"], "description": "2001, 2001-05 or 2001-05-14"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": ["string", "null"], "format": "date-time"}),
    (models.DateField, {"type": ["string", "null"], "format": "date"}),
    (models.DecimalField, {"type": ["string", "number", "null"]}),
    (models.FloatField, {"type": ["number", "null"]}),
    (models.IntegerField, {"type": ["integer", "null"]}),
    (models.JSONField, {"type": "array", "items": {"type": "string"}}),
    (models.Field, TEXT),
)


def _wording(name: str) -> Schema:
    if name == NOTES:
        return {"type": "array", "items": _closed({part: {"type": "string"} for part in PARTS})}
    if name == "origin":
        return {"type": "string", "enum": TextOrigin.values}
    return {"type": "string", **({"description": "HTML."} if name == "body" else {})}


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _told(properties: Schema, required: list[str] | None = None) -> Schema:
    return {"type": "object", "properties": properties, "required": required or list(properties)}


def _name(code: str) -> str:
    return f"{kinds.model_of(code).__name__}Facts"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


# --- Addresses ---


def _paths() -> Schema:
    entry = f"{ROOT}/entries/{{ref}}/"
    steps = {"submit": "EmptyStep", "return": "StepReason", "approve": "Approval", "withdraw": "StepReason"}
    change = [REF, IF_MATCH, KEY]
    upload = [{**IF_MATCH, "required": False}, KEY]
    made = Operation("entries_create", NewEntry, "post", [KEY], takes="NewEntry", status=201)
    read = Operation("entries_retrieve", OneEntry, "get", [REF])
    revised = Operation("entries_revise", OneEntry, "patch", change, takes="RevisedEntry")
    written = Operation("entries_write_text", EntryText, "put", [LANGUAGE, *change], takes="DraftText")
    ready = Operation("entries_readiness", Readiness, "get", [REF], answers="EntryReadiness")
    uploaded = Operation(
        "files_create", Files, "post", upload, takes="NewFile", answers=FILE_OR_ENTRY, status=201
    )
    return {
        f"{ROOT}/entries/": {"post": made.schema()},
        entry: {"get": read.schema(), "patch": revised.schema()},
        f"{entry}texts/{{language}}/": {"put": written.schema()},
        f"{entry}readiness/": {"get": ready.schema()},
        **{
            f"{entry}{name}/": {
                "post": Operation(f"entries_{name}", TakeStep.of(name), "post", change, takes=takes).schema()
            }
            for name, takes in steps.items()
        },
        f"{ROOT}/files/": {"post": uploaded.schema()},
    }


FILE_OR_ENTRY = "LibraryImage StaffEntry"


@dataclass(frozen=True)
class Operation:
    """One method of one address; ``answers`` names one shape or several of which it is one."""

    name: str
    view: type[StaffView]
    method: str
    parameters: list[Schema]
    _: KW_ONLY
    takes: str = ""
    answers: str = "StaffEntry"
    status: int = 200

    def schema(self) -> Schema:
        """The method as the document says it."""
        told = get_doc(self.view).replace("``", "`")
        scopes = " or ".join(scope.value for scope in self.view.scopes[self.method.upper()])
        said: Schema = {
            "operationId": self.name,
            "summary": told.partition("\n")[0],
            "description": f"{told}\n\nScope of the token: {scopes}.",
            "tags": [TAG],
            "parameters": self.parameters,
            "security": [{"token": []}],
            "responses": {
                str(self.status): self._answer(),
                **{str(code): _problem(code) for code in self._refusals()},
            },
        }
        if self.takes:
            media_type = "multipart/form-data" if self.takes == "NewFile" else "application/json"
            said["requestBody"] = {"required": True, "content": {media_type: {"schema": _ref(self.takes)}}}
        return said

    def _answer(self) -> Schema:
        shapes = [_ref(name) for name in self.answers.split()]
        return {
            "description": "",
            "headers": OF_ANSWER if self.takes else {"ETag": OF_ANSWER["ETag"]},
            "content": {"application/json": {"schema": shapes[0] if len(shapes) == 1 else {"anyOf": shapes}}},
        }

    def _refusals(self) -> list[int]:
        conditional = any(parameter["name"] == "If-Match" for parameter in self.parameters)
        found = {401, 403, 404, 406, 429}
        found |= {400, 409, 413, 415, 422} if self.takes else set()
        return sorted(found | ({412, 428} if conditional else set()))


def _problem(status: int) -> Schema:
    of_status = [problem for problem in PROBLEMS if problem.status == status]
    title = next((each.title for each in of_status if each.code == FIRST.get(status)), of_status[0].title)
    return {"description": str(title), "content": {CONTENT_TYPE: {"schema": _ref("Problem")}}}
