"""Reminders: one to the staff three days before a reply is due and one when it is overdue, one to a silent owner.

None holds personal data of the sender: they go by reference and link.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from intake.mails import send
from interest.forwarding import ANSWER_WITHIN, is_open, owner_url, to_owners
from interest.inbox import SOON, may_be_assigned, unanswered
from interest.models import Expression, ExpressionState, Forwarding
from publishing import clock, formats
from publishing.jobs import enqueue, job, periodic
from publishing.presentation import link
from publishing.visibility import add_texts

__all__ = ["remind", "remind_owner", "remind_staff", "something_due"]


def _due(now: datetime) -> QuerySet[Expression]:
    """Those of whose last passed threshold, soon or overdue, nobody was told."""
    soon = Q(reply_by__lte=now + SOON) & (
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("reply_by") - SOON)
    )
    late = Q(reply_by__lt=now) & (Q(reminded_at__isnull=True) | Q(reminded_at__lte=F("reply_by")))
    return Expression.objects.filter(unanswered() & (soon | late))


def _silent(now: datetime) -> QuerySet[Forwarding]:
    """The last forwardings that got no answer in the time that was asked for, and no reminder."""
    later = Forwarding.objects.filter(expression=OuterRef("expression"), pk__gt=OuterRef("pk"))
    waits = Q(expression__state=ExpressionState.FORWARDED, expression__erased_at__isnull=True)
    rows = Forwarding.objects.filter(waits, ~Exists(later))
    return rows.filter(sent_at__lte=now - ANSWER_WITHIN, reminded_at__isnull=True)


def something_due() -> bool:
    now = clock.now()
    return _due(now).exists() or _silent(now).exists()


@job(_("Remind of replies to expressions of interest"))
def remind() -> None:
    """Queue what is due, each once."""
    now = clock.now()
    for pk in _due(now).values_list("pk", flat=True):
        _remind_of(pk, now)
    for pk in _silent(now).values_list("pk", flat=True):
        with transaction.atomic():
            if _silent(now).filter(pk=pk).update(reminded_at=now):
                enqueue(remind_owner, key=str(pk), forwarding_id=pk)


@transaction.atomic
def _remind_of(pk: int, now: datetime) -> None:
    expression = _due(now).select_for_update(of=("self",)).select_related("opportunity").filter(pk=pk).first()
    if expression is None:
        return
    expression.reminded_at = now
    expression.save(update_fields=["reminded_at"])
    for user in _recipients(expression):
        enqueue(remind_staff, key=f"{pk}:{user}", expression_id=pk, user_id=user)


def _recipients(expression: Expression) -> list[int]:
    """Who looks after it if he still may; else the office, and where that has nobody, all who may be given it."""
    able = may_be_assigned(expression.opportunity).exclude(email="")
    office = expression.opportunity.office_id
    nearest = able.filter(memberships__office=office) if office else able.filter(is_superuser=False)
    for people in (able.filter(pk=expression.assigned_to_id), nearest, able):
        if found := list(people.values_list("pk", flat=True)):
            return found
    return []


@job(_("Remind the help desk of a reply"))
def remind_staff(expression_id: int, user_id: int) -> None:
    found = Expression.objects.filter(unanswered(), pk=expression_id).select_related("opportunity")
    expression = found.first()
    user: Any = get_user_model().objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if expression is None or user is None:
        return
    opportunity = expression.opportunity
    language = opportunity.authoritative_language
    with translation.override(language):
        context = {
            "ref": expression.ref,
            "state": expression.get_state_display(),
            "is_overdue": expression.is_overdue(),
            "is_assigned": expression.assigned_to_id == user.pk,
            "reply_by": formats.moment(expression.reply_by, opportunity.deadline_zone, language),
            "url": settings.SITE_URL + reverse("admin:interest_expression_change", args=[expression.pk]),
        }
        send(user.email, "interest_due", context, language)


@job(_("Remind an owner of an expression of interest"))
def remind_owner(forwarding_id: int) -> None:
    forwarding = to_owners().filter(pk=forwarding_id, sent_at__isnull=False).exclude(email="").first()
    if forwarding is None or not is_open(forwarding):
        return
    expression, language = forwarding.expression, forwarding.language
    opportunity = expression.opportunity
    with translation.override(language):
        add_texts([opportunity])
        context = {
            "name": forwarding.name,
            "ref": expression.ref,
            "title": link(opportunity)["label"],
            "opportunity_ref": opportunity.ref,
            "days": ANSWER_WITHIN.days,
            "url": owner_url(forwarding.key, language),
        }
        send(forwarding.email, "interest_owner_reminder", context, language)


periodic.every(timedelta(minutes=10), remind, when=something_due)
