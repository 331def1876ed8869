"""The demonstration content as a whole."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from demo.accounts import ACCOUNTS, PASSWORD
from demo.files import read
from events.models import Delegation, Event
from news.models import PressRelease
from opportunities.models import Opportunity, OpportunityStatus
from organizations.models import Company
from programs.models import Instrument
from publishing import clock
from publishing.enums import Qualifier, Stage
from publishing.models import AuditRecord, Count, Entry, Image, Money, Revision
from publishing.visibility import public
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.usefixtures("demo")


def seed(**options) -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def statuses() -> list[OpportunityStatus]:
    return [opportunity.status() for opportunity in public(Opportunity)]


def test_every_record_reached_its_stage():
    wanted = {
        (record.model.KIND.code, record.slug): record.values.get("stage", Stage.RELEASED)
        for record in read()
        if record.is_entry
    }
    # The draft of an office is made beside the content.
    found = Entry.objects.filter(office=None)
    assert {(entry.kind, entry.slug): str(entry.stage()) for entry in found} == wanted


def test_what_was_released_on_paper_is_visible():
    released = [r for r in read() if r.is_entry and r.values.get("stage", Stage.RELEASED) == Stage.RELEASED]
    assert public(Entry).count() == len(released) >= 80


def test_loading_twice_changes_nothing():
    def state() -> list:
        return [
            *Entry.objects.order_by("pk").values_list("pk", "revision", "release_at"),
            *(model.objects.count() for model in (AuditRecord, Revision, Image, User)),
        ]

    before = state()
    assert "There is content already; 0 samples moved on" in seed()
    assert state() == before


def test_money_as_the_sources_state_it():
    business = Money.objects.filter(amount=33_400_000_000, currency="KRW").first()
    assert business
    assert not business.converted_currency
    saving = Money.objects.get(amount=2_000_000_000_000, currency="CNY")
    assert saving.qualifier == Qualifier.MORE_THAN
    assert (saving.converted_amount, saving.converted_currency) == (315_000_000_000, "USD")
    assert saving.converted_by


@pytest.mark.parametrize(
    ("value", "unit", "qualifier"),
    [
        (66, "people", Qualifier.EXACT),
        (5, "provinces", Qualifier.EXACT),
        (10, "areas", Qualifier.EXACT),
        (100, "people", Qualifier.MORE_THAN),
        (30, "people", Qualifier.NEARLY),
        (14, "companies", Qualifier.EXACT),
        (40, "years", Qualifier.EXACT),
    ],
)
def test_counts_as_the_sources_state_them(value, unit, qualifier):
    assert Count.objects.filter(value=value, unit=unit, qualifier=qualifier).exists()


@pytest.mark.parametrize(
    ("slug", "edition"), [("delegation-2026", 8), ("joint-committee-23", 23), ("ciepec-2026", 24)]
)
def test_editions_are_stored(slug, edition):
    assert Event.objects.get(slug=slug).edition == edition


def test_fourteen_companies_travel():
    delegation = Delegation.objects.get(slug="delegation-2026")
    companies = Company.objects.filter(participations__event=delegation).distinct()
    assert companies.count() == 14
    assert all(company.is_sample for company in companies)


def test_what_no_source_says_stays_empty():
    assert not Instrument.objects.get(slug="market-entry-strategy-2005").signed_on
    assert "ko" not in Entry.objects.get(slug="mee-aala").languages
    assert "zh-hans" not in Entry.objects.get(slug="hanbat-university").languages


def test_history_goes_through_the_portal_in_its_own_time():
    release = PressRelease.objects.get(slug="delegation-2026")
    assert release.ref.startswith("KC-2026-")
    assert release.release_at == datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    assert release.created_at < release.release_at
    approved = release.audit.get(action="approve")
    assert release.created_at < approved.at < release.release_at
    assert release.revisions.exists()


def test_the_ministry_of_2005_keeps_its_name():
    release = PressRelease.objects.get(slug="center-relocation-2005")
    assert release.issuer.slug == "me-korea"
    assert release.issuer.name_on(release.dated.earliest(), "ko") == ("환경부", "ko")
    assert release.issuer.successors.get().slug == "mcee"


@pytest.mark.parametrize("days", [0, 1, 100, 400])
def test_opportunities_look_alive_whenever_the_portal_is_started(days):
    with clock.as_of(clock.now() + timedelta(days=days)):
        seed()
        assert statuses().count(OpportunityStatus.CLOSING_SOON) >= 3
        assert {OpportunityStatus.OPEN, OpportunityStatus.CLOSED} <= set(statuses())


def test_the_accounts_can_sign_in_and_belong_to_their_groups():
    for account in ACCOUNTS:
        user = authenticate(username=account.username, password=PASSWORD)
        assert user
        assert user.is_staff
        assert user.groups.get().name == account.group


def test_production_refuses_unless_told_otherwise_and_never_gets_the_accounts(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--in-production"):
        seed()
    assert PASSWORD not in seed(in_production=True)


def test_the_sample_webhook_calls_nobody():
    sample = Endpoint.objects.get()
    assert not sample.is_active
    assert sample.url.startswith("https://hooks.example.org/")
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["delivered", "delivered", "failed"]
