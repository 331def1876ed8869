"""What is told, when, and never twice: from the second of the release."""

import smtplib
from datetime import datetime, timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend

from alerts.models import Announced, Erasure, Subscriber, Subscription
from news.models import PressRelease
from opportunities.models import Opportunity
from publishing import clock, jobs
from publishing.actions import Withdraw
from publishing.models import Correction, Entry, Job, Sector
from tests.alerts.conftest import link
from tests.factories import NOON, actor, released, scheduled

pytestmark = pytest.mark.django_db

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_from_the_form_to_the_last_mail(subscribe, work, client, language):
    release = scheduled(PressRelease, title="Eighth delegation")
    subscribe(language=language, page=language)

    assert work(NOON - SECOND) == []
    (sent,) = work(NOON)
    assert f"Eighth delegation {language}" in sent.subject
    assert release.ref in sent.body
    assert f"/{language}/news/{release.slug}/" in sent.body
    for zone in {"en": ("Seoul", "Beijing"), "ko": ("서울", "베이징"), "zh-hans": ("首尔", "北京")}[language]:
        assert zone in sent.body
    assert work(NOON + MINUTE) == []

    address = link(sent, "stop")
    headers = sent.extra_headers
    assert headers["List-Unsubscribe"].endswith(f"{address}>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"].startswith("<news.alerts.")
    assert {"List-Help", "List-Archive", "List-Subscribe", "Precedence", "Auto-Submitted"} <= set(headers)
    sent.message()
    assert client.get(address).status_code == 200
    assert Subscription.objects.exists()
    for _time in range(2):
        one_click = type(client)(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
        assert one_click.status_code == 200
        assert not one_click.cookies
    assert not Subscriber.objects.exists()
    assert Erasure.objects.get().way == "last_ended"
    released(PressRelease, at=NOON + timedelta(hours=1))
    assert work(NOON + timedelta(hours=2)) == []


def test_only_what_matches_the_filters_is_told_once_in_order(subscribe, work):
    water = Sector.objects.create(slug="water", name_en="water")
    below = Sector.objects.create(slug="rivers", name_en="rivers", parent=water)
    subscribe(query="list=news&sector=water")
    later = scheduled(PressRelease, title="Later", at=NOON + 2 * SECOND)
    first = scheduled(PressRelease, title="First")
    other = scheduled(PressRelease, title="Other")
    earlier = released(PressRelease, title="Earlier", at=NOON - timedelta(hours=5))
    for entry, sector in ((later, below), (first, water), (earlier, water)):
        entry.sectors.add(sector)
    (sent,) = work(NOON + MINUTE)
    assert "2 new entries" in sent.subject
    assert sent.body.index("First en") < sent.body.index("Later en")
    assert "Earlier" not in sent.body
    assert other.ref not in sent.body
    assert work(NOON + 2 * MINUTE) == []


def test_what_is_stored_late_is_still_told_and_nothing_twice(subscribe, work):
    subscribe()
    scheduled(PressRelease, title="Prompt")
    (sent,) = work(NOON + SECOND)
    # Approved for the same instant in a transaction that took longer.
    late = scheduled(PressRelease, title="Late")
    (second,) = work(NOON + 30 * SECOND)
    assert "Late en" in second.subject
    assert "Prompt" not in second.body
    assert "Late" not in sent.body
    assert late.release_at == NOON
    assert work(NOON + 2 * MINUTE) == []


def test_daily_mails_come_at_eight_in_seoul_with_everything_since(subscribe, work):
    subscribe(rhythm="daily")
    scheduled(PressRelease, title="Noon")
    scheduled(PressRelease, title="Evening", at=NOON + timedelta(hours=6))
    eight = datetime.fromisoformat("2026-06-02T08:00+09:00")
    assert work(NOON + timedelta(hours=7)) == []
    assert work(eight - SECOND) == []
    (sent,) = work(eight)
    assert "Noon en" in sent.body
    assert "Evening en" in sent.body
    assert work(eight + timedelta(days=1)) == []


def test_after_a_day_without_news_a_daily_mail_still_waits_for_the_morning(subscribe, work):
    subscribe(rhythm="daily")
    eight = datetime.fromisoformat("2026-06-02T08:00+09:00")
    assert work(eight) == []
    scheduled(PressRelease, title="Afternoon", at=eight + timedelta(hours=6))
    assert work(eight + timedelta(hours=6)) == []
    (sent,) = work(eight + timedelta(days=1))
    assert "Afternoon en" in sent.body


def test_public_corrections_are_told_and_marked(subscribe, work):
    release = released(PressRelease, title="Corrected", at=NOON - timedelta(days=2))
    subscribe()
    with clock.as_of(NOON):
        Correction.objects.create(
            entry=release, language="ko", note="14곳이 아니라 13곳입니다.", actor=actor().user
        )
        Entry.objects.filter(pk=release.pk).update(changed_at=NOON)
    assert work(NOON - SECOND) == []
    (sent,) = work(NOON)
    assert sent.subject == "Corrected: Corrected en"
    assert "14곳이 아니라 13곳입니다." in sent.body
    assert work(NOON + MINUTE) == []


def test_what_was_withdrawn_before_the_mail_is_not_announced(subscribe, work):
    subscribe()
    release = scheduled(PressRelease, title="Gone")
    kept = scheduled(PressRelease, title="Kept")
    with clock.as_of(NOON):
        from alerts.chores import announce

        announce.call()
        Withdraw(release, actor(), reason="Wrong figures.").execute()
    (sent,) = work(NOON + SECOND)
    assert kept.ref in sent.body
    assert "Gone" not in sent.body
    assert release.ref not in sent.body


def test_deadlines_come_with_the_days_left_and_both_clocks(subscribe, work):
    subscribe(query="list=opportunities", language="ko")
    scheduled(Opportunity, title="Pilot", deadline_at=NOON + timedelta(days=10), is_sample=True)
    (sent,) = work(NOON)
    assert "10일 남음" in sent.body
    assert "12:00(서울) · 11:00(베이징)" in sent.body


def test_a_missing_translation_is_told_in_the_original_and_named(subscribe, work):
    subscribe(language="zh-hans")
    scheduled(PressRelease, title="원문", languages=("ko",))
    (sent,) = work(NOON)
    assert "원문 ko [韩文]" in sent.body


def test_readers_change_pause_and_stop_their_alerts(subscribe, work, client):
    page = subscribe(language="en")
    key = Subscription.objects.get().key
    settings = {f"{key}-language": "ko", f"{key}-rhythm": "at_once"}
    with clock.as_of(NOON - timedelta(hours=1)):
        wrong = client.post(page, {**settings, f"{key}-language": "fr", "save": key})
        assert wrong.status_code == 400
        assert "fr" in wrong.text
        assert client.post(page, {**settings, "save": key})["Location"] == f"{page}?done=save"
        assert client.get(f"{page}?done=save").status_code == 200
        assert client.post(page, {"pause": key})["Location"] == f"{page}?done=pause"
        assert "10" in client.get(page).context["alerts"][0]["paused"]
    scheduled(PressRelease, title="Missed")
    assert work(NOON) == []
    with clock.as_of(NOON + MINUTE):
        client.post(page, {"resume": key})
    scheduled(PressRelease, title="Heard", at=NOON + 10 * MINUTE)
    (sent,) = work(NOON + 10 * MINUTE)
    assert "Heard ko" in sent.subject
    assert "Missed" not in sent.body
    assert client.post(page, {"save": "nonsense"}).status_code == 302
    assert client.post(page, {"stop": key})["Location"] == "/en/alerts/erased/"
    assert client.get(page).status_code == 404


def test_erasing_an_address_leaves_nothing_of_it(subscribe, work, client, caplog):
    page = subscribe("erase.me@example.org")
    subscribe("stays@example.org")
    scheduled(PressRelease)
    with clock.as_of(NOON):
        from alerts.chores import announce

        announce.call()
        assert client.post(page, {"erase": "yes"})["Location"] == "/en/alerts/erased/"
        jobs.run_due()
    assert [each.email for each in Subscriber.objects.all()] == ["stays@example.org"]
    assert not Announced.objects.exclude(subscription__subscriber__email="stays@example.org").exists()
    assert stored_anywhere("erase.me") == []
    assert "erase.me" not in caplog.text


class Refusing(EmailBackend):
    """A mail server that names the address in its refusal."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"No erase.me here")})


def test_a_refused_mail_is_told_to_staff_without_the_address(subscribe, settings, caplog):
    subscribe("erase.me@example.org")
    scheduled(PressRelease)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with clock.as_of(NOON):
        from alerts.chores import announce

        announce.call()
        jobs.run_due()
    job = Job.objects.get(run__task_path="alerts.mails.send_alert")
    assert "550" in job.error
    Subscriber.objects.all().delete()
    assert stored_anywhere("erase.me") == []
    assert "erase.me" not in caplog.text


def stored_anywhere(word: str) -> list[str]:
    """The tables of the database that hold ``word`` in any column."""
    from django.apps import apps

    return [
        model._meta.label
        for model in apps.get_models()
        if any(word in repr(row) for row in model._default_manager.values())
    ]


def test_nothing_new_costs_little_however_many_listen(subscribe, work, django_assert_num_queries):
    from alerts.chores import announce, something_to_tell

    for number in range(3):
        subscribe(f"reader{number}@example.org")
        if number in (0, 2):
            with clock.as_of(NOON - MINUTE), django_assert_num_queries(QUIET):
                announce.call()
            with clock.as_of(NOON - MINUTE), django_assert_num_queries(3):
                assert not something_to_tell()


QUIET = 5


@pytest.mark.parametrize("count", [1, 3])
def test_a_mail_takes_as_many_queries_for_three_entries_as_for_one(
    subscribe, work, django_assert_num_queries, count
):
    from alerts.mails import send_alert

    subscribe()
    made = [scheduled(PressRelease) for _number in range(count)]
    pk = Subscription.objects.get().pk
    with clock.as_of(NOON), django_assert_num_queries(MAIL):
        send_alert.call(subscription_id=pk, items=[f"entry:{entry.pk}" for entry in made])


MAIL = 3


@pytest.mark.parametrize("purpose", ["confirm", "manage", "stop"])
def test_links_that_were_not_made_here_answer_alike(client, subscribe, purpose):
    page = subscribe()
    token = page.rstrip("/").rpartition("/")[2]
    key = token.partition(".")[0]
    answers = {
        client.get(f"/en/alerts/{purpose}/{each}/").content
        for each in (
            "unknown",
            key,
            f"{key}.forged",
            token if purpose != "manage" else f"{token}x",
            "a" * 900,
        )
    }
    assert len(answers) == 1
    assert client.post(f"/en/alerts/{purpose}/{key}.forged/").status_code == 404
