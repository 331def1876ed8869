"""Mails to the staff about what somebody did alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from publishing import offices
from publishing.jobs import enqueue, job
from publishing.jobs.mail import deliver
from publishing.models import AuditRecord

__all__ = ["tell_editors"]


def tell_editors(record: AuditRecord) -> None:
    """Queue a mail about ``record`` to everybody else who approves in the office in charge."""
    for user in get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email=""):
        if user != record.actor and offices.has_perm(user, "publishing.approve_entry", record.entry):
            enqueue(done_alone, key=f"{record.pk}:{user.pk}", record_id=record.pk, to=user.email)


@job(_("Tell an editor what was done alone"))
def done_alone(record_id: int, to: str) -> None:
    record = AuditRecord.objects.select_related("entry", "actor").get(pk=record_id)
    language = record.entry.authoritative_language
    with translation.override(language):
        context: dict[str, Any] = {
            "title": record.entry.title,
            "ref": record.entry.ref,
            "who": record.actor,
            "reason": record.reason,
            "url": settings.SITE_URL + record.entry.path(language),
        }
    deliver(to, "done_alone", context, language)
