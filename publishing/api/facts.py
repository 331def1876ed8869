"""Serializers made from models: one names the facts to show, and the model says of what type each is."""

import copy
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import QuerySet
from rest_framework import serializers
from translated_fields import TranslatedField

from publishing import kinds
from publishing.api import fields
from publishing.api.loading import load, loaded
from publishing.fields import PartialDateField
from publishing.models import Entry
from publishing.models.classification import Tree

__all__ = ["EntryLink", "FactsSerializer", "NodeLink", "RecordSerializer", "kind_of"]

_CLASSES: tuple[tuple[type[models.Field], type[fields.Said]], ...] = (
    (PartialDateField, fields.Partial),
    (models.UUIDField, fields.Identifier),
    (models.BooleanField, fields.YesNo),
    (models.DateTimeField, fields.Moment),
    (models.DateField, fields.Day),
    (models.DecimalField, fields.Amount),
    (models.IntegerField, fields.Whole),
)
_FORMATS: tuple[tuple[type[models.Field], str], ...] = (
    (models.EmailField, "email"),
    (models.URLField, "uri"),
)


class LoadedList(serializers.ListSerializer):
    """Rows of a relation that a public query has loaded; records load what they show all together."""

    def get_attribute(self, instance: models.Model) -> Any:
        return loaded(instance, str(self.source))

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        if self.root is self and isinstance(self.child, RecordSerializer):
            self.child.load(rows)
        return super().to_representation(rows)


class FactsSerializer(serializers.Serializer):
    """Shows the facts listed in ``Meta.fields`` of ``Meta.model``; fields declared on the class come as declared.

    Relations are read from what was loaded through the door, so that what is not visible is null or absent.
    """

    # The relation behind which is what is shown of a row, where that is not the row itself.
    through: ClassVar[str] = ""
    # Whether it only says where another record is, so that it can be read together with other links.
    is_link: ClassVar[bool] = False

    class Meta:
        model: ClassVar[type[models.Model]]
        fields: ClassVar[tuple[str, ...]] = ()

    # What of a relation may be shown, and in what order, where that is not all that the public may see.
    shown: ClassVar[Callable[[], QuerySet[Any]] | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.Meta.list_serializer_class = LoadedList

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"read_only": True, "allow_null": not kwargs.get("many"), **kwargs})

    def field_names(self) -> tuple[str, ...]:
        """The names of the fields, in their order."""
        return self.Meta.fields

    def get_fields(self) -> dict[str, Any]:
        return {name: self.made(name) for name in self.field_names()}

    def made(self, name: str) -> serializers.Field:
        """The field ``name``: as declared, else as the model says."""
        declared = self._declared_fields.get(name)
        return copy.deepcopy(declared) if declared is not None else _field(self.Meta.model, name)

    def get_attribute(self, instance: models.Model) -> Any:
        return loaded(instance, str(self.source))

    def to_representation(self, instance: Any) -> dict[str, Any]:
        seen = loaded(instance, self.through) if self.through else instance
        data: dict[str, Any] = super().to_representation(seen)
        return data


class RecordSerializer(FactsSerializer):
    """What has an address of its own in the API; it loads what it shows, once for all rows of an answer."""

    # By which field a record is known, whatever fields are chosen.
    always: ClassVar[str] = "slug"

    @classmethod
    def all_names(cls) -> tuple[str, ...]:
        """Every field that a record can have."""
        return cls.Meta.fields

    def field_names(self) -> tuple[str, ...]:
        chosen = self.context.get("fields")
        return tuple(name for name in self.all_names() if not chosen or name in chosen or name == self.always)

    def load(self, rows: Sequence[Any]) -> None:
        """Load the relations of ``rows`` that are shown."""
        load(self, rows)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if self.root is self:
            self.load([instance])
        return super().to_representation(instance)


def kind_of(model: type[Entry]) -> fields.Code:
    """The kind of an entry of ``model``, one of those that the model covers."""
    codes = [kind.code for kind in kinds.every() if issubclass(kinds.model_of(kind.code), model)]
    return fields.Code(codes=codes)


def _field(model: type[models.Model], name: str) -> serializers.Field:
    if isinstance(getattr(model, name, None), TranslatedField):
        return fields.Label(optional=True)
    column = cast("models.Field[Any, Any]", model._meta.get_field(name))
    if column.related_model:
        return _relation(column)
    optional = column.null or (column.blank and not isinstance(column, models.BooleanField))
    if column.choices:
        return fields.Code(codes=[code for code, _label in column.flatchoices], optional=optional)
    for kind, said in _CLASSES:
        if isinstance(column, kind):
            return said(optional=optional)
    return fields.Plain(
        optional=optional, of=next((of for kind, of in _FORMATS if isinstance(column, kind)), "")
    )


def _relation(column: models.Field) -> serializers.BaseSerializer:
    related = cast(type[models.Model], column.related_model)
    link = EntryLink if issubclass(related, Entry) else NodeLink
    if not issubclass(related, Entry | Tree):
        raise TypeError(f"{column} needs a serializer of its own")
    return link(many=True) if column.many_to_many else link()


class EntryLink(FactsSerializer):
    """Another record, as far as one must know it to go there; with ``expand``, the whole of it."""

    is_link = True

    title = fields.OfText()
    language = fields.LanguageOf()
    url = fields.PageAddress()
    api_url = fields.ApiAddress()

    class Meta:
        model = Entry
        fields = ("uid", "ref", "kind", "slug", "title", "language", "url", "api_url")

    def made(self, name: str) -> serializers.Field:
        return kind_of(Entry) if name == "kind" else super().made(name)


class NodeLink(FactsSerializer):
    """A node of a vocabulary, such as a sector or a place; with ``expand``, the whole of it."""

    is_link = True

    name = fields.Name()
    language = fields.LanguageOf()

    class Meta:
        model = Tree
        fields = ("slug", "name", "language")
