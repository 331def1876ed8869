"""What the models know, the API tells: a new fact is told or named here as kept back."""

from collections.abc import Iterator

import pytest
from django.db.models import Field
from rest_framework import serializers

from portal.api import RESOURCES
from publishing.api.facts import FactsSerializer
from publishing.languages import Language
from publishing.models import Entry

# How something is kept, and what staff know beside it.
KEPT_BACK = {
    "Entry": {
        *("id", "entry_ptr", "organization_ptr", "event_ptr", "state", "release_policy", "office"),
        *("created_at", "created_by", "withdrawn_at", "withdrawn_reason"),
    },
    # Renditions are told instead of the original and how it is cut.
    "Image": {"file", "token", "focal_x", "focal_y", "may_crop", "uploaded_at", "uploaded_by"},
    "Rendition": {"file"},
    "Attachment": {"file", "token", "name"},
    "Correction": {"actor", "text"},
    # The name of a party that is withheld is for the newsroom alone.
    "Party": {"known_as"},
}
# What a part stands in, where that is not the record that decides on its visibility.
AROUND = {
    "RenditionSerializer": "image",
    "OfficeSerializer": "person",
    "HolderSerializer": "organization",
}
# The record that a part belongs to stands around it; its place among others is told by the order.
EVERYWHERE = {"id", "position"}


def serializers_of(serializer: FactsSerializer) -> Iterator[FactsSerializer]:
    """``serializer`` and those of the parts it shows."""
    yield serializer
    for field in serializer.fields.values():
        inner = field.child if isinstance(field, serializers.ListSerializer) else field
        if isinstance(inner, FactsSerializer) and not inner.is_link:
            yield from serializers_of(inner)


def facts_of(serializer: FactsSerializer) -> set[str]:
    """The columns and relations that its model declares, a label once for its languages, without the way back."""
    model = serializer.Meta.model
    names = set()
    for field in model._meta.get_fields():
        if not isinstance(field, Field) or field.auto_created:
            continue
        name = field.name
        for language in Language:
            name = name.removesuffix(f"_{language.suffix}")
        names.add(name)
    way_back = str(getattr(model, "VISIBLE_THROUGH", "")).partition("__")[0]
    kind = "Entry" if issubclass(model, Entry) else model.__name__
    return names - EVERYWHERE - {way_back} - KEPT_BACK.get(kind, set())


def shown_by(serializer: FactsSerializer) -> set[str]:
    shown = set()
    for name, field in serializer.fields.items():
        shown |= {name, str(field.source), getattr(field, "column", "")}
        shown |= set(field.needs()) if hasattr(field, "needs") else set()
    return shown


@pytest.mark.parametrize(("prefix", "view"), [(prefix, view) for prefix, view, _name in RESOURCES.registry])
def test_every_fact_is_told(prefix, view):
    for serializer in serializers_of(view.serializer_class()):
        name = type(serializer).__name__
        missing = facts_of(serializer) - shown_by(serializer) - {AROUND.get(name)}
        assert not missing, (prefix, name)
