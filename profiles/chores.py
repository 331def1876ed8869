"""Erasing personal data of links that are over."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from profiles.models import KEPT, ProfileLink, Proposal
from publishing import clock
from publishing.jobs import job, periodic

__all__ = ["erase_addresses"]


@job(_("Erase addresses of links to profiles that are over"), priority=-10)
def erase_addresses() -> None:
    """Empty the address, and the wishes that came through it, :data:`profiles.models.KEPT` after the link ended."""
    now = clock.now()
    with transaction.atomic():
        late = ProfileLink.objects.over(now - KEPT).filter(erased_at__isnull=True)
        numbers = list(late.values_list("pk", flat=True))
        Proposal.objects.filter(link__in=numbers).update(wish="")
        ProfileLink.objects.filter(pk__in=numbers).update(email="", erased_at=now)


periodic.every(timedelta(hours=6), erase_addresses)
