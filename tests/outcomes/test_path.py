"""One matter is a path through the stages, and what stands in the way of a release."""

import pytest
from django.core.exceptions import ValidationError

from news.models import PressRelease
from organizations.models import Company
from outcomes.models import Evidence, FollowUp, Outcome, Party
from outcomes.queries import path
from publishing import clock
from publishing.readiness import readiness
from tests.factories import NOON, draft, in_review, released
from tests.outcomes.builders import outcome, prepared

pytestmark = pytest.mark.django_db


def follow(former, stage, **facts):
    return outcome(outcome_stage=stage, follows=former, **facts)


def codes(entry):
    return {reason.code for reason in readiness(entry, NOON)}


def test_a_matter_is_read_as_a_path_from_each_of_its_stages():
    talk = outcome(outcome_stage="consultation")
    memorandum = follow(talk, "mou")
    contract = follow(memorandum, "contract")
    other = follow(memorandum, "contract")
    delivered = follow(contract, "delivered")
    with clock.as_of(NOON):
        assert path(memorandum) == [talk, memorandum, contract, other, delivered]
        assert path(delivered) == [talk, memorandum, contract, delivered]
        assert path(other) == [talk, memorandum, other]


@pytest.mark.parametrize(
    ("former", "stage", "code"),
    [
        ("contract", "mou", "backwards"),
        ("contract", "contract", "twice"),
        ("delivered", "third_market", ""),
        ("contract", "demonstration", ""),
        ("demonstration", "contract", ""),
        ("unspecified", "consultation", ""),
    ],
)
def test_stages_follow_one_another_and_stand_in_a_path_once(former, stage, code):
    first = outcome(outcome_stage=former)
    entry = Outcome(
        slug="later", outcome_stage=stage, as_of="2026-05-01", follows=first, release_zone="Asia/Seoul"
    )
    if not code:
        entry.clean()
        return
    with pytest.raises(ValidationError) as caught:
        entry.clean()
    assert caught.value.error_dict["follows"][0].code == code


def test_a_path_is_held_from_its_middle_too():
    talk = outcome(outcome_stage="consultation")
    memorandum = follow(talk, "mou")
    follow(memorandum, "contract")
    for stage in ("contract", "delivered"):
        talk.outcome_stage = stage
        with pytest.raises(ValidationError):
            talk.clean()
    talk.refresh_from_db()
    talk.follows = memorandum
    with pytest.raises(ValidationError):
        talk.clean()


def test_a_memorandum_has_no_amount_and_an_amount_has_a_currency():
    for facts in (
        {"outcome_stage": "mou", "amount": 1, "currency": "USD"},
        {"amount": 1},
        {"currency": "USD"},
        {"amount": -1, "currency": "USD"},
        {"confirmed_on": None},
        {"slug": "totals"},
    ):
        with pytest.raises(ValidationError):
            draft(Outcome, **facts)


def test_what_a_release_needs():
    assert codes(prepared()) == set()
    assert codes(prepared(evidence=False)) == {"evidence_missing"}
    assert codes(prepared(evidence=False, outcome_stage="negotiation")) == set()
    assert codes(prepared(parties=False)) == {"parties_missing"}
    assert codes(prepared(confirmed_by=None)) == {"confirmation_missing"}
    assert codes(prepared(as_of="2026-07-01")) == {"in_the_future"}


def test_a_record_is_evidence_once_readers_see_it():
    entry = prepared(evidence=False)
    hidden = in_review(PressRelease)
    entry.evidence.create(type="record", label_en="Release", record=hidden, seen_on="2026-05-01")
    assert codes(entry) == {"evidence_missing"}
    entry.evidence.create(
        type="record", label_en="Release", record=released(PressRelease), seen_on="2026-05-01"
    )
    assert codes(entry) == set()


def test_the_name_of_a_withheld_party_may_stand_nowhere():
    entry = prepared()
    party = entry.outcome_parties.create(role="buyer", is_withheld=True, known_as="Quiet Works")
    assert codes(entry) == set()
    text = entry.texts.get(language="ko")
    text.body = "<p>quiet works 와 계약했다.</p>"
    text.save()
    assert codes(entry) == {"withheld_named"}
    text.body = "<p>계약했다.</p>"
    text.save()
    entry.evidence.create(type="document", label_en="Letter of Quiet Works", seen_on="2026-05-01")
    assert codes(entry) == {"withheld_named"}
    party.known_as = "Somebody else"
    party.save()
    assert codes(entry) == set()


def test_parts_that_contradict_themselves_are_refused():
    entry = prepared()
    company = released(Company)
    for part in (
        Party(outcome=entry, role="buyer"),
        Party(outcome=entry, role="buyer", is_withheld=True, organization=company),
        Party(outcome=entry, role="buyer", is_withheld=True, name_ko="이름"),
        Party(outcome=entry, role="buyer", name_en="Name", known_as="Name"),
        Evidence(outcome=entry, type="link", label_en="x", seen_on="2026-05-01"),
        Evidence(
            outcome=entry, type="document", label_en="x", url="https://example.org/", seen_on="2026-05-01"
        ),
        Evidence(outcome=entry, type="record", label_en="x", seen_on="2026-05-01"),
        FollowUp(months=3, done_on="2026-05-01", answer="standing"),
        FollowUp(outcome=entry, months=4, done_on="2026-05-01", answer="standing"),
    ):
        with pytest.raises(ValidationError):
            part.full_clean()
    with clock.as_of(NOON), pytest.raises(ValidationError):
        FollowUp(
            outcome=entry, months=3, done_on=NOON.date().replace(year=2027), answer="standing"
        ).full_clean()
