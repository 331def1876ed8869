"""Taking what a company proposes: only what differs, and one open proposal at a time."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from profiles.content import Content, published
from profiles.models import ProfileLink, Proposal, ProposalState
from publishing import clock

__all__ = ["MOST_A_DAY", "changes_of", "overlaid", "propose", "too_many"]

# Proposals that one link takes within a day.
MOST_A_DAY = 20

Changes = list[dict[str, str]]


def open_proposal(link: ProfileLink) -> Proposal | None:
    """What waits for a decision about the profile behind ``link``."""
    return Proposal.objects.open().filter(company=link.company_id).first()


def overlaid(content: Content, proposal: Proposal | None) -> Content:
    """``content`` as ``proposal`` would have it."""
    return {**content, **{each["path"]: each["after"] for each in (proposal.changes if proposal else ())}}


def changes_of(content: Content, wanted: Content) -> Changes:
    """What of ``wanted`` differs from ``content``, each with what stands there."""
    return [
        {"path": path, "before": content.get(path, ""), "after": after}
        for path, after in wanted.items()
        if after != content.get(path, "")
    ]


def too_many(link: ProfileLink) -> bool:
    """Whether enough has come through ``link`` today."""
    return link.proposals.filter(received_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY


@transaction.atomic
def propose(link: ProfileLink, touched: Content, wish: str) -> Proposal | None:
    """Store what the company ``touched`` together with what its open proposal says, which this one replaces.

    Returns nothing if nothing would differ from what everybody reads.
    """
    # Whoever else proposes for this company waits here.
    ProfileLink.objects.select_for_update().filter(company=link.company_id).order_by("pk").first()
    former = open_proposal(link)
    content = published(link.company)
    changes = changes_of(content, {**_known(content, former), **touched})
    if not changes and not wish:
        return None
    if former is not None:
        Proposal.objects.filter(pk=former.pk).update(state=ProposalState.REPLACED, decided_at=clock.now())
    return Proposal.objects.create(company_id=link.company_id, link=link, changes=changes, wish=wish)


def _known(content: Content, former: Proposal | None) -> dict[str, Any]:
    """What ``former`` says of what is still there, or is new."""
    ids = {path.split(".")[1] for path in content if path.startswith("technologies.")}
    return {
        each["path"]: each["after"]
        for each in (former.changes if former else ())
        if not each["path"].startswith("technologies.") or _is_there(each["path"], ids)
    }


def _is_there(path: str, ids: set[str]) -> bool:
    key = path.split(".")[1]
    return not key.isdecimal() or key in ids
