"""The pages of press releases and media coverage."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from events.models import Delegation, Meeting
from news.models import Byline, MediaCoverage, PressContact, PressRelease, Quote
from organizations.models import Organization, OrganizationName, Person, Role
from publishing import clock, search
from publishing.actions import Withdraw
from publishing.models import Place, Sector
from tests.factories import NOON, actor, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=8000)


def words(response) -> str:
    """The text of a page without markup, on one line."""
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def ministries() -> tuple[Organization, Organization]:
    """A ministry until October 2025, and the one that took its place."""
    old = released(Organization, at=LONG_AGO, slug="me-korea", title="Ministry of Environment")
    new = released(Organization, at=NOON - timedelta(days=200), slug="mcee", title="Ministry of Climate")
    new.predecessors.add(old)
    for body, name, kind in (
        (old, "Ministry of Environment", "official"),
        (new, "Ministry of Climate, Energy and Environment", "official"),
        (new, "MCEE", "acronym"),
    ):
        OrganizationName.objects.create(
            organization=body,
            text=name,
            language="en",
            type=kind,
            valid_from="2025-10" if body is new else "",
            valid_to="" if body is new else "2025-10",
        )
    for body in (old, new):
        search.update(body)
    return old, new


def furnish(release: PressRelease, times: int) -> None:
    """``times`` of everything that hangs on a release."""
    for number in range(times):
        person = released(Person, at=LONG_AGO, title=f"Speaker {number}")
        body = released(Organization, at=LONG_AGO, title=f"House {number}")
        role = Role.objects.create(person=person, organization=body, type="director", title_en="Director")
        Quote.objects.create(release=release, role=role, text_en=f"Words {number}", original_language="ko")
        PressContact.objects.create(release=release, name_en=f"Desk {number}", is_sample=True)
        release.co_issuers.add(body)
        release.related.add(released(Organization, at=LONG_AGO))


def test_lists_and_pages_take_the_same_queries_for_one_and_for_three(
    see, ministries, django_assert_num_queries
):
    old, _new = ministries
    event = released(Delegation, at=LONG_AGO)
    first = released(PressRelease, issuer=old, unit=old, event=event)
    furnish(first, 1)
    for neighbor in ({"at": LONG_AGO}, {}):
        released(PressRelease, issuer=old, unit=old, event=event, **neighbor)
    with django_assert_num_queries(55):
        assert see(first.path("en")).status_code == 200
    with django_assert_num_queries(17):
        assert see("/en/news/").status_code == 200
    for _number in range(2):
        furnish(released(PressRelease, issuer=old, unit=old, event=event), 1)
    furnish(first, 2)
    with django_assert_num_queries(55):
        see(first.path("en"))
    with django_assert_num_queries(17):
        see("/en/news/")


def test_coverage_takes_the_same_queries_for_one_and_for_three(see, django_assert_num_queries):
    outlet = released(Organization, at=LONG_AGO, title="Paper")

    def article() -> MediaCoverage:
        found = released(MediaCoverage, outlet=outlet)
        Byline.objects.create(coverage=found, name="A. Writer", person=released(Person, at=LONG_AGO))
        return found

    first = article()
    with django_assert_num_queries(17):
        see(first.path("en"))
    with django_assert_num_queries(13):
        see("/en/news/coverage/")
    Byline.objects.create(coverage=first, name="B. Writer", person=released(Person, at=LONG_AGO))
    article()
    article()
    with django_assert_num_queries(17):
        see(first.path("en"))
    with django_assert_num_queries(13):
        see("/en/news/coverage/")


def test_an_old_release_bears_the_old_name_and_is_found_under_the_new_one(see, ministries):
    old, _new = ministries
    entry = released(
        PressRelease, at=LONG_AGO + timedelta(days=9), issuer=old, dated="2005-06-08", title="Center moves"
    )

    page = see(entry.path("en"))

    assert "Issuer Ministry of Environment Issuer today Ministry of Climate" in words(page)
    for query in ("issuer=mcee", "issuer=me-korea", "q=MCEE", "q=Ministry+of+Environment"):
        found = see(f"/en/news/?{query}")
        assert "Center moves" in found.content.decode(), query
    assert "Ministry of Environment" in words(see("/en/news/?issuer=mcee"))


def test_filters_are_in_the_address_and_those_in_use_can_be_removed(see):
    air = Sector.objects.create(slug="air", name_en="Air")
    dust = Sector.objects.create(slug="fine-dust", name_en="Fine dust", parent=air)
    china = Place.objects.create(slug="china", name_en="China")
    beijing = Place.objects.create(slug="beijing", name_en="Beijing", parent=china)
    entry = released(PressRelease, title="About dust")
    entry.sectors.add(dust)
    entry.places.add(beijing)
    released(PressRelease, title="About nothing", type="speech", dated="2025-01")

    for query in ("sector=air", "sector=fine-dust", "place=china", "type=release", "year=2026"):
        page = see(f"/en/news/?{query}").content.decode()
        assert "About dust en" in page, query
        assert "About nothing en" not in page, query
    page = see("/en/news/?sector=air&place=china")
    assert "1 entry" in words(page)
    assert 'href="?place=china"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("colour=red", 200, "This list has no filter “colour”; it was left out."),
        ("type=poem", 400, "Select a valid choice. poem is not one of the available choices."),
        ("issuer=nobody", 400, "Select a valid choice."),
        ("page=7", 404, "There is no page “7”; this list has 1."),
    ],
)
def test_what_an_address_cannot_mean_is_said(see, query, status, message):
    released(PressRelease, title="There")

    page = see(f"/en/news/?{query}")

    assert page.status_code == status
    assert message in words(page)
    assert "noindex" in page.content.decode()


def test_the_language_switch_keeps_path_filters_and_page(see):
    issuer = released(Organization, at=LONG_AGO)
    for _number in range(21):
        released(PressRelease, issuer=issuer, languages=("ko",))

    page = see("/en/news/?type=release&page=2").content.decode()

    assert "/ko/news/?type=release&amp;page=2" in page
    assert "Page 2 of 2" in page


def test_releases_stand_under_their_day_on_both_clocks_with_their_languages(see):
    released(PressRelease, title="Noon", languages=("ko", "en"))

    page = see("/en/news/")

    assert "Monday 1 June 2026 1 June 2026 Monday 12:00 Seoul · 11:00 Beijing Noon en" in words(page)
    assert "English translation" in words(page)
    assert "한국어 original" in words(page)
    assert "中文 no text yet" in words(page)
    assert "北京时间11:00 · 首尔时间12:00" in words(see("/zh-hans/news/"))


def test_the_release_page_shows_its_moments_quotes_contacts_and_event(see):
    event = released(Delegation, at=LONG_AGO, slug="eighth", title="Eighth delegation")
    entry = released(
        PressRelease,
        event=event,
        distributed_at=datetime(2026, 5, 29, 0, 0, tzinfo=UTC),
        embargo_note_en="Tuesday morning papers",
        number="2026-117",
    )
    furnish(entry, 1)

    page = see(entry.path("en"))
    shown = words(page)

    assert "Monday 1 June 2026 12:00 Seoul 11:00 Beijing 03:00 UTC" in shown
    assert "Friday 29 May 2026 09:00 Seoul · 08:00 Beijing" in shown
    assert "Tuesday morning papers" in shown
    assert "2026-117" in shown
    assert "Words 0 Speaker 0 en Director, House 0 en 1 June 2026 Translated from Korean." in shown
    assert "Desk 0 sample" in shown
    assert '<a href="/en/delegations/eighth/">Eighth delegation en</a>' in page.content.decode()
    assert "/en/delegations/eighth.ics" in page.content.decode()


def test_korean_and_chinese_name_the_organization_before_the_title_and_once(see):
    entry = released(PressRelease, languages=("en", "ko", "zh-hans"))
    body = released(Organization, at=LONG_AGO, title="Hanbit")
    for language, name in (("ko", "한빛수소"), ("zh-hans", "韩光氢能")):
        body.names.create(text=name, language=language, type="official")
    person = released(Person, at=LONG_AGO, title="Yun")
    for ko, zh, en in (
        ("연구소장", "所长", "Head of the laboratory"),
        ("한빛수소 대표", "韩光氢能总经理", "Head of Hanbit"),
    ):
        role = Role.objects.create(
            person=person, organization=body, type="director", title_en=en, title_ko=ko, title_zh_hans=zh
        )
        Quote.objects.create(release=entry, role=role, text_en=f"Words of the {en}")

    for language, laboratory, head in (
        ("ko", "한빛수소 연구소장 ", " 한빛수소 대표 "),
        ("zh-hans", "韩光氢能所长 ", " 韩光氢能总经理 "),
        ("en", "Head of the laboratory, ", "Head of Hanbit, "),
    ):
        shown = words(see(entry.path(language)))
        assert laboratory in shown
        assert head in shown
        assert not re.search("한빛수소 한빛수소|韩光氢能韩光氢能", shown)


def test_a_speaker_has_no_role_that_was_not_held_on_the_day(see):
    entry = released(PressRelease)
    person = released(Person, at=LONG_AGO, title="Kim")
    role = Role.objects.create(person=person, type="minister", title_en="Minister", valid_to="2025")
    Quote.objects.create(release=entry, role=role, text_en="Words")

    shown = words(see(entry.path("en")))

    assert "Kim en" in shown
    assert "Minister" not in shown


def test_a_release_names_what_the_issuer_released_before(see, ministries):
    old, new = ministries
    before = released(PressRelease, at=NOON - timedelta(days=30), issuer=old, title="Before")
    other = released(PressRelease, at=NOON - timedelta(days=20), title="Elsewhere")
    entry = released(PressRelease, issuer=new, title="Now")
    scheduled(PressRelease, at=NOON + timedelta(days=1), issuer=old, title="Afterwards")

    page = see(entry.path("en")).content.decode()

    assert before.path("en") in page
    assert other.path("en") not in page
    assert "Afterwards" not in page


def test_a_missing_translation_is_announced_and_not_indexed(see):
    entry = released(PressRelease, languages=("ko",), title="원문")

    page = see(entry.path("en")).content.decode()

    assert "Not yet available in this language" in page
    assert '<span lang="ko">원문 ko</span>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="http://testserver{entry.path("ko")}">' in page
    assert 'hreflang="x-default"' not in page


def test_before_release_a_page_is_as_absent_as_one_that_never_was(see):
    entry = scheduled(PressRelease, slug="to-come", title="Secret")
    before = NOON - timedelta(seconds=1)

    hidden, never = see(entry.path("en"), before), see("/en/news/no-such/", before)

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert hidden.content.replace(b"to-come", b"no-such") == never.content
    assert "Secret" not in see("/en/news/", before).content.decode()
    assert see(entry.path("en")).status_code == 200


def test_a_withdrawn_release_is_gone_with_its_reason(see):
    entry = withdrawn(PressRelease, reason="Wrong figures.")

    page = see(entry.path("en"), NOON + timedelta(days=2))

    assert page.status_code == 410
    assert "Wrong figures." in page.content.decode()


def test_hidden_bodies_people_and_events_are_not_named(see):
    later = NOON + timedelta(days=5)
    entry = released(
        PressRelease,
        issuer=scheduled(Organization, at=NOON, title="Issuer"),
        unit=scheduled(Organization, at=later, title="Hidden unit"),
        event=scheduled(Meeting, at=later, title="Hidden meeting"),
    )
    person = scheduled(Person, at=later, title="Hidden person")
    role = Role.objects.create(person=person, type="minister", title_en="Hidden minister")
    Quote.objects.create(release=entry, role=role, text_en="Hidden words")

    page = see(entry.path("en"))

    assert page.status_code == 200
    assert "Hidden" not in page.content.decode()


def test_coverage_names_outlet_and_authors_as_printed_and_links_to_the_article(see):
    outlet = released(Organization, at=LONG_AGO, slug="paper", title="Paper")
    entry = released(
        MediaCoverage,
        outlet=outlet,
        published="2012-12-16",
        published_at=datetime(2012, 12, 16, 11, 20, tzinfo=UTC),
        url="https://paper.example/article",
    )
    Byline.objects.create(coverage=entry, name="Kim Y.", person=released(Person, at=LONG_AGO))
    Byline.objects.create(coverage=entry, name="Guest")

    shown = words(see(entry.path("en")))

    assert "Outlet Paper en" in shown
    assert "Sunday 16 December 2012 20:20 Seoul · 19:20 Beijing" in shown
    assert "By Kim Y. Guest" in shown
    assert "paper.example" in shown
    assert "Sunday 16 December 2012 20:20 Seoul · 19:20 Beijing" in words(
        see("/en/news/coverage/?outlet=paper")
    )


def test_who_follows_whom_is_not_told_before_both_are_public(see):
    """An issuer that has since been withdrawn leaves its releases, but not their way to its predecessor."""
    old = released(Organization, at=LONG_AGO, slug="old-body", title="Old body")
    new = released(Organization, at=NOON - timedelta(days=9), slug="new-body", title="New body")
    new.predecessors.add(old)
    released(PressRelease, at=NOON - timedelta(days=5), issuer=new, title="Report")
    assert "old-body" in see("/en/news/").text
    with clock.as_of(NOON - timedelta(days=1)):
        Withdraw(new, actor(), reason="Entered by mistake.").execute()

    assert "old-body" not in see("/en/news/").text
    assert "Report en" not in see("/en/search/?q=Old+body").text
