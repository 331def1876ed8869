"""One expression in the inbox: all that was sent, who read it, what may follow, and two people at once."""

from datetime import timedelta

import pytest
from django.test import Client

from intake.models import Erasure, Reading, Way
from interest.models import Expression, ExpressionState
from interest.steps import advance, erase
from opportunities.models import Opportunity
from publishing import clock
from tests.factories import administrator
from tests.interest.conftest import SENT
from tests.interest.desk import INBOX, answer, answered, at, office, page_of, person, sign_in, step, window

pytestmark = pytest.mark.django_db

LATER = SENT + timedelta(days=1)


def test_it_shows_all_that_was_sent_and_who_read_it(expressed, questions):
    expression = expressed(page="ko", **answered(questions, "ko"))
    user = person(within="ours")
    desk = window(user)
    page = at(LATER, desk, page_of(expression))
    for words in (
        "Kim Min-jun",
        "Cheongsu Water",
        "kim@example.org",
        "+82 2 0000 0000",
        "We dose phosphorus.",
    ):
        assert words in page.text
    assert '<span lang="ko">Reference 맞습니까?</span>' in page.text
    assert "14 days left" not in page.text
    assert "13 days left" in page.text
    assert page.text.count("given:") == 2
    assert "People’s Republic of China" not in page.text  # the words were shown in Korean
    assert "2026-11" in page.text
    at(LATER, window(person("second")), page_of(expression))
    third = at(LATER, desk, page_of(expression))
    assert [(each.by.username, each.way, each.address) for each in Reading.objects.order_by("pk")] == [
        ("minsu", "page", "127.0.0.1"),
        ("second", "page", "127.0.0.1"),
        ("minsu", "page", "127.0.0.1"),
    ]
    assert third.text.count("· on its page") == 3
    assert "second · on its page" in third.text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Thank you."), ("ko", "감사합니다."), ("zh-hans", "谢谢。")]
)
def test_a_canned_answer_comes_in_the_sender_s_language_and_can_be_changed(expressed, work, language, words):
    expression = expressed(page=language)
    canned = answer("declined")
    answer("screened", name_en="For another state")
    desk = sign_in()
    with clock.as_of(LATER):
        form = desk.get(page_of(expression, "step", "declined"))
    assert "For another state" not in form.text
    filled = step(desk, expression, "declined", LATER, fill="yes", answer=str(canned.pk), note="Kept")
    assert words in filled.text
    assert "Kept" in filled.text
    below = step(desk, expression, "declined", LATER, fill="yes", answer=str(canned.pk), told="Typed")
    assert f"Typed\n\n{words}" in below.text
    assert expression.steps.count() == 1

    done = step(desk, expression, "declined", LATER, told=f"{words} Kim", note="Too small")
    assert "Sent to the sender." in done.text
    assert f"{words} Kim" in done.text
    assert "Too small" in done.text
    expression.refresh_from_db()
    assert (expression.state, expression.closed_at, expression.replied_at) == ("declined", LATER, LATER)
    (mail,) = work(LATER)
    assert mail.to == ["kim@example.org"]
    assert f"{words} Kim" in mail.body
    assert "Too small" not in mail.body
    assert "answered in time" in at(LATER, desk, f"{INBOX}?state=all").text


def test_an_answer_that_lacks_the_language_says_so(expressed):
    expression = expressed(page="ko")
    canned = answer("screened", body_ko="")
    page = step(sign_in(), expression, "screened", LATER, fill="yes", answer=str(canned.pk))
    assert "not written in the sender’s language" in page.text
    assert "Thank you." in page.text
    assert (
        "Choose a canned answer first." in step(sign_in("x"), expression, "screened", LATER, fill="yes").text
    )


def test_only_what_may_follow_is_offered_and_taken(expressed, work):
    expression = expressed()
    desk = sign_in()
    page = at(LATER, desk, page_of(expression))
    assert "Mark as screened" in page.text
    assert "Note a meeting" not in page.text
    assert "step/withdrawn/" not in page.text
    for state in ("meeting", "accepted", "no_reply"):
        refused = step(desk, expression, state, LATER, told="Words")
        assert "may not follow" in refused.text
        assert "Words" in refused.text
    for state in ("withdrawn", "received", "forwarded", "nonsense"):
        assert at(LATER, desk, page_of(expression, "step", state)).status_code == 404
    empty = step(desk, expression, "declined", LATER, told=" ")
    assert "This field is required." in empty.text
    assert "at most 2000" in step(desk, expression, "declined", LATER, told="x" * 2001).text
    expression.refresh_from_db()
    assert expression.state == "received"
    assert work(LATER) == []


def test_words_without_a_step_go_to_the_sender(expressed, work):
    expression = expressed()
    desk = sign_in()
    step(desk, expression, "say", LATER, told="Please send the data sheet.")
    (mail,) = work(LATER)
    assert "Please send the data sheet." in mail.body
    expression.refresh_from_db()
    assert expression.state == "received"
    assert expression.replied_at == LATER
    assert "Written to the sender" in at(LATER, desk, page_of(expression)).text


def test_of_two_people_the_second_is_told_and_loses_nothing(expressed, work):
    expression = expressed()
    canned = answer("declined")
    first, second = sign_in("first"), sign_in("second")
    from tests.admin_forms import posted

    with clock.as_of(LATER):
        address = page_of(expression, "step", "declined")
        opened = posted(
            first.get(address), "step-form", told="My words", note="My note", answer=str(canned.pk)
        )
        step(second, expression, "screened", LATER)
        clash = first.post(address, opened)
    assert "it is now “screened” (last by second" in clash.text
    assert "My words" in clash.text
    assert "My note" in clash.text
    expression.refresh_from_db()
    assert (expression.state, expression.steps.count()) == ("screened", 2)
    with clock.as_of(LATER):
        again = first.post(address, posted(clash, "step-form"), follow=True)
    assert "My words" in again.text
    expression.refresh_from_db()
    assert expression.state == "declined"


def test_it_is_assigned_to_who_may_look_after_it(expressed):
    expression = expressed()
    Opportunity.objects.filter(pk=expression.opportunity_id).update(office=office("ours"))
    user, mate = person("minsu", within="ours"), person("mate", within="ours")
    person("stranger", within="theirs"), person("editor", "Editor", within="ours")
    desk = window(user)
    page = at(LATER, desk, page_of(expression))
    choices = page.text.partition('name="to"')[2].partition("</select>")[0]
    assert "minsu" in choices
    assert "mate" in choices
    for other in ("stranger", "editor"):
        assert other not in choices
    done = at(LATER, desk, page_of(expression), form_id="assign-form", assign="yes", to=str(mate.pk))
    assert "Assigned to mate" in done.text
    expression.refresh_from_db()
    assert expression.assigned_to == mate
    assert [(each.by, each.to) for each in expression.assignments.all()] == [(user, mate)]
    # Who still has the page of before is told.
    with clock.as_of(LATER):
        late = desk.post(page_of(expression), {"assign": "yes", "before": "", "to": str(user.pk)})
    assert "now mate looks after it" in late.text
    stranger = {"assign": "yes", "before": str(mate.pk), "to": "99999"}
    assert "Select a valid choice" in desk.post(page_of(expression), stranger).text
    expression.refresh_from_db()
    assert expression.assigned_to == mate


def test_notes_stay_inside(expressed, work, client):
    expression = expressed()
    desk = sign_in()
    done = at(LATER, desk, page_of(expression), form_id="note-form", write_note="yes", note="Called <them>.")
    assert "Called &lt;them&gt;." in done.text
    assert work(LATER) == []
    expression.refresh_from_db()
    assert expression.replied_at is None
    assert (
        "This field is required."
        in at(LATER, desk, page_of(expression), form_id="note-form", write_note="yes", note="").text
    )


def test_erased_on_request_after_asking(expressed):
    expression = expressed()
    with clock.as_of(LATER):
        advance(expression, ExpressionState.SCREENED, administrator(), told="Dear Kim", note="Kim called")
    assert sign_in().get(page_of(expression, "erase")).status_code == 403
    boss = sign_in("boss", "Administrator")
    assert "Tick the box" in at(LATER, boss, page_of(expression, "erase"), form_id="erase-form").text
    expression.refresh_from_db()
    assert expression.erased_at is None
    done = at(LATER, boss, page_of(expression, "erase"), form_id="erase-form", sure="yes")
    assert "The personal data were erased by staff, at the sender" in done.text
    for trace in ("Kim", "Cheongsu", "kim@example.org", "We dose"):
        assert trace not in done.text
    erasure = Erasure.objects.get()
    assert (erasure.ref, erasure.way, erasure.by.username) == (expression.ref, "staff", "boss")
    readings = Reading.objects.count()
    assert "Mark as screened" not in at(LATER, boss, page_of(expression)).text
    assert Reading.objects.count() == readings
    assert "already" in at(LATER, boss, page_of(expression, "erase")).text
    for address, data in (
        (page_of(expression), {"write_note": "yes", "note": "x"}),
        (page_of(expression), {"assign": "yes", "before": "", "to": ""}),
        (page_of(expression, "step", "say"), {"told": "x"}),
    ):
        with clock.as_of(LATER):
            assert boss.post(address, data).status_code == 200
    assert expression.steps.exclude(told="", note="").count() == 0


def test_who_may_only_read_changes_nothing(expressed):
    from django.contrib.auth.models import Permission, User

    expression = expressed()
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_expression"))
    desk = window(reader)
    page = at(LATER, desk, page_of(expression))
    assert "Kim Min-jun" in page.text
    for words in ("Mark as screened", "Keep the note", "Erase"):
        assert words not in page.text
    for address in (
        page_of(expression),
        *(page_of(expression, name) for name in ("forward", "erase")),
        page_of(expression, "step", "declined"),
    ):
        assert desk.post(address, {"write_note": "yes", "note": "x"}).status_code == 403
    assert expression.steps.count() == 1


def test_addresses_that_lead_nowhere(expressed):
    expression = expressed()
    desk = sign_in()
    for number in ("9999", "x", "9" * 30):
        assert desk.get(f"{INBOX}{number}/change/").status_code == 404
    assert desk.get(f"{INBOX}9999/forward/").status_code == 404
    history = desk.get(page_of(expression, "history"))
    assert history["Location"] == f"{page_of(expression)}#path"
    assert Client().get(page_of(expression)).status_code == 302
    assert not Reading.objects.exists()


def test_records_are_read_by_administrators(expressed):
    expression = expressed()
    at(LATER, sign_in(), page_of(expression))
    with clock.as_of(LATER):
        erase(Expression.objects.get(), Way.SENDER)
    boss = sign_in("boss", "Administrator")
    readings = boss.get(f"/admin/intake/reading/?q={expression.ref}&way=page").text
    assert "minsu" in readings
    assert "on its page" in readings
    assert expression.ref not in boss.get("/admin/intake/reading/?way=export").text
    user = Reading.objects.get().by
    assert expression.ref in boss.get(f"/admin/intake/reading/?by={user.pk}").text
    erasures = boss.get("/admin/intake/erasure/").text
    assert expression.ref in erasures
    assert "by the sender" in erasures
    assert expression.ref in boss.get("/admin/intake/consent/").text
    consent = boss.get("/admin/intake/consent/").text.partition("/admin/intake/consent/")[2]
    assert consent
    for name in ("reading", "erasure", "consent"):
        assert boss.get(f"/admin/intake/{name}/add/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_number_of_queries(expressed, django_assert_num_queries, count):
    expression = expressed()
    users = [person(f"person-{number}") for number in range(count)]
    for user in users:
        at(LATER, window(user), page_of(expression))
        at(LATER, window(user), page_of(expression), form_id="note-form", write_note="yes", note="Note")
        with clock.as_of(LATER):
            advance_assigned(window(user), expression, user)
    desk = window(users[0])
    with clock.as_of(LATER):
        desk.get(page_of(expression))
        with django_assert_num_queries(SHOWN):
            desk.get(page_of(expression))


def advance_assigned(desk: Client, expression: Expression, user) -> None:
    expression.refresh_from_db()
    before = expression.assigned_to_id or ""
    desk.post(page_of(expression), {"assign": "yes", "before": before, "to": user.pk})


SHOWN = 20
