"""The catalog: DCAT 3 that harvesters read, of which every address answers."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rdflib import RDF, Graph, Namespace

from news.models import PressRelease
from opportunities.models import Opportunity
from portal.dumps.making import make
from publishing import clock
from publishing.models import Page
from tests import factories
from tests.factories import NOON

pytestmark = [
    pytest.mark.django_db,
    # The library warns of what it does itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
]

CATALOG = "/api/v1/catalog.jsonld"
SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "dcat.json").read_text())
DCAT, DCT = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
SPDX = Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture
def catalog(client, later):
    """The catalog with a dump, as JSON and as a graph."""
    factories.released(PressRelease, slug="release")
    factories.released(Page, slug="about", licence="all-rights-reserved")
    factories.released(Opportunity, licence="cc-by-4.0")
    factories.released(Opportunity, licence="kogl-2")
    make()
    response = client.get(CATALOG)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    return response.json(), Graph().parse(data=response.content.decode(), format="json-ld")


def test_the_catalog_is_dcat(client, catalog):
    document, graph = catalog
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(document)
    resources = client.get("/api/v1/").json()["resources"]
    assert {str(name) for name in graph.objects(None, DCT.identifier)} == set(resources)
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        assert {title.language for title in graph.objects(dataset, DCT.title)} == {"en", "ko", "zh-Hans"}
        assert len(set(graph.objects(dataset, DCT.license))) == 1
    served = set(graph.objects(None, DCAT.servesDataset))
    assert served == set(graph.subjects(RDF.type, DCAT.Dataset)) == set(graph.objects(None, DCAT.dataset))
    nodes = [str(node) for node in graph.subjects(RDF.type, DCAT.Distribution)]
    assert len(nodes) == len(set(nodes))


def test_every_address_of_it_answers(client, catalog):
    _document, graph = catalog
    wanted = (DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription)
    addresses = {str(each) for relation in wanted for each in graph.objects(None, relation)}
    assert len(addresses) > 100
    for address in addresses:
        response = client.get(address.replace("http://localhost:8000", "http://testserver"))
        assert response.status_code == 200, address
        assert not response.streaming or b"".join(response.streaming_content) is not None


def test_files_are_what_their_checksums_and_sizes_say(client, catalog):
    _document, graph = catalog
    checked = 0
    for part, address in graph.subject_objects(DCAT.downloadURL):
        content = b"".join(client.get(str(address)).streaming_content)
        (checksum,) = graph.objects(part, SPDX.checksum)
        (value,) = graph.objects(checksum, SPDX.checksumValue)
        # A hexBinary is read as bytes by some readers and as text by others.
        assert hashlib.sha256(content).hexdigest() == str(value).lower()
        assert [int(size) for size in graph.objects(part, DCAT.byteSize)] == [len(content)]
        checked += 1
    assert checked == 2 * len(client.get("/api/v1/").json()["resources"])


def test_a_licence_that_all_records_have_is_named_itself(catalog):
    document, _graph = catalog
    licences = {each["dct:identifier"]: each["dct:license"]["@id"] for each in document["dcat:dataset"]}
    assert licences["press-releases"] == "https://www.kogl.or.kr/info/licenseType1.do"
    assert licences["opportunities"] == "http://testserver/api/v1/docs/#licence"
    assert licences["pages"] == "http://testserver/api/v1/docs/#licence"


def test_the_catalog_changes_with_releases_and_dumps_and_tells_of_nothing_else(client):
    factories.released(PressRelease, slug="release")
    factories.scheduled(PressRelease, slug="soon", at=NOON + timedelta(days=1), licence="kogl-4")
    with clock.as_of(NOON):
        first = client.get(CATALOG)
        tag = {"if-none-match": first["ETag"]}
        assert client.get(CATALOG, headers=tag).status_code == 304
        assert "downloadURL" not in first.content.decode()
        make()
        again = client.get(CATALOG, headers=tag)
        assert "downloadURL" in again.content.decode()
        dataset = next(
            each for each in again.json()["dcat:dataset"] if each["dct:identifier"] == "press-releases"
        )
        assert dataset["dct:modified"]["@value"] == "2026-06-01T03:00:00Z"
        assert dataset["dct:license"]["@id"].endswith("licenseType1.do")
    with clock.as_of(NOON + timedelta(days=1)):
        following = client.get(CATALOG, headers={"if-none-match": again["ETag"]})
        assert "2026-06-02T03:00:00Z" in following.content.decode()


def test_the_api_and_its_documentation_lead_to_it(client, later):
    root = client.get("/api/v1/").json()
    assert client.get(root["catalog"]).status_code == 200
    assert client.get(root["dumps"]).status_code == 200
    head = client.get("/api/v1/docs/").content.decode().partition("</head>")[0]
    assert '<link rel="alternate" type="application/ld+json" href="/api/v1/catalog.jsonld"' in head
