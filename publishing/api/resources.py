"""The kernel's own resources: standing pages and the vocabularies that entries are classified by."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.routers import BaseRouter

from publishing.api import fields
from publishing.api.facts import FactsSerializer
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet, VocabularyViewSet
from publishing.models import GlossaryTerm, Page, Place, Sector
from publishing.queries import newest, whole
from publishing.visibility import public

__all__ = ["register"]


class PageSerializer(EntrySerializer):
    """A standing page."""

    class Meta:
        model = Page
        fields: ClassVar[tuple[str, ...]] = ()


class Pages(EntryViewSet):
    """Standing pages: about, statement, accessibility, privacy, contact."""

    serializer_class = PageSerializer

    @staticmethod
    def entries() -> QuerySet[Page]:
        return whole(newest(public(Page)))


class TreeSerializer(FactsSerializer):
    """A node of a tree, with its parent and its children."""

    name = fields.Name()
    language = fields.LanguageOf()
    children = fields.Slugs()
    route: ClassVar[str]

    def made(self, name: str) -> Any:
        if name == "parent":
            return fields.Plain(source="parent.slug", optional=True)
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


class TermSerializer(FactsSerializer):
    """A term of the field with its definition."""

    api_url = fields.ApiAddress(route="glossary")

    class Meta:
        model = GlossaryTerm
        fields = ("slug", "api_url", "term", "definition")


def _tree(model: type[Sector | Place]) -> QuerySet[Any]:
    return model._default_manager.select_related("parent").prefetch_related("children")


class Sectors(VocabularyViewSet):
    """The sectors that everything is classified by."""

    serializer_class = SectorSerializer

    @staticmethod
    def rows() -> QuerySet[Any]:
        return _tree(Sector)


class Places(VocabularyViewSet):
    """Places where things happen."""

    serializer_class = PlaceSerializer

    @staticmethod
    def rows() -> QuerySet[Any]:
        return _tree(Place)


class Glossary(VocabularyViewSet):
    """Terms of the field in three languages."""

    serializer_class = TermSerializer

    @staticmethod
    def rows() -> QuerySet[Any]:
        return GlossaryTerm.objects.all()


def register(router: BaseRouter) -> None:
    """Put the kernel's resources into the API."""
    for prefix, viewset in (
        ("pages", Pages),
        ("sectors", Sectors),
        ("places", Places),
        ("glossary", Glossary),
    ):
        router.register(prefix, viewset, basename=prefix)
