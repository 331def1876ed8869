"""Mails to the staff two weeks before an opportunity expires: once, and only as long as there is something to decide."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from desk.admin.base import admin_url
from opportunities.models import ExpiryNotice, Opportunity, Result
from opportunities.queries import lapsed
from publishing import clock, formats, offices
from publishing.jobs import enqueue, job
from publishing.jobs.mail import deliver
from publishing.jobs.periodic import every
from publishing.models import Entry
from publishing.visibility import public

__all__ = ["CHANGE", "NOTICE", "expiring", "recipients", "tell_of_expiries"]

NOTICE = timedelta(days=14)
CHANGE = "opportunities.change_opportunity"


def expiring() -> QuerySet[Opportunity]:
    """Released opportunities without a result that expire within :data:`NOTICE`."""
    now = clock.now()
    return public(Opportunity).filter(lapsed(now + NOTICE), ~lapsed(now), result=Result.PENDING)


def _waiting() -> list[tuple[Opportunity, datetime]]:
    """What nobody has been told of yet, with its expiry; one that was moved is told anew."""
    found = expiring().prefetch_related("expiry_notices").order_by("pk")
    pairs = [(each, each.lapses_at()) for each in found]
    return [
        (each, at)
        for each, at in pairs
        if at and at not in {notice.expires_at for notice in each.expiry_notices.all()}
    ]


def recipients(entry: Entry) -> list[Any]:
    """Who looks after ``entry``: those of its office who may change it, else its author, else whoever may change it."""
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    able = [user for user in staff.order_by("pk") if offices.has_perm(user, CHANGE, entry)]
    if entry.office_id is not None:
        own = [user for user in able if entry.office_id in {office.pk for office in offices.of_user(user)}]
    else:
        own = [user for user in able if user.pk == entry.created_by_id]
    return own or able


@job(_("Look for opportunities that expire soon"))
def tell_of_expiries() -> None:
    """Queue a mail to everybody in charge of what expires within two weeks, and note that it is done."""
    for opportunity, expires_at in _waiting():
        for user in recipients(opportunity):
            key = f"{opportunity.pk}:{expires_at:%Y%m%d%H%M}:{user.pk}"
            enqueue(tell_of_expiry, key=key, opportunity_id=opportunity.pk, user_id=user.pk)
        ExpiryNotice.objects.create(opportunity=opportunity, expires_at=expires_at)


@job(_("Tell somebody that an opportunity expires"))
def tell_of_expiry(opportunity_id: int, user_id: int) -> None:
    """Write to one of those in charge, unless it was decided or taken back meanwhile."""
    opportunity = expiring().filter(pk=opportunity_id).first()
    user: Any = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if opportunity is None or user is None:
        return
    expires_at = opportunity.lapses_at()
    language, zone = opportunity.authoritative_language, opportunity.deadline_zone
    with translation.override(language):
        context = {
            "title": opportunity.title,
            "ref": opportunity.ref,
            "expires": formats.moment(expires_at, zone, language) if expires_at else "",
            "deadline": formats.moment(opportunity.deadline_at, zone, language)
            if opportunity.deadline_at
            else "",
            "may_extend": not opportunity.extended,
            "url": settings.SITE_URL + admin_url(opportunity, "change"),
        }
    deliver(user.email, "opportunity_expires", context, language)


every(timedelta(hours=12), tell_of_expiries, when=lambda: bool(_waiting()))
