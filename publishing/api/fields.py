"""How single facts are said in an answer. Every field tells the schema what it gives."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from publishing import kinds
from publishing.api import wording
from publishing.api.languages import Wanted
from publishing.api.loading import loaded
from publishing.languages import Language
from publishing.models import Entry, Text

__all__ = [
    "SHARED",
    "Amount",
    "ApiAddress",
    "Code",
    "Codes",
    "Day",
    "FileAddress",
    "Identifier",
    "Label",
    "LanguageOf",
    "Moment",
    "Name",
    "OfText",
    "PageAddress",
    "Partial",
    "Plain",
    "Said",
    "SlugOf",
    "Slugs",
    "Whole",
    "YesNo",
    "per_language",
    "shared",
    "utc",
]

Schema = dict[str, Any]

SHARED: dict[str, Schema] = {}


def shared(name: str, schema: Schema) -> Schema:
    """A reference to ``schema``, which stands once in the document under ``name``."""
    SHARED[name] = schema
    return {"$ref": f"#/components/schemas/{name}"}


def _by_language(schema: Schema) -> Schema:
    return {
        "type": "object",
        "properties": dict.fromkeys(Language.values, schema),
        "additionalProperties": False,
    }


def per_language(name: str, schema: Schema) -> Schema:
    """A value in one language, or with ``lang=*`` an object with one value for each language there is."""
    return shared(name, {"anyOf": [schema, _by_language(schema)]})


WORDS = per_language("Words", {"type": "string"})
ADDRESS = per_language("Address", {"type": "string", "format": "uri"})
LABEL = shared(
    "Label",
    {
        "anyOf": [
            {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "language": {"type": "string", "enum": Language.values},
                },
                "required": ["text", "language"],
                "additionalProperties": False,
            },
            _by_language({"type": "string"}),
        ]
    },
)


def utc(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, with the precision that is stored."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Said(serializers.Field):
    """Base of all fields: read-only; ``optional`` fields may be null, and blank text becomes null."""

    plain: Schema = {}

    def __init__(self, *, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=optional, **kwargs)
        self.optional = optional

    @property
    def wanted(self) -> Wanted:
        return self.context["wanted"]

    def schema(self) -> Schema:
        """The JSON Schema of the value; the generator itself adds that ``optional`` ones may be null."""
        codes = self.plain.get("enum")
        return {**self.plain, "enum": [*codes, None]} if codes and self.optional else dict(self.plain)

    def to_representation(self, value: Any) -> Any:
        return value

    def needs(self) -> tuple[str, ...]:
        """The relations that have to be loaded for it."""
        return ()


class FieldSchema(OpenApiSerializerFieldExtension):
    """Lets the schema generator ask the fields themselves."""

    target_class = Said
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        return self.target.schema()


class Plain(Said):
    """Text that is the same in every language."""

    plain = {"type": "string"}

    def __init__(self, *, of: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plain = {"type": "string", "format": of} if of else {"type": "string"}

    def to_representation(self, value: Any) -> str | None:
        return str(value) if value or not self.optional else None


class Identifier(Plain):
    """A UUID."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(of="uuid", **kwargs)


class Whole(Said):
    plain = {"type": "integer"}


class YesNo(Said):
    plain = {"type": "boolean"}


class Code(Said):
    """One of a closed list of codes."""

    def __init__(self, *, codes: Iterable[str], **kwargs: Any) -> None:
        codes = list(codes)
        super().__init__(**{**kwargs, "optional": kwargs.get("optional", False) or "" in codes})
        self.plain = {"type": "string", "enum": [code for code in codes if code]}

    def to_representation(self, value: Any) -> str | None:
        return str(value) or None


class Codes(Said):
    """Several of a closed list of codes."""

    def __init__(self, *, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plain = {"type": "array", "items": {"type": "string", "enum": list(codes)}}


class Slugs(Said):
    """The slugs of the rows behind a relation that has been loaded."""

    plain = {"type": "array", "items": {"type": "string"}}

    def needs(self) -> tuple[str, ...]:
        return (str(self.source),)

    def get_attribute(self, instance: Model) -> Any:
        return [row.slug for row in loaded(instance, str(self.source))]


class Partial(Said):
    """A date as precise as it is known."""

    plain = {
        "type": "string",
        "pattern": r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        "description": "ISO 8601 date of reduced precision: 2001, 2001-05 or 2001-05-14.",
    }

    def to_representation(self, value: Any) -> str | None:
        return str(value) if value else None


class Day(Said):
    plain = {"type": "string", "format": "date"}

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class Moment(Said):
    """A moment in UTC; the zone it was stated in stands in a field beside."""

    plain = {"type": "string", "format": "date-time"}

    def to_representation(self, value: datetime) -> str:
        return utc(value)


class Amount(Said):
    """A decimal number as text, so that no reader rounds it."""

    plain = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}

    def to_representation(self, value: Decimal) -> str:
        return f"{value:f}"


class OfInstance(Said):
    """Base of fields that look at the whole instance, or at the one behind the relation ``of``."""

    def __init__(self, *, of: str = "", **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)
        self.of = of

    def needs(self) -> tuple[str, ...]:
        return (self.of,) if self.of else ()

    def get_attribute(self, instance: Model) -> Any:
        return loaded(instance, self.of) if self.of else instance


class SlugOf(OfInstance):
    """The slug of the row behind the relation ``of``; null if there is none."""

    plain = {"type": "string"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "optional": True})

    def to_representation(self, instance: Any) -> str:
        return str(instance.slug)


class Label(OfInstance):
    """A fact in words, with the language it is in."""

    def __init__(self, *, column: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column

    def to_representation(self, instance: Model) -> Any:
        return wording.label(instance, self.column or self.field_name or "", self.wanted)

    def schema(self) -> Schema:
        return LABEL


class Name(OfInstance):
    """The label that names a node of a vocabulary; its language stands beside in ``language``."""

    def __init__(self, *, column: str = "name", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column

    def to_representation(self, instance: Model) -> Any:
        return wording.name(instance, self.column, self.wanted)[0]

    def schema(self) -> Schema:
        return WORDS


class LanguageOf(Name):
    """The language of the name or of the text beside; null where all languages are given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "optional": True})

    def to_representation(self, instance: Model) -> str | None:
        if isinstance(instance, Entry):
            return (
                wording.of_texts(instance, lambda text: text.language, self.wanted)
                if not self.wanted.every
                else None
            )
        return wording.name(instance, self.column, self.wanted)[1]

    def schema(self) -> Schema:
        return {"type": "string", "enum": [*Language.values, None]}


class OfText(OfInstance):
    """Something of the wording of an entry: a column of its text, or one of the kind's further worded fields."""

    plain = WORDS

    def __init__(self, *, schema: Schema | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plain = schema or WORDS

    def to_representation(self, instance: Entry) -> Any:
        return wording.of_texts(instance, self._value, self.wanted)

    def _value(self, text: Text) -> Any:
        name = self.field_name or ""
        return getattr(text, name) if hasattr(text, name) else text.extra.get(name, "")


class PageAddress(OfInstance):
    """The public page, in the language asked for or in all three."""

    plain = ADDRESS

    def to_representation(self, instance: Entry) -> Any:
        absolute = self.context["request"].build_absolute_uri
        if self.wanted.every:
            return {each.value: absolute(instance.path(each)) for each in Language}
        return absolute(instance.path(self.wanted.language))


class ApiAddress(OfInstance):
    """The address of the record itself; ``route`` for records that are no entries."""

    plain = {"type": "string", "format": "uri"}

    def __init__(self, *, route: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.route = route

    def to_representation(self, instance: Any) -> str:
        route = self.route or kinds.get(instance.kind).resource
        return self.context["request"].build_absolute_uri(
            reverse(f"api:{route}-detail", args=[instance.slug])
        )


class FileAddress(OfInstance):
    """Where a file can be fetched."""

    plain = {"type": "string", "format": "uri"}

    def to_representation(self, instance: Any) -> str:
        return self.context["request"].build_absolute_uri(instance.get_absolute_url())
