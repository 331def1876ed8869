"""What is sent without an account, with a word in every field that is personal: it must turn up nowhere."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from calls.models import Application, Call
from interest.models import REPLY_WITHIN, Expression, Forwarding, OwnerContact
from interest.steps import begin, say
from opportunities.models import Opportunity
from publishing import clock
from publishing.jobs import run_due
from tests import factories

__all__ = ["apply", "express"]


def express(opportunity: Opportunity, word: str) -> Expression:
    """An expression of interest that has gone to the owner, a day before the release of the test's entries."""
    administrator: Any = factories.administrator()
    with clock.as_of(factories.NOON - timedelta(days=1)):
        expression = Expression.objects.create(
            opportunity=opportunity,
            language="ko",
            country="KR",
            person=f"{word} Kim",
            organization_name=f"{word} Water",
            email=f"{word}@example.org",
            phone=f"+82 {word}",
            website=f"https://{word}.example/",
            message=f"We are {word}.",
            answers=[{"question": f"{word}?", "language": "en", "answer": True}],
            shares_contact=True,
            reply_by=clock.now() + REPLY_WITHIN,
        )
        begin(expression)
        say(expression, administrator, told=f"Dear {word}", note=f"Called {word}")
        contact = {"name": f"{word} Wang", "email": f"{word}@example.cn", "language": "zh-hans"}
        OwnerContact.objects.update_or_create(opportunity=opportunity, defaults=contact)
        Forwarding.objects.create(expression=expression, by=administrator, sent_at=clock.now(), **contact)
        run_due()
    return expression


def apply(call: Call, word: str) -> Application:
    """An application that was accepted in a letter, a day before the release of the test's entries."""
    with clock.as_of(factories.NOON - timedelta(days=1)):
        application = Application.objects.create(
            call=call,
            language="ko",
            country="KR",
            **{
                name: f"{word} {name}"
                for name in ("person", "organization_name", "phone", "message", "sentence", "reason")
            },
            **{name: f"{word} {name}" for name in ("name_hangul", "name_han", "name_latin")},
            email=f"{word}@example.org",
            website=f"https://{word}.example/",
            technologies=[
                {"name": word, "summary": word, "stage": "concept", "ipr": "none", "references": word}
            ],
            travellers=[{"name": word, "romanized": word, "role": word}],
            answers=[{"question": f"{word}?", "wanted": "yes", "answer": "yes"}],
            document=ContentFile(f"%PDF-1.7 {word}".encode(), name=f"{word}.pdf"),
            document_name=f"{word}.pdf",
            state="accepted",
            told="accepted",
        )
        application.steps.create(
            by=factories.administrator(), state="accepted", told=f"Dear {word}", note=f"Called {word}"
        )
    return application
