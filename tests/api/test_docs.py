"""The documentation for people and the interactive reference."""

import re

import pytest

from news.models import PressRelease
from publishing.api.problems import PROBLEMS
from publishing.models import Place
from tests import factories

pytestmark = pytest.mark.django_db

DOCS = "/api/v1/docs/"


@pytest.mark.parametrize(("language", "html_lang"), [("en", "en"), ("ko", "ko"), ("zh-hans", "zh-Hans")])
def test_the_page_is_in_the_language_asked_for(client, language, html_lang):
    response = client.get(DOCS, {"lang": language})
    assert response["Content-Language"] == html_lang
    assert f'<html lang="{html_lang}">' in response.content.decode()


def test_without_lang_the_header_decides(client):
    response = client.get(DOCS, headers={"accept-language": "zh-CN"})
    assert response["Content-Language"] == "zh-Hans"
    assert "Accept-Language" in response["Vary"]


def test_every_resource_has_an_example_that_runs(client, later):
    Place.objects.create(slug="beijing", name_en="Beijing")
    page = client.get(DOCS).content.decode()
    examples = [each.replace("&amp;", "&") for each in re.findall(r'<a href="(/api/v1/[^"]+)"><code>', page)]
    resources = {*client.get("/api/v1/").json()["resources"], "search", "changes"}
    assert {example.split("/")[3] for example in examples} == resources
    for example in examples:
        assert client.get(example).status_code == 200, example


def test_the_quick_start_runs(client, later):
    factories.released(PressRelease, slug="release")
    page = client.get(DOCS).content.decode()
    commands = re.findall(r"curl &quot;([^&]+(?:&amp;[^&]+)*)&quot;|curl \"([^\"]+)\"", page)
    urls = ["".join(each).replace("&amp;", "&") for each in commands]
    assert len(urls) == 3
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_every_problem_is_explained(client):
    page = client.get(DOCS).content.decode()
    for problem in PROBLEMS:
        assert f'id="problem-{problem.code}"' in page


def test_the_reference_needs_no_other_host_and_no_inline_code(client):
    page = client.get(f"{DOCS}reference/").content.decode()
    assert re.findall(r'(?:src|href)="(?!/static/|/api/)([^"]*)"', page) == []
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    script = client.get(f"{DOCS}reference/?script=")
    assert script["Content-Type"] == "application/javascript"
    assert "/api/v1/openapi.json" in script.content.decode()
    assert '"validatorUrl": null' in script.content.decode()
