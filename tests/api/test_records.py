"""What records of every kind say: identity, wording, languages, figures, files, relations."""

import pytest

from events.models import Delegation
from news.models import PressRelease
from organizations.models import CooperationCenter, Organization
from publishing import clock
from publishing.actions import ChangeAddress, DraftText, PublishText, SubmitText, Withdraw
from publishing.models import Count, Money, Page, Place, Sector
from tests import factories
from tests.factories import FACTS, NOON
from tests.world import files_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_every_kind_has_a_list_and_records(api, model):
    entry = factories.released(model, slug="the-slug")
    resource = model.KIND.resource
    record = next(each for each in api(f"{resource}/")["results"] if each["uid"] == str(entry.uid))
    assert record["kind"] == model.KIND.code
    assert record["api_url"] == f"http://testserver/api/v1/{resource}/the-slug/"
    for key in ("the-slug", entry.ref, entry.uid):
        assert api(f"{resource}/{key}/") == record


def test_identity_and_release(api):
    entry = factories.released(Page, slug="about", release_zone="Asia/Seoul")
    record = api("pages/about/", lang="ko")
    assert record["uid"] == str(entry.uid)
    assert record["ref"] == entry.ref
    assert record["url"] == "http://testserver/ko/about/"
    assert record["released_at"] == "2026-06-01T03:00:00Z"
    assert record["released_zone"] == "Asia/Seoul"
    assert record["changed_at"] == "2026-06-01T03:00:00Z"
    assert record["revision"] == 1
    assert record["licence"] == "kogl-1"
    assert record["is_sample"] is False


def test_wording_comes_in_the_language_asked_for(api):
    factories.released(Page, slug="about", title="About")
    assert api("pages/about/", lang="ko")["title"] == "About ko"
    assert api("pages/about/", lang="zh-hans")["title"] == "About zh-hans"
    assert api("pages/about/", lang="zh-hans")["language"] == "zh-hans"


def test_a_missing_translation_says_its_language(api):
    factories.released(Page, slug="about", title="About", languages=("ko",))
    record = api("pages/about/", lang="en")
    assert (record["title"], record["language"], record["languages"]) == ("About ko", "ko", ["ko"])
    assert record["authoritative_language"] == "ko"
    assert record["url"] == "http://testserver/en/about/"


def test_all_languages_side_by_side(api):
    factories.released(Page, slug="about", title="About", languages=("ko", "en"))
    record = api("pages/about/", lang="*")
    assert record["title"] == {"en": "About en", "ko": "About ko"}
    assert record["language"] is None
    assert set(record["url"]) == {"en", "ko", "zh-hans"}
    assert set(record["notice"]) == {"en", "ko"}


def test_a_translation_that_fell_behind_is_named(api):
    entry = factories.released(Page, slug="about", title="About")
    text = factories.written(entry, "ko", title="About ko, corrected")
    SubmitText(text, factories.actor()).execute()
    PublishText(text, factories.actor(), severity="correction", reason="The date was wrong.").execute()
    record = api("pages/about/", lang="en")
    assert record["stale"] == ["en", "zh-hans"]
    states = {each["language"]: each for each in record["texts"]}
    assert states["en"]["stale"] is True
    assert states["en"]["made_from_version"] == 1
    assert (states["ko"]["version"], states["ko"]["origin"], states["ko"]["stale"]) == (2, "original", False)
    assert "Korean" in record["notice"]
    assert [each["note"] for each in record["corrections"]] == ["The date was wrong."]
    assert record["corrections"][0]["language"] == "ko"


def test_a_draft_of_a_new_version_is_not_there(api):
    entry = factories.released(Page, slug="about", title="About")
    DraftText(entry, factories.actor(), language="ko").execute()
    entry.texts.open().update(title="Not yet")
    assert "Not yet" not in str(api("pages/about/", lang="*"))


def test_further_wording_stands_under_its_own_name(api):
    entry = factories.released(CooperationCenter, slug="center")
    entry.texts.filter(language="ko").update(extra={"mandate": "협력"})
    assert api("centers/center/", lang="ko")["mandate"] == "협력"
    assert api("centers/center/", lang="*")["mandate"] == {"en": "", "ko": "협력", "zh-hans": ""}


def test_footnotes_are_objects(api):
    entry = factories.released(Page, slug="about")
    note = {"marker": "1", "term": "PM2.5", "text": "Fine dust."}
    entry.texts.filter(language="en").update(body='<p>Air<sup data-note="1"></sup></p>', notes=[note])
    record = api("pages/about/", lang="en")
    assert record["notes"] == [note]
    assert record["body"] == '<p>Air<sup data-note="1"></sup></p>'


def test_figures_as_stated(api):
    source = factories.released(Organization, slug="paper", title="Paper")
    entry = factories.released(Page, slug="about")
    Money.objects.create(
        entry=entry,
        label_en="Planned",
        label_ko="계획",
        amount="2000000000000",
        currency="CNY",
        qualifier="more_than",
        stated_as="more than CNY 2 trillion",
        stated_by=source,
        as_of="2012-07",
        converted_amount="315000000000",
        converted_currency="USD",
        converted_by="The paper",
    )
    Count.objects.create(entry=entry, label_en="Attendance", value=100, qualifier="more_than", unit="people")
    record = api("pages/about/", lang="zh-hans")
    (money,) = record["money"]
    assert (money["amount"], money["currency"], money["qualifier"]) == (
        "2000000000000.00",
        "CNY",
        "more_than",
    )
    assert money["as_of"] == "2012-07"
    assert money["stated_by"]["slug"] == "paper"
    assert (money["converted_amount"], money["converted_by"]) == ("315000000000.00", "The paper")
    assert money["label"] == {"text": "Planned", "language": "en"}
    (count,) = record["counts"]
    assert (count["value"], count["unit"], count["stated_by"]) == (100, "people", None)


def test_classification_images_and_attachments(api):
    entry = factories.released(Page, slug="about")
    entry.sectors.add(Sector.objects.create(slug="water", name_en="Water", name_ko="물"))
    entry.places.add(Place.objects.create(slug="beijing", name_en="Beijing"))
    files_of(entry, "Open")
    record = api("pages/about/", lang="ko")
    assert record["sectors"] == [{"slug": "water", "name": "물", "language": "ko"}]
    assert record["places"] == [{"slug": "beijing", "name": "Beijing", "language": "en"}]
    (image,) = record["images"]
    assert {each["format"] for each in image["renditions"]} == {"avif", "jpg", "webp"}
    assert image["renditions"][0]["url"].startswith("http://testserver/media/")
    assert "original" not in str(image)
    (attachment,) = record["attachments"]
    assert attachment["url"].endswith(attachment["filename"])


def test_related_entries_only_while_they_are_visible(api):
    entry = factories.released(Page, slug="about")
    visible = factories.released(Delegation, slug="eighth", title="Eighth")
    hidden = factories.scheduled(Page, slug="hidden", at=NOON.replace(day=20))
    entry.related.add(
        visible, hidden, factories.draft(Page), factories.withdrawn(Page, at=NOON.replace(day=1, month=5))
    )
    assert [each["slug"] for each in api("pages/about/", lang="en")["related"]] == ["eighth"]
    assert api("pages/about/", lang="en")["related"][0] == {
        "uid": str(visible.uid),
        "ref": visible.ref,
        "kind": "delegation",
        "slug": "eighth",
        "title": "Eighth en",
        "language": "en",
        "url": "http://testserver/en/delegations/eighth/",
        "api_url": "http://testserver/api/v1/delegations/eighth/",
    }


def test_a_reference_to_what_is_hidden_is_null(api):
    issuer = factories.scheduled(Organization, at=NOON.replace(day=20), slug="hidden")
    entry = factories.released(PressRelease, slug="release")
    PressRelease.objects.filter(pk=entry.pk).update(issuer=issuer)
    assert api("press-releases/release/")["issuer"] is None


def test_fields_choose_what_is_told(api):
    entry = factories.released(Page, slug="about", title="About")
    assert api("pages/about/", fields="title,ref", lang="en") == {
        "uid": str(entry.uid),
        "ref": entry.ref,
        "title": "About en",
    }
    assert set(api("pages/", fields="title")["results"][0]) == {"uid", "title"}


def test_an_unreleased_entry_is_nowhere(api):
    factories.scheduled(Page, slug="about")
    with clock.as_of(NOON.replace(hour=2, minute=59)):
        assert api("pages/")["results"] == []
        api("pages/about/", 404)
    with clock.as_of(NOON):
        assert len(api("pages/")["results"]) == 1
        api("pages/about/")


def test_a_former_address_leads_to_the_present_one(api, client):
    issuer = factories.released(Organization, slug="before")
    factories.released(PressRelease, slug="release", issuer=issuer)
    ChangeAddress(issuer, factories.actor(), slug="now", reason="Typing error.").execute()
    response = client.get("/api/v1/organizations/before/?lang=ko&fields=title")
    assert response.status_code == 301
    assert response["Location"] == "/api/v1/organizations/now/?lang=ko&fields=title"
    assert [each["slug"] for each in api("press-releases/", issuer="before")["results"]] == ["release"]
    api("people/before/", 404)
    hidden = factories.scheduled(Organization, slug="soon", at=NOON.replace(day=20))
    ChangeAddress(hidden, factories.actor(), slug="later", reason="Typing error.").execute()
    assert (
        client.get("/api/v1/organizations/soon/").content == client.get("/api/v1/organizations/no/").content
    )
    with clock.as_of(NOON.replace(day=2)):
        Withdraw(issuer, factories.actor(), reason="Wrong figures.").execute()
        assert api("organizations/before/", 410)["reason"] == "Wrong figures."
