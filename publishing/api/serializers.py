"""What every record says: identity, wording, classification, figures, files and relations."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, cast

from rest_framework import serializers

from publishing.api import fields, wording
from publishing.api.facts import EntryLink, FactsSerializer, NodeLink, RecordSerializer, kind_of
from publishing.enums import TextOrigin
from publishing.kinds import Kind
from publishing.languages import Language
from publishing.models import Attachment, Correction, Count, Entry, Image, Money, Rendition, Text
from publishing.visibility import add_texts

__all__ = ["AttachmentSerializer", "EntrySerializer"]

NOTES = fields.per_language(
    "Notes",
    {
        "type": "array",
        "items": fields.shared(
            "Note",
            {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("marker", "term", "text")},
            },
        ),
    },
)


class MoneySerializer(FactsSerializer):
    """An amount as it was stated; a conversion is the source's own."""

    stated_by = EntryLink()

    class Meta:
        model = Money
        fields = (
            *("label", "amount", "currency", "qualifier", "stated_as", "stated_by", "as_of"),
            *("converted_amount", "converted_currency", "converted_by"),
        )


class CountSerializer(FactsSerializer):
    """A number of people, companies …, hedged as the source hedged it."""

    class Meta:
        model = Count
        fields = ("label", "value", "unit", "qualifier", "stated_as", "stated_by", "as_of")


class RenditionSerializer(FactsSerializer):
    """One size and format of an image, whole or a part of it."""

    url = fields.FileAddress()

    class Meta:
        model = Rendition
        fields = ("url", "width", "height", "format", "crop")


class ImageSerializer(FactsSerializer):
    """An image of the record; the first one leads."""

    through = "image"

    renditions = RenditionSerializer(many=True)

    class Meta:
        model = Image
        fields = ("alt", "caption", "credit", "rights", "taken_on", "width", "height", "renditions")


class AttachmentSerializer(FactsSerializer):
    """A file for download; without a language it is for all readers."""

    url = fields.FileAddress()
    filename = fields.Plain(source="download_name")

    class Meta:
        model = Attachment
        fields = ("title", "language", "filename", "url")


class CorrectionSerializer(FactsSerializer):
    """What was corrected after release, and when."""

    class Meta:
        model = Correction
        fields = ("at", "language", "note")


_STATE = {
    "language": {"type": "string", "enum": Language.values},
    "origin": {"type": "string", "enum": TextOrigin.values},
    "translator": {"type": ["string", "null"]},
    "version": {"type": "integer"},
    "made_from_version": {"type": ["integer", "null"]},
    "stale": {"type": "boolean"},
}


class StateOfText(fields.OfInstance):
    """One item per language that has a text: original or translation, made from which version, current or stale."""

    plain = {
        "type": "array",
        "items": fields.shared(
            "StateOfText",
            {"type": "object", "properties": _STATE, "required": list(_STATE), "additionalProperties": False},
        ),
    }

    def to_representation(self, instance: Entry) -> Any:
        behind = wording.stale(instance)
        return [
            {
                "language": text.language,
                "origin": text.origin,
                "translator": text.translator or None,
                "version": text.version,
                "made_from_version": text.based_on.version if text.based_on else None,
                "stale": text.language in behind,
            }
            for text in sorted(instance.live_texts, key=lambda text: Language.values.index(text.language))
        ]


class StaleLanguages(fields.OfInstance):
    """The languages whose text was made from an earlier version of the original."""

    plain = {"type": "array", "items": {"type": "string", "enum": Language.values}}

    def to_representation(self, instance: Entry) -> list[str]:
        return wording.stale(instance)


class Notice(fields.OfText):
    """Which language prevails, as a sentence to show with the text."""

    def to_representation(self, instance: Entry) -> Any:
        def said(text: Text) -> str:
            language = text.language if self.wanted.every else self.wanted.language
            return wording.notice(text, instance, language)

        return wording.of_texts(instance, said, self.wanted)


class EntrySerializer(RecordSerializer):
    """Base of the records of all kinds; subclasses list the facts of their kind in ``Meta.fields``."""

    always = "uid"
    identity: ClassVar[tuple[str, ...]] = (
        *("uid", "ref", "kind", "slug", "url", "api_url"),
        *("language", "languages", "authoritative_language", "stale", "texts", "notice"),
        *("revision", "released_at", "released_zone", "changed_at", "licence", "is_sample"),
        *("title", "deck", "body", "notes"),
    )
    surroundings: ClassVar[tuple[str, ...]] = (
        *("sectors", "places", "related", "money", "counts", "images", "attachments", "corrections"),
    )

    url = fields.PageAddress()
    api_url = fields.ApiAddress()
    language = fields.LanguageOf()
    languages = fields.Codes(codes=Language.values)
    stale = StaleLanguages()
    texts = StateOfText()
    notice = Notice()
    released_at = fields.Moment(source="release_at")
    released_zone = fields.Plain(source="release_zone")
    changed_at = fields.Moment()
    title = fields.OfText()
    deck = fields.OfText()
    body = fields.OfText()
    notes = fields.OfText(schema=NOTES)
    sectors = NodeLink(many=True)
    places = NodeLink(many=True)
    related = EntryLink(many=True)
    money = MoneySerializer(many=True)
    counts = CountSerializer(many=True)
    images = ImageSerializer(many=True)
    attachments = AttachmentSerializer(many=True)
    corrections = CorrectionSerializer(many=True)

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()

    @classmethod
    def all_names(cls) -> tuple[str, ...]:
        """Every field that a record of this kind can have."""
        return (*cls.identity, *cls.worded(), *cls.Meta.fields, *cls.surroundings)

    @classmethod
    def worded(cls) -> list[str]:
        """The further worded fields of the kind."""
        kind: Kind | None = getattr(cls.Meta.model, "KIND", None)
        return [field.name for field in kind.worded] if kind else []

    def load(self, rows: Sequence[Any]) -> None:
        add_texts(rows, whole=not {"body", "notes", *self.worded()}.isdisjoint(self.field_names()))
        super().load(rows)

    def day(self, instance: Any) -> date | None:
        """The day that the record speaks of, by which names are given; ``None`` for the present ones."""
        return None

    def to_representation(self, instance: Any) -> dict[str, Any]:
        cast(dict[str, Any], self.context)["day"] = self.day(instance)
        return super().to_representation(instance)

    def made(self, name: str) -> serializers.Field:
        if name == "kind":
            return kind_of(self.Meta.model)
        return fields.OfText() if name in self.worded() else super().made(name)
