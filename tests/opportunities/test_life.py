"""The life of an opportunity: what its moments mean, its one extension, its longest life, and what is counted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from opportunities.models import Opportunity, OpportunityStatus
from opportunities.queries import archived, present_status
from organizations.models import CooperationCenter
from publishing import clock
from publishing.actions import EditText, RecordFacts, Refused, RestoreFacts, Withdraw
from publishing.models import Correction, PublicChange, Sector
from publishing.readiness import readiness
from tests import factories
from tests.admin_forms import posted
from tests.exchange.tabling import confirm, told, upload
from tests.factories import NOON, actor, draft, in_review, released, written

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = NOON + 30 * DAY


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def change_page(entry: Opportunity) -> str:
    return reverse("admin:opportunities_opportunity_change", args=[entry.pk])


def save(desk: Client, entry: Opportunity, at: datetime = NOON + DAY, **changes: str) -> str:
    """Save the entry's page with ``changes``; what the page says about mistakes, or "" once it is stored."""
    with clock.as_of(at):
        address = change_page(entry)
        answer = desk.post(address, posted(desk.get(address), **changes))
    return "" if answer.status_code == 302 else answer.text


def moved(desk: Client, entry: Opportunity, day: str, at: datetime = NOON + DAY, **changes: str) -> str:
    """Move the deadline to the end of ``day``, by default as a correction."""
    said = {"severity": "correction", "change_note": "Moved.", **changes}
    return save(desk, entry, at, deadline_at_0=day, deadline_at_1="", **said)


# --- What the moments mean ---


@pytest.mark.parametrize(
    ("facts", "days", "status"),
    [
        ({}, 0, "open"),
        ({}, 16, "closing_soon"),
        ({}, 30, "closed"),
        ({}, 119, "closed"),
        ({}, 120, "expired"),
        ({}, 209, "expired"),
        ({}, 210, "archived"),
        ({"expires_at": LATER + 5 * DAY}, 35, "expired"),
        ({"expires_at": LATER + 5 * DAY}, 125, "archived"),
        ({"result": "awarded", "decided_on": date(2026, 5, 20)}, 2, "awarded"),
        ({"result": "none", "decided_on": date(2026, 5, 20)}, 77, "no_result"),
        ({"result": "awarded", "decided_on": date(2026, 5, 20)}, 78, "archived"),
        ({"opens_at": NOON + 3 * DAY}, 2, "upcoming"),
    ],
)
def test_the_moments_decide_in_python_and_in_the_database(facts, days, status):
    entry = released(Opportunity, **facts)
    with clock.as_of(NOON + days * DAY):
        assert entry.status() == status
        found = Opportunity.objects.alias(present=present_status()).filter(present=status)
        assert found.filter(pk=entry.pk).exists()
        assert Opportunity.objects.filter(archived(), pk=entry.pk).exists() == (status == "archived")
        assert Opportunity.objects.exclude(archived()).filter(pk=entry.pk).exists() == (status != "archived")


def test_the_archive_begins_at_midnight_of_the_owner():
    entry = released(Opportunity, result="none", decided_on=date(2026, 5, 20), deadline_zone="Asia/Shanghai")
    midnight = datetime(2026, 8, 17, 16, tzinfo=UTC)
    for at, is_archived in ((midnight - timedelta(seconds=1), False), (midnight, True)):
        with clock.as_of(at):
            assert (entry.status() == OpportunityStatus.ARCHIVED) is is_archived
            assert Opportunity.objects.filter(archived()).exists() is is_archived


def test_what_will_come_is_told_ahead():
    entry = released(Opportunity, opens_at=NOON + DAY)
    told_of = PublicChange.objects.filter(entry=entry.pk).order_by("at")
    assert [(each.change, (each.at - NOON).days) for each in told_of] == [
        ("released", 0),
        ("opened", 1),
        ("closing_soon", 16),
        ("closed", 30),
        ("expired", 120),
        ("archived", 210),
    ]


@pytest.mark.parametrize(
    ("facts", "closed"),
    [
        ({}, LATER),
        ({"deadline_at": None, "expires_at": NOON + 5 * DAY}, NOON + 5 * DAY),
        ({"deadline_at": None}, None),
        ({"result": "awarded", "decided_on": date(2026, 6, 10)}, datetime(2026, 6, 9, 15, tzinfo=UTC)),
        ({"result": "none", "decided_on": date(2026, 7, 20)}, LATER),
        ({"withdrawn_at": NOON + DAY}, NOON + DAY),
    ],
)
def test_it_counts_as_closed_from_what_ended_it(facts, closed):
    assert Opportunity(**{"deadline_at": LATER, **facts}).closed_at() == closed


def test_a_result_without_a_day_was_known_today(desk):
    entry = released(Opportunity)
    assert save(desk, entry, result="awarded", severity="correction", change_note="Awarded.") == ""
    entry.refresh_from_db()
    assert entry.decided_on == date(2026, 6, 2)

    page = save(desk, entry, decided_on="2026-06-03", severity="correction", change_note="The day.")
    assert "This day is still to come." in page
    assert save(desk, entry, result="", severity="correction", change_note="Not yet.") == ""
    entry.refresh_from_db()
    assert entry.decided_on is None


# --- The one extension ---


def test_a_later_deadline_is_the_extension_and_there_is_one(desk, client, see):
    entry = released(Opportunity)
    assert moved(desk, entry, "2026-07-20") == ""

    entry.refresh_from_db()
    assert (entry.extended, entry.former_deadline_at, entry.extended_at) == (True, LATER, NOON + DAY)
    assert entry.deadline_at == datetime(2026, 7, 20, 14, 59, tzinfo=UTC)
    assert Correction.objects.get(entry=entry.pk).note == "Moved."
    words = "The deadline was extended on 2 June 2026; before, it was Wednesday 1 July 2026 12:00 Seoul"
    for page in (see(entry.path("en"), NOON + 2 * DAY), desk.get(change_page(entry))):
        assert words in page.text
    with clock.as_of(NOON + 2 * DAY):
        record = client.get(f"/api/v1/opportunities/{entry.slug}/").json()
    assert (record["extended"], record["former_deadline_at"], record["extended_at"]) == (
        True,
        "2026-07-01T03:00:00Z",
        "2026-06-02T03:00:00Z",
    )

    again = moved(desk, entry, "2026-07-21", NOON + 3 * DAY)
    assert "it can be extended once only" in again
    assert moved(desk, entry, "2026-07-15", NOON + 3 * DAY) == ""
    entry.refresh_from_db()
    assert (entry.extended, entry.former_deadline_at) == (True, LATER)
    assert "it can be extended once only" in moved(desk, entry, "2026-07-16", NOON + 4 * DAY)


@pytest.mark.parametrize(
    ("facts", "day", "said"),
    [
        ({}, "2026-06-01", "cannot be moved to a moment that has passed"),
        ({"result": "none"}, "2026-07-20", "has a result or has expired"),
        ({}, "2029-07-20", "stays open for 24 months at most"),
    ],
)
def test_a_deadline_that_readers_count_on_stays(facts, day, said, desk):
    entry = released(Opportunity, **facts)
    assert said in moved(desk, entry, day)
    entry.refresh_from_db()
    assert (entry.deadline_at, entry.extended) == (LATER, False)


def test_a_public_deadline_moves_as_a_correction_only(desk):
    entry = released(Opportunity)
    for day in ("2026-06-20", "2026-07-20"):
        page = moved(desk, entry, day, severity="minor")
        assert "its change is a correction and no minor edit: deadline" in page
    entry.refresh_from_db()
    assert (entry.deadline_at, entry.extended) == (LATER, False)
    assert save(desk, entry, partner_type="research", severity="minor", change_note="Typo.") == ""


def test_before_the_release_a_deadline_moves_freely(desk):
    entry = factories.scheduled(Opportunity)
    for day in ("2026-07-20", "2026-08-20", "2026-07-10"):
        assert save(desk, entry, NOON - timedelta(hours=1), deadline_at_0=day, deadline_at_1="") == ""
    entry.refresh_from_db()
    assert entry.extended is False


def test_an_import_extends_once_too(desk):
    entry = released(Opportunity, slug="offer")
    entry.deadline_at = LATER + DAY
    with clock.as_of(NOON + DAY):
        entry.save()
        RecordFacts(entry, actor(), severity="correction", reason="Longer.").execute()
        rows = [{"slug": "offer", "deadline_at": "2026-08-01 18:00"}]
        page = upload(desk, "opportunities", rows, change=("correction", "Once more."))
    assert "it can be extended once only" in told(page)


def test_programs_do_not_extend_twice_either():
    entry = released(Opportunity)
    for days, may in ((1, True), (2, False)):
        entry.deadline_at = LATER + days * DAY
        with clock.as_of(NOON + days * DAY):
            entry.save()
            action = RecordFacts(entry, actor(), severity="correction", reason="Longer.")
            if may:
                action.execute()
            else:
                with pytest.raises(Refused, match="extended once only"):
                    action.execute()


def test_going_back_to_earlier_facts_does_not_undo_the_extension():
    entry = released(Opportunity)
    before = entry.revisions.order_by("-number").first().number
    entry.deadline_at = LATER + 10 * DAY
    with clock.as_of(NOON + DAY):
        entry.save()
        RecordFacts(entry, actor(), severity="correction", reason="Longer.").execute()
    with clock.as_of(NOON + 2 * DAY):
        RestoreFacts(entry, actor(), number=before, severity="correction", reason="Back.").execute()
    entry = Opportunity.objects.get()
    assert (entry.deadline_at, entry.extended, entry.former_deadline_at) == (LATER, True, LATER)


# --- Two years at most ---


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"deadline_at": datetime(2028, 2, 29, tzinfo=UTC)}, None),
        ({"deadline_at": datetime(2028, 6, 1, 3, tzinfo=UTC)}, "life_too_long"),
        ({"deadline_at": datetime(2028, 6, 1, 3, 1, tzinfo=UTC)}, "too_long"),
        ({"deadline_at": LATER, "expires_at": datetime(2028, 6, 1, 3, tzinfo=UTC)}, None),
        ({"deadline_at": LATER, "expires_at": datetime(2028, 6, 1, 4, tzinfo=UTC)}, "life_too_long"),
    ],
)
def test_an_opportunity_lives_24_months_at_most(facts, code):
    entry = in_review(Opportunity, **facts)
    assert [each.code for each in readiness(entry, NOON)] == ([code] if code else [])


def test_the_longest_life_holds_after_the_release(desk):
    entry = released(Opportunity)
    said = {"severity": "correction", "change_note": "Later."}
    page = save(desk, entry, expires_at_0="2028-06-02", expires_at_1="", **said)
    assert "expires at the latest 24 months after its release, here 1 June 2028" in page
    assert save(desk, entry, expires_at_0="2028-05-31", expires_at_1="", **said) == ""


# --- What is counted ---


def test_one_to_five_fields(desk):
    entry = in_review(Opportunity)
    entry.sectors.clear()
    assert [each.code for each in readiness(entry, NOON)] == ["sectors"]
    for number in range(6):
        entry.sectors.add(Sector.objects.create(slug=f"s-{number}", name_en="S"))
    assert [each.code for each in readiness(entry, NOON)] == ["sectors"]
    entry.sectors.remove(Sector.objects.get(slug="s-5"))
    assert readiness(entry, NOON) == []
    six = [each.pk for each in Sector.objects.filter(slug__startswith="s-")]
    assert "Choose one to five fields" in save(desk, entry, sectors=six)


LENGTHS = [("title", 120), ("deck", 500), ("body", 4000)]


def of_length(name: str, characters: int) -> str:
    return f"<p><strong>{'물' * characters}</strong></p>" if name == "body" else "물" * characters


@pytest.mark.parametrize(("name", "limit"), LENGTHS)
def test_texts_are_as_long_as_they_may_be_on_every_way(name, limit, desk):
    said = f"{limit + 1} characters; {limit} are possible"
    entry = draft(Opportunity, slug="offer")
    text = written(entry)
    too_long, fitting = of_length(name, limit + 1), of_length(name, limit)

    # Where as many are stored at most, the field itself says so.
    by_field = f"at most {limit} characters (it has {limit + 1})"
    page = save(desk, entry, **{f"texts-ko-{name}": too_long})
    assert said in page or by_field in page
    assert save(desk, entry, **{f"texts-ko-{name}": fitting}) == ""
    with clock.as_of(NOON):
        rows = [{"slug": "offer", f"{name}_ko": too_long}]
        assert said in told(upload(desk, "opportunities", rows))
    text.refresh_from_db()
    setattr(text, name, too_long)
    with pytest.raises(Refused, match=said):
        EditText(text, actor()).execute()
    if name != "deck":  # of which its column holds no more
        text.save()
        assert "text_too_long" in {each.code for each in readiness(_submitted(entry), NOON)}


def _submitted(entry: Opportunity) -> Opportunity:
    entry.texts.update(state="in_review")
    return entry


def test_the_form_says_how_long_texts_may_be(desk):
    page = desk.get(reverse("admin:opportunities_opportunity_add")).text
    for _name, limit in LENGTHS:
        assert page.count(f"At most {limit} characters.") >= 3


def test_contact_goes_through_the_cooperation_center_by_default(desk):
    add = reverse("admin:opportunities_opportunity_add")
    with clock.as_of(NOON):
        assert "center" not in desk.get(add).context["adminform"].form.initial
        center = released(CooperationCenter)
        released(CooperationCenter, center_type="industry")
        assert desk.get(add).context["adminform"].form.initial["center"] == center.pk


def test_a_withdrawn_one_takes_no_interest():
    entry = released(Opportunity)
    with clock.as_of(NOON + DAY):
        assert entry.takes_interest()
        Withdraw(entry, actor(), reason="Wrong.").execute()
        assert not entry.takes_interest()
        assert entry.closed_at() == NOON + DAY


def test_an_import_states_a_result_and_its_day(desk):
    released(Opportunity, slug="offer")
    with clock.as_of(NOON + DAY):
        for cells, said in (
            ({"result": "awarded", "decided_on": "2026-13-01"}, "Write a day of the calendar as 2026-06-01."),
            ({"result": "awarded", "decided_on": "2026-06-03"}, "This day is still to come."),
        ):
            page = upload(desk, "opportunities", [{"slug": "offer", **cells}], change=("minor", "Result."))
            assert said in page.text
        rows = [{"slug": "offer", "result": "awarded", "decided_on": "2026-06-01"}]
        confirm(desk, upload(desk, "opportunities", rows, change=("correction", "Awarded.")))
    entry = Opportunity.objects.get()
    assert (entry.result, entry.decided_on, entry.extended) == ("awarded", date(2026, 6, 1), False)
