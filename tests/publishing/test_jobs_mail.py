"""Mails: plain text in the language of whoever gets them, written when they are sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings

from publishing import clock, jobs
from publishing.models import Job
from tests.factories import NOON

pytestmark = pytest.mark.django_db

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {
                        "mail/greeting.txt": (
                            "{% load i18n %}{% translate 'Home' %}: {{ title }}\n\n"
                            "{{ title }} <{{ site_url }}/r/KC-2026-0001>\n"
                        )
                    },
                )
            ]
        },
    }
]


@pytest.fixture(autouse=True)
def _templates():
    with override_settings(TEMPLATES=TEMPLATES, SITE_URL="https://portal.example"), clock.as_of(NOON):
        yield


def test_a_mail_speaks_the_language_of_whoever_gets_it():
    jobs.send_mail("kim@example.org", "greeting", {"title": "물 & 공기"}, "ko")
    assert mail.outbox == []
    jobs.run_due()
    (sent,) = mail.outbox
    assert sent.to == ["kim@example.org"]
    assert sent.subject == "홈: 물 & 공기"
    assert sent.body == "물 & 공기 <https://portal.example/r/KC-2026-0001>\n"
    assert sent.content_subtype == "plain"


def test_a_line_break_in_a_title_adds_no_header():
    jobs.send_mail("kim@example.org", "greeting", {"title": "A\nBcc: all@example.org"}, "en")
    jobs.run_due()
    (sent,) = mail.outbox
    assert (sent.subject, sent.bcc) == ("Home: A", [])


def test_addresses_are_forgotten_once_the_mail_is_sent():
    jobs.send_mail("kim@example.org", "greeting", {"title": "A"}, "en", key="greeting-1")
    jobs.send_mail("kim@example.org", "greeting", {"title": "A"}, "en", key="greeting-1")
    jobs.run_due()
    assert len(mail.outbox) == 1
    assert "kim@example.org" not in str(list(Job.objects.values("key", "error", "run__args_kwargs")))


def test_a_mail_can_wait_and_a_server_that_is_away_is_asked_again():
    jobs.send_mail("kim@example.org", "greeting", {"title": "A"}, "en", run_after=NOON + timedelta(hours=1))
    assert jobs.run_due() == []
    away = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 9,
    }
    with clock.as_of(NOON + timedelta(hours=1)), override_settings(**away):
        jobs.run_due()
    assert mail.outbox == []
    assert Job.objects.get().error_class == "builtins.ConnectionRefusedError"
    with clock.as_of(NOON + timedelta(hours=1, minutes=1)):
        jobs.run_due()
    assert len(mail.outbox) == 1
