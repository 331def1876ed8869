"""The reply clock runs: who is reminded when and how often, what stands on the desk, and the figures."""

from datetime import timedelta

import pytest
from django.core import mail

from interest.inbox import figures
from interest.models import Expression, ExpressionState
from interest.steps import advance, say, withdraw
from opportunities.models import Opportunity
from publishing import clock
from publishing.jobs.worker import Worker
from tests.factories import administrator
from tests.interest.conftest import SENT
from tests.interest.desk import at, contact, office, page_of, person, sign_in, window
from tests.interest.test_inbox_forwarding import forward, link

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# Within three days of the end of the promised day, and after it.
SOON, LATE = SENT + 12 * DAY, SENT + 15 * DAY
TRACES = ("Kim", "Cheongsu", "kim@example.org", "dose")


@pytest.fixture
def work():
    """Let a worker do all that is due as of a moment, also what comes back, and return the mails that went out."""

    def run(moment):
        before = len(mail.outbox)
        with clock.as_of(moment):
            Worker().once()
        return mail.outbox[before:]

    return run


def reminded(mails) -> list[tuple[str, str]]:
    return sorted((each.to[0], each.subject) for each in mails if "Reply" in each.subject)


def test_the_assigned_person_is_reminded_once_before_and_once_after(expressed, work):
    expression = expressed()
    Opportunity.objects.filter(pk=expression.opportunity_id).update(
        office=office("ours"), authoritative_language="en"
    )
    user = person("minsu", within="ours", email="minsu@example.org")
    person("mate", within="ours", email="mate@example.org")
    Expression.objects.filter(pk=expression.pk).update(assigned_to=user)
    assert work(SOON - DAY) == []
    (soon,) = work(SOON)
    assert (soon.to, soon.subject) == (["minsu@example.org"], f"Reply due soon: {expression.ref}")
    assert page_of(expression) in soon.body
    for trace in TRACES:
        assert trace not in soon.body + soon.subject
    assert work(SOON + timedelta(hours=1)) == []
    assert work(SOON + DAY) == []
    (late,) = work(LATE)
    assert (late.to, late.subject) == (["minsu@example.org"], f"Reply overdue: {expression.ref}")
    assert work(LATE + 5 * DAY) == []


def test_without_one_all_who_may_take_it_are_reminded(expressed, work):
    expression = expressed()
    Opportunity.objects.filter(pk=expression.opportunity_id).update(
        office=office("ours"), authoritative_language="en"
    )
    person("one", within="ours", email="one@example.org")
    person("two", within="ours", email="two@example.org")
    person("three", within="ours")
    person("stranger", within="theirs", email="stranger@example.org")
    person("editor", "Editor", within="ours", email="editor@example.org")
    # The worker slept through the first threshold: one mail, not two.
    assert reminded(work(LATE)) == [
        (f"{name}@example.org", f"Reply overdue: {expression.ref}") for name in ("one", "two")
    ]
    assert work(LATE + DAY) == []


def test_who_was_answered_needs_no_reminder(expressed, work):
    expression = expressed()
    person("one", email="one@example.org")
    with clock.as_of(SENT + DAY):
        say(expression, administrator(), told="We look at it.")
    work(SENT + DAY)
    assert reminded(work(SOON)) == []
    assert reminded(work(LATE)) == []


def test_a_silent_owner_is_reminded_once(expressed, work, client):
    expression = expressed()
    contact(expression, "en")
    with clock.as_of(SENT):
        advance(expression, ExpressionState.SCREENED, administrator())
    forward(sign_in(), expression, SENT)
    sent = next(each for each in work(SENT) if each.to == ["li@example.com"])
    assert work(SENT + 7 * DAY - timedelta(minutes=1)) == []
    (mail,) = work(SENT + 7 * DAY)
    assert mail.to == ["li@example.com"]
    assert link(mail) == link(sent)
    for trace in TRACES:
        assert trace not in mail.body + mail.subject
    assert [each for each in work(SENT + 10 * DAY) if each.to == ["li@example.com"]] == []
    desk = sign_in("x")
    assert "consider noting" not in at(SENT + 20 * DAY, desk, page_of(expression)).text
    assert "consider noting" in at(SENT + 21 * DAY, desk, page_of(expression)).text


def test_who_has_answered_is_not_reminded(expressed, work, client):
    expression = expressed()
    contact(expression)
    with clock.as_of(SENT):
        advance(expression, ExpressionState.SCREENED, administrator())
    forward(sign_in(), expression, SENT)
    sent = next(each for each in work(SENT) if each.to == ["li@example.com"])
    with clock.as_of(SENT + DAY):
        client.post(link(sent), {"answer": "accept", "accept-words": "Tuesday"})
    work(SENT + DAY)
    assert work(SENT + 8 * DAY) == []


def test_the_desk_shows_what_is_late_and_what_nobody_has(expressed):
    expression = expressed()
    Opportunity.objects.filter(pk=expression.opportunity_id).update(office=office("ours"))
    user = person("minsu", within="ours")
    desk = window(user)
    fresh = at(SENT, desk, "/admin/")
    assert 'id="interest-unassigned"' in fresh.text
    assert 'id="interest-overdue"' not in fresh.text
    Expression.objects.update(assigned_to=user)
    late = at(LATE, desk, "/admin/")
    assert 'id="interest-unassigned"' not in late.text
    pane = late.text.partition('id="interest-overdue"')[2].partition("</section>")[0]
    for words in (expression.ref, "Phosphorus", "overdue for 1 day", "Office ours", "?reply=overdue"):
        assert words in pane
    for trace in TRACES:
        assert trace not in late.text
    assert "Inbox of expressions of interest" in late.text
    numbers = late.text.partition('id="interest-figures"')[2].partition("</section>")[0]
    assert "Answered in time in the last 90 days: 0 of 1 (0%)" in numbers
    assert "Received: 1" in numbers


def test_the_desk_takes_the_same_number_of_queries(expressed, django_assert_num_queries):
    desk = sign_in(within="ours")
    for number in (1, 3):
        while Expression.objects.count() < number:
            expressed(email=f"kim{Expression.objects.count()}@example.org")
        with clock.as_of(LATE):
            desk.get("/admin/")
            with django_assert_num_queries(ON_THE_DESK):
                desk.get("/admin/")


ON_THE_DESK = 17


def test_figures_count_what_was_promised(expressed):
    kept, late, open_, taken_back, old = (
        expressed(email=f"kim{number}@example.org", at=SENT + timedelta(minutes=number))
        for number in range(5)
    )
    staff = administrator()
    with clock.as_of(SENT + DAY):
        advance(kept, ExpressionState.DECLINED, staff, told="No")
        withdraw(taken_back)
    Expression.objects.filter(pk=old.pk).update(reply_by=SENT - 200 * DAY, replied_at=SENT - 201 * DAY)
    with clock.as_of(SENT + 15 * DAY):
        advance(late, ExpressionState.DECLINED, staff, told="No")
    with clock.as_of(SENT + 2 * DAY):
        (found,) = figures(staff)
        assert (found.in_time, found.due) == (1, 1)
    with clock.as_of(SENT + 20 * DAY):
        (found,) = figures(staff)
    assert (found.in_time, found.due, found.total) == (1, 3, 5)
    assert found.by_state == {"received": 2, "declined": 2, "withdrawn": 1}
    assert open_.state == "received"
