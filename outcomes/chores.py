"""Reminders: whoever looks after an outcome, or after an event without any, is told once when a follow-up falls due."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from outcomes.follow_ups import today, waiting
from outcomes.models import Outcome, Reminder
from publishing import formats, offices
from publishing.jobs import enqueue, job, periodic
from publishing.jobs.mail import deliver
from publishing.models import Entry

__all__ = ["remind", "remind_one"]

CHANGE = "outcomes.change_outcome"
# What was late long before anybody was here to be reminded of it stands on the desk all the same.
RECENT = timedelta(days=90)


@job(_("Remind of follow-ups"))
def remind() -> None:
    """Queue a mail to everybody in charge for each follow-up that has become late, and note that it is done."""
    known = set(Reminder.objects.values_list("entry", "months"))
    for entry, due in waiting():
        if (entry.pk, due.months) in known or due.due_on < today() - RECENT:
            continue
        for user in get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email=""):
            if offices.has_perm(user, CHANGE, entry):
                key = f"{entry.pk}:{due.months}:{user.pk}"
                enqueue(remind_one, key=key, entry_id=entry.pk, months=due.months, user_id=user.pk)
        Reminder.objects.create(entry_id=entry.pk, months=due.months)


@job(_("Remind somebody of a follow-up"))
def remind_one(entry_id: int, months: int, user_id: int) -> None:
    """Write to one of those in charge, unless it has been done meanwhile."""
    user: Any = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    found = [(entry, due) for entry, due in waiting() if (entry.pk, due.months) == (entry_id, months)]
    if user is None or not found:
        return
    entry, due = found[0]
    language = entry.authoritative_language
    with translation.override(language):
        context = {
            "title": entry.title,
            "ref": entry.ref,
            "day": formats.date(due.due_on, language),
            "months": months,
            "is_outcome": isinstance(entry, Outcome),
            "url": settings.SITE_URL + _page(entry, months),
        }
    deliver(user.email, "outcome_follow_up", context, language)


def _page(entry: Entry, months: int) -> str:
    """Where the answer is recorded: on the page of the outcome, or in a row of its own for an event."""
    if isinstance(entry, Outcome):
        return reverse("admin:outcomes_outcome_change", args=[entry.pk])
    return f"{reverse('admin:outcomes_followup_add')}?event={entry.pk}&months={months}"


periodic.every(timedelta(days=1), remind)
