"""What profiles put on the desk: proposals that wait, and a way from a company's page to its links and proposals."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desk.admin.history import ACTION_LABELS
from desk.dashboard.panes import Pane, Row, beginning, pane
from desk.notices import Notice, on_entries
from organizations.models import Company
from profiles.actions import CHANGE, DecideProposal
from profiles.models import Proposal, ProposalQuerySet
from publishing import formats, offices
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import Entry

__all__ = ["reviewable"]

ACTION_LABELS[DecideProposal.verb] = DecideProposal.label


def reviewable(user: Any) -> ProposalQuerySet:
    """The proposals that ``user`` may decide on, decided or not: those of companies his offices are in charge of."""
    return Proposal.objects.filter(offices.held(user, CHANGE, through="company"))


@pane(24)
def proposals(user: Any) -> Iterator[Pane]:
    """What companies propose and nobody has decided on, what came first in front."""
    if not user.has_perm(CHANGE):
        return
    waiting = reviewable(user).open().select_related("company").order_by("received_at", "pk")
    found, count = beginning(waiting)
    rows = [
        Row(
            each.company,
            url=reverse("admin:profiles_proposal_change", args=[each.pk]),
            note=f"{each.get_state_display()} · {_day(each)}",
        )
        for each in found
    ]
    more = f"{reverse('admin:profiles_proposal_changelist')}?open=yes"
    yield Pane("proposals", _("Proposals of companies"), rows, count, more)


def _day(proposal: Proposal) -> str:
    return formats.date(formats.local_day(proposal.received_at, Zone.SEOUL), active())


@on_entries
def ways(request: HttpRequest, entry: Entry) -> Iterator[Notice]:
    """From the page of a company to its links and to the proposal that waits."""
    if entry.kind != Company.KIND.code or not offices.has_perm(request.user, CHANGE, entry):
        return
    waiting = Proposal.objects.open().filter(company=entry.pk).first()
    context = {
        "links_url": reverse("admin:profiles_links", args=[entry.pk]),
        "proposal_url": reverse("admin:profiles_proposal_change", args=[waiting.pk]) if waiting else "",
    }
    yield Notice("admin/profiles/ways.html", context)
