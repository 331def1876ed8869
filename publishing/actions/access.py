"""Actions on links by which people without an account read an entry before its release."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from publishing import access, clock
from publishing.access import LinkState
from publishing.access_mails import link_given, link_revoked
from publishing.actions.base import Action, Actor
from publishing.enums import AccessPurpose, Stage
from publishing.languages import Language
from publishing.models import AccessLink, Entry
from publishing.readiness import Reason

__all__ = ["GrantAccess", "RevokeAccess", "RevokeEveryAccess"]


class GrantAccess(Action):
    """Give one person a link to an entry before its release; ``token`` is to be had here and never again.

    ``ValueError`` for a purpose or a language that the portal does not have.
    """

    verb, label, permission = "grant_access", _("Give access before the release"), "grant_access"

    def __init__(
        self,
        entry: Entry,
        actor: Actor,
        *,
        purpose: str,
        holder: str,
        language: str,
        expires_at: datetime,
        outlet: str = "",
        email: str = "",
        by_mail: bool = False,
    ) -> None:
        super().__init__(entry, actor)
        self.link = AccessLink(
            entry_id=entry.pk,
            purpose=AccessPurpose(purpose),
            holder=holder.strip(),
            outlet=outlet.strip(),
            email=email.strip(),
            language=Language(language),
            expires_at=expires_at,
            created_by=actor.user,
        )
        self.by_mail = by_mail
        self.token = access.make_token()

    def obstacles(self) -> list[Reason]:
        stage = self.entry.stage()
        if stage is Stage.RELEASED:
            return [Reason("state", _("This is public already: everybody can read it."))]
        if stage is Stage.WITHDRAWN:
            return [Reason("state", _("This entry has been withdrawn and is kept as it was."))]
        reasons = []
        is_press = self.link.purpose == AccessPurpose.PRESS
        if is_press and stage is not Stage.SCHEDULED:
            reasons.append(
                Reason("not_approved", _("Journalists read only what is approved: approve the entry first."))
            )
        if not self.entry.texts.exists():
            reasons.append(
                Reason("text_missing", _("Nothing has been written yet: there is no page to show."))
            )
        if not self.link.holder:
            reasons.append(Reason("holder_missing", _("Say who the link is for.")))
        if not self.link.email and (is_press or self.by_mail):
            reasons.append(
                Reason(
                    "email_missing",
                    _("Give an e-mail address: changes of the release time are sent there."),
                )
            )
        if self.link.expires_at <= clock.now():
            reasons.append(Reason("expiry_past", _("This time lies in the past. Choose a later one.")))
        return reasons

    def apply(self) -> dict[str, Any]:
        self.link.token_hash = access.hashed(self.token)
        self.link.save()
        if self.by_mail:
            link_given(self.link, self.token)
        return {
            "link": self.link.pk,
            "purpose": self.link.purpose,
            "holder": self.link.holder,
            "expires_at": self.link.expires_at.isoformat(),
        }


class RevokeAccess(Action):
    """Close one link for good and tell its holder."""

    verb, label, permission = "revoke_access", _("Revoke access"), "grant_access"

    def __init__(self, link: AccessLink, actor: Actor) -> None:
        super().__init__(link.entry, actor)
        self.link = link

    def obstacles(self) -> list[Reason]:
        if AccessLink.objects.filter(pk=self.link.pk, revoked_at__isnull=False).exists():
            return [Reason("state", _("This link has been revoked already."))]
        return []

    def apply(self) -> dict[str, Any]:
        _revoke(self.link)
        return {"link": self.link.pk, "holder": self.link.holder}


class RevokeEveryAccess(Action):
    """Close all links to an entry for good and tell their holders."""

    verb, label, permission = "revoke_every_access", _("Revoke every access"), "grant_access"

    def obstacles(self) -> list[Reason]:
        if not self.links().exists():
            return [Reason("state", _("No link is open."))]
        return []

    def apply(self) -> dict[str, Any]:
        links = list(self.links())
        for link in links:
            _revoke(link)
        return {"links": [link.pk for link in links]}

    def links(self) -> QuerySet[AccessLink]:
        return AccessLink.objects.valid().filter(entry=self.entry.pk).select_related("entry")


def _revoke(link: AccessLink) -> None:
    opened = access.state(link) in (LinkState.OPEN, LinkState.WAITING)
    link.revoked_at = clock.now()
    AccessLink.objects.filter(pk=link.pk).update(revoked_at=link.revoked_at)
    if opened:
        link_revoked(link)
