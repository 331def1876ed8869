"""What the database itself refuses, whoever writes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import EventSeries, Forum, Meeting, ProgrammeItem
from organizations.models import CooperationCenter, Organization, OrganizationName
from publishing.enums import TextState
from publishing.models import Entry, Money, RefCounter, Text
from tests.factories import NOON, draft, released

pytestmark = pytest.mark.django_db


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_one_live_and_one_open_version_per_entry_and_language():
    entry = released(Organization)
    for state, second in ((TextState.LIVE, True), (TextState.DRAFT, False), (TextState.IN_REVIEW, True)):
        number = entry.texts.count() + 1
        change = Text(entry=entry, language="ko", version=number, state=state, title="x")
        assert refused(change.save) is second


def test_slugs_are_unique_in_their_kind_and_free_in_another():
    draft(Forum, slug="water")
    assert refused(lambda: Forum(slug="water").save())
    draft(Meeting, slug="water")


def test_refs_are_never_given_twice():
    first = draft(Organization)
    number = first.ref
    Entry.objects.filter(pk=first.pk).update(ref="KC-1999-0001")
    assert refused(lambda: Entry.objects.filter(pk=draft(Forum).pk).update(ref="KC-1999-0001"))
    assert RefCounter.take(2026) > number


def test_an_approved_entry_has_a_release_time_and_a_withdrawn_one_a_reason():
    entry = draft(Organization)
    rows = Entry.objects.filter(pk=entry.pk)
    assert refused(lambda: rows.update(state="approved", release_at=None))
    assert refused(lambda: rows.update(state="approved", release_at=NOON, withdrawn_at=NOON))
    assert refused(lambda: rows.update(withdrawn_at=NOON, withdrawn_reason="A draft cannot be withdrawn."))


def test_events_end_after_they_start():
    event = draft(Forum)
    rows = Forum.objects.filter(pk=event.pk)
    assert refused(lambda: rows.update(starts_on="2026-06-03", ends_on="2026-06-02"))
    assert refused(lambda: rows.update(starts_at=NOON, ends_at="2026-06-01T02:59:59Z"))


def test_editions_are_positive_and_unique_in_their_series():
    series, other = draft(EventSeries), draft(EventSeries)
    draft(Forum, series=series, edition=24)
    assert refused(lambda: Forum(slug="again", series=series, edition=24).save())
    assert refused(lambda: Forum(slug="none", series=series, edition=0).save())
    assert refused(lambda: Forum(slug="alone", edition=3).save())
    draft(Forum, series=other, edition=24)


@pytest.mark.parametrize(
    ("start", "end", "possible"),
    [
        ("2001", "2005", True),
        ("2005-06-08", "2005", True),
        ("2005-06", "2005-06", True),
        ("2005-06-08", "2005-05", False),
        ("2005", "2004-12-31", False),
        ("", "2004", True),
        ("2004", "", True),
    ],
)
def test_names_hold_from_a_start_to_an_end(start, end, possible):
    name = OrganizationName(
        organization=draft(Organization), text="환경부", language="ko", valid_from=start, valid_to=end
    )
    if possible:
        name.full_clean()
        name.save()
    else:
        with pytest.raises(ValidationError, match="before the start"):
            name.full_clean()
        assert refused(name.save)


def test_programme_items_lie_within_their_event_unless_they_say_so():
    event = draft(Forum, starts_on="2012-11-29", ends_on="2012-11-29")
    visit = ProgrammeItem(event=event, type="site_visit", title_en="Site visits", day="2012-11-30")
    with pytest.raises(ValidationError, match="outside the event"):
        visit.full_clean()
    visit.outside_event = True
    visit.full_clean()


def test_money_is_not_negative_and_conversions_are_complete():
    entry = draft(CooperationCenter)
    assert refused(lambda: Money(entry=entry, label_en="x", amount=-1, currency="KRW").save())
    assert refused(
        lambda: Money(entry=entry, label_en="x", amount=1, currency="CNY", converted_amount=2).save()
    )


@pytest.mark.parametrize("slug", ["한중환경", "with space", "Upper", "-a", "a--b", "a/b", "é"])
def test_addresses_are_plain_ascii(slug):
    with pytest.raises(ValidationError) as error:
        Organization(slug=slug, type="ministry").full_clean()
    assert "slug" in error.value.message_dict
