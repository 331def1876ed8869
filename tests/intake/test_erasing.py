"""Personal data are erased 24 months after closing, without anybody's doing, and it can be proven."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from intake.erasing import erase_due, kinds
from intake.models import Erasure, months_after
from interest import steps
from interest.models import Expression, ExpressionState
from opportunities.models import Opportunity
from publishing import clock
from publishing.jobs import run_due
from publishing.jobs.periodic import enqueue_periodic
from publishing.models import Job
from tests.factories import NOON, administrator, released

pytestmark = pytest.mark.django_db

DEADLINE = NOON + timedelta(days=30)


def expression_of(opportunity: Opportunity, **values) -> Expression:
    with clock.as_of(NOON):
        made = Expression.objects.create(
            opportunity=opportunity,
            language="ko",
            person="Kim",
            email="kim@example.org",
            message="Words",
            reply_by=NOON + timedelta(days=14),
            **values,
        )
        steps.begin(made)
    return made


def said(at: datetime, *arguments: str) -> str:
    out = StringIO()
    with clock.as_of(at):
        call_command("erasures", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def two() -> tuple[Expression, Expression]:
    """One declined after three days, one that nobody ever closed."""
    opportunity = released(Opportunity)
    declined, forgotten = expression_of(opportunity), expression_of(opportunity)
    with clock.as_of(NOON + timedelta(days=3)):
        steps.advance(declined, ExpressionState.DECLINED, administrator(), told="Dear Kim")
    return declined, forgotten


def test_each_is_erased_at_its_time(two):
    declined, forgotten = two
    first, second = months_after(NOON + timedelta(days=3), 24), months_after(DEADLINE, 24)
    for at, erased in (
        (first - timedelta(seconds=1), []),
        (first, [declined.pk]),
        (second - timedelta(seconds=1), [declined.pk]),
        (second, [declined.pk, forgotten.pk]),
    ):
        with clock.as_of(at):
            enqueue_periodic()
            run_due()
        done = Expression.objects.filter(erased_at__isnull=False).order_by("pk")
        assert [each.pk for each in done] == erased, at
        Job.objects.all().delete()
    assert not Expression.objects.exclude(person="", email="", message="").exists()
    declined.refresh_from_db()
    assert (declined.state, declined.steps.filter(told="").count()) == ("declined", 2)
    forgotten.refresh_from_db()
    assert forgotten.closed_at == forgotten.erased_at == second
    assert [each.due_at for each in Erasure.objects.order_by("at")] == [first, second]
    assert {each.way for each in Erasure.objects.all()} == {"time"}


def test_the_command_proves_it(two):
    declined, _forgotten = two
    due = months_after(NOON + timedelta(days=3), 24)
    assert "0 erased, 0 due, 0 overdue" in said(due - timedelta(seconds=1))
    waiting = said(due + timedelta(hours=2))
    assert f"{declined.ref}\tnot yet erased\tdue 2028-06-04T03:00Z" in waiting
    with pytest.raises(CommandError, match="1 overdue"):
        said(due + timedelta(days=1))
    with clock.as_of(due + timedelta(days=1)):
        erase_due.func()
        erase_due.func()
    proof = said(due + timedelta(days=1))
    assert f"{declined.ref}\terased 2028-06-05T03:00Z\tdue 2028-06-04T03:00Z\ttime\tperson," in proof
    assert "1 erased, 0 due, 0 overdue" in proof
    assert "Kim" not in proof
    assert "0 erased" in said(due + timedelta(days=9), "--since", "2028-06-06")


def test_a_withdrawn_opportunity_is_closed_as_well(two):
    _declined, forgotten = two
    withdrawn_at = NOON + timedelta(days=1)
    Opportunity.objects.update(withdrawn_at=withdrawn_at, withdrawn_reason="Wrong.")
    with clock.as_of(months_after(withdrawn_at, 24)):
        erase_due.func()
    assert [each.ref for each in Erasure.objects.all()] == [forgotten.ref]


def test_every_kind_of_submission_takes_part():
    assert {kind.__name__ for kind in kinds()} >= {"Expression", "Application"}
    for kind in kinds():
        assert {"person", "email", "message"} <= set(kind.PERSONAL)
        assert {field.name for field in kind._meta.get_fields()} >= set(kind.PERSONAL)


@pytest.mark.parametrize(
    ("at", "months", "after"),
    [
        (datetime(2026, 6, 1, 3, tzinfo=UTC), 24, datetime(2028, 6, 1, 3, tzinfo=UTC)),
        (datetime(2024, 2, 29, tzinfo=UTC), 24, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2026, 1, 31, tzinfo=UTC), -24, datetime(2024, 1, 31, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), 2, datetime(2027, 2, 28, tzinfo=UTC)),
    ],
)
def test_months_end_on_their_last_day(at, months, after):
    assert months_after(at, months) == after
