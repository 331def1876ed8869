"""The mails to companies: their link, and what was decided. Each is written when it is sent."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Company
from profiles.addresses import url
from profiles.models import ProfileLink, Proposal, ProposalState
from publishing import formats
from publishing.enums import Zone
from publishing.jobs import JobError, job
from publishing.jobs.mail import deliver
from publishing.visibility import is_visible

__all__ = ["send_decision", "send_link"]


@job(gettext_lazy("Send a company the link to its profile"))
def send_link(link_id: int) -> None:
    """Nothing is sent once the link is over or its address erased."""
    link = ProfileLink.objects.select_related("company").filter(pk=link_id).first()
    if link is not None and link.is_open and link.email:
        _send(link, "profile_link")


@job(gettext_lazy("Tell a company what became of its proposal"))
def send_decision(proposal_id: int) -> None:
    """Tell the state, the answer, and where to read both again as long as the link opens."""
    found = Proposal.objects.select_related("link__company").filter(pk=proposal_id).first()
    if found is None or found.is_open or not found.link.email:
        return
    _send(
        found.link,
        "profile_decided",
        is_accepted=found.state == ProposalState.ACCEPTED,
        is_declined=found.state == ProposalState.DECLINED,
        reason=found.reason,
        received=formats.moment(found.received_at, Zone.SEOUL, found.link.language),
    )


def _send(link: ProfileLink, template: str, **context: Any) -> None:
    """Send, and leave the address out of the error if the mail server refuses: errors are kept and logged."""
    language = link.language
    context |= {
        "name": _name(link.company, language),
        "url": url(link, language) if link.is_open else "",
        "expires": formats.moment(link.expires_at, Zone.SEOUL, language),
    }
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        deliver(link.email, template, context, language, headers=headers)
    except SMTPException as error:
        with translation.override(language):
            refusal = _("The mail server did not take the mail: %(error)s") % {"error": _code(error)}
        raise JobError(refusal) from None


def _code(error: SMTPException) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return ", ".join(str(code) for code, _words in error.recipients.values())
    return str(error.smtp_code) if isinstance(error, SMTPResponseException) else type(error).__name__


def _name(company: Company, language: str) -> str:
    """What the company is called in public; nothing before that."""
    text = company.name_text(language) if is_visible(company) else None
    return text.title if text else ""
