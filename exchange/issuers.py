"""Which organization of the portal issued a document, told by the names in it."""

from typing import Any

from exchange.documents import Draft
from organizations.models import Organization
from organizations.models.organizations import OrganizationName
from publishing import offices
from publishing.enums import TextState

__all__ = ["guess_issuer"]

# Shorter names stand in other words by chance.
_SHORTEST = 3


def guess_issuer(draft: Draft, user: Any) -> Organization | None:
    """The organization whose name comes first, among those that ``user`` may read: in the line about the source,
    among the contacts, in the text.
    """
    places = [draft.source, *(contact.unit for contact in draft.contacts), draft.deck, draft.body[:2_000]]
    names = _names(user)
    for words in places:
        found = [
            (words.index(name), -len(name), pk)
            for name, pk in names
            if len(name) >= _SHORTEST and name in words
        ]
        if found:
            return Organization.objects.get(pk=min(found)[2])
    return None


def _names(user: Any) -> list[tuple[str, int]]:
    """Every name of every organization, today's and former ones."""
    organizations = Organization.objects.filter(offices.readable(user))
    titles = organizations.filter(texts__state__in=(TextState.DRAFT, TextState.IN_REVIEW, TextState.LIVE))
    return [
        *OrganizationName.objects.filter(organization__in=organizations).values_list(
            "text", "organization_id"
        ),
        *titles.values_list("texts__title", "pk"),
    ]
