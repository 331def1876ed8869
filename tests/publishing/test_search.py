from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.paginator import Paginator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Forum, ProgrammeItem, Talk
from news.models import PressRelease, Quote
from organizations.models import Company, Organization, OrganizationName, Person, PersonName, Role
from publishing import clock, search
from publishing.actions import (
    Approve,
    PublishText,
    RecordFacts,
    ReleaseEarly,
    Return,
    Submit,
    SubmitText,
    Withdraw,
)
from publishing.enums import ReleasePolicy
from publishing.models import Page, SearchDocument
from publishing.search.highlight import mark, snippet
from publishing.search.plain import plain
from publishing.search.tokens import index, parse
from publishing.visibility import public
from tests import factories
from tests.factories import NOON, actor, draft, written

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def publish(model=Page, *, at=NOON, ko=None, en=None, zh=None, **facts):
    """An entry released at a moment with these wordings."""
    wordings = {"ko": ko, "en": en, "zh-hans": zh}
    wordings = {language: wording for language, wording in wordings.items() if wording}
    facts.setdefault("authoritative_language", next(iter(wordings)))
    entry = draft(model, release_policy=ReleasePolicy.AUTHORITATIVE_FIRST, **facts)
    with clock.as_of(at - timedelta(days=1)):
        for language, wording in wordings.items():
            written(entry, language, **({"title": wording} if isinstance(wording, str) else wording))
        Submit(entry, actor()).execute()
        Approve(entry, actor(), release_at=at).execute()
    return entry


def ids(query, language="en", at=NOON, **filters):
    with clock.as_of(at):
        return [hit.entry_id for hit in search.find(query, language, **filters)]


@pytest.fixture
def center():
    return publish(
        ko={"title": "한중환경협력센터 개소", "body": "<p>초미세먼지(PM<sub>2.5</sub>)를 줄입니다.</p>"}
    )


@pytest.mark.parametrize(
    ("written_as", "query"),
    [
        ("한중환경협력센터", "환경"),
        ("한중환경협력센터", "환경협력"),
        ("한중환경협력센터", "센터"),
        ("한중환경협력센터", "터"),
        ("한중환경협력센터", "한·중 환경협력센터"),
        ("한·중 환경협력 센터", "한중환경협력센터"),
        ("한ㆍ중 환경협력", "한중"),
        ("환경 산업", "환경산업"),
        ("중국环境产业협회", "环境产业"),
        ("生态环境部", "环境"),
        ("韓中環境協力", "韩中环境"),
        ("韩中环境合作", "韓中環境"),
        ("제8차 한·중 환경장관회의", "제8차"),
        ("제8차 한·중 환경장관회의", "8차"),
        ("2026년 6월", "2026년"),
        ("Environmental cooperation", "environment"),
        ("The environment", "ENVIRONMENTAL"),
        ("Governmental bodies", "government"),
        ("Clean technologies", "technology"),
        ("The Ministry’s plan", "ministry"),
        ("Korea–China talks", "korea-china"),
        ("Korea China talks", "Korea-China"),
        ("PM2.5 forecast", "PM2.5"),
        ("PM2.5 forecast", "PM 2.5"),
        ("PM 2.5 forecast", "pm2.5"),
        ("PM2.5 forecast", "ＰＭ２．５"),
        ("PM₂.₅ forecast", "PM25"),
        ("초미세먼지 저감", "PM2.5"),
        ("초미세먼지 저감", "PM 2.5"),
        ("细颗粒物治理", "초미세먼지"),
        ("CO₂ storage", "co2"),
        ("ＥＮＶＥＸ ２０２６", "envex2026"),
        ("ENVEX 2026", "ENVEX"),
        ("MCEE 발표", "ＭＣＥＥ"),
        ("第十五届CIEPEC开幕", "ciepec"),
        ("한중 환경 협력 센터", "한중환경협력센터"),
        ("한중환경협력센터", "한중 환경 협력 센터"),
        ("環境產業", "环境产业"),
        ("环境产业", "環境產業"),
        ("Environmental cooperation", "environments"),
        ("Several environments", "environmental"),
        ("KRW 1,234,567", "1234567"),
        ("Müller & Søn", "muller"),
        ("Ⅷ 회의", "VIII"),
    ],
)
def test_is_found(written_as, query):
    entry = publish(ko=written_as)
    assert ids(query) == [entry.pk]


@pytest.mark.parametrize(
    ("written_as", "query"),
    [
        ("환경산업", "환산"),
        ("환경산업", "경환"),
        ("环境产业", "境环"),
        ("환경 산업", "경산"),
        ("수질·대기", "질대"),
        ("환경 협력", "환경 산업"),
        ("low and carbon", "low-carbon"),
        ("PM10", "PM2.5"),
        ("2026. 6. 15.", "2026년"),
        ("department", "depart ment"),
        ("25 companies", "2.5"),
    ],
)
def test_is_not_found(written_as, query):
    publish(ko=written_as)
    assert ids(query) == []


def test_everything_an_entry_says_is_found():
    entry = publish(
        Company,
        ko={
            "title": "푸른기술",
            "deck": "정수 설비를 만듭니다.",
            "body": '<h2>연혁</h2><p>부산<sup data-note="1"></sup></p><table><tbody><tr><td>매출</td><td>334억</td></tr></tbody></table>',
            "notes": [{"marker": "1", "term": "항만", "text": "남동 해안"}],
            "extra": {"products": "막 여과기"},
        },
    )
    for query in (
        "정수",
        "연혁",
        "부산",
        "매출",
        "334억",
        "항만",
        "해안",
        "여과기",
        entry.ref,
        entry.ref.lower(),
    ):
        assert ids(query) == [entry.pk], query
    for query in ("href", "tbody", "products", "연혁부산"):
        assert ids(query) == [], query


def test_words_of_facts_are_found_in_their_language():
    person = factories.released(Person)
    role = Role.objects.create(person=person, type="minister", title_en="Minister")
    release = draft(PressRelease, release_policy=ReleasePolicy.AUTHORITATIVE_FIRST)
    Quote.objects.create(
        release=release, role=role, text_en="We breathe one atmosphere.", text_ko="하나의 하늘입니다."
    )
    with clock.as_of(NOON - timedelta(days=1)):
        written(release, "ko", title="공동 발표")
        written(release, "en", title="Joint announcement")
        Submit(release, actor()).execute()
        Approve(release, actor(), release_at=NOON).execute()
        search.update(release)
    with clock.as_of(NOON):
        assert [hit.language for hit in search.find("atmosphere", "ko")] == ["en"]
        assert [hit.language for hit in search.find("하늘", "en")] == ["ko"]


def test_talks_of_a_forum_are_found():
    forum = publish(Forum, ko="포럼")
    item = ProgrammeItem.objects.create(
        event=forum, type="session", title_en="Session", starts_at=NOON, ends_at=NOON + SECOND
    )
    Talk.objects.create(item=item, title_en="Membrane filters")
    search.update(forum)
    assert ids("membrane") == []
    with clock.as_of(NOON):
        text = written(forum, "en", title="Forum")
        SubmitText(text, actor()).execute()
        PublishText(text, actor()).execute()
    assert ids("membrane") == [forum.pk]


def test_reference_is_found_by_itself_and_not_by_its_year():
    entry = publish(ko="수소")
    year, serial = entry.ref.split("-")[1:]
    for query in (entry.ref, entry.ref.lower(), f"{year}-{serial}", serial):
        assert ids(query) == [entry.pk], query
    for query in (year, f"KC {year}", f"KC-{year}", "KC"):
        assert ids(query) == [], query
    mention = publish(ko={"title": "알림", "body": f"<p>{entry.ref} 참조</p>"})
    assert ids(entry.ref) == [entry.pk, mention.pk]


def test_unreleased_is_not_found_one_second_before():
    entry = publish(ko="환경")
    assert ids("환경", at=NOON - SECOND) == []
    assert ids("환경", at=NOON) == [entry.pk]
    with clock.as_of(NOON - SECOND):
        assert not search.find("환경", "ko").counts
        assert not search.grouped("환경", "ko")
        assert not search.matching_entries(Page, "환경")
        assert not Page.objects.filter(search.matches("환경"))


def test_drafts_and_texts_in_review_are_never_found():
    entry = draft(Page)
    written(entry, title="환경")
    assert ids("환경", at=NOON + timedelta(days=999)) == []
    with clock.as_of(NOON):
        Submit(entry, actor()).execute()
    assert ids("환경", at=NOON + timedelta(days=999)) == []
    assert not SearchDocument.objects.exists()


def test_returned_entry_leaves_the_index():
    entry = publish(ko="환경")
    with clock.as_of(NOON - SECOND):
        Return(entry, actor(), reason="Wrong date.").execute()
    assert ids("환경") == []
    assert not SearchDocument.objects.filter(entry=entry).exists()


def test_release_early_is_found_at_once():
    entry = publish(ko="환경")
    with clock.as_of(NOON - timedelta(hours=1)):
        ReleaseEarly(entry, actor(), reason="Ministers agreed.").execute()
        assert [hit.entry_id for hit in search.find("환경", "ko")] == [entry.pk]


def test_withdrawn_is_found_until_one_second_before():
    entry = publish(ko="환경")
    with clock.as_of(NOON + timedelta(days=1)):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
    assert ids("환경", at=NOON + timedelta(days=1) - SECOND) == [entry.pk]
    assert ids("환경", at=NOON + timedelta(days=1)) == []


def test_new_version_replaces_the_old_words():
    entry = publish(ko="수소")
    with clock.as_of(NOON + timedelta(hours=1)):
        text = written(entry, "ko", title="암모니아")
        assert [hit.entry_id for hit in search.find("수소", "ko")] == [entry.pk]
        SubmitText(text, actor()).execute()
        assert not search.find("암모니아", "ko")
        PublishText(text, actor(), severity="correction", reason="Not hydrogen.").execute()
    assert ids("수소", at=NOON + timedelta(hours=1)) == []
    assert ids("암모니아", at=NOON + timedelta(hours=1)) == [entry.pk]


def test_one_hit_per_entry_in_the_readers_language_if_it_says_so():
    entry = publish(ko="수소 PM2.5", en="Hydrogen PM2.5", zh="氢能 PM2.5")
    with clock.as_of(NOON):
        for language in ("ko", "en", "zh-hans"):
            assert [(hit.entry_id, hit.language) for hit in search.find("PM2.5", language)] == [
                (entry.pk, language)
            ]
        assert [hit.language for hit in search.find("수소", "en")] == ["ko"]


def test_title_comes_before_deck_before_body_and_newer_before_older():
    body = publish(ko={"title": "가", "body": "<p>수소 수소 수소</p>"}, at=NOON)
    deck = publish(ko={"title": "나", "deck": "수소"}, at=NOON - timedelta(days=1))
    old = publish(ko="수소", at=NOON - timedelta(days=9))
    new = publish(ko="수소", at=NOON - timedelta(days=2))
    assert ids("수소") == [new.pk, old.pk, deck.pk, body.pk]


def test_readers_language_comes_first_among_equals():
    english = publish(en="PM2.5", at=NOON - timedelta(days=5))
    korean = publish(ko="PM2.5")
    assert ids("PM2.5", "en") == [english.pk, korean.pk]
    assert ids("PM2.5", "ko") == [korean.pk, english.pk]


def test_kinds_are_counted_and_chosen():
    page = publish(ko="수소")
    company = publish(Company, ko="수소")
    with clock.as_of(NOON):
        results = search.find("수소", "ko", kinds=["company"])
        assert results.counts == {"page": 1, "company": 1}
        assert (len(results), [hit.entry_id for hit in results]) == (1, [company.pk])
        assert results[0].kind == "company"
        groups = search.grouped("수소", "ko")
        assert {group.kind.code: [hit.entry_id for hit in group.hits] for group in groups} == {
            "page": [page.pk],
            "company": [company.pk],
        }


def test_results_can_be_read_in_pages():
    entries = [publish(ko="수소", at=NOON - timedelta(hours=hours)) for hours in range(5)]
    with clock.as_of(NOON):
        results = search.find("수소", "ko")
        assert len(results) == 5
        assert [hit.entry_id for hit in results[2:4]] == [entry.pk for entry in entries[2:4]]
        assert results[4].entry_id == entries[4].pk
        page = Paginator(results, 2).page(3)
        assert (page.paginator.count, [hit.entry_id for hit in page]) == (5, [entries[4].pk])


# Names


@pytest.fixture
def ministry():
    old = publish(Organization, ko="환경부", en="Ministry of Environment", type="ministry")
    OrganizationName.objects.create(organization=old, text="ME", language="en", type="acronym")
    new = publish(Organization, ko="기후에너지환경부", en="Ministry of Climate", type="ministry")
    OrganizationName.objects.create(organization=new, text="MCEE", language="en", type="acronym")
    new.predecessors.add(old)
    with clock.as_of(NOON):
        for organization in (old, new):
            RecordFacts(organization, actor(), severity="minor", reason="Acronym").execute()
    return old, new


def test_present_name_finds_pages_of_the_former(ministry):
    old, new = ministry
    release = publish(PressRelease, ko="황사 공동 연구", issuer=old)
    assert ids("MCEE") == [new.pk, old.pk, release.pk]
    assert ids("mcee 황사") == [release.pk]
    assert ids("MCEE hydrogen") == []


def test_several_names_and_words_are_each_met_in_one_text(ministry):
    old, _new = ministry
    center = publish(Organization, ko="녹색기술원", en="Green Institute", type="institute")
    both = publish(PressRelease, ko="황사 공동 연구", en="Study", issuer=old)
    both.co_issuers.add(center)
    spoken = publish(PressRelease, ko="녹색기술원 방문", issuer=old)
    publish(PressRelease, ko="황사 예보", issuer=center)
    queries = {
        "MCEE 녹색기술원": {both.pk, spoken.pk},
        "MCEE 녹색기술원 황사": {both.pk},
        "MCEE 황사": {both.pk},
        "MCEE study": {both.pk},
        "MCEE study 황사": set(),
        "ME 방문": {spoken.pk},
    }
    for query, expected in queries.items():
        assert set(ids(query)) == expected, query
        with clock.as_of(NOON):
            rows = search.matching_entries(PressRelease, query)
            assert set(rows.values_list("pk", flat=True)) == expected, query
            assert not search.matching_entries(Page, query).exists()


def test_name_of_an_unreleased_successor_finds_nothing():
    old = publish(Organization, ko="환경부", type="ministry")
    publish(PressRelease, ko="황사 공동 연구", issuer=old)
    new = publish(Organization, ko="기후부", type="ministry", at=NOON + timedelta(days=1))
    new.predecessors.add(old)
    assert ids("기후부", at=NOON + timedelta(days=1) - SECOND) == []
    assert len(ids("기후부", at=NOON + timedelta(days=1))) == 3


def test_person_is_found_by_other_scripts_and_finds_what_was_said():
    person = publish(Person, ko="김하늘")
    PersonName.objects.create(person=person, language="en", text="Kim Ha-neul", type="romanized")
    with clock.as_of(NOON):
        RecordFacts(person, actor(), severity="minor", reason="Romanization").execute()
    release = publish(PressRelease, ko="발표")
    role = Role.objects.create(person=person, type="minister", title_en="Minister")
    Quote.objects.create(release=release, role=role, text_en="Yes.")
    assert set(ids("Kim Ha-neul")) == {person.pk, release.pk}


def test_reader_is_told_the_name_it_was_found_by(ministry):
    old, new = ministry
    release = publish(PressRelease, ko={"title": "황사", "body": "<p>Environmental</p>"}, issuer=old)
    other = publish(ko="Climate")

    def reasons(query):
        results = search.find(query, "en")
        return {found.entry.pk: found.found_as for found in search.show(results[:], results)}

    with clock.as_of(NOON):
        assert reasons("MCEE") == {new.pk: "MCEE", old.pk: "MCEE", release.pk: "MCEE"}
        assert reasons("climate") == {
            new.pk: "",
            old.pk: "Ministry of Climate",
            release.pk: "Ministry of Climate",
            other.pk: "",
        }
        assert reasons("environment 황사") == {release.pk: ""}


def test_word_in_many_names_means_nobody():
    for _number in range(26):
        publish(Organization, ko="녹색 회사")
    issuer = Organization.objects.first()
    publish(PressRelease, ko="발표", issuer=issuer)
    assert len(ids("녹색")) == 26


def test_former_and_romanised_names_find_the_present_body(ministry):
    old, new = ministry
    OrganizationName.objects.create(organization=new, text="Hwangyeongcheong", language="en", type="former")
    OrganizationName.objects.create(organization=new, text="環境廳", language="zh-hans", type="former")
    with clock.as_of(NOON):
        RecordFacts(new, actor(), severity="minor", reason="Former names").execute()
    for query in ("hwangyeongcheong", "环境厅", "環境廳"):
        assert set(ids(query)) == {old.pk, new.pk}, query


# Words that very many texts hold


def test_of_each_kind_the_newest_are_ranked_and_the_rest_is_known_to_exist():
    pages = [publish(ko="수소", at=NOON - timedelta(hours=hours)) for hours in range(7)]
    forum = publish(Forum, ko="수소", at=NOON - timedelta(days=9))
    with clock.as_of(NOON):
        results = search.find("수소", "ko", most=2)
        assert results.more == {"page"}
        assert results.counts == {"page": 2, "forum": 1}
        assert {hit.entry_id for hit in results} == {forum.pk, *(page.pk for page in pages[:2])}
        assert results.has_more
        assert results.of(["page"]).has_more
        assert not results.of(["forum"]).has_more


def test_what_few_texts_hold_is_ranked_whole():
    pages = [publish(ko="수소", at=NOON - timedelta(hours=hours)) for hours in range(6)]
    with clock.as_of(NOON):
        results = search.find("수소", "ko", most=2)
        assert [hit.entry_id for hit in results] == [page.pk for page in pages]
        assert not results.more


def test_entries_are_counted_however_many_of_their_languages_hold_it():
    entries = [
        publish(ko="ENVEX", en="ENVEX", zh="ENVEX", at=NOON - timedelta(hours=hours)) for hours in range(3)
    ]
    with clock.as_of(NOON):
        results = search.find("ENVEX", "ko", most=2)
        assert [hit.entry_id for hit in results] == [entry.pk for entry in entries[:2]]
        assert results.more == {"page"}


def test_words_are_found_wherever_they_are_common_or_rare():
    """Whatever way a database takes: common among the newest, common in one kind only, or rare."""
    rare = [publish(ko="암모니아 수소", at=NOON - timedelta(days=2, hours=hours)) for hours in range(7)]
    for hours in range(21):
        publish(ko="수소 발표", at=NOON - timedelta(hours=hours))
    for hours in range(3):
        publish(Forum, ko="수소 포럼", at=NOON - timedelta(days=1, hours=hours))
    with clock.as_of(NOON):
        found = search.find("암모니아", "ko", most=2)
        assert [hit.entry_id for hit in found] == [entry.pk for entry in rare[:2]]
        assert found.more == {"page"}
        assert search.find("포럼 수소", "ko", most=2).counts == {"forum": 3}
        common = search.find("수소", "ko", most=2)
        assert common.counts == {"page": 2, "forum": 2}
        assert common.more == {"page", "forum"}


def test_a_kind_whose_newest_do_not_say_a_common_word_is_looked_through():
    old = [publish(ko="수소", at=NOON - timedelta(days=9, hours=hours)) for hours in range(3)]
    for hours in range(13):
        publish(ko="암모니아", at=NOON - timedelta(days=1, hours=hours))
    for hours in range(8):
        publish(Forum, ko="수소", at=NOON - timedelta(hours=hours))
    with clock.as_of(NOON):
        results = search.find("수소", "ko", most=2)
        assert results.counts == {"page": 2, "forum": 2}
        assert results.more == {"page", "forum"}
        assert [hit.entry_id for hit in results.of(["page"])] == [entry.pk for entry in old[:2]]


def test_what_a_reader_is_shown_decides_the_place():
    other = publish(
        ko={"title": "환경", "body": "<p>ENVEX</p>"}, zh={"title": "ENVEX", "body": "<p>开幕</p>"}
    )
    own = publish(ko="ENVEX 개막", zh="ENVEX闭幕后", at=NOON - timedelta(days=1))
    with clock.as_of(NOON):
        assert [hit.entry_id for hit in search.find("ENVEX", "ko")] == [own.pk, other.pk]
        assert [hit.entry_id for hit in search.find("ENVEX", "zh-hans")] == [other.pk, own.pk]


def test_what_is_to_come_takes_no_place_of_what_is_there():
    pages = [publish(ko="수소", at=NOON - timedelta(hours=hours)) for hours in range(2)]
    for hours in range(1, 5):
        publish(ko="수소", at=NOON + timedelta(hours=hours))
    with clock.as_of(NOON):
        results = search.find("수소", "ko", most=2)
        assert [hit.entry_id for hit in results] == [page.pk for page in pages]
        assert not results.has_more


def test_what_was_withdrawn_does_not_make_a_count_look_whole():
    pages = [publish(ko="수소", at=NOON - timedelta(hours=hours)) for hours in range(7)]
    with clock.as_of(NOON):
        Withdraw(pages[0], actor(), reason="Wrong figures.").execute()
        results = search.find("수소", "ko", most=2)
        assert [hit.entry_id for hit in results] == [pages[1].pk]
        assert results.more == {"page"}


def test_kinds_with_many_hits_and_kinds_with_few_are_both_found():
    for hours in range(7):
        publish(PressRelease, ko="수소", at=NOON - timedelta(hours=hours))
    page = publish(ko="수소", at=NOON - timedelta(days=9))
    later = publish(ko="수소", at=NOON + timedelta(hours=1))
    with clock.as_of(NOON):
        results = search.find("수소", "ko", most=2)
        assert results.counts["page"] == 1
        assert results.more == {"press-release"}
        assert {page.pk} == {hit.entry_id for hit in results.of(["page"])}
        assert later.pk not in {hit.entry_id for hit in results}


def test_names_lead_to_the_newest_and_it_is_known_that_there_are_more(ministry):
    old, new = ministry
    for hours in range(9):
        publish(PressRelease, ko="황사", issuer=old, at=NOON + timedelta(hours=hours))
    with clock.as_of(NOON + timedelta(days=1)):
        results = search.find("MCEE", "ko", most=2)
        assert new.pk in {hit.entry_id for hit in results}
        assert "press-release" in results.more
        assert search.find("MCEE", "ko").counts == {"press-release": 9, "organization": 2}
        assert not search.find("MCEE", "ko").more


def test_release_that_is_moved_stands_where_it_belongs():
    entries = [publish(ko="수소", at=NOON + timedelta(hours=hours)) for hours in (1, 2, 3)]
    with clock.as_of(NOON):
        ReleaseEarly(entries[2], actor(), reason="Ministers agreed.").execute()
    with clock.as_of(NOON + timedelta(hours=9)):
        assert [hit.entry_id for hit in search.find("수소", "ko", most=2)] == [
            entries[1].pk,
            entries[0].pk,
            entries[2].pk,
        ]


# Lists and filters


def test_matches_narrows_any_list():
    entry = publish(ko="수소")
    publish(ko="암모니아")
    with clock.as_of(NOON):
        assert list(public(Page).filter(search.matches("수소"))) == [entry]
        assert list(search.matching_entries(Page, "수소")) == [entry]
        assert public(Page).filter(search.matches("  ")).count() == 2
        assert public(Page).filter(search.matches("!?")).count() == 0


# What readers type


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "*", '"', '""', "'", "''", "\\", "\\'", "(", ")", "AND", "OR NOT", "NEAR(a b)", "a:b", "-a", "^a", "a*", "수소:*A",
        "'수소' & '환경'", "수소 <-> 환경", "{title_tokens} : 수소", "%s %(x)s {}", "\x00", "수\x00소", "\ud800", "\U0001f600",
        "¶", "· ·", "가·", "ㆍ", "́́", "ſtraße", "l'été об'єкт", "١٢٣", "½", "ﷺ", "ﾊﾟ", "" * 200, "수소 " * 2_500,
        "가 나 다 라 마 바 사 아 자 차 카 타 파 하 " * 10, "a" * 10_000, "環" * 10_000, "1." * 5_000, "1,234,567.89,", "the of and",
    ],
)  # fmt: skip
def test_no_query_breaks_the_search(center, query):
    with clock.as_of(NOON):
        results = search.find(query, "ko")
        assert len(results) == len(list(results))
        search.show(results[:5], results)
        search.grouped(query, "ko")
        list(search.matching_entries(Page, query))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=40),
        st.text(st.sampled_from("한중환경수소环境環 \"'*:&|!()<>-^~·ㆍ.,¶_\\%{}aB1PM2.5AND"), max_size=30),
    )
)
def test_no_random_query_breaks_the_search(center, query):
    with clock.as_of(NOON):
        results = search.find(query, "ko")
        assert len(results) == len(list(results))
        search.show(results[:5], results)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("환경산업한중·环境 수"), min_size=2, max_size=12), st.data())
def test_every_part_of_a_run_is_found(text, data):
    runs = [run for run in text.replace("·", " ").split() if run]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    part = run[start : data.draw(st.integers(start + 1, len(run)))]
    entry = publish(ko={"title": "제목", "body": f"<p>{text}</p>"})
    assert entry.pk in ids(part)


def test_only_the_first_200_characters_count(center):
    assert ids("환경" + " " * 198 + "없는말") == [center.pk]


def test_stop_words_do_not_decide():
    entry = publish(en="Ministry, environment")
    assert ids("the ministry of environment") == [entry.pk]
    assert ids("the") == []


# Keeping up


def test_rebuild_makes_the_same_documents(center, ministry):
    def documents():
        return list(
            SearchDocument.objects.order_by("entry", "language").values_list(
                "entry", "language", "body_tokens"
            )
        )

    before = documents()
    SearchDocument.objects.all().delete()
    assert ids("환경") == []
    call_command("rebuild_search", verbosity=0)
    assert documents() == before
    assert center.pk in ids("환경")


def test_update_of_something_deleted_is_quiet():
    page = draft(Page)
    stale = Page(pk=page.pk + 999)
    search.update(stale)


def test_very_long_body_is_found_at_its_beginning():
    entry = publish(ko={"title": "가", "body": f"<p>수소 {'환경산업 협력 ' * 8_000}</p>"})
    assert ids("수소") == [entry.pk]
    assert ids("환경산업") == [entry.pk]


# Tokens and highlights


def test_index_and_query_make_the_same_tokens():
    assert index("환경산업", 99) == "환경 경산 산업 업 ¶"
    assert parse("환경산업")[0].phrases[0].tokens == ("환경", "경산", "산업")
    assert index("", 99) == ""
    assert parse("…") == ()


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("한중환경협력센터", "환경", "한중<mark>환경</mark>협력센터"),
        ("한·중 환경협력", "한중", "<mark>한·중</mark> 환경협력"),
        ("환경 산업 <b>", "환경산업", "<mark>환경 산업</mark> &lt;b&gt;"),
        ("韓中環境", "环境", "韓中<mark>環境</mark>"),
        (
            "Environmental law & environments",
            "environment",
            "<mark>Environmental</mark> law &amp; <mark>environments</mark>",
        ),
        ("ＰＭ２．５와 PM 2.5", "PM2.5", "<mark>ＰＭ２．５</mark>와 <mark>PM 2.5</mark>"),
        ("초미세먼지", "PM2.5", "<mark>초미세먼지</mark>"),
        ("문제8차례", "제8차", "문<mark>제8차</mark>례"),
        ("㎍ <script>", "μg", "<mark>㎍</mark> &lt;script&gt;"),
        ("nothing", "수소", "nothing"),
    ],
)
def test_mark(text, query, marked):
    assert mark(text, query) == marked


def test_snippet_shows_the_first_hit():
    text = "Before it, long words. " * 30 + "Then hydrogen came. " + "After it, more words. " * 30
    shown = snippet(text, "hydrogen", 80)
    assert "<mark>hydrogen</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 80 + len("<mark></mark>……") + 1
    assert snippet("Short & sweet", "수소") == "Short &amp; sweet"
    assert snippet("", "수소") == ""


def test_plain_keeps_words_together_and_lines_apart():
    html = '<p>CO<sub>2</sub> &amp; <strong>PM</strong>2.5<sup data-note="1">1</sup></p><ul><li>a</li><li>b</li></ul>'
    assert plain(html) == "CO2 & PM2.5\na\nb"
