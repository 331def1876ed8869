"""Verified marks: until when they count, where they show, who may set them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from opportunities.models import Opportunity
from organizations import marks
from organizations.models import Company, CooperationCenter, Verification
from publishing import clock
from publishing.actions import RecordFacts, RestoreFacts
from tests.admin_forms import posted
from tests.factories import NOON, actor, draft, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
LONG_AGO = NOON - timedelta(days=60)
SEAL = "seal--verified"
EXPIRED = "seal--expired"


def center(**facts):
    return released(CooperationCenter, at=LONG_AGO, title="Center of tests", **facts)


def marked(company, checked_on=date(2026, 5, 4), **facts):
    by = facts.pop("checked_by", None) or center()
    return Verification.objects.create(
        company=company,
        checked_on=checked_on,
        checked_by=by,
        checks=facts.pop("checks", ["registration", "address"]),
        **facts,
    )


def company(**facts):
    return released(Company, at=LONG_AGO, **facts)


@pytest.mark.parametrize(
    ("checked", "until"),
    [
        (date(2026, 5, 4), date(2028, 5, 4)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_mark_counts_for_two_years_unless_said_otherwise(checked, until):
    mark = marked(company(), checked)

    assert mark.expires_on == until
    assert [mark.counts_on(each) for each in (checked - timedelta(days=1), checked, until)] == [
        False,
        True,
        True,
    ]
    assert not mark.counts_on(until + timedelta(days=1))


def test_the_mark_that_counts_is_found_before_those_that_expired():
    firm = company()
    old = marked(firm, date(2023, 1, 10))
    short = marked(firm, date(2026, 5, 20), expires_on=date(2026, 7, 1))
    long = marked(firm, date(2026, 2, 1))

    with clock.as_of(NOON):
        assert firm.verification() == long
    assert firm.verification(date(2022, 12, 31)) is None
    assert firm.verification(date(2025, 6, 1)) == old
    assert firm.verification(date(2030, 1, 1)) == long
    assert marks.current([firm.pk], DAY) == {firm.pk: long}
    assert marks.current([firm.pk], date(2025, 6, 1)) == {}
    assert short.counts_on(DAY)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"checked_on": date(2026, 6, 2)}, "checked_on"),
        ({"expires_on": date(2029, 5, 5)}, "expires_on"),
        ({"expires_on": date(2026, 5, 4)}, "__all__"),
        ({"checks": []}, "checks"),
        ({"checks": ["address", "horoscope"]}, "checks"),
        ({"checks": "address"}, "checks"),
    ],
)
def test_what_cannot_be_is_refused_in_words(facts, field):
    known = {"checked_on": date(2026, 5, 4), "checks": ["address"], "checked_by": center(), **facts}
    mark = Verification(company=company(), **known)

    with clock.as_of(NOON), pytest.raises(ValidationError) as error:
        mark.full_clean()

    assert field in error.value.message_dict


def test_the_database_keeps_a_mark_from_expiring_before_it_was_given():
    with pytest.raises(IntegrityError), transaction.atomic():
        marked(company(), date(2026, 5, 4), expires_on=date(2026, 5, 3))


def test_pages_and_lists_show_what_counts_and_say_what_expired(see):
    fresh, stale, none = (company(slug=slug) for slug in ("fresh", "stale", "none"))
    marked(fresh, note_en="Register of the tax office")
    marked(stale, date(2022, 1, 10), checks=["exports"])

    page = see(fresh.path("en")).content.decode()
    assert SEAL in page
    for words in ("4 May 2026", "4 May 2028", "Center of tests en", "address visited", "tax office"):
        assert words in page
    old = see(stale.path("en")).content.decode()
    assert EXPIRED in old
    assert SEAL not in old
    assert "Counted until" in old
    assert "10 January 2024" in old
    assert "export record seen" in old
    assert 'class="verification"' not in see(none.path("en")).content.decode()
    listed = see("/en/companies/").content.decode()
    assert (listed.count(SEAL), listed.count(EXPIRED)) == (1, 0)


def test_the_list_and_what_follows_from_it_can_be_narrowed_to_verified_ones(see):
    fresh, stale = company(slug="fresh"), company(slug="stale")
    marked(fresh)
    marked(stale, date(2022, 1, 10))

    only = see("/en/companies/?verified=yes").content.decode()
    assert fresh.path("en") in only
    assert stale.path("en") not in only
    assert "only verified (1)" in only
    assert see("/en/companies/?verified=maybe").status_code == 400
    feed = see("/en/companies/feed.atom?verified=yes")
    assert fresh.path("en") in feed.content.decode()
    assert stale.path("en") not in feed.content.decode()
    assert see("/en/alerts/?list=companies&verified=yes").status_code == 200


def test_the_interface_states_and_filters_marks(client):
    fresh, stale = company(slug="fresh"), company(slug="stale")
    by = marked(fresh).checked_by
    marked(stale, date(2022, 1, 10), checked_by=by)

    def slugs(**query):
        with clock.as_of(NOON):
            answer = client.get("/api/v1/companies/", query)
        assert answer.status_code == 200, answer.content
        return {each["slug"] for each in answer.json()["results"]}

    with clock.as_of(NOON):
        record = client.get("/api/v1/companies/fresh/").json()
    (said,) = record["verifications"]
    assert (said["checked_on"], said["expires_on"], said["is_current"]) == ("2026-05-04", "2028-05-04", True)
    assert said["checks"] == ["registration", "address"]
    assert said["checked_by"]["slug"] == by.slug
    assert slugs(verified="true") == {"fresh"}
    assert slugs(verified="false") == {"stale"}
    assert slugs(verified_by=by.slug) == {"fresh", "stale"}
    assert slugs(verified_from="2026-01-01") == {"fresh"}
    assert slugs(verified_to="2024-01-01") == {"stale"}


@pytest.mark.parametrize("bring", [scheduled, withdrawn])
def test_a_mark_by_somebody_whom_the_public_does_not_see_is_none(bring, see, client):
    firm = company(slug="firm")
    moment = NOON - timedelta(seconds=1) if bring is scheduled else NOON + timedelta(days=2)
    hidden = bring(CooperationCenter, slug="hidden-center", title="Hidden center")
    marked(firm, checked_by=hidden)

    for path in (firm.path("en"), "/en/companies/", "/en/companies/?verified=yes"):
        shown = see(path, moment).content.decode().split("<main")[1]
        assert SEAL not in shown
        assert "Hidden center" not in shown
    with clock.as_of(moment):
        record = client.get("/api/v1/companies/firm/").json()
        assert record["verifications"] == []
        assert client.get("/api/v1/companies/?verified=true").json()["results"] == []
        assert client.get("/api/v1/companies/?verified_to=2027-01-01").json()["results"] == []


def test_an_opportunity_shows_the_mark_beside_its_owner(see):
    firm = company()
    offer = released(Opportunity, at=LONG_AGO, owner=firm)

    assert SEAL not in see(offer.path("en")).content.decode()
    mark = marked(firm)
    assert SEAL in see(offer.path("en")).content.decode()
    Verification.objects.filter(pk=mark.pk).update(checked_on=date(2022, 1, 1), expires_on=date(2024, 1, 1))
    page = see(offer.path("en")).content.decode()
    assert SEAL not in page
    assert EXPIRED not in page


def signed_in(role):
    user = User.objects.create_user(f"user-{role}", password="secret-for-tests", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_only_who_may_verify_sets_marks_on_the_page_of_a_company():
    firm, by = draft(Company), center()
    address = reverse("admin:organizations_company_change", args=[firm.pk])
    new = {
        "verifications-TOTAL_FORMS": "1",
        "verifications-0-checked_on": "2026-05-04",
        "verifications-0-checked_by": str(by.pk),
        "verifications-0-checks": ["registration", "representative"],
    }

    with clock.as_of(NOON):
        author = signed_in("Author")
        data = posted(author.get(address))
        assert not any(name.startswith("verifications-0") for name in data)
        author.post(address, {**data, **new})
        assert not firm.verifications.exists()

        officer = signed_in("Event officer")
        response = officer.post(address, {**posted(officer.get(address)), **new})
        assert response.status_code == 302, response.content.decode()[-3000:]
    mark = firm.verifications.get()
    assert (mark.expires_on, mark.checks) == (date(2028, 5, 4), ["registration", "representative"])
    assert firm.revisions.order_by("-number").first().facts["verifications"][0]["checked_on"] == "2026-05-04"


def test_restoring_facts_leaves_marks_as_they_are():
    firm = draft(Company)
    mark = marked(firm)
    RecordFacts(firm, actor(), severity="minor", reason="Checked.").execute()

    RestoreFacts(firm, actor(), number=1).execute()

    assert firm.verifications.get() == mark


def test_marks_about_to_expire_are_on_the_desk_of_who_may_renew_them():
    soon, later, over, renewed = (
        company(title=f"Firm {name}") for name in ("soon", "later", "over", "renewed")
    )
    by = center()
    marked(soon, date(2024, 6, 20), checked_by=by)
    marked(later, date(2026, 5, 1), checked_by=by)
    marked(over, date(2024, 5, 25), checked_by=by)
    marked(renewed, date(2024, 6, 20), checked_by=by)
    marked(renewed, date(2026, 5, 20), checked_by=by)

    with clock.as_of(NOON):
        desk = signed_in("Event officer").get(reverse("admin:index")).context["panes"]
        others = signed_in("Author").get(reverse("admin:index")).context["panes"]

    (pane,) = [each for each in desk if each.code == "marks"]
    assert [(row.entry.pk, row.is_late) for row in pane.rows] == [(over.pk, True), (soon.pk, False)]
    assert "expired on 25 May 2026" in pane.rows[0].note
    assert not [each for each in others if each.code == "marks"]
