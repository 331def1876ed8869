"""The search page, its suggestions, and how browsers are told of it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from lxml import etree

from news.models import PressRelease
from organizations.models import Organization
from tests.factories import NOON, scheduled
from tests.publishing.test_search import publish

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_suggestions_are_four_lists(see):
    entry = publish(Organization, ko="환경연구원", en="Environment Institute", type="institute")
    answer = see(f"/ko/search/suggest?q={quote('환경')}")
    assert answer.headers["Content-Type"] == "application/x-suggestions+json"
    assert answer.json() == [
        "환경",
        ["환경연구원"],
        [answer.json()[2][0]],
        [f"http://testserver{entry.path('ko')}"],
    ]
    assert see("/en/search/suggest?q=envir").json()[1] == ["Environment Institute"]


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%00", "?q=%ED%A0%80", "?q=a&q=b", f"?q={'a' * 9_000}", "?x=1"]
)
def test_suggestions_answer_whatever_is_asked(see, query):
    answer = see(f"/ko/search/suggest{query}")
    assert answer.status_code == 200
    assert answer.json()[1:] == [[], [], []]


def test_suggestions_hold_nothing_before_its_second(see):
    scheduled(PressRelease, title="Puenktlich", issuer=publish(Organization, ko="환경부", type="ministry"))
    assert see("/ko/search/suggest?q=puenkt", NOON - SECOND).json()[1] == []
    assert see("/ko/search/suggest?q=puenkt").json()[1] == ["Puenktlich ko"]


def test_suggestions_take_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    publish(ko="수소")
    see("/ko/search/suggest?q=x")
    with django_assert_num_queries(3):
        see(f"/ko/search/suggest?q={quote('수소')}")
    publish(ko="수소 가")
    publish(ko="수소 나")
    with django_assert_num_queries(3):
        see(f"/ko/search/suggest?q={quote('수소')}")


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("ko", "ko"), ("zh-hans", "zh-Hans")])
def test_browsers_are_told_of_the_search_in_each_language(see, language, tag):
    page = see(f"/{language}/").content.decode()
    assert 'type="application/opensearchdescription+xml"' in page
    assert f'href="/{language}/opensearch.xml"' in page
    answer = see(f"/{language}/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 1 <= len(root.findtext(f"{OPENSEARCH}ShortName")) <= 16
    assert root.findtext(f"{OPENSEARCH}Language") == tag
    templates = {each.get("type"): each.get("template") for each in root.iter(f"{OPENSEARCH}Url")}
    assert templates == {
        "text/html": f"http://testserver/{language}/search/?q={{searchTerms}}",
        "application/x-suggestions+json": f"http://testserver/{language}/search/suggest?q={{searchTerms}}",
        "application/opensearchdescription+xml": f"http://testserver/{language}/opensearch.xml",
    }


def test_a_year_does_not_find_everything_by_its_reference(see):
    publish(ko="수소")
    assert see("/ko/search/?q=2026").context["total"] == 0


def test_nothing_found_offers_what_is_written_alike_each_word_and_every_kind(see):
    publish(Organization, ko="환경연구원", en="Environment Institute", type="institute")
    context = see("/en/search/?q=institude").context
    assert [each["label"] for each in context["hints"]][:1] == ["Institute"]
    assert [(each["number"], each["url"]) for each in context["browse"]] == [(1, "/en/organizations/")]
    context = see("/en/search/?q=institute+zzz").context
    assert [each["url"] for each in context["shorter"]] == ["/en/search/?q=institute"]
    before = see("/en/search/?q=institude", NOON - SECOND).context
    assert (before["hints"], before["browse"]) == ([], [])


def test_switching_the_language_keeps_query_kind_and_page(see):
    for hours in range(21):
        publish(Organization, ko=f"수소 {hours}", type="institute", at=NOON - timedelta(hours=hours))
    address = f"search/?q={quote('수소')}&type=organization&page=2"
    page = see(f"/ko/{address}").content.decode()
    assert f'href="/zh-hans/{address}"'.replace("&", "&amp;") in page
