"""The inbox as a list: what waits, for whom, until when; who finds what in it, and who does not."""

import re
from datetime import timedelta

import pytest

from intake.models import Reading, Way
from interest.models import Expression, ExpressionState
from interest.steps import advance, erase, withdraw
from opportunities.models import Opportunity
from organizations.models import Organization
from publishing import clock
from tests.factories import administrator, released
from tests.interest.conftest import SENT
from tests.interest.desk import INBOX, at, contact, office, page_of, person, sign_in, window

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def rows(response) -> list[str]:
    """The references in the list."""
    return re.findall(r'field-ref"><a href="[^"]+">(EI-\d{4}-\d{4})', response.text)


def test_what_waits_comes_first_with_its_clock(expressed):
    expression = expressed()
    desk = sign_in()
    fresh = at(SENT, desk, INBOX)
    assert rows(fresh) == [expression.ref]
    for words in (
        expression.opportunity.ref,
        "Phosphorus en",
        "Cheongsu Water",
        "Korea",
        "English",
        "received",
    ):
        assert words in fresh.text
    assert "14 days left" in fresh.text
    assert "Seoul" in fresh.text
    assert "Beijing" in fresh.text
    assert "Kim" not in fresh.text
    assert "kim@example.org" not in fresh.text
    assert "clock-soon" in at(SENT + 12 * DAY, desk, INBOX).text
    late = at(SENT + 16 * DAY, desk, INBOX)
    assert "overdue for 2 days" in late.text
    assert "clock-late" in late.text
    assert not Reading.objects.exists()


def test_tabs_count_by_state_and_filters_narrow(expressed, work):
    first, second = expressed(), expressed(email="lee@example.org", message="Other words.", country="CN")
    user = person()
    desk = window(user)
    with clock.as_of(SENT):
        Expression.objects.filter(pk=first.pk).update(assigned_to=user)
        withdraw(second)
    page = at(SENT, desk, INBOX)
    tabs = {each["label"]: each["count"] for each in page.context["tabs"]}
    assert (tabs["Waiting"], tabs["Received"], tabs["Withdrawn by the sender"], tabs["All"]) == (1, 1, 1, 2)
    assert rows(at(SENT, desk, f"{INBOX}?state=withdrawn")) == [second.ref]
    assert len(rows(at(SENT, desk, f"{INBOX}?state=all"))) == 2
    assert rows(at(SENT, desk, f"{INBOX}?state=nonsense")) == [first.ref]
    assert rows(at(SENT, desk, f"{INBOX}?assigned=me")) == [first.ref]
    assert rows(at(SENT, desk, f"{INBOX}?assigned=nobody")) == []
    assert rows(at(SENT, desk, f"{INBOX}?reply=overdue")) == []
    assert rows(at(SENT + 15 * DAY, desk, f"{INBOX}?reply=overdue")) == [first.ref]
    for name, entry in (("opportunity", first.opportunity), ("center", first.opportunity.center)):
        assert rows(at(SENT, desk, f"{INBOX}?{name}={entry.pk}")) == [first.ref]
    assert rows(at(SENT, desk, f"{INBOX}?language__exact=ko")) == []
    assert rows(at(SENT, desk, f"{INBOX}?language__exact=en&state=all&q=cheongsu")) != []


def test_it_is_searched_by_reference_and_organization_and_not_by_person(expressed):
    expression = expressed()
    desk = sign_in()
    for words, found in (
        (expression.ref, [expression.ref]),
        ("cheongsu", [expression.ref]),
        ("Kim", []),
        ("kim@example.org", []),
        ("phosphorus", []),
    ):
        assert rows(at(SENT, desk, f"{INBOX}?q={words}")) == found
    # A field that the list does not offer would be a way to guess letter by letter.
    for guess in ("person__startswith=Kim", "email__contains=kim", "message__contains=dose", "key=x"):
        with clock.as_of(SENT):
            assert desk.get(f"{INBOX}?{guess}").status_code in (302, 400)
    assert not Reading.objects.exists()


def test_a_person_is_found_by_the_whole_name_and_that_is_recorded(expressed):
    expression = expressed()
    user = person()
    desk = window(user)
    for part in ("Kim", "kim min", "@example.org", "\0"):
        page = at(SENT, desk, INBOX, form_id="person-form", person=part)
        assert expression.ref not in page.text.partition('id="person-heading"')[2]
    assert not Reading.objects.exists()
    for whole in ("kim  MIN-JUN", "KIM@example.org"):
        page = at(SENT, desk, INBOX, form_id="person-form", person=whole)
        assert expression.ref in page.text.partition('id="person-heading"')[2]
    assert [(each.ref, each.by, each.way) for each in Reading.objects.all()] == [
        (expression.ref, user, "search")
    ] * 2


def test_nothing_is_added_or_deleted_and_only_some_export(expressed):
    expression = expressed(message='=HYPERLINK("https://x")')
    desk = sign_in()
    assert desk.get(f"{INBOX}add/").status_code == 403
    assert desk.post(page_of(expression, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "export", "_selected_action": [expression.pk]}
    assert "export" not in at(SENT, desk, INBOX).text.partition("changelist-form")[2].partition("</form>")[0]
    with clock.as_of(SENT):
        assert "text/csv" not in desk.post(INBOX, chosen)["Content-Type"]
    assert not Reading.objects.exists()

    boss = sign_in("boss", "Administrator")
    with clock.as_of(SENT):
        table = boss.post(INBOX, chosen)
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("ref,opportunity,state")
    assert "kim@example.org" in lines[1]
    assert "'=HYPERLINK" in lines[1]
    assert [(each.ref, each.way) for each in Reading.objects.all()] == [(expression.ref, "export")]


def test_what_is_erased_says_so(expressed):
    expression = expressed()
    with clock.as_of(SENT):
        erase(expression, Way.SENDER)
    page = at(SENT, sign_in(), f"{INBOX}?state=all")
    assert "erased" in page.text
    assert "Cheongsu" not in page.text


# --- Who does not see it ---


@pytest.mark.parametrize("role", ["Author", "Translator", "Editor", "Duty editor", "Event officer"])
def test_other_roles_see_nothing(expressed, role):
    expression = expressed()
    contact(expression)
    staff = sign_in("other", role)
    for address in every_page(expression):
        assert staff.get(address).status_code in (403, 404), address
        assert staff.post(address, {"sure": "yes", "told": "x", "note": "x"}).status_code in (403, 404), (
            address
        )
    opportunity = staff.get(f"/admin/opportunities/opportunity/{expression.opportunity_id}/change/")
    for page in (staff.get("/admin/"), opportunity):
        assert page.status_code == 200
        assert "interest" not in re.sub(
            r"open_for_interest|for interest", "", page.text.partition("<main")[2]
        )
    expression.refresh_from_db()
    assert (expression.erased_at, expression.state) == (None, "received")


def every_page(expression: Expression) -> list[str]:
    return [
        INBOX,
        f"{INBOX}?q=EI",
        *(page_of(expression, name) for name in ("change", "history", "forward", "erase")),
        *(page_of(expression, "step", state) for state in ("say", "screened", "declined")),
        "/admin/interest/ownercontact/",
        f"/admin/interest/ownercontact/of/{expression.opportunity_id}/",
        f"/admin/interest/ownercontact/{expression.opportunity.owner_contact.pk}/change/",
        "/admin/interest/cannedanswer/",
        *(f"/admin/intake/{name}/" for name in ("consent", "reading", "erasure")),
    ]


TRACES = ("EI-2026", "Cheongsu", "Kim Min", "verborgen", "Li Na", "li@example")


def test_another_office_sees_nothing_anywhere(expressed):
    """Not in lists, pages, searches, choices, numbers; and what it sends changes nothing."""
    expression = expressed()
    Opportunity.objects.filter(pk=expression.opportunity_id).update(office=office("theirs"))
    expression.refresh_from_db()
    contact(expression)
    with clock.as_of(SENT):
        advance(expression, ExpressionState.SCREENED, administrator(), note="verborgen")
    ours = sign_in("ours", within="ours")
    for address in every_page(expression):
        with clock.as_of(SENT + 20 * DAY):
            answer = ours.get(address)
            sent = ours.post(address, {"sure": "yes", "told": "x", "note": "x", "person": "Kim Min-jun"})
        for each in (answer, sent):
            assert each.status_code in (200, 403, 404), address
            told = each.text.replace('value="Kim Min-jun"', "")
            for trace in TRACES:
                assert trace not in told, (address, trace)
    with clock.as_of(SENT + 20 * DAY):
        tabs = ours.get(INBOX).context["tabs"]
        choices = ours.get(
            "/admin/autocomplete/",
            {"app_label": "interest", "model_name": "step", "field_name": "expression", "term": "EI"},
        )
        desk = ours.get("/admin/")
        opportunity = ours.get(f"/admin/opportunities/opportunity/{expression.opportunity_id}/change/")
        api = ours.get(f"/api/v1/opportunities/{expression.opportunity.ref}?format=json")
    assert {each["count"] for each in tabs} == {0}
    for each in (choices, desk, opportunity, api):
        for trace in (*TRACES, "of 1 (0%)"):
            assert trace not in each.text, trace
    assert "Expressions of interest (" not in opportunity.text
    theirs = at(SENT + 20 * DAY, sign_in("theirs", within="theirs"), INBOX)
    assert rows(theirs) == [expression.ref]
    expression.refresh_from_db()
    assert (expression.state, expression.erased_at, expression.steps.count()) == ("screened", None, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(expressed, django_assert_num_queries, count):
    user = person()
    for number in range(count):
        owner = released(Organization, title=f"Owner {number}")
        other = released(Opportunity, slug=f"other-{number}", title=f"Other {number}", owner=owner)
        expression = expressed(to=other, email=f"kim{number}@example.org")
        Expression.objects.filter(pk=expression.pk).update(assigned_to=person(f"person-{number}"))
    desk = window(user)
    with clock.as_of(SENT):
        desk.get(INBOX)
        with django_assert_num_queries(LISTED):
            assert len(rows(desk.get(INBOX))) == count


LISTED = 13
