"""What the staff is told of: expiries by mail, and on the desk what closes, expires or waits for a result."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from opportunities.models import ExpiryNotice, Opportunity
from opportunities.notices import tell_of_expiries
from publishing import clock, jobs
from publishing.actions import RecordFacts
from publishing.models import Job, Membership, Office
from tests.factories import NOON, actor, released, scheduled

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# Released at noon of 1 June; expires on 1 July, 12:00 in Seoul.
EXPIRES = NOON + 30 * DAY
FACTS = {"deadline_at": NOON + 20 * DAY, "expires_at": EXPIRES}


def pass_time(days: float) -> list[str]:
    """Let the worker look ``days`` after noon; to whom it wrote."""
    mail.outbox.clear()
    with clock.as_of(NOON + days * DAY):
        jobs.enqueue(tell_of_expiries, key=f"{days}")
        jobs.run_due()
    return sorted(
        address for each in mail.outbox for address in each.to if each.subject.startswith("Expires soon")
    )


def officer(name: str, office: Office | None = None) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Event officer"))
    if office:
        Membership.objects.create(user=user, office=office)
    return user


def test_the_author_is_told_once_two_weeks_before(client):
    entry = released(Opportunity, authoritative_language="en", title="Offer", **FACTS)
    officer("other")
    assert pass_time(15.9) == []
    assert pass_time(16.1) == ["writer@example.org"]
    (sent,) = mail.outbox
    assert sent.subject == f"Expires soon: {entry.ref}"
    for words in ("Offer en", "Wednesday 1 July 2026, 12:00 Seoul", "can still be extended once"):
        assert words in sent.body
    assert sent.body.strip().endswith(reverse("admin:opportunities_opportunity_change", args=[entry.pk]))
    assert pass_time(17.1) == pass_time(18.1) == []
    arguments = [job.run.args_kwargs for job in Job.objects.all()]
    assert "example.org" not in str(arguments)


def test_an_expiry_that_was_moved_is_told_anew():
    entry = released(Opportunity, authoritative_language="en", **FACTS)
    assert pass_time(17) == ["writer@example.org"]
    with clock.as_of(NOON + 18 * DAY):
        entry.expires_at = EXPIRES + 40 * DAY
        entry.save()
        RecordFacts(entry, actor(), severity="correction", reason="Later.").execute()
    assert pass_time(40) == []
    assert pass_time(57) == ["writer@example.org"]
    assert ExpiryNotice.objects.count() == 2


def test_without_a_set_expiry_it_is_that_of_the_deadline():
    released(Opportunity, authoritative_language="en", deadline_at=NOON + DAY)
    assert pass_time(76) == []
    assert pass_time(77.1) == ["writer@example.org"]


@pytest.mark.parametrize(
    ("facts", "withdrawn"),
    [({"result": "awarded", "decided_on": date(2026, 5, 20)}, False), ({}, True)],
)
def test_what_is_decided_or_not_public_is_nobody_told_of(facts, withdrawn):
    entry = released(Opportunity, **FACTS, **facts)
    if withdrawn:
        Opportunity.objects.filter(pk=entry.pk).update(withdrawn_at=NOON + DAY, withdrawn_reason="Wrong.")
    scheduled(Opportunity, at=NOON + 25 * DAY, **FACTS)
    assert pass_time(17) == []


def test_people_of_the_office_in_charge_are_told_and_no_others():
    office, other = (Office.objects.create(code=code, name_en=code) for code in ("own", "other"))
    entry = released(Opportunity, authoritative_language="en", **FACTS)
    Opportunity.objects.filter(pk=entry.pk).update(office=office)
    officer("one", office)
    officer("two", office)
    officer("three", other)
    assert pass_time(17) == ["one@example.org", "two@example.org"]


def pane(client: Client, code: str, days: float) -> list[str]:
    with clock.as_of(NOON + days * DAY):
        page = client.get(reverse("admin:index"))
        listed = client.get(reverse("admin:publishing_entry_changelist"), {"waits": code})
    panes = {each.code: each for each in page.context["panes"]}
    refs = [row.entry.ref for row in panes[code].rows] if code in panes else []
    assert all(ref in listed.text for ref in refs)
    return refs


def test_the_desk_shows_what_expires_and_what_waits_for_its_result(client):
    client.force_login(officer("officer"))
    entry = released(Opportunity, **FACTS)
    decided = released(Opportunity, result="none", decided_on=date(2026, 5, 20), **FACTS)
    assert pane(client, "expiring", 15) == pane(client, "results", 33.9) == []
    assert pane(client, "expiring", 17) == [entry.ref]
    assert pane(client, "results", 34.1) == [entry.ref]
    assert pane(client, "results", 125) == []
    assert decided.ref not in pane(client, "results", 40)
