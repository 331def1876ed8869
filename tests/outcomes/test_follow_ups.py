"""What is asked again, who is reminded of it and when, and how it is recorded."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse

from events.models import Delegation
from organizations.models import Organization
from outcomes.chores import remind
from outcomes.follow_ups import late_events, late_outcomes, schedule, waiting
from outcomes.models import FollowUp, Outcome, Reminder
from publishing import clock, jobs
from publishing.models import Job, Membership, Office
from tests.admin_forms import posted
from tests.factories import NOON, draft, released
from tests.outcomes.builders import EARLY, outcome

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# An outcome as of 20 April 2026 is asked about on 20 July; the day after, that is late.
LATE = NOON + 50 * DAY


def officer(client, name="officer", office=None, role="Event officer"):
    user = User.objects.create_user(name, f"{name}@example.org", "secret", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    if office:
        Membership.objects.create(user=user, office=office)
    client.force_login(user)
    return user


def pass_time(at) -> dict[str, str]:
    """Let the worker look ``at`` a moment; the subjects it wrote, by address."""
    mail.outbox.clear()
    with clock.as_of(at):
        jobs.enqueue(remind, key=at.isoformat())
        jobs.run_due()
    return {each.to[0]: each.subject for each in mail.outbox}


def test_the_schedule_follows_from_the_day():
    entry = outcome(as_of="2025-11-30", confirmed_on="2025-12-01")
    assert [each.due_on for each in schedule(entry)] == [
        *(date(2026, 2, 28), date(2026, 5, 30), date(2026, 11, 30), date(2027, 11, 30)),
    ]
    FollowUp.objects.create(outcome=entry, months=6, done_on="2026-06-01", answer="ended")
    assert [each.done is not None for each in schedule(entry)] == [False, True, False, False]
    entry.is_followed = False
    assert [each.months for each in schedule(entry)] == [6]


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True)])
def test_late_is_what_was_due_before_today(days, is_late):
    entry = outcome(as_of="2025-11-30", confirmed_on="2025-12-01")
    with clock.as_of(NOON.replace(month=5, day=30) + days * DAY):
        entry.release_at = EARLY
        entry.save()
        FollowUp.objects.create(outcome=entry, months=3, done_on="2026-03-01", answer="standing")
        assert (list(late_outcomes()) == [entry]) == is_late
        assert ([due.months for _entry, due in waiting()] == [6]) == is_late


def test_events_without_outcomes_wait_until_somebody_has_asked():
    event = released(Delegation, at=EARLY)
    released(Delegation, at=EARLY, status="cancelled")
    with clock.as_of(NOON + 110 * DAY):
        assert [(each.pk, [due.months for due in dues]) for each, dues in late_events()] == [(event.pk, [3])]
        FollowUp.objects.create(event=event, months=3, done_on="2026-09-10", answer="no_answer")
        assert late_events() == []
    with clock.as_of(NOON + 200 * DAY):
        assert [due.months for _event, dues in late_events() for due in dues] == [6]
        outcome(event=event)
        assert late_events() == []
    with clock.as_of(NOON + 1500 * DAY):
        assert late_events() == []


def test_those_in_charge_are_reminded_once(client):
    office = Office.objects.create(code="ours", name_en="Ours")
    entry = outcome(title="Deal", authoritative_language="en", office=office)
    officer(client, "theirs", Office.objects.create(code="theirs", name_en="Theirs"))
    officer(client, "ours", office)
    officer(client, "reader", office, role="Translator")
    assert "ours@example.org" not in pass_time(LATE - 2 * DAY)
    sent = pass_time(LATE)
    assert sent["ours@example.org"] == f"Ask again what became of {entry.ref}"
    assert not {"theirs@example.org", "reader@example.org"} & sent.keys()
    (mine,) = (each for each in mail.outbox if each.to == ["ours@example.org"])
    assert "Deal en" in mine.body
    assert "20 July 2026" in mine.body
    assert reverse("admin:outcomes_outcome_change", args=[entry.pk]) in mine.body
    assert pass_time(LATE + DAY) == pass_time(LATE + 2 * DAY) == {}
    assert Reminder.objects.count() == 1
    assert "example.org" not in str([job.run.args_kwargs for job in Job.objects.all()])


def test_the_reminder_of_an_event_leads_to_where_the_answer_is_recorded(client):
    event = released(Delegation, at=EARLY, authoritative_language="en")
    officer(client)
    assert pass_time(NOON + 97 * DAY)["officer@example.org"] == f"Outcomes are due: {event.ref}"
    address = next(each for each in mail.outbox[-1].body.split() if "/admin/" in each)
    with clock.as_of(NOON + 97 * DAY):
        page = client.get(address)
        assert page.status_code == 200
        sent = posted(page, done_on="2026-09-06", answer="no_answer")
        assert (sent["event"], sent["months"]) == ([str(event.pk)], ["3"])
        assert client.post(address, sent).status_code == 302
        assert late_events() == []
    assert FollowUp.objects.get().event_id == event.pk


def test_the_desk_shows_what_is_late(client):
    outcome(title="Deal")
    released(Delegation, at=EARLY, title="Journey")
    officer(client)
    with clock.as_of(NOON + 110 * DAY):
        page = client.get("/admin/").content.decode()
    for words in ("Outcomes to ask about again", "Deal", "Events without outcomes", "Journey"):
        assert words in page
    client.logout()
    officer(client, "writing", role="Author")
    with clock.as_of(NOON + 110 * DAY):
        assert "Outcomes to ask about again" not in client.get("/admin/").content.decode()


def test_an_officer_records_an_outcome_and_what_was_found(client):
    body = released(Organization, at=EARLY)
    event = released(Delegation, at=EARLY)
    officer(client)
    address = reverse("admin:outcomes_outcome_add")
    with clock.as_of(LATE):
        page = client.get(address)
        assert "Nobody has promised anything yet." in page.content.decode()
        facts = {
            "slug": "deal",
            "outcome_stage": "contract",
            "amount": "1850000",
            "currency": "USD",
            "as_of": "2026-04-20",
            "event": str(event.pk),
            "confirmed_by": str(body.pk),
            "confirmed_on": "2026-04-22",
        }
        response = client.post(address, posted(page, **facts))
        assert response.status_code == 302, response.context["adminform"].form.errors
        entry = Outcome.objects.get()
        assert (entry.amount, entry.currency, entry.outcome_stage) == (1_850_000, "USD", "contract")
        change = reverse("admin:outcomes_outcome_change", args=[entry.pk])
        page = client.get(change)
        wrong = posted(page, outcome_stage="mou")
        assert "obliges nobody to pay" in client.post(change, wrong).content.decode()
        part = {
            "follow_ups-TOTAL_FORMS": "1",
            "follow_ups-0-months": "3",
            "follow_ups-0-done_on": "2026-07-20",
            "follow_ups-0-answer": "standing",
        }
        assert client.post(change, posted(page) | part).status_code == 302
        assert "Still stands" in client.get(change).content.decode() or entry.follow_ups.exists()
        listed = client.get(reverse("admin:outcomes_outcome_changelist")).content.decode()
    assert "USD 1.85 million" in listed


def test_an_author_keeps_no_ledger(client):
    entry = draft(Outcome)
    officer(client, "writing", role="Author")
    assert client.get(reverse("admin:outcomes_outcome_add")).status_code == 403
    page = client.get(reverse("admin:outcomes_outcome_change", args=[entry.pk]))
    assert page.status_code == 200
    assert 'name="amount"' not in page.content.decode()
