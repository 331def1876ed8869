"""Taking an expression of interest, once, and only while its opportunity can be answered."""

import json
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from intake import consents, limits
from interest.forms import ExpressionForm
from interest.mails import send_receipt
from interest.models import REPLY_WITHIN, Expression
from interest.steps import begin
from opportunities.models import Opportunity
from publishing import clock, formats, jobs
from publishing.languages import active

__all__ = ["Closed", "take"]


CLOSE_OF_DAY = time(18)


class Closed(Exception):
    """The opportunity takes no interest any more."""


def take(opportunity: Opportunity, form: ExpressionForm, answers: list[dict[str, Any]]) -> Expression:
    """Store what ``form`` holds and have it confirmed by mail; :class:`Closed` if it came too late.

    The same words sent twice, from one mailbox to one opportunity, are one expression as long as it is open.
    """
    digest = _digest(opportunity, form, answers)
    try:
        with transaction.atomic():
            # The deadline is looked at where nobody can move it until this is stored.
            locked = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
            if not locked.takes_interest():
                raise Closed
            known = Expression.objects.filter(digest=digest).first()
            return known or _stored(opportunity, form, answers, digest)
    except IntegrityError:
        # The second of two clicks: the first has stored it meanwhile.
        return Expression.objects.get(digest=digest)


def _stored(
    opportunity: Opportunity, form: ExpressionForm, answers: list[dict[str, Any]], digest: str
) -> Expression:
    now = clock.now()
    expression = Expression.objects.create(
        opportunity=opportunity,
        language=active(),
        received_at=now,
        reply_by=_reply_by(now, opportunity.deadline_zone),
        answers=answers,
        fits=all(each["answer"] for each in answers),
        digest=digest,
        is_sample=opportunity.is_sample,
        **form.written(),
    )
    consents.record(expression.ref, form.notices(), form.given())
    begin(expression)
    jobs.enqueue(send_receipt, key=str(expression.pk), expression_id=expression.pk)
    return expression


def _reply_by(received: datetime, zone: str) -> datetime:
    """The end of the working hours, on the owner's clock, of the last day on which the sender may expect to hear."""
    last = formats.local_day(received, zone) + REPLY_WITHIN
    return datetime.combine(last, CLOSE_OF_DAY, ZoneInfo(zone))


def _digest(opportunity: Opportunity, form: ExpressionForm, answers: list[dict[str, Any]]) -> str:
    written = {**form.written(), "email": limits.mailbox(form.cleaned_data["email"])}
    given = {str(purpose): is_given for purpose, is_given in form.given().items()}
    value = json.dumps([opportunity.pk, written, given, answers], sort_keys=True)
    return salted_hmac("interest.digest", value, algorithm="sha256").hexdigest()
