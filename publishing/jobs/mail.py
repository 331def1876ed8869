"""Mails in plain text, written when they are sent, in the language of whoever gets them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from publishing.jobs.queue import enqueue, job
from publishing.models import Job

__all__ = ["deliver", "send_mail", "written"]


def send_mail(
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    *,
    run_after: datetime | None = None,
    key: str = "",
) -> Job:
    """Queue one mail to the address ``to``, written from ``templates/mail/<template>.txt`` in ``language``.

    The first line of the template is the subject. ``context`` is JSON and holds no more than the mail says;
    what a mail says about an entry is better looked up by a job of its own that calls :func:`deliver`.
    """
    return enqueue(
        mail,
        key=key,
        run_after=run_after,
        to=to,
        template=template,
        context=dict(context),
        language=language,
    )


@job(_("Send a mail"))
def mail(to: str, template: str, context: dict[str, Any], language: str) -> None:
    deliver(to, template, context, language)


def deliver(
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    *,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Write the mail and hand it to the mail server now; whatever the server says against it is raised."""
    subject, body = written(template, context, language)
    EmailMessage(subject, body, to=[to], headers=dict(headers or {})).send()


def written(template: str, context: Mapping[str, Any], language: str) -> tuple[str, str]:
    """The subject and the text of the mail, as :func:`deliver` sends them."""
    with translation.override(language):
        # Plain text: nothing in it is escaped for HTML.
        values = Context({"site_url": settings.SITE_URL, **context}, autoescape=False)
        found: Any = get_template(f"mail/{template}.txt")
        subject, _newline, body = found.template.render(values).partition("\n")
    # A header is one line, whatever a title holds.
    return " ".join(subject.split()), body.strip() + "\n"
