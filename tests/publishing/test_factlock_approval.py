"""The fact lock in front of approval, and over the demonstration content."""

import pytest
from django.test import Client

from events.models import Forum
from news.models import PressRelease
from organizations.models import Organization, OrganizationName
from publishing import clock
from publishing.actions import (
    Approve,
    DraftText,
    ExplainDifference,
    PublishText,
    Refused,
    SubmitText,
)
from publishing.enums import EntryState, Severity, Stage
from publishing.factlock import all_differences, lock
from publishing.models import Entry, GlossaryTerm
from publishing.readiness import candidate_texts, readiness
from tests.factories import NOON, actor, in_review, live, scheduled, writer

pytestmark = pytest.mark.django_db

COMPANIES = {"en": "<p>14 companies</p>", "ko": "<p>14개사</p>", "zh-hans": "<p>13家企业</p>"}


def say(entry: Entry, bodies: dict[str, str]) -> None:
    for language, body in bodies.items():
        for text in entry.texts.filter(language=language):
            text.body = body
            text.save()


@pytest.fixture
def differing() -> PressRelease:
    entry = in_review(PressRelease)
    say(entry, COMPANIES)
    return entry


def codes(entry: Entry) -> list[str]:
    return [reason.code for reason in readiness(entry, NOON)]


def explain(
    entry: Entry, reason: str = "One company joined later; the Chinese side counts without it."
) -> None:
    for difference in lock(entry, candidate_texts(entry)):
        ExplainDifference(entry, actor(), difference=difference, reason=reason).execute()


def test_a_difference_stands_in_the_way_with_its_words(differing):
    with pytest.raises(Refused) as refused:
        Approve(differing, actor(), at_once=True).execute()
    [reason] = refused.value.reasons
    assert reason.code == "facts_differ"
    assert reason.message == (
        "number differs: 14 / 14 / 13 (English: “14 companies”; Korean: “14개사”; "
        "Simplified Chinese: “13家企业”). Correct it, or explain it."
    )


def test_corrected_it_is_approved(differing):
    say(differing, {"zh-hans": "<p>14家企业</p>"})
    Approve(differing, actor(), at_once=True).execute()
    assert differing.stage() is Stage.RELEASED


def test_explained_it_is_approved_until_the_texts_change_again(differing):
    explain(differing)
    assert lock(differing, candidate_texts(differing)) == []
    assert len(all_differences(differing, candidate_texts(differing))) == 1
    assert codes(differing) == []
    say(differing, {"zh-hans": "<p>12家企业</p>"})
    assert codes(differing) == ["facts_differ"]
    say(differing, {"zh-hans": "<p>13家企业</p>"})
    Approve(differing, actor(), at_once=True).execute()


def test_names_the_facts_lead_to_are_compared():
    entry = in_review(PressRelease)
    body = scheduled(Organization)
    entry.related.add(body)
    for language, name in {"en": "Nara Institute", "ko": "나라연구원", "zh-hans": "娜拉研究院"}.items():
        body.texts.filter(language=language).update(title=name)
        OrganizationName.objects.create(organization=body, language=language, text=name)
    say(entry, {"en": "<p>The Nara Institute</p>", "ko": "<p>나라연구원은</p>", "zh-hans": "<p>该院</p>"})
    [difference] = lock(entry, candidate_texts(entry))
    assert difference.values == "Nara Institute / Nara Institute / –"


def test_terms_that_are_names_are_compared():
    words = {"term_en": "Clear Sky Plan", "term_ko": "청천계획", "term_zh_hans": "晴天计划"}
    GlossaryTerm.objects.create(slug="clear-sky", definition_en="A plan.", **words)
    entry = in_review(PressRelease)
    say(
        entry,
        {"en": "<p>the Clear Sky Plan</p>", "ko": "<p>푸른 하늘 계획</p>", "zh-hans": "<p>晴天计划</p>"},
    )
    assert [difference.value for difference in lock(entry, candidate_texts(entry))] == ["Clear Sky Plan"]


def test_names_cost_the_same_queries_for_one_and_three(django_assert_num_queries):
    entry = in_review(PressRelease)
    say(entry, COMPANIES)
    texts = candidate_texts(entry)
    specific = entry.specific
    lock(specific, texts)
    for count in (1, 3):
        while specific.related.count() < count:
            specific.related.add(scheduled(Organization))
        with django_assert_num_queries(15):
            lock(specific, texts)


def test_a_translation_goes_online_only_with_the_numbers_of_the_original(client: Client):
    entry = scheduled(PressRelease)
    with clock.as_of(NOON):
        DraftText(entry, writer(), language="zh-hans").execute()
        text = entry.texts.open().get(language="zh-hans")
        text.body = "<p>13家企业</p>"
        text.save()
        say(entry, {"ko": "<p>14개사</p>"})
        SubmitText(text, writer()).execute()
        put = PublishText(text, actor(), severity=Severity.CORRECTION, reason="The number of companies.")
        with pytest.raises(Refused) as refused:
            put.execute()
        assert [reason.code for reason in refused.value.reasons] == ["facts_differ"]
        text.body = "<p>14家企业</p>"
        text.save()
        PublishText(text, actor(), severity=Severity.CORRECTION, reason="The number of companies.").execute()
    assert live(entry, "zh-hans").body == "<p>14家企业</p>"


def test_events_lead_to_those_who_take_part():
    assert "participations__organization" in Forum.names_through


@pytest.mark.usefixtures("demo")
def test_nothing_approved_in_the_demonstration_differs_unexplained():
    differing = {}
    for entry in Entry.objects.filter(state=EntryState.APPROVED):
        texts = candidate_texts(entry)
        original = texts[entry.authoritative_language]
        current = {language: text for language, text in texts.items() if not text.is_stale(original)}
        if found := lock(entry, current):
            differing[entry.slug] = [difference.label for difference in found]
    assert differing == {}


@pytest.mark.usefixtures("demo")
def test_the_demonstration_shows_the_lock():
    entry = Entry.objects.get(slug="sample-battery-forum-announced")
    texts = {text.language: text for text in entry.texts.all()}
    assert [difference.values for difference in lock(entry, texts)] == ["14 / 14 / 13"]
    explained = Entry.objects.get(slug="sample-hydrogen-yard-demonstration")
    assert explained.explanations.count() == 2
