"""The sender's own page: how it stands, what was sent, and the ways out."""

from datetime import timedelta

import pytest
from django.test import Client

from intake import links
from intake.models import Consent, Erasure
from interest import steps
from interest.links import RECEIPT, status_url
from interest.models import Expression, ExpressionState
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import Withdraw
from tests.factories import actor, administrator
from tests.interest.conftest import SENT

pytestmark = pytest.mark.django_db

LATER = SENT + timedelta(days=3)


def page_of(expression: Expression, language: str = "en") -> str:
    return status_url(expression, language).removeprefix("http://localhost:8000")


@pytest.fixture
def forwarded(expressed) -> Expression:
    """An expression that has gone to the owner by mail."""
    expression = expressed()
    with clock.as_of(SENT + timedelta(days=1)):
        steps.advance(expression, ExpressionState.SCREENED, administrator(), note="Looks serious.")
        steps.advance(expression, ExpressionState.FORWARDED, administrator())
        expression.forwardings.create(
            by=administrator(),
            name="Wang",
            email="wang@example.cn",
            language="zh-hans",
            sent_at=SENT + timedelta(days=1),
        )
    return expression


def test_it_shows_how_it_stands_and_never_the_notes_of_the_desk(forwarded, work, client):
    work(LATER)
    with clock.as_of(LATER):
        steps.advance(
            forwarded, ExpressionState.ACCEPTED, by_owner=True, told="We meet in Jinan.", note="Urgent"
        )
        (told,) = work(LATER)
        page = client.get(page_of(forwarded))
    assert "We meet in Jinan." in told.body
    assert "Accepted by the owner" in told.subject
    assert "Cheongsu" not in told.body
    for words in (
        "We have received it.",
        "It was passed on to the owner.",
        "The owner wants to talk",
        "in Jinan",
    ):
        assert words in page.text
    for words in ("Looks serious", "Urgent", "Wang", "wang@example.cn", "administrator"):
        assert words not in page.text
    assert Expression.objects.get().replied_at == LATER


def test_states_follow_each_other_as_they_may(expressed, work):
    expression = expressed()
    stale = Expression.objects.get()
    with pytest.raises(steps.Refused, match="may not follow"):
        steps.advance(expression, ExpressionState.MEETING)
    with clock.as_of(SENT):
        steps.advance(expression, ExpressionState.DECLINED, administrator(), told="Not now.")
    assert (expression.closed_at, expression.replied_at) == (SENT, SENT)
    with pytest.raises(steps.Refused):
        steps.advance(stale, ExpressionState.SCREENED)
    assert len(work(SENT)) == 1


def test_words_without_a_change_reach_the_sender_and_count_as_an_answer(expressed, work, client):
    expression = expressed()
    with clock.as_of(LATER):
        steps.say(expression, administrator(), note="Called them.")
        assert work(LATER) == []
        steps.say(expression, administrator(), told="We are still asking.")
    (sent,) = work(LATER)
    assert "We are still asking." in sent.body
    assert expression.replied_at == LATER
    with clock.as_of(LATER):
        page = client.get(page_of(expression)).text
    assert "We are still asking." in page
    assert "Called them." not in page


def test_the_sender_withdraws_after_a_question(forwarded, work, client):
    work(LATER)
    address = page_of(forwarded)
    with clock.as_of(LATER):
        asked = client.post(address, {"withdraw": "ask"})
        assert "Are you sure?" in asked.text
        assert Expression.objects.get().state == "forwarded"
        done = client.post(address, {"withdraw": "yes"}, follow=True)
    assert "It was withdrawn." in done.text
    assert "Withdraw the interest" not in done.text
    expression = Expression.objects.get()
    assert (expression.state, expression.closed_at) == ("withdrawn", LATER)
    assert expression.person == "Kim Min-jun"
    (recall,) = work(LATER)
    assert recall.to == ["wang@example.cn"]
    assert "EI-2026-0001" in recall.subject
    for words in ("Kim", "Cheongsu"):
        assert words not in recall.body
    with clock.as_of(LATER):
        client.post(address, {"withdraw": "yes"})
    assert work(LATER) == []


def test_the_consent_across_the_border_is_withdrawn_alone(forwarded, work, client):
    work(LATER)
    address = page_of(forwarded)
    with clock.as_of(LATER):
        assert "sent to the owner from now on" in client.post(address, {"across": "ask"}).text
        page = client.post(address, {"across": "yes"}, follow=True)
    assert "withdrawn: Thursday 4 June 2026" in page.text
    assert Consent.objects.get(purpose="cross_border").withdrawn_at == LATER
    assert Consent.objects.get(purpose="processing").withdrawn_at is None
    assert [each.to for each in work(LATER)] == [["wang@example.cn"]]
    assert Expression.objects.get().state == "forwarded"


def test_everything_is_erased_and_the_page_says_so_once(forwarded, work, client):
    work(LATER)
    address, key = page_of(forwarded), forwarded.key
    with clock.as_of(LATER):
        steps.say(forwarded, administrator(), told="Dear Mr Kim", note="Kim called")
        asked = client.post(address, {"erase": "ask"})
        assert "Are you sure?" in asked.text
        done = client.post(address, {"erase": "yes"})
        assert done["Location"] == "/en/i/erased/"
        assert "Everything is erased" in client.get(done["Location"]).text
        gone, unknown = client.get(address), client.get("/en/i/unbekannt/")
        receipt = client.get(f"/en/i/sent/{links.token(RECEIPT, key)}/")
    assert (gone.status_code, unknown.status_code, receipt.status_code) == (404, 404, 404)
    assert gone.text.replace(address, "") == unknown.text.replace("/en/i/unbekannt/", "")
    expression = Expression.objects.get()
    for name in ("person", "organization_name", "email", "phone", "website", "message", "digest"):
        assert getattr(expression, name) == ""
    assert (expression.answers, expression.state, expression.closed_at) == ([], "withdrawn", LATER)
    assert not any(step.told or step.note for step in expression.steps.all())
    assert Erasure.objects.get().way == "sender"
    assert {each.withdrawn_at for each in Consent.objects.all()} == {LATER}
    # The owner is asked to erase it as well; then his own address goes, too.
    assert [each.to for each in work(LATER)] == [["wang@example.cn"]]
    forwarding = expression.forwardings.get()
    assert (forwarding.email, forwarding.name) == ("", "")
    with pytest.raises(steps.Refused):
        steps.advance(expression, ExpressionState.SCREENED)


def test_an_expression_erased_before_its_mail_was_sent_gets_none(express, work):
    express()
    with clock.as_of(SENT):
        steps.erase(Expression.objects.get(), "sender")
    assert work(SENT) == []


def test_the_page_opens_after_the_opportunity_was_withdrawn(forwarded, client):
    with clock.as_of(LATER):
        Withdraw(Opportunity.objects.get(), actor(), reason="Wrong figures.").execute()
    with clock.as_of(LATER + timedelta(days=1)):
        page = client.get(page_of(forwarded))
    assert page.status_code == 200
    assert "Cheongsu Water" in page.text
    assert "Phosphorus" not in page.text


def test_links_open_only_what_they_were_made_for(expressed, client):
    expression = expressed()
    token = links.token(RECEIPT, expression.key)
    for address in (
        f"/en/i/{token}/",
        f"/en/i/{expression.key}/",
        f"/en/i/{expression.key}.x/",
        "/en/i/x%00y/",
    ):
        with clock.as_of(SENT):
            assert client.get(address).status_code == 404
            assert client.post(address, {"erase": "yes"}).status_code == 404
    assert Expression.objects.get().erased_at is None


def test_buttons_need_the_token_of_the_form(expressed):
    expression = expressed()
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(page_of(expression), {"erase": "yes"}).status_code == 403
    assert Expression.objects.get().erased_at is None


def test_queries_do_not_grow(expressed, client, django_assert_num_queries):
    expression = expressed()
    for count in (1, 3):
        for number in range(count):
            steps.say(expression, administrator(), told=f"Words {number}")
        with clock.as_of(LATER), django_assert_num_queries(4):
            client.get(page_of(expression))
