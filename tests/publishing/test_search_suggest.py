"""What is suggested to somebody who is typing or found nothing: of what is visible, and nothing else."""

from datetime import timedelta

import pytest

from organizations.models import Organization, OrganizationName, Person, PersonName
from publishing import clock, search
from publishing.actions import RecordFacts, Withdraw
from tests.factories import NOON, actor
from tests.publishing.test_search import publish

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def titles(query, language="ko", at=NOON):
    with clock.as_of(at):
        return [each.title for each in search.suggest(query, language)]


@pytest.fixture
def center():
    return publish(
        Organization, ko="한·중 환경협력센터", en="Environmental Cooperation Center", type="center"
    )


@pytest.mark.parametrize(
    "query",
    [
        "한",
        "한중",
        "한중환",
        "한중환ㄱ",
        "한중환겨",
        "한중환경협력센터",
        "한중 환경 협력 센터",
        "환경",
        "협력",
        "센터",
        "센ㅌ",
    ],
)
def test_korean_is_suggested_while_it_is_typed(center, query):
    assert titles(query) == ["한·중 환경협력센터"]


@pytest.mark.parametrize(
    "query", ["E", "environmen", "ENVIRONMENTAL", "environmental coop", "coop", "ｅｎｖｉ"]
)
def test_words_are_suggested_by_their_beginning_in_the_language_of_the_reader(center, query):
    assert titles(query, "en") == ["Environmental Cooperation Center"]
    assert titles(query, "ko") == ["한·중 환경협력센터"]


@pytest.mark.parametrize(
    "query", ["", " ", "ㄱ", "¶", "zzz", "nviron", '"', "* OR a", "환산", "\x00", "\ud800", "가" * 300]
)
def test_nothing_is_suggested_for_what_nothing_is_called(center, query):
    assert titles(query) == []


def test_other_names_are_suggested_with_the_name_that_was_typed(center):
    OrganizationName.objects.create(organization=center, text="KCECC", language="en", type="acronym")
    OrganizationName.objects.create(
        organization=center, text="韓中環境中心", language="zh-hans", type="former"
    )
    person = publish(Person, ko="김하늘")
    PersonName.objects.create(person=person, language="en", text="Kim Ha-neul", type="romanized")
    with clock.as_of(NOON):
        for entry in (center, person):
            RecordFacts(entry, actor(), severity="minor", reason="Names").execute()
        assert [(each.title, each.name) for each in search.suggest("kcec", "ko")] == [
            ("한·중 환경협력센터", "KCECC")
        ]
        assert [each.name for each in search.suggest("韩中环", "zh-hans")] == ["韓中環境中心"]
        assert [(each.title, each.name) for each in search.suggest("kim ha", "ko")] == [
            ("김하늘", "Kim Ha-neul")
        ]


def test_title_in_the_readers_language_comes_first_then_what_begins_so():
    inner = publish(ko="새 수소 계획", at=NOON - timedelta(hours=1))
    begins = publish(ko="수소 계획", at=NOON - timedelta(hours=2))
    english = publish(en="Hydrogen", at=NOON - timedelta(hours=3), ko=None)
    with clock.as_of(NOON):
        assert [each.entry.pk for each in search.suggest("수소", "ko")] == [begins.pk, inner.pk]
        assert [each.entry.pk for each in search.suggest("hydro", "ko")] == [english.pk]


def test_nothing_is_suggested_before_its_release_or_after_its_withdrawal():
    entry = publish(ko="수소 계획")
    assert titles("수소", at=NOON - SECOND) == []
    assert titles("수소") == ["수소 계획"]
    with clock.as_of(NOON + timedelta(days=1)):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
    assert titles("수소", at=NOON + timedelta(days=1)) == []


def test_at_most_eight_are_suggested():
    for hours in range(10):
        publish(ko=f"수소 {hours}", at=NOON - timedelta(hours=hours))
    assert titles("수소") == [f"수소 {hours}" for hours in range(8)]


@pytest.mark.parametrize(
    ("query", "meant"),
    [("enviromental", "Environmental"), ("coopration", "Cooperation"), ("환경협렵센터", "환경협력센터")],
)
def test_what_is_written_almost_alike_is_offered(center, query, meant):
    with clock.as_of(NOON):
        assert meant in search.nearest(query, "ko")
    with clock.as_of(NOON - SECOND):
        assert search.nearest(query, "ko") == []
