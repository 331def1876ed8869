"""The kernel's own resources: standing pages and the vocabularies that entries are classified by."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework.routers import BaseRouter

from publishing.api import fields
from publishing.api.facts import RecordSerializer
from publishing.api.filters import Filters, NodeFilter, SlugFilter
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet, VocabularyViewSet
from publishing.models import GlossaryTerm, Page, Place, Sector

__all__ = ["register"]


class PageSerializer(EntrySerializer):
    """A standing page."""

    class Meta:
        model = Page
        fields: ClassVar[tuple[str, ...]] = ()


class Pages(EntryViewSet):
    """Standing pages: about, statement, accessibility, privacy, contact."""

    serializer_class = PageSerializer


class TreeSerializer(RecordSerializer):
    """A node of a tree, with its parent and its children."""

    name = fields.Name()
    language = fields.LanguageOf()
    children = fields.Slugs()
    route: ClassVar[str]

    def made(self, name: str) -> Any:
        if name == "parent":
            return fields.SlugOf(of="parent")
        return fields.ApiAddress(route=self.route) if name == "api_url" else super().made(name)


NODE = ("slug", "name", "language", "api_url", "parent", "children")


class SectorSerializer(TreeSerializer):
    """A field of environmental industry or policy."""

    route = "sectors"

    class Meta:
        model = Sector
        fields = NODE


class PlaceSerializer(TreeSerializer):
    """A country, province, city or district: ISO 3166 code and IANA time zone where it has them."""

    route = "places"

    class Meta:
        model = Place
        fields = (*NODE, "iso_code", "zone")


class TermSerializer(RecordSerializer):
    """A term of the field with its definition."""

    api_url = fields.ApiAddress(route="glossary")

    class Meta:
        model = GlossaryTerm
        fields = ("slug", "api_url", "term", "definition")


class SectorFilters(Filters):
    parent = SlugFilter("parent", Sector, says=_("Slug of the sector directly above."))
    within = NodeFilter(Sector, "pk", many=False, says=_("Slug of a sector; it and all below it."))


class PlaceFilters(Filters):
    parent = SlugFilter("parent", Place, says=_("Slug of the place directly above."))
    within = NodeFilter(Place, "pk", many=False, says=_("Slug of a place; it and all within it."))
    iso_code = SlugFilter("pk", Place, by="iso_code", says=_("ISO 3166-1 or 3166-2 code."))


class Sectors(VocabularyViewSet):
    """The sectors that everything is classified by."""

    serializer_class = SectorSerializer
    filterset_class = SectorFilters


class Places(VocabularyViewSet):
    """Places where things happen."""

    serializer_class = PlaceSerializer
    filterset_class = PlaceFilters


class Glossary(VocabularyViewSet):
    """Terms of the field in three languages."""

    serializer_class = TermSerializer


def register(router: BaseRouter) -> None:
    """Put the kernel's resources into the API."""
    for prefix, viewset in (
        ("pages", Pages),
        ("sectors", Sectors),
        ("places", Places),
        ("glossary", Glossary),
    ):
        router.register(prefix, viewset, basename=prefix)
