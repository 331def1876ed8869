"""Asking for an alert and confirming it: what readers see, and what keeps others from using it against them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.test import Client

from alerts.models import Erasure, Subscriber, Subscription
from events.models import EventSeries
from publishing import clock
from publishing.models import Sector
from tests.alerts.conftest import FILLING_IN, confirm, link
from tests.factories import NOON, scheduled

pytestmark = pytest.mark.django_db

START = NOON - timedelta(hours=2)


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_an_alert_begins_when_it_is_confirmed(ask, work, client, language):
    Sector.objects.create(slug="water", name_en="water", name_ko="물", name_zh_hans="水")
    answer = ask(query="list=news&sector=water", page=language)
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/alerts/sent/")
    assert client.get(answer["Location"]).status_code == 200

    (sent,) = work(START + FILLING_IN)
    assert sent.to == ["reader@example.org"]
    assert {"en": "water", "ko": "물", "zh-hans": "水"}[language] in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    with clock.as_of(START + timedelta(hours=1)):
        page = client.get(link(sent, "confirm"))
        assert page.status_code == 200
        # A program that follows links confirms nothing.
        assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()
        managed = confirm(client, sent)
        shown = client.get(managed)
    assert managed.startswith(f"/{language}/alerts/manage/")
    assert {"en": "water", "ko": "물", "zh-hans": "水"}[language] in shown.text
    assert "reader@example.org" not in shown.text
    assert (shown["X-Robots-Tag"], shown["Referrer-Policy"]) == ("noindex", "same-origin")
    assert "no-store" in shown["Cache-Control"]
    subscription = Subscription.objects.get()
    assert (subscription.topic, subscription.query) == ("news", "sector=water")
    assert (subscription.language, subscription.rhythm) == (language, "at_once")


def test_the_answer_is_the_same_for_known_and_unknown_addresses(subscribe, ask, client):
    subscribe("known@example.org")
    known = ask("known@example.org", at=START + timedelta(minutes=5))
    unknown = ask("unknown@example.org", at=START + timedelta(minutes=5))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_asking_again_for_what_is_confirmed_changes_nothing_and_says_so_by_mail(subscribe, ask, work):
    subscribe(language="ko")
    ask(at=START + timedelta(hours=3), language="en", rhythm="daily")
    (sent,) = work(START + timedelta(hours=3, minutes=1))
    assert "/alerts/manage/" in sent.body
    assert "/alerts/confirm/" not in sent.body
    subscription = Subscription.objects.get()
    assert (subscription.language, subscription.rhythm) == ("ko", "at_once")


def test_nobody_is_flooded_with_requests_to_confirm(ask, work):
    sent = []
    for minutes in range(0, 26 * 60, 20):
        at = START + timedelta(minutes=minutes)
        ask("victim@example.org", query=f"list={('news', 'forums', 'projects')[minutes % 3]}", at=at)
        sent += [(minutes, each) for each in work(at + FILLING_IN)]
    times = [minutes for minutes, _mail in sent]
    assert all(later - earlier >= 60 for earlier, later in pairwise(times))
    assert len([minutes for minutes in times if minutes < 24 * 60]) == 3


def test_one_mailbox_under_many_names_counts_as_one(ask, work):
    for number in range(4):
        ask(f"victim+{number}@example.org")
    assert len(work(START + timedelta(minutes=1))) == 1


def test_one_link_confirms_all_that_was_asked_for(ask, work, client):
    ask(query="list=news")
    (sent,) = work(START + FILLING_IN)
    ask(query="list=opportunities", at=START + timedelta(minutes=1))
    assert work(START + timedelta(minutes=2)) == []
    with clock.as_of(START + timedelta(minutes=3)):
        confirm(client, sent)
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 2


def test_keys_that_no_alert_can_have_confirm_nothing(ask, work, client):
    ask()
    (sent,) = work(START + FILLING_IN)
    with clock.as_of(START + timedelta(minutes=1)):
        assert client.post(link(sent, "confirm"), {"alert": ["x\0y", "9" * 400]}).status_code < 500
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()


def test_whoever_did_not_ask_has_the_address_erased_at_once(ask, work, client):
    ask()
    (sent,) = work(START + FILLING_IN)
    with clock.as_of(START + timedelta(minutes=1)):
        answer = client.post(link(sent, "confirm"), {"refuse": "yes"})
        assert answer["Location"] == "/en/alerts/erased/"
        assert client.get(link(sent, "confirm")).status_code == 404
    assert not Subscriber.objects.exists()
    assert Erasure.objects.get().way == "reader"


def test_what_is_not_confirmed_is_erased_after_two_days(ask, work, client):
    ask()
    (sent,) = work(START + FILLING_IN)
    with clock.as_of(START + timedelta(hours=47)):
        assert client.get(link(sent, "confirm")).status_code == 200
    work(START + timedelta(hours=47))
    assert Subscriber.objects.exists()
    late = START + timedelta(hours=48, minutes=1)
    with clock.as_of(late):
        assert client.get(link(sent, "confirm")).status_code == 404
        assert client.post(link(sent, "confirm")).status_code == 404
    work(late + timedelta(hours=2))
    assert not Subscriber.objects.exists()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("", "Write the e-mail address that the alerts go to."),
        ("nobody", "should look like name@example.org"),
        ("reader@예시.한국", "Latin letters"),
        ("독자@example.org", "Latin letters"),
        ("a" * 65 + "@example.org", "too long"),
        ("reader@" + "a." * 130 + "org", "too long"),
        ("reader@example.org\r\nBcc: others@example.org", "no spaces"),
        ('"a b"@example.org', "no spaces"),
        ("a@example.org,b@example.org", "should look like"),
    ],
)
def test_bad_addresses_are_named_at_their_field_and_values_are_kept(ask, work, email, says):
    answer = ask(email, rhythm="daily", language="ko")
    assert answer.status_code == 400
    assert says in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert '<option value="ko" selected>' in answer.text
    assert not Subscriber.objects.exists()
    assert work(START + timedelta(minutes=1)) == []


def test_letters_of_any_size_are_one_address(ask):
    ask("Reader@Example.ORG")
    ask("reader@example.org")
    assert Subscriber.objects.get().email == "reader@example.org"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("list=nonsense", "There is no list “nonsense”."),
        ("sector=water", "There is no list “”."),
        ("list=news&color=red", "This list has no filter “color”."),
        ("list=news&sector=nonsense", "Field:"),
        ("list=news&q=" + "a" * 600, "too long"),
        ("list=news&list=%00", "There is no list"),
    ],
)
def test_unknown_lists_and_filters_are_named(client, query, says):
    answer = client.get(f"/en/alerts/?{query}")
    assert answer.status_code == 400
    assert says in answer.text
    assert client.post(f"/en/alerts/?{query}", {"email": "reader@example.org"}).status_code == 400


def test_every_list_can_be_subscribed_to(client):
    from alerts.topics import every

    page = client.get("/en/alerts/").text
    assert {"news", "opportunities", "series", "companies"} <= set(every())
    for name in every():
        assert f'href="?list={name}"' in page
        assert client.get(f"/en/alerts/?list={name}").status_code == 200, name


def test_lists_lead_to_their_alert_with_their_filters(client):
    Sector.objects.create(slug="water", name_en="water")
    page = client.get("/en/news/?sector=water&page=1")
    assert page.context["alert_url"] == "/en/alerts/?sector=water&list=news"
    assert client.get(page.context["alert_url"]).context["filters"][0]["value"] == "water"
    assert client.get("/ko/forums/").context["alert_url"] == "/ko/alerts/?list=forums"


def test_programs_that_fill_in_forms_get_nowhere(ask, work, client):
    assert ask(note="Buy now").status_code == 302
    assert ask(opened="forged").status_code == 400
    with clock.as_of(START):
        page = client.get("/en/alerts/?list=news").context["form"]
        fields = {
            "email": "a@example.org",
            "language": "en",
            "rhythm": "daily",
            "opened": page["opened"].value(),
        }
        quick = client.post("/en/alerts/?list=news", fields)
    assert quick.status_code == 400
    assert "very quick" in quick.text
    with clock.as_of(START + timedelta(days=2)):
        old = client.post("/en/alerts/?list=news", fields)
        again = {**fields, "opened": old.context["form"]["opened"].value()}
    assert "open for too long" in old.text
    with clock.as_of(START + timedelta(days=2, seconds=5)):
        assert client.post("/en/alerts/?list=news", again).status_code == 302
    assert Subscriber.objects.count() == 1


def test_a_network_that_asks_too_often_has_to_wait(ask):
    attacker = Client(REMOTE_ADDR="203.0.113.7")
    answers = [ask(f"reader{number}@example.org", client=attacker) for number in range(30)]
    assert {each.status_code for each in answers} == {302}
    neighbor = Client(REMOTE_ADDR="203.0.113.8")
    refused = ask("one-more@example.org", client=neighbor)
    assert refused.status_code == 429
    assert "Try again in 60 minutes." in refused.text
    assert int(refused["Retry-After"]) > 3500
    assert not Subscriber.objects.filter(email="one-more@example.org").exists()
    assert ask("other@example.org", client=Client(REMOTE_ADDR="198.51.100.1")).status_code == 302
    assert ask("one-more@example.org", client=neighbor, at=START + timedelta(minutes=61)).status_code == 302


def test_networks_are_told_apart_where_a_socket_takes_both_versions(ask):
    attacker = Client(REMOTE_ADDR="::ffff:203.0.113.7")
    for number in range(30):
        ask(f"reader{number}@example.org", client=attacker)
    assert ask("one-more@example.org", client=Client(REMOTE_ADDR="203.0.113.8")).status_code == 429
    assert ask("other@example.org", client=Client(REMOTE_ADDR="::ffff:198.51.100.1")).status_code == 302


def test_the_form_needs_its_token(ask):
    assert ask(client=Client(enforce_csrf_checks=True)).status_code == 403


def test_no_more_alerts_of_one_address_than_a_reader_wants(ask, monkeypatch):
    monkeypatch.setattr("alerts.subscribing.MOST", 2)
    for name in ("news", "forums", "projects"):
        assert ask(query=f"list={name}").status_code == 302
    assert Subscription.objects.count() == 2
    assert mail.outbox == []


def test_filters_tell_nothing_of_what_is_not_released(client):
    series = scheduled(EventSeries, slug="verborgen", title="Verborgen")
    with clock.as_of(NOON - timedelta(seconds=1)):
        answers = [
            client.get(f"/en/alerts/?list=forums&series={slug}") for slug in (series.slug, "unknown-one")
        ]
    assert [each.status_code for each in answers] == [400, 400]
    bodies = {each.text.replace("verborgen", "unknown-one") for each in answers}
    assert len(bodies) == 1
    with clock.as_of(NOON):
        assert "Verborgen en" in client.get("/en/alerts/?list=forums&series=verborgen").text
