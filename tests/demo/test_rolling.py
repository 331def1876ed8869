"""Dates of samples move on with the days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from demo.accounts import content_actors
from demo.rolling import roll_forward
from events.models import Meeting, Talk
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import RecordFacts
from publishing.enums import Severity, Stage
from publishing.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db

OWNER = """
model: organizations.Organization
records:
  - slug: body
    type: institute
    authoritative_language: en
    released: 2026-03-02T09:00+09:00
    texts: {en: {title: Body}}
"""
SECTORS = """
model: publishing.Sector
records: [{slug: water, name: {en: Water}}]
"""
OPPORTUNITY = """
model: opportunities.Opportunity
records:
  - slug: offer
    type: technology_offer
    direction: kr-cn
    owner: body
    partnership_types: [licence]
    sectors: [water]
    opens_at: "-20d 09:00"
    deadline_at: "+9d 18:00"
    deadline_zone: Asia/Shanghai
    authoritative_language: en
    is_sample: true
    released: "-20d 09:00"
    parts:
      clarifications:
        - {question: {en: Why?}, answer: {en: Because.}, answered_on: "-2d"}
    texts: {en: {title: Offer, body: <p>Text</p>}}
"""
MEETING = """
model: events.Meeting
records:
  - slug: seminar
    type: seminar
    authoritative_language: en
    released: "-5d 09:00"
    starts_on: "+20d"
    starts_at: "+20d 09:30"
    parts:
      items:
        - {type: break, title: {en: Break}, day: "+20d"}
        - {type: presentations, title: {en: Talks}, talks: [{title: {en: Talk}, starts_at: "+20d 10:00"}]}
    texts: {en: {title: Seminar, body: <p>Text</p>}}
  - slug: past
    type: seminar
    authoritative_language: en
    released: "-5d 09:00"
    starts_on: "-2d"
    texts: {en: {title: Past, body: <p>Text</p>}}
"""
SCHEDULED = """
model: publishing.Page
records:
  - slug: tomorrow
    authoritative_language: en
    released: "+1d 12:00"
    stage: scheduled
    texts: {en: {title: Tomorrow, body: <p>Text</p>}}
"""


def test_an_opportunity_moves_on_with_what_belongs_to_it(content, loaded_at):
    directory = content(organizations=OWNER, sectors=SECTORS, opportunities=OPPORTUNITY)
    before = Opportunity.objects.get()
    assert before.deadline_at == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)  # 18:00 in Beijing
    assert before.clarifications.get().answered_on == date(2026, 11, 20)
    with clock.as_of(loaded_at + timedelta(days=200, hours=5)):
        assert roll_forward(*content_actors(), directory) == 1
        assert roll_forward(*content_actors(), directory) == 0
    after = Opportunity.objects.get()
    assert after.deadline_at - before.deadline_at == timedelta(days=200)
    assert after.opens_at - before.opens_at == timedelta(days=200)
    assert after.clarifications.get().answered_on == date(2026, 11, 20) + timedelta(days=200)
    assert after.release_at == before.release_at
    assert after.audit.first().action == "edit"
    assert not after.extended
    assert not after.corrections.exists()


def test_an_event_to_come_moves_on_and_a_past_one_stays(content, loaded_at):
    directory = content(meetings=MEETING)
    with clock.as_of(loaded_at + timedelta(days=30)):
        assert roll_forward(*content_actors(), directory) == 1
    seminar = Meeting.objects.get(slug="seminar")
    assert seminar.starts_on == date(2026, 12, 12) + timedelta(days=30)
    assert seminar.items.get(type="break").day == seminar.starts_on
    assert Talk.objects.get().starts_at == seminar.starts_at + timedelta(minutes=30)
    assert Meeting.objects.get(slug="past").starts_on == date(2026, 11, 20)


def test_what_someone_edited_stays_where_it_is(content, loaded_at):
    directory = content(organizations=OWNER, sectors=SECTORS, opportunities=OPPORTUNITY)
    offer = Opportunity.objects.get()
    offer.open_for_interest = False
    offer.save()
    RecordFacts(offer, factories.actor(), severity=Severity.MINOR, reason="Stopped").execute()
    with clock.as_of(loaded_at + timedelta(days=200)):
        assert roll_forward(*content_actors(), directory) == 0
    assert Opportunity.objects.get().deadline_at == offer.deadline_at


def test_time_does_not_run_backwards(content, loaded_at):
    directory = content(organizations=OWNER, sectors=SECTORS, opportunities=OPPORTUNITY)
    with clock.as_of(loaded_at - timedelta(days=10)):
        assert roll_forward(*content_actors(), directory) == 0


@pytest.mark.parametrize(("days", "moved"), [(0.25, 0), (0.5, 1), (30, 1)])
def test_the_scheduled_release_lies_ahead_again_on_a_later_day(content, loaded_at, days, moved):
    directory = content(pages=SCHEDULED)
    with clock.as_of(loaded_at + timedelta(days=days)):
        assert roll_forward(*content_actors(), directory) == moved
        page = Entry.objects.get()
        assert page.stage() is Stage.SCHEDULED
        assert page.release_at - clock.now() <= timedelta(days=2)
