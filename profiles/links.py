"""Giving a company a secret link to its profile, and taking it back.

Others give links by :func:`give`, which also sends them; what stands in the address is made by :func:`url` and stored
nowhere.
"""

from django.contrib.auth.models import User
from django.db import transaction

from organizations.models import Company
from profiles.addresses import find, url
from profiles.mails import send_link
from profiles.models import ProfileLink
from publishing import clock, jobs
from publishing.languages import Language

__all__ = ["find", "give", "revoke", "url"]


@transaction.atomic
def give(company: Company, email: str, language: str, by: User | None = None) -> ProfileLink:
    """A new link to the profile of ``company``, which is sent to ``email`` in ``language``.

    A former link of the same address to the same profile ends. ``ValueError`` for a language that the portal does not
    have.
    """
    email = email.strip().lower()
    former = ProfileLink.objects.open().filter(company=company.pk, email=email)
    former.update(revoked_at=clock.now())
    link = ProfileLink.objects.create(
        company_id=company.pk, email=email, language=Language(language), made_by=by
    )
    jobs.enqueue(send_link, key=str(link.pk), link_id=link.pk)
    return link


def revoke(link: ProfileLink) -> None:
    """Have ``link`` open nothing any more."""
    ProfileLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
