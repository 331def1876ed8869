"""Press releases and media coverage in the API: facts and filters."""

from datetime import timedelta

import pytest

from events.models import Delegation
from news.models import MediaCoverage, PressContact, PressRelease, Quote
from organizations.models import Organization, OrganizationName, Person, Role
from publishing import clock
from publishing.models import Place, Sector
from tests.factories import NOON, released, scheduled

pytestmark = pytest.mark.django_db

RELEASES = "/api/v1/press-releases/"
COVERAGE = "/api/v1/media-coverage/"
BEFORE = NOON - timedelta(days=30)


def asked(client, url, at=NOON + timedelta(days=1), **query):
    with clock.as_of(at):
        response = client.get(url, query)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, url=RELEASES, **query):
    return {each["slug"] for each in asked(client, url, **query)["results"]}


def ministry(slug="ministry", **facts):
    return released(Organization, slug=slug, at=BEFORE, **facts)


def test_a_release_with_all_its_facts(client):
    issuer, person = ministry(title="Ministry"), released(Person, slug="speaker", at=BEFORE)
    OrganizationName.objects.create(
        organization=issuer,
        text="환경부",
        language="ko",
        type="former",
        valid_from="1994",
        valid_to="2025-09",
    )
    delegation = released(Delegation, slug="eighth", at=BEFORE)
    release = released(
        PressRelease,
        slug="release",
        issuer=issuer,
        dated="2005-06",
        number="2005-12",
        event=delegation,
        dateline=Place.objects.create(slug="beijing", name_en="Beijing"),
        distributed_at=NOON - timedelta(days=3),
        embargo_note_en="Tuesday morning papers",
        source_url="https://example.org/1",
    )
    role = Role.objects.create(person=person, organization=issuer, type="minister", title_en="Minister")
    Quote.objects.create(
        release=release, role=role, text_en="Well said.", text_ko="좋다.", original_language="ko"
    )
    PressContact.objects.create(release=release, name_en="Desk", phone="000", is_sample=True)
    record = asked(client, f"{RELEASES}release/", lang="ko")
    assert (record["type"], record["number"], record["dated"]) == ("release", "2005-12", "2005-06")
    assert record["issuer"]["title"] == "Ministry ko"
    assert record["issuer"]["name"] == {"text": "환경부", "language": "ko"}
    assert record["event"]["slug"] == "eighth"
    assert record["dateline"]["slug"] == "beijing"
    assert (record["distributed_at"], record["distributed_zone"]) == ("2026-05-29T03:00:00Z", "Asia/Seoul")
    assert record["embargo_note"] == {"text": "Tuesday morning papers", "language": "en"}
    assert record["source_url"] == "https://example.org/1"
    (quote,) = record["quotes"]
    assert quote["text"] == {"text": "좋다.", "language": "ko"}
    assert quote["original_language"] == "ko"
    assert quote["speaker"]["person"]["slug"] == "speaker"
    assert quote["speaker"]["organization"]["name"]["text"] == "환경부"
    assert record["contacts"][0]["is_sample"] is True
    every = asked(client, f"{RELEASES}release/", lang="*")
    assert every["issuer"]["name"] == {"ko": "환경부"}
    assert every["quotes"][0]["text"] == {"en": "Well said.", "ko": "좋다."}


def test_the_name_is_the_present_one_where_none_is_recorded_for_the_day(client):
    issuer = ministry(title="Ministry")
    OrganizationName.objects.create(
        organization=issuer, text="환경부", language="ko", type="former", valid_to="2025-09"
    )
    released(PressRelease, slug="release", issuer=issuer, dated="2026-06-01")
    assert asked(client, f"{RELEASES}release/", lang="ko")["issuer"]["name"]["text"] == "Ministry ko"


def test_type_can_be_several(client):
    for kind in ("release", "speech", "statement"):
        released(PressRelease, slug=kind, type=kind)
    assert slugs(client, type="speech") == {"speech"}
    assert slugs(client, type=["speech", "statement"]) == {"speech", "statement"}


def test_an_issuer_is_one_through_its_renamings(client):
    before, now, other = ministry("old"), ministry("new"), ministry("other")
    now.predecessors.add(before)
    released(PressRelease, slug="old-release", issuer=before)
    released(PressRelease, slug="new-release", issuer=now)
    joint = released(PressRelease, slug="joint", issuer=other)
    joint.co_issuers.add(now)
    for issuer in ("old", "new", now.ref, str(before.uid)):
        assert slugs(client, issuer=issuer) == {"old-release", "new-release", "joint"}
    assert slugs(client, issuer="other") == {"joint"}


def test_an_issuer_that_is_not_public_is_unknown(client):
    scheduled(Organization, slug="soon", at=NOON + timedelta(days=9))
    with clock.as_of(NOON):
        soon, never = (client.get(RELEASES, {"issuer": slug}) for slug in ("soon", "never"))
    assert soon.status_code == never.status_code == 400
    assert soon.content.replace(b"soon", b"never") == never.content


def test_sectors_and_places_include_what_is_below_them(client):
    water = Sector.objects.create(slug="water", name_en="Water")
    marine = Sector.objects.create(slug="marine", name_en="Marine", parent=water)
    china = Place.objects.create(slug="china", name_en="China")
    beijing = Place.objects.create(slug="beijing", name_en="Beijing", parent=china)
    release = released(PressRelease, slug="release", dateline=beijing)
    release.sectors.add(water, marine)
    released(PressRelease, slug="other")
    assert slugs(client, sector="water") == slugs(client, sector="marine") == {"release"}
    assert slugs(client, place="china") == {"release"}
    assert [each["slug"] for each in asked(client, RELEASES, sector=["water", "marine"])["results"]] == [
        "release"
    ]


def test_dates_of_any_precision(client):
    for dated in ("2005", "2005-06", "2005-06-08", "2006-01-01"):
        released(PressRelease, slug=f"d{dated}", dated=dated)
    assert slugs(client, year="2005") == {"d2005", "d2005-06", "d2005-06-08"}
    assert slugs(client, year=["2005", "2006"]) == {"d2005", "d2005-06", "d2005-06-08", "d2006-01-01"}
    assert slugs(client, dated_from="2005-06-09") == {"d2005", "d2005-06", "d2006-01-01"}
    assert slugs(client, dated_to="2005-05") == {"d2005"}
    assert slugs(client, dated_from="2005-06-08", dated_to="2005-06-08") == {
        "d2005",
        "d2005-06",
        "d2005-06-08",
    }
    assert slugs(client, dated_from="9999-12-31") == set()
    assert len(slugs(client, dated_to="9999-12-31")) == 4
    assert slugs(client, dated_to="2005-12-31") == {"d2005", "d2005-06", "d2005-06-08"}


def test_days_are_those_of_the_zone_of_the_release(client):
    # Half past midnight on 2 June in Seoul is still 1 June in Beijing and in UTC.
    moment = NOON + timedelta(hours=12, minutes=30)
    released(PressRelease, slug="seoul", at=moment, release_zone="Asia/Seoul")
    released(PressRelease, slug="beijing", at=moment, release_zone="Asia/Shanghai")
    assert slugs(client, released_from="2026-06-02") == {"seoul"}
    assert slugs(client, released_to="2026-06-01") == {"beijing"}
    assert slugs(client, released_from="2026-06-02T00:30:00+09:00") == {"seoul", "beijing"}
    assert slugs(client, released_to="2026-06-01T15:29:59Z") == set()


def test_event_speaker_language_and_sample(client):
    delegation, person = (
        released(Delegation, slug="eighth", at=BEFORE),
        released(Person, slug="speaker", at=BEFORE),
    )
    release = released(PressRelease, slug="release", event=delegation, languages=("ko", "en"), is_sample=True)
    role = Role.objects.create(person=person, organization=ministry(), type="minister", title_en="Minister")
    Quote.objects.create(release=release, role=role, text_en="Well said.")
    released(PressRelease, slug="other", languages=("ko",))
    assert slugs(client, event="eighth") == slugs(client, speaker="speaker") == {"release"}
    assert slugs(client, available_in="en") == slugs(client, is_sample="true") == {"release"}
    assert slugs(client, is_sample="false") == {"other"}


def test_releases_by_the_date_of_the_document(client):
    for dated in ("2006-01-01", "2005", "2005-06-08"):
        released(PressRelease, slug=f"d{dated}", dated=dated)
    found = [each["dated"] for each in asked(client, RELEASES, ordering="dated")["results"]]
    assert found == ["2005", "2005-06-08", "2006-01-01"]


def test_coverage_with_its_facts_and_filters(client):
    paper = ministry("paper", title="Paper")
    coverage = released(
        MediaCoverage, slug="article", outlet=paper, published="2012-12-16", url="https://example.org/article"
    )
    coverage.bylines.create(name="Kim Yon-se", person=released(Person, slug="kim", at=BEFORE))
    coverage.bylines.create(name="Seo Jee-yeon", position=1)
    released(MediaCoverage, slug="other", published="2013")
    record = asked(client, f"{COVERAGE}article/", lang="en")
    assert record["outlet"]["title"] == "Paper en"
    assert record["article_url"] == "https://example.org/article"
    assert record["url"] == "http://testserver/en/news/coverage/article/"
    assert [each["name"] for each in record["bylines"]] == ["Kim Yon-se", "Seo Jee-yeon"]
    assert record["bylines"][0]["person"]["slug"] == "kim"
    assert record["bylines"][1]["person"] is None
    assert slugs(client, COVERAGE, outlet="paper") == {"article"}
    assert slugs(client, COVERAGE, year="2012") == {"article"}
    assert slugs(client, COVERAGE, published_from="2013") == {"other"}
    assert slugs(client, COVERAGE, published_to="2012-12-16") == {"article"}
