"""What outcomes come to: never across stages, events, currencies, or samples and facts."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import Delegation
from outcomes.models import Outcome
from outcomes.stages import DEFINITIONS, RANKS, OutcomeStage
from outcomes.totals import Stated, add_up, sum_of, totals
from publishing import clock
from publishing.actions import RecordFacts
from publishing.enums import Currency, Qualifier
from publishing.visibility import public
from tests.factories import NOON, actor, released
from tests.outcomes.builders import outcome

money = st.one_of(
    st.tuples(st.just(""), st.none()),
    st.tuples(
        st.sampled_from(Currency.values),
        st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False),
    ),
)
stated = st.builds(
    lambda event, stage, paid, is_sample, qualifier, as_of: Stated(
        event, stage, paid[0], is_sample, paid[1], qualifier, as_of
    ),
    st.sampled_from([None, 1, 2, 3]),
    st.sampled_from(OutcomeStage.values),
    money,
    st.booleans(),
    st.sampled_from(Qualifier.values),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)


@given(st.lists(stated, max_size=40))
def test_no_total_mixes_anything_and_nothing_is_lost(rows):
    found = add_up(rows)
    expected = defaultdict(list)
    for row in rows:
        expected[row.event, row.stage, row.currency, row.is_sample].append(row)
    assert len(found) == len(expected)
    for total in found:
        own = expected[total.event, total.stage.value, total.currency, total.is_sample]
        amounts = [row.amount for row in own if row.amount is not None]
        assert total.records == len(own)
        assert total.amount == (sum(amounts, Decimal()) if amounts else None)
        assert total.as_of == max(row.as_of for row in own)
        assert total.qualifier == (sum_of(row.qualifier for row in own) if amounts else "exact")
    assert sum(total.records for total in found) == len(rows)


@given(st.lists(stated, max_size=20), st.randoms())
def test_totals_do_not_depend_on_the_order(rows, random):
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert set(add_up(rows)) == set(add_up(shuffled))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "about"], "about"),
        (["at_least", "exact"], "at_least"),
        (["at_least", "more_than"], "more_than"),
        (["nearly", "up_to"], "up_to"),
        (["at_least", "up_to"], "about"),
        (["about", "nearly", "exact"], "about"),
    ],
)
def test_hedges_are_kept(parts, whole):
    assert {sum_of(order) for order in permutations(parts)} == {whole}


def test_every_stage_has_a_definition_and_a_rank():
    assert set(DEFINITIONS) == set(RANKS) == set(OutcomeStage.values)


@pytest.mark.django_db
def test_totals_of_what_is_stored(django_assert_num_queries):
    delegation = released(Delegation)
    hidden = released(Delegation, at=NOON.replace(year=2027))
    for amount, currency, event in ((5, "USD", delegation), (7, "USD", delegation), (9, "KRW", delegation)):
        outcome(event=event, amount=amount, currency=currency)
    outcome(event=delegation, amount=1, currency="USD", qualifier="about", is_sample=True)
    outcome(event=hidden, amount=3, currency="USD")
    outcome(event=delegation, outcome_stage="mou")
    with clock.as_of(NOON), django_assert_num_queries(1):
        found = totals(public(Outcome))
    assert [(each.stage, each.event, each.currency, each.amount, each.records) for each in found] == [
        ("mou", delegation.pk, "", None, 1),
        ("contract", delegation.pk, "KRW", 9, 1),
        ("contract", None, "USD", 3, 1),
        ("contract", delegation.pk, "USD", 12, 2),
        ("contract", delegation.pk, "USD", 1, 1),
    ]
    assert found[-1].is_sample
    assert found[-1].qualifier == "about"


@pytest.mark.django_db
def test_a_corrected_amount_counts_once():
    entry = outcome(amount=5, currency="USD")
    with clock.as_of(NOON):
        entry.amount = Decimal(6)
        entry.save()
        RecordFacts(entry, actor(), severity="correction", reason="금액을 바로잡았다.").execute()
        assert [(each.amount, each.records) for each in totals(public(Outcome))] == [(6, 1)]
        assert entry.corrections.count() == 1
