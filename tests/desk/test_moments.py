"""Moments are typed in a named zone and read back in words."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Delegation, ProgrammeItem, Talk
from opportunities.models import Opportunity
from publishing.models import Revision
from tests import factories
from tests.admin_forms import posted

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def change(instance: object) -> str:
    opts = instance._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[instance.pk])


def test_three_moments_share_the_zone_of_the_deadline(desk: Client) -> None:
    entry = factories.draft(Opportunity)
    typed = {
        "deadline_zone": "Asia/Shanghai",
        "opens_at_0": "2026-06-01",
        "opens_at_1": "11:00",
        "deadline_at_0": "2026-07-01",
        "deadline_at_1": "11:00",
        "expires_at_0": "",
        "expires_at_1": "",
    }

    response = desk.post(change(entry), posted(desk.get(change(entry))) | typed)

    assert response.status_code == 302
    entry.refresh_from_db()
    assert entry.opens_at == NOON
    assert entry.deadline_at == NOON.replace(month=7)
    page = desk.get(change(entry)).text
    assert "Monday 1 June 2026, 11:00 Beijing · 12:00 Seoul · 03:00 UTC" in page
    assert 'value="11:00"' in page


def test_a_deadline_without_a_time_is_the_end_of_that_day_in_its_zone(desk: Client) -> None:
    entry = factories.draft(Opportunity)
    typed = {"deadline_zone": "Asia/Shanghai", "deadline_at_0": "2026-07-13", "deadline_at_1": ""}

    response = desk.post(change(entry), posted(desk.get(change(entry))) | typed)

    assert response.status_code == 302
    entry.refresh_from_db()
    assert entry.deadline_at == datetime(2026, 7, 13, 15, 59, tzinfo=UTC)


def test_another_zone_alone_moves_the_moment(desk: Client) -> None:
    entry = factories.draft(Delegation, starts_on="2026-06-01", starts_at=NOON, zone="Asia/Seoul")

    desk.post(change(entry), posted(desk.get(change(entry))) | {"zone": "Asia/Shanghai"})

    entry.refresh_from_db()
    assert entry.starts_at == NOON.replace(hour=4)


def test_what_is_not_touched_keeps_its_seconds(desk: Client) -> None:
    exact = NOON.replace(second=17, microsecond=4)
    entry = factories.draft(Delegation, starts_on="2026-06-01", starts_at=exact, zone="Asia/Seoul")

    desk.post(change(entry), posted(desk.get(change(entry))) | {"venue_en": "Hall 1"})

    entry.refresh_from_db()
    assert (entry.venue_en, entry.starts_at) == ("Hall 1", exact)


def test_an_unknown_zone_is_refused(desk: Client) -> None:
    entry = factories.draft(Delegation, starts_on="2026-06-01", starts_at=NOON)

    response = desk.post(change(entry), posted(desk.get(change(entry))) | {"zone": "Mars/Olympus"})

    assert response.status_code == 200
    assert "Select a valid choice." in response.text


def test_items_have_moments_of_their_own(desk: Client) -> None:
    entry = factories.draft(Delegation)
    row = {
        "items-TOTAL_FORMS": "1",
        "items-0-type": "forum",
        "items-0-title_en": "Talks",
        "items-0-starts_at_0": "2026-06-02",
        "items-0-starts_at_1": "09:00",
        "items-0-zone": "Asia/Shanghai",
        "items-0-position": "0",
    }

    response = desk.post(change(entry), posted(desk.get(change(entry))) | row)

    assert response.status_code == 302, response.context["errors"]
    assert entry.items.get().starts_at == datetime(2026, 6, 2, 1, 0, tzinfo=UTC)


def test_talks_are_edited_on_the_page_of_their_item_in_its_zone(desk: Client) -> None:
    entry = factories.draft(Delegation)
    item = ProgrammeItem.objects.create(event=entry, type="forum", title_en="Talks", zone="Asia/Shanghai")
    row = {
        "talks-TOTAL_FORMS": "1",
        "talks-0-title_en": "On hydrogen",
        "talks-0-starts_at_0": "2026-06-02",
        "talks-0-starts_at_1": "09:00",
        "talks-0-position": "0",
    }

    response = desk.post(change(item), posted(desk.get(change(item))) | row)

    assert response.status_code == 302, response.context["errors"]
    assert response.url == change(entry)
    assert Talk.objects.get().starts_at == datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
    assert desk.post(change(item), posted(desk.get(change(item)))).status_code == 302


def test_a_talk_is_held_on_the_day_of_its_item(desk: Client) -> None:
    entry = factories.draft(Delegation)
    item = ProgrammeItem.objects.create(
        event=entry, type="forum", title_en="Talks", day="2026-06-02", zone="Asia/Shanghai"
    )
    row = {
        "talks-TOTAL_FORMS": "1",
        "talks-0-title_en": "On hydrogen",
        "talks-0-starts_at_0": "2026-06-03",
        "talks-0-starts_at_1": "00:30",
        "talks-0-position": "0",
    }

    page = desk.post(change(item), posted(desk.get(change(item))) | row)

    assert "This time lies outside the days of the item." in page.text


def test_a_talk_at_a_public_event_is_a_change_of_its_facts(desk: Client) -> None:
    entry = factories.released(Delegation)
    item = ProgrammeItem.objects.create(event=entry, type="forum", title_en="Talks")
    row = {"talks-TOTAL_FORMS": "1", "talks-0-title_en": "On hydrogen", "talks-0-position": "0"}
    values = posted(desk.get(change(item))) | row
    before = Revision.objects.filter(entry_id=entry.pk).count()

    refused = desk.post(change(item), values)
    assert "say whether it is a minor edit or a correction" in refused.text
    assert not Talk.objects.exists()

    desk.post(change(item), values | {"severity": "correction", "change_note": "발표 추가"})
    assert Talk.objects.get().title_en == "On hydrogen"
    assert Revision.objects.filter(entry_id=entry.pk).count() == before + 1
    assert "On hydrogen" in desk.get(reverse("admin:events_delegation_history", args=[entry.pk])).text
