"""Mails to those who hold a link to something unreleased, and what becomes of their links when its release moves.

Each is written when it is sent, in the holder's language. Who gave no address gets none.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from publishing import clock, formats
from publishing.enums import AccessPurpose, TextState
from publishing.jobs import enqueue, job
from publishing.jobs.mail import deliver
from publishing.languages import Language, preferred
from publishing.models import AccessLink, Entry, Text

__all__ = ["close_press_links", "link_given", "link_revoked", "release_moved", "released_early"]

CURRENT = (TextState.DRAFT, TextState.IN_REVIEW, TextState.SCHEDULED, TextState.LIVE)


def link_given(link: AccessLink, token: str) -> None:
    """Queue the mail with the link itself; the queue forgets the token when the mail is sent."""
    enqueue(send_link, link_id=link.pk, token=token)


def link_revoked(link: AccessLink) -> None:
    if link.email:
        enqueue(tell_revoked, key=str(link.pk), link_id=link.pk)


def close_press_links(entry: Entry) -> list[int]:
    """Revoke what journalists hold, because what they would read is a draft again; return the ids of the links."""
    links = list(_valid(entry).filter(purpose=AccessPurpose.PRESS))
    for link in links:
        AccessLink.objects.filter(pk=link.pk).update(revoked_at=clock.now())
        link_revoked(link)
    return [link.pk for link in links]


def release_moved(entry: Entry, before: datetime, zone: str) -> None:
    """Tell all holders that ``entry`` is no longer released at ``before``; links that were to end then follow."""
    links = list(_valid(entry))
    _valid(entry).filter(expires_at=before).update(expires_at=entry.release_at)
    for link in links:
        if link.email:
            enqueue(tell_moved, link_id=link.pk, before=before.isoformat(), zone=zone)


def released_early(entry: Entry, before: datetime) -> None:
    """Tell all holders that ``entry`` is public now and not only at ``before``."""
    for link in _valid(entry).exclude(email=""):
        enqueue(tell_released, key=str(link.pk), link_id=link.pk, before=before.isoformat())


def _valid(entry: Entry) -> QuerySet[AccessLink]:
    return AccessLink.objects.valid().filter(entry=entry.pk)


@job(_("Send a link of access"))
def send_link(link_id: int, token: str) -> None:
    link = _link(link_id)
    path = reverse("access", args=[token])
    _write(
        link,
        "access_given",
        url=settings.SITE_URL + path,
        title=_title(link.entry, link.language),
        is_press=link.purpose == AccessPurpose.PRESS,
        expires=formats.moment(link.expires_at, link.entry.release_zone, link.language),
    )


@job(_("Tell a holder of a link that the release has moved"))
def tell_moved(link_id: int, before: str, zone: str) -> None:
    link = _link(link_id)
    _write(
        link,
        "access_moved",
        title=_title(link.entry, link.language),
        is_press=link.purpose == AccessPurpose.PRESS,
        before=formats.moment(datetime.fromisoformat(before), zone, link.language),
    )


@job(_("Tell a holder of a link of an early release"))
def tell_released(link_id: int, before: str) -> None:
    link = _link(link_id)
    _write(
        link,
        "access_released",
        title=_title(link.entry, link.language),
        is_press=link.purpose == AccessPurpose.PRESS,
        before=formats.moment(datetime.fromisoformat(before), link.entry.release_zone, link.language),
        url=settings.SITE_URL + link.entry.path(link.language),
    )


@job(_("Tell a holder that a link was revoked"))
def tell_revoked(link_id: int) -> None:
    # The title stays out of this: the link may have been sent to the wrong person.
    _write(_link(link_id), "access_revoked")


def _link(link_id: int) -> AccessLink:
    return AccessLink.objects.select_related("entry").get(pk=link_id)


def _write(link: AccessLink, template: str, **context: Any) -> None:
    entry = link.entry
    release = formats.moment(entry.release_at, entry.release_zone, link.language) if entry.release_at else ""
    with translation.override(link.language):
        deliver(
            link.email,
            template,
            {"holder": link.holder, "ref": entry.ref, "release": release, **context},
            link.language,
        )


def _title(entry: Entry, language: str) -> str:
    """The title nearest to ``language``, also of what is only being written."""
    texts = list(entry.texts.filter(state__in=CURRENT).order_by("version"))
    order: list[Language] = preferred(language, entry.authoritative_language)
    chosen: Text | None = min(texts, key=lambda text: order.index(Language(text.language)), default=None)
    return chosen.title if chosen else entry.ref
