"""Expressing interest: what is taken, what is refused and how, what others cannot do with the form."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from intake.models import Consent
from interest.models import Expression
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import ChangeAddress, Withdraw
from publishing.models import Sector
from tests.factories import NOON, actor, released, scheduled
from tests.interest.conftest import FILLING_IN, SENT, WRITTEN, private, stamp

pytestmark = pytest.mark.django_db

ADDRESS = "/en/opportunities/phosphorus/interest/"
DEADLINE = NOON + timedelta(days=30)


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_it_is_received_confirmed_and_found_again(express, work, client, language):
    response = express(page=language)
    assert response.status_code == 302
    assert response["Location"].startswith(f"/{language}/i/sent/")
    expression = Expression.objects.get()
    assert expression.ref == "EI-2026-0001"
    with clock.as_of(SENT):
        receipt = client.get(response["Location"])
    assert "EI-2026-0001" in receipt.text
    assert {"en": "Monday 15 June 2026", "ko": "2026. 6. 15.(월)", "zh-hans": "6月15日"}[
        language
    ] in receipt.text
    assert WRITTEN["email"] not in receipt.text

    assert (expression.language, expression.country, expression.shares_contact) == (language, "KR", False)
    assert expression.message == "We dose phosphorus.\nSince 2011."
    assert expression.website == "https://cheongsu.example"
    assert expression.reply_by == datetime(2026, 6, 15, 9, tzinfo=UTC)
    (sent,) = work(SENT)
    assert sent.to == ["kim@example.org"]
    assert "EI-2026-0001" in sent.subject
    assert f"Phosphorus {language}" in sent.body
    for words in ("Kim", "Cheongsu", "dose"):
        assert words not in sent.body + sent.subject
    with clock.as_of(SENT):
        page = client.get(private(sent))
    assert page.status_code == 200
    assert "Cheongsu Water" in page.text
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "same-origin")
    assert page["Cache-Control"] == "private, no-store"


def test_both_consents_are_kept_in_the_words_that_were_shown(express):
    express(consent_across="")
    processing, across = Consent.objects.order_by("pk")
    assert (processing.purpose, processing.is_given) == ("processing", True)
    assert (across.purpose, across.is_given, across.language) == ("cross_border", False, "en")
    assert "Utility en" in across.shown
    assert "People’s Republic of China" in across.shown
    assert "Center en" in processing.shown
    assert {each.ref for each in (processing, across)} == {"EI-2026-0001"}


def test_who_is_on_the_owners_side_is_not_asked_to_send_across_the_border(express):
    express(country="CN")
    assert [each.purpose for each in Consent.objects.all()] == ["processing"]


def test_nothing_is_ticked_beforehand_and_only_handling_is_a_condition(express, client):
    with clock.as_of(SENT):
        page = client.get(ADDRESS).text
    assert not re.search(r"<input[^>]* checked", page)
    refused = express(consent="")
    assert refused.status_code == 400
    assert "Without this consent nothing can be sent." in refused.text
    assert not Expression.objects.exists()


def test_the_form_says_what_the_sender_needs_to_know(opportunity, client, see):
    page = see(ADDRESS, SENT).text
    for words in ("Korean", "within 14 days", "Center en", "1 July 2026"):
        assert words in page
    shown = see("/en/opportunities/phosphorus/", SENT).text
    assert f'href="{ADDRESS}"' in shown
    assert ADDRESS not in see("/en/opportunities/phosphorus/", DEADLINE).text


def test_queries_do_not_grow_with_questions(opportunity, questions, client, django_assert_num_queries):
    numbers = []
    for extra in (0, 2):
        for number in range(extra):
            questions[0].pk = None
            questions[0].position = 9 + number
            questions[0].save()
        with clock.as_of(SENT), django_assert_num_queries(17) as asked:
            client.get(ADDRESS)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_eligibility_comes_first_and_says_at_once_what_stands_in_the_way(
    opportunity, questions, client, express
):
    first, second = (f"criterion-{each.pk}" for each in questions)
    with clock.as_of(SENT - FILLING_IN):
        page = client.get(ADDRESS)
        assert "Reference?" in page.text
        assert 'name="message"' not in page.text
        missing = client.post(ADDRESS, {first: "yes"})
        assert missing.status_code == 400
        assert "Answer yes or no." in missing.text
        refused = client.post(ADDRESS, {first: "yes", second: "no"})
        assert "One question stands in the way" in refused.text
        assert 'name="message"' not in refused.text
        on = client.post(ADDRESS, {first: "yes", second: "no", "anyway": "yes"})
        assert 'name="message"' in on.text
        fits = client.post(ADDRESS, {first: "yes", second: "yes"})
    assert "You said yes to every question" in fits.text
    assert not Expression.objects.exists()
    assert express(opened=stamp(on), **{first: "yes", second: "no"}).status_code == 302
    expression = Expression.objects.get()
    assert expression.fits is False
    assert expression.answers == [
        {"question": "Reference?", "language": "en", "answer": True},
        {"question": "Pilot?", "language": "en", "answer": False},
    ]


def test_a_question_that_was_added_meanwhile_is_asked_in_the_form(opportunity, questions, client, express):
    first, second = (f"criterion-{each.pk}" for each in questions)
    with clock.as_of(SENT - FILLING_IN):
        fits = client.post(ADDRESS, {first: "yes", second: "yes"})
    opportunity.criteria.create(question_en="Brand new?", question_ko="새로운가?")
    again = express(opened=stamp(fits), **{first: "yes", second: "yes"})
    assert again.status_code == 400
    assert "Brand new?" in again.text
    assert "We dose phosphorus." in again.text
    assert not Expression.objects.exists()


def test_the_deadline_counts_to_the_second_even_if_the_form_was_open(express, client):
    with clock.as_of(DEADLINE - timedelta(minutes=5)):
        opened = stamp(client.get(ADDRESS))
    late = express(at=DEADLINE, opened=opened)
    assert late.status_code == 409
    assert "The deadline has passed" in late.text
    assert "We dose phosphorus.<br>Since 2011." in late.text
    assert "kim@example.org" in late.text
    assert "no-store" in late["Cache-Control"]
    assert not Expression.objects.exists()
    assert express(at=DEADLINE - timedelta(seconds=1), opened=opened).status_code == 302


def test_refusals_say_why_and_what_else_there_is(opportunity, express, client, see):
    water = Sector.objects.create(slug="water", name_en="water")
    opportunity.sectors.add(water)
    other = released(Opportunity, slug="other", title="Other")
    other.sectors.add(water)
    with clock.as_of(SENT - FILLING_IN):
        opened = stamp(client.get(ADDRESS))
    Opportunity.objects.filter(pk=opportunity.pk).update(open_for_interest=False)
    stopped = express(opened=opened)
    assert stopped.status_code == 409
    assert "takes no more expressions of interest" in stopped.text
    assert "Other en" in stopped.text
    assert see(ADDRESS, SENT).status_code == 409
    Opportunity.objects.filter(pk=opportunity.pk).update(
        open_for_interest=True, opens_at=SENT + timedelta(days=1)
    )
    assert "It opens: Tuesday 2 June 2026" in express(opened=opened).text
    Opportunity.objects.filter(pk=opportunity.pk).update(opens_at=None)
    with clock.as_of(SENT):
        Withdraw(Opportunity.objects.get(pk=opportunity.pk), actor(), reason="Wrong figures.").execute()
    withdrawn = express(at=SENT + timedelta(seconds=1), opened=opened)
    assert withdrawn.status_code == 410
    assert "This opportunity was withdrawn" in withdrawn.text
    assert "We dose phosphorus." in withdrawn.text
    assert "Phosphorus en" not in withdrawn.text
    assert see(ADDRESS, SENT + timedelta(seconds=1)).status_code == 410
    assert not Expression.objects.exists()


def test_what_is_not_released_answers_like_what_does_not_exist(client):
    scheduled(Opportunity, slug="verborgen", title="Verborgen")
    with clock.as_of(NOON - timedelta(seconds=1)):
        for send in (client.get, lambda address: client.post(address, WRITTEN)):
            hidden, unknown = (
                send(f"/en/opportunities/{slug}/interest/") for slug in ("verborgen", "unbekannt")
            )
            assert (hidden.status_code, unknown.status_code) == (404, 404)
            assert hidden.text.replace("verborgen", "unbekannt") == unknown.text


def test_a_form_that_was_open_when_the_address_changed_arrives(opportunity, client):
    with clock.as_of(SENT):
        ChangeAddress(opportunity, actor(), slug="phosphorus-control", reason="Clearer.").execute()
        moved = client.post(ADDRESS, WRITTEN)
    assert moved.status_code == 308
    assert moved["Location"] == "/en/opportunities/phosphorus-control/interest/"


def test_the_same_sent_twice_is_one_expression_and_one_mail(express, work):
    first = express()
    again = express(email="kim+again@example.org", at=SENT + timedelta(minutes=2))
    assert first["Location"] == again["Location"]
    assert Expression.objects.count() == 1
    assert len(work(SENT + timedelta(minutes=3))) == 1
    assert express(message="Other words.").status_code == 302
    assert Expression.objects.count() == 2


def test_nobody_learns_whether_an_address_has_written_before(express):
    express(email="victim@example.org")
    known = express(email="victim@example.org", message="Spying.", client=Client())
    unknown = express(email="nobody@example.org", message="Spying.", client=Client())
    assert (known.status_code, unknown.status_code) == (302, 302)
    assert known["Location"].split("/")[:4] == unknown["Location"].split("/")[:4]
    assert known["Location"] != unknown["Location"]


def test_a_mailbox_is_not_flooded(opportunity, express, work):
    for number in range(12):
        express(email=f"victim+{number}@example.org", message=f"Words {number}")
    assert len(work(SENT + timedelta(minutes=1))) == 4
    later = [len(work(SENT + timedelta(hours=hours))) for hours in range(1, 60)]
    assert sum(later) <= 6


def test_a_network_that_sends_too_much_has_to_wait_and_keeps_its_words(express):
    for number in range(30):
        assert express(message=f"Words {number}").status_code == 302
    refused = express(message="One more.")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 3000
    assert "One more." in refused.text
    assert "in 60 minutes" in refused.text
    assert Expression.objects.count() == 30


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"person": " "}, "Write your name."),
        ({"person": "Kim <b>"}, "without addresses of pages"),
        ({"person": "visit www.spam.example"}, "without addresses of pages"),
        ({"person": "x" * 81}, "at most 80 characters"),
        ({"organization_name": "http://spam.example"}, "without addresses of pages"),
        ({"country": ""}, "Choose the side"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"email": "kim@example.org\r\nBcc: others@example.org"}, "no spaces"),
        ({"email": "kim"}, "should look like name@example.org"),
        ({"phone": "call me"}, "with digits"),
        ({"website": "javascript:alert(1)"}, "not an address of a page"),
        ({"message": ""}, "Write a message."),
        ({"message": "字" * 2001}, "at most 2000 characters"),
        ({"opened": "forged"}, "open for too long"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_lost(express, values, says):
    answer = express(**values)
    assert answer.status_code == 400
    assert says in answer.text
    if "organization_name" not in values:
        assert "Cheongsu Water" in answer.text
    assert not Expression.objects.exists()


def test_characters_that_nobody_sees_are_left_out(express):
    express(
        person="Kim\u202e nuj-niM\u200b\x07",
        message="One\r\n\0\u2066two\x1b<script>alert(1)</script>\u00ad",
        page="ko",
    )
    expression = Expression.objects.get()
    assert expression.person == "Kim nuj-niM"
    assert expression.message == "One\ntwo<script>alert(1)</script>"


def test_a_message_of_2000_characters_with_many_lines_is_taken(express):
    assert express(message="字\r\n" * 1000).status_code == 302


def test_programs_get_nowhere(express, client):
    trapped = express(note="Buy now")
    assert (trapped.status_code, trapped["Location"]) == (302, "/en/opportunities/phosphorus/")
    with clock.as_of(SENT):
        quick = client.post(ADDRESS, {**WRITTEN, "opened": stamp(client.get(ADDRESS)), "send": "yes"})
    assert "very quick" in quick.text
    assert express(message="x" * 70_000).status_code == 413
    assert express(client=Client(enforce_csrf_checks=True)).status_code == 403
    assert not Expression.objects.exists()


def test_there_is_no_other_door(opportunity, client):
    with clock.as_of(SENT):
        for method in (client.put, client.delete, client.patch):
            assert method(ADDRESS).status_code == 405
        assert client.post("/api/v1/opportunities/", {}).status_code == 405


def test_the_api_leads_to_the_form_as_long_as_it_takes_interest(opportunity, client):
    address = "/api/v1/opportunities/phosphorus/"
    with clock.as_of(SENT):
        record = client.get(address, {"lang": "ko"}).json()
        every = client.get(address, {"lang": "*"}).json()
    assert record["interest_url"] == "http://testserver/ko/opportunities/phosphorus/interest/"
    assert every["interest_url"]["zh-hans"] == "http://testserver/zh-hans/opportunities/phosphorus/interest/"
    with clock.as_of(DEADLINE):
        closed = client.get(address, {"lang": "ko"}).json()
    assert (closed["interest_url"], closed["takes_interest"]) == (None, False)
