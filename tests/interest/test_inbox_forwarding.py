"""Forwarding to the owner: only what the sender agreed to, exactly the mail that was read before, and the owner's answer."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from intake.models import Reading
from interest.models import CannedAnswer, Expression, ExpressionState, Forwarding, OwnerContact
from interest.steps import advance, withdraw, withdraw_cross_border
from organizations.models import Organization
from publishing import clock
from tests.admin_forms import posted
from tests.factories import administrator
from tests.interest.conftest import SENT, private
from tests.interest.desk import answered, at, contact, page_of, sign_in, step

pytestmark = pytest.mark.django_db

LATER = SENT + timedelta(days=1)
PERSONAL = ("Kim Min-jun", "Cheongsu Water", "cheongsu.example", "We dose phosphorus.")
REACHED = ("kim@example.org", "+82 2 0000 0000")


@pytest.fixture
def screened(expressed, questions, work):
    """An expression that was screened, whose owner is known."""

    def make(**values) -> Expression:
        expression = expressed(**answered(questions), **values)
        contact(expression)
        with clock.as_of(SENT):
            advance(expression, ExpressionState.SCREENED, administrator())
        work(SENT)
        return expression

    return make


def preview(page) -> tuple[str, str]:
    """The subject and the text of the mail on the page."""
    subject = re.search(r"<dt>Subject</dt><dd[^>]*>(.*?)</dd>", page.text)[1]
    body = re.search(r'<pre class="inbox-mail"[^>]*>(.*?)</pre>', page.text, re.DOTALL)[1]
    return html.unescape(subject), html.unescape(body)


def link(mail) -> str:
    return re.search(r"https?://[^/\s]+(/\S+/o/\S+/)", mail.body)[1]


def forward(desk: Client, expression: Expression, moment=LATER, **values):
    return at(moment, desk, page_of(expression, "forward"), form_id="forward-form", **values)


@pytest.fixture
def forwarded(screened, work):
    """The expression, and the path of the owner's page."""

    def make(**values) -> tuple[Expression, str]:
        expression = screened(**values)
        forward(sign_in("forwarder"), expression)
        mails = work(LATER)
        expression.refresh_from_db()
        return expression, link(next(each for each in mails if each.to == ["li@example.com"]))

    return make


@pytest.mark.parametrize("shares", ["", "on"])
def test_the_owner_gets_exactly_the_mail_that_was_read(screened, work, shares):
    expression = screened(shares_contact=shares)
    desk = sign_in()
    page = at(LATER, desk, page_of(expression, "forward"))
    subject, body = preview(page)
    for words in (
        *PERSONAL,
        "Reference?",
        expression.ref,
        expression.opportunity.ref,
        "Li Na",
        "Phosphorus zh-hans",
    ):
        assert words in subject + body
    for words in REACHED:
        assert (words in body) == bool(shares)
    assert ("has not agreed that the owner gets" in page.text) == (not shares)
    assert "/zh-hans/o/············/" in body
    assert Forwarding.objects.count() == 0

    done = forward(desk, expression, note="Fits well")
    assert "on its way to the owner" in done.text
    mails = {each.to[0]: each for each in work(LATER)}
    mail = mails["li@example.com"]
    assert mail.subject == subject
    assert mail.body == body.replace("/zh-hans/o/············/", link(mail))
    assert "Fits well" not in mail.body
    assert (
        "passed on" in mails["kim@example.org"].body or "forwarded" in mails["kim@example.org"].body.lower()
    )
    forwarding = Forwarding.objects.get()
    assert (forwarding.by.username, forwarding.email, forwarding.sent_at) == (
        "minsu",
        "li@example.com",
        LATER,
    )
    assert ("email" in forwarding.fields) == bool(shares)
    expression.refresh_from_db()
    assert expression.state == "forwarded"
    assert Reading.objects.filter(ref=expression.ref, way="forwarding").count() == 2
    told = at(LATER, desk, page_of(expression)).text
    assert "Li Na · li@example.com" in told
    assert ("without address and telephone" in told) == (not shares)


@pytest.mark.parametrize(
    "case",
    [("KR", "CN", False), ("KR", "KR", True), ("other", "KR", False), ("CN", "", False)],
)
def test_without_the_consent_nothing_personal_crosses_the_border(screened, opportunity, work, case):
    side, owner, names = case
    Organization.objects.filter(pk=opportunity.owner_id).update(country=owner)
    opportunity.owner.refresh_from_db()
    expression = screened(country=side, consent_across="", shares_contact="on")
    desk = sign_in()
    page = at(LATER, desk, page_of(expression, "forward"))
    subject, body = preview(page)
    for words in (*PERSONAL, *REACHED):
        assert (words in subject + body) == names
    assert ("has not agreed that personal data cross the border" in page.text) == (not names)
    assert ("Send without personal data" in page.text) == (not names)
    assert "Reference?" in body
    forward(desk, expression)
    sent = next(each for each in work(LATER) if each.to == ["li@example.com"])
    for words in (*PERSONAL, *REACHED):
        assert (words in sent.body) == names
    with clock.as_of(LATER):
        owners = Client().get(link(sent))
    assert owners.status_code == 200
    for words in (*PERSONAL, *REACHED):
        assert (words in owners.text) == names


def test_what_is_missing_is_said_and_can_be_entered(screened):
    expression = screened()
    OwnerContact.objects.all().delete()
    desk = sign_in()
    page = at(LATER, desk, page_of(expression, "forward"))
    assert "Nobody is known yet to whom this can be sent" in page.text
    assert 'class="inbox-mail"' not in page.text
    assert "This cannot be sent" in forward(desk, expression).text
    address = re.search(r'href="([^"]+/ownercontact/of/[^"]+)"', page.text)[1]
    wrong = at(LATER, desk, address, form_id="contact-form", name="Li Na", email="nobody", language="zh-hans")
    assert "valid email" in wrong.text
    done = at(
        LATER, desk, address, form_id="contact-form", name="Li Na", email="li@example.com", language="zh-hans"
    )
    assert "The contact of the owner is saved." in done.text
    assert "Li Na" in preview(done)[1]
    changed = at(
        LATER,
        desk,
        f"/admin/interest/ownercontact/of/{expression.opportunity_id}/",
        form_id="contact-form",
        name="Wang Wei",
        email="wang@example.com",
        language="en",
    )
    assert "Contact of the owner" in changed.text
    assert "/o/" in preview(at(LATER, desk, page_of(expression, "forward")))[1]
    assert "Wang Wei" in desk.get("/admin/interest/ownercontact/").text
    assert desk.get("/admin/interest/ownercontact/of/9999/").status_code == 404


def test_a_mail_that_changed_meanwhile_is_read_again(screened, work):
    expression = screened()
    desk = sign_in()
    address = page_of(expression, "forward")
    with clock.as_of(LATER):
        opened = posted(desk.get(address), "forward-form", note="My note")
        OwnerContact.objects.update(name="Wang Wei")
        clash = desk.post(address, opened)
        assert "no longer the one that you read" in clash.text
        assert "My note" in clash.text
        assert "Wang Wei" in preview(clash)[1]
        assert Forwarding.objects.count() == 0
        withdraw(Expression.objects.get())
        late = desk.post(address, posted(clash, "forward-form"))
    assert "it is now “withdrawn by the sender” (last by the sender" in late.text
    assert "My note" in clash.text
    assert Forwarding.objects.count() == 0


def test_consent_is_asked_again_when_the_mail_goes(screened, work):
    expression = screened()
    forward(sign_in(), expression)
    with clock.as_of(LATER):
        withdraw_cross_border(expression)
    assert [each for each in work(LATER) if each.to == ["li@example.com"]] == []
    assert Forwarding.objects.get().sent_at is None
    assert "not sent yet" in at(LATER, sign_in("x"), page_of(expression)).text


def test_opening_the_link_changes_nothing_and_nobody_keeps_it(forwarded, client):
    expression, address = forwarded()
    steps = expression.steps.count()
    for method in (client.get, client.head, client.options):
        with clock.as_of(LATER):
            response = method(address)
        assert response.status_code == 200
    with clock.as_of(LATER):
        page = client.get(address)
        unclear = client.post(address, {"answer": "nonsense"})
    assert unclear.status_code == 400
    assert (page["X-Robots-Tag"], page["Cache-Control"], page["Referrer-Policy"]) == (
        "noindex",
        "private, no-store",
        "same-origin",
    )
    for words in PERSONAL:
        assert words in page.text
    assert client.get("/en/o/unbekannt/").status_code == 404
    expression.refresh_from_db()
    assert (expression.state, expression.steps.count()) == ("forwarded", steps)


def test_the_link_of_one_purpose_opens_nothing_else(forwarded, client):
    _expression, address = forwarded()
    token = address.rstrip("/").rpartition("/")[2]
    assert client.get(f"/en/i/{token}/").status_code == 404


def test_the_owner_accepts_with_times_and_the_sender_reads_them(forwarded, work, client):
    expression, address = forwarded()
    with clock.as_of(LATER):
        empty = client.post(address, posted(client.get(address), answer="accept"))
        assert empty.status_code == 400
        done = client.post(
            address, {"answer": "accept", "accept-words": "Tuesday 10:00 Beijing <or> Friday"}, follow=True
        )
    for words in PERSONAL:
        assert words not in done.text
    assert "Thank you for your answer" in done.text or "谢" in done.text
    expression.refresh_from_db()
    last = expression.steps.last()
    assert (expression.state, last.by_owner, last.by) == ("accepted", True, None)
    (mail,) = work(LATER)
    assert mail.to == ["kim@example.org"]
    assert "Tuesday 10:00 Beijing <or> Friday" in mail.body
    with clock.as_of(LATER):
        again = client.post(address, {"answer": "decline", "decline-words": "No"}, follow=True)
    for words in PERSONAL:
        assert words not in again.text
    expression.refresh_from_db()
    assert expression.state == "accepted"
    shown = at(LATER, sign_in(), page_of(expression)).text
    assert "the owner" in shown
    assert "Note a meeting" in shown
    step(sign_in("x"), expression, "meeting", LATER, told="Friday at ten.")
    expression.refresh_from_db()
    assert (expression.state, expression.closed_at) == ("meeting", LATER)


def test_the_owner_declines_with_a_reason(forwarded, work, client):
    expression, address = forwarded()
    with clock.as_of(LATER):
        client.post(address, {"answer": "decline", "decline-words": "We have a partner."})
        too_long = client.post(address, {"answer": "decline", "decline-words": "x" * 2001})
    assert too_long.status_code == 200
    expression.refresh_from_db()
    assert (expression.state, expression.closed_at) == ("declined", LATER)
    (mail,) = work(LATER)
    assert "We have a partner." in mail.body


@pytest.mark.parametrize("how", ["interest", "consent", "everything"])
def test_what_the_sender_takes_back_the_owner_sees_no_more(forwarded, work, client, how):
    expression, address = forwarded()
    with clock.as_of(LATER):
        if how == "interest":
            withdraw(expression)
        elif how == "consent":
            withdraw_cross_border(expression)
        else:
            from intake.models import Way
            from interest.steps import erase

            erase(expression, Way.SENDER)
        page = client.get(address)
        answer = client.post(address, {"answer": "accept", "accept-words": "Tuesday"}, follow=True)
    for each in (page, answer):
        for words in (*PERSONAL, *REACHED):
            assert words not in each.text
    expression.refresh_from_db()
    assert expression.state in ("withdrawn", "forwarded")
    recalled = [each for each in work(LATER) if each.to == ["li@example.com"]]
    assert len(recalled) == 1
    for words in (*PERSONAL, *REACHED):
        assert words not in recalled[0].body
    assert expression.ref in recalled[0].body


def test_sent_again_the_former_link_ends(forwarded, work, client):
    expression, former = forwarded()
    desk = sign_in()
    assert "the link in the former mail ends" in at(LATER, desk, page_of(expression, "forward")).text
    forward(desk, expression)
    (mail,) = work(LATER)
    with clock.as_of(LATER):
        assert "Kim Min-jun" not in client.get(former).text
        assert "Kim Min-jun" in client.get(link(mail)).text
        client.post(former, {"answer": "accept", "accept-words": "Tuesday"})
    expression.refresh_from_db()
    assert (expression.state, expression.forwardings.count()) == ("forwarded", 2)


def test_a_late_answer_after_no_reply_still_counts(forwarded, work, client):
    expression, address = forwarded()
    with clock.as_of(LATER + timedelta(days=25)):
        desk = sign_in()
        assert "has not answered for 21 days" in desk.get(page_of(expression)).text
        advance(expression, ExpressionState.NO_REPLY, administrator(), told="No reply yet.")
        client.post(address, {"answer": "accept", "accept-words": "Tuesday"})
    expression.refresh_from_db()
    assert (expression.state, expression.closed_at) == ("accepted", None)


def test_canned_answers_are_kept_by_the_help_desk():
    desk = sign_in()
    address = "/admin/interest/cannedanswer/add/"
    given = {"state": "declined", "name_en": "Full", "body_en": "We are full.", "body_ko": "마감되었습니다."}
    assert desk.post(address, posted(desk.get(address), **given)).status_code == 302
    assert "Full" in desk.get("/admin/interest/cannedanswer/").text
    assert "English, Korean" in desk.get("/admin/interest/cannedanswer/").text
    bad = desk.post(address, posted(desk.get(address), **{**given, "body_en": ""}))
    assert bad.status_code == 200
    assert CannedAnswer.objects.count() == 1


def test_the_sender_s_page_shows_nothing_of_notes(screened, work, express, client):
    expression = screened()
    desk = sign_in()
    at(LATER, desk, page_of(expression), form_id="note-form", write_note="yes", note="Verborgen")
    forward(desk, expression, note="Verborgen")
    mail = next(each for each in work(LATER) if each.to == ["kim@example.org"])
    assert "Verborgen" not in mail.body
    with clock.as_of(LATER):
        assert "Verborgen" not in client.get(private(mail)).text
