"""What both sides said about one event: statements of Korean and of Chinese bodies, each in equal weight."""

from typing import Any

from django.utils.translation import gettext as _

from events.models import Event
from news.models import PressRelease
from organizations.models import Organization
from organizations.models.organizations import Country
from organizations.presentation import named
from publishing import formats
from publishing.blocks import blocks
from publishing.languages import Language, active
from publishing.models import Entry
from publishing.presentation import Shown, foreign, link
from publishing.visibility import linked, public, with_texts

__all__ = ["both_sides", "statements"]


def statements(event: Entry | None, current: PressRelease | None = None) -> list[Shown]:
    """The two sides, that of the page's language first, with what each released about ``event``, oldest first.

    Nothing unless both have spoken. ``current`` is the one that the page shows, which is not linked.
    """
    if event is None:
        return []
    said = with_texts(public(PressRelease), whole=True).filter(event=event.pk).order_by("release_at", "pk")
    said = said.prefetch_related(linked("issuer", Organization), "issuer__names")
    by_side: dict[str, list[Shown]] = {Country.KOREA: [], Country.CHINA: []}
    for release in said:
        if release.issuer and release.issuer.country in by_side:
            by_side[release.issuer.country].append(_statement(release, current))
    if not all(by_side.values()):
        return []
    labels = {Country.KOREA: _("Korean side"), Country.CHINA: _("Chinese side")}
    sides = [{"label": labels[Country(side)], "rows": rows} for side, rows in by_side.items()]
    return sides[::-1] if active() == Language.CHINESE else sides


def _statement(release: Any, current: PressRelease | None) -> Shown:
    text = release.text()
    first = next((block.text for block in blocks(text.body) if block.kind == "p"), text.deck)
    prevailing = release.authoritative_language
    return {
        **link(release),
        "is_current": current is not None and release.pk == current.pk,
        "issuer": named(release.issuer, release.dated.earliest()),
        "at": release.release_at,
        "zone": release.release_zone,
        "first": {"value": first, "html_lang": foreign(text.language)},
        "original": {
            "html_lang": formats.html_lang(prevailing),
            "name": formats.language_name(prevailing, active()),
            "url": release.path(prevailing) if prevailing in release.languages else "",
        },
    }


def both_sides(event: Event) -> dict[str, Any]:
    """For the page of an event."""
    return {"statements": statements(event)}
