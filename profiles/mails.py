"""The mails to companies: their link, and what was decided. Each is written when it is sent."""

from typing import Any

from django.utils.translation import gettext_lazy

from intake.mails import send
from organizations.models import Company
from profiles.addresses import url
from profiles.models import ProfileLink, Proposal, ProposalState
from publishing import formats
from publishing.enums import Zone
from publishing.jobs import job
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
    language = link.language
    context |= {
        "name": _name(link.company, language),
        "url": url(link, language) if link.is_open else "",
        "expires": formats.moment(link.expires_at, Zone.SEOUL, language),
    }
    send(link.email, template, context, language)


def _name(company: Company, language: str) -> str:
    """What the company is called in public; nothing before that."""
    text = company.name_text(language) if is_visible(company) else None
    return text.title if text else ""
