"""Mails to the public: marked as written by a program, and with no address in an error."""

from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.utils.translation import gettext as _

from publishing.jobs import JobError
from publishing.jobs.mail import deliver

__all__ = ["send"]


def send(
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Write and send a mail now; :class:`JobError` without the address if the mail server refuses it.

    Errors are kept and logged, so none may name whom a mail was for.
    """
    marked = {"Auto-Submitted": "auto-generated", **(headers or {})}
    try:
        deliver(to, template, context, language, headers=marked)
    except SMTPException as error:
        refusal = _("The mail server did not take the mail: %(error)s") % {"error": _code(error)}
        raise JobError(refusal) from None


def _code(error: SMTPException) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return ", ".join(str(code) for code, _words in error.recipients.values())
    return str(error.smtp_code) if isinstance(error, SMTPResponseException) else type(error).__name__
