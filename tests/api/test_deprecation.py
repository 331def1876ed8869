"""What is going to leave is named in one place, and said in the document and in the answers that use it.

Nothing is deprecated in the API itself yet: the resource here is one that only these tests serve.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from django.test import override_settings
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import SimpleRouter

from portal.urls import urlpatterns as portal
from publishing.api.deprecation import ROUTE, Deprecation, field, parameter
from publishing.api.resources import Pages
from publishing.models import Page, Sector
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]

MORE = "https://portal.example/api/v1/docs/versions/"
PARAMETER = Deprecation(datetime(2026, 1, 1, tzinfo=UTC), "Use `place`.", f"{MORE}#place")
FIELD = Deprecation(
    datetime(2026, 3, 1, tzinfo=UTC), "Use `title`.", f"{MORE}#title", datetime(2027, 3, 1, tzinfo=UTC)
)


class Leaving(Pages):
    """Pages of which a parameter and a field are going to leave."""

    deprecated: ClassVar[dict[str, Any]] = {parameter("sector"): PARAMETER, field("deck"): FIELD}


class Left(Pages):
    """Pages that are going to leave themselves."""

    deprecated: ClassVar[dict[str, Any]] = {ROUTE: FIELD}


router = SimpleRouter(use_regex_path=False)
router.register("leaving", Leaving, basename="leaving")
router.register("left", Left, basename="left")
urlpatterns = [path("api/v0/", include(router.urls)), *portal]


@pytest.fixture(autouse=True)
def _served():
    factories.released(Page, slug="about")
    with override_settings(ROOT_URLCONF=__name__):
        yield


def headers(response) -> tuple[str | None, str | None, str]:
    assert response.status_code in (200, 304), response.content
    return response.get("Deprecation"), response.get("Sunset"), response.get("Link", "")


def test_an_answer_that_uses_nothing_of_it_says_nothing(client):
    deprecation, sunset, links = headers(client.get("/api/v0/leaving/?fields=title"))
    assert (deprecation, sunset) == (None, None)
    assert "deprecation" not in links
    assert client.get("/api/v0/leaving/?sector=nothing").get("Deprecation") is None


def test_a_field_is_told_of_where_it_is_shown(client):
    said = ("@1772323200", "Mon, 01 Mar 2027 00:00:00 GMT")
    for query in ("", "?fields=title,deck"):
        for address in ("/api/v0/leaving/", "/api/v0/leaving/about/"):
            *moments, links = headers(client.get(f"{address}{query}"))
            assert tuple(moments) == said
            assert f'<{MORE}#title>; rel="deprecation"; type="text/html"' in links
            assert f'<{MORE}#title>; rel="sunset"; type="text/html"' in links
    first = client.get("/api/v0/leaving/about/")
    assert headers(client.head("/api/v0/leaving/about/"))[:2] == said
    again = client.get("/api/v0/leaving/about/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, headers(again)[:2]) == (304, said)
    assert "Deprecation" in first["Access-Control-Expose-Headers"]


def test_of_several_the_earliest_moments_are_told(client):
    Sector.objects.create(slug="water", name_en="Water")
    deprecation, sunset, links = headers(client.get("/api/v0/leaving/?sector=water"))
    assert (deprecation, sunset) == ("@1767225600", "Mon, 01 Mar 2027 00:00:00 GMT")
    assert (links.count('rel="deprecation"'), links.count('rel="sunset"')) == (2, 1)


def test_a_whole_resource_can_leave(client):
    assert headers(client.get("/api/v0/left/about/?fields=title"))[0] == "@1772323200"


def test_the_document_marks_it():
    document = SchemaGenerator(patterns=urlpatterns[:1]).get_schema(request=None, public=True)
    listed = document["paths"]["/api/v0/leaving/"]["get"]
    marked = {each["name"]: each for each in listed["parameters"] if each.get("deprecated")}
    assert list(marked) == ["sector"]
    assert marked["sector"]["description"].endswith("Deprecated: Use `place`.")
    assert "deprecated" not in listed
    assert {"Deprecation", "Sunset"} <= set(listed["responses"]["200"]["headers"])
    assert document["paths"]["/api/v0/left/"]["get"]["deprecated"] is True
    properties = document["components"]["schemas"]["Page"]["properties"]
    assert [name for name, said in properties.items() if said.get("deprecated")] == ["deck"]


def test_nothing_is_deprecated_that_had_to_work_no_longer():
    with pytest.raises(ValueError, match="at least until then"):
        Deprecation(datetime(2026, 2, 1, tzinfo=UTC), "", MORE, datetime(2026, 1, 1, tzinfo=UTC))
