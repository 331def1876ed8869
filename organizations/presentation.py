"""Organizations and people as they are shown beside a dated thing: by the names and roles of that day."""

from datetime import date
from typing import Any

from organizations.models import Organization, Person, Role
from publishing import formats
from publishing.languages import Language, active
from publishing.presentation import Shown, foreign, link, says_sample, worded

__all__ = ["named", "office", "person", "speaker"]


def named(organization: Organization | None, day: date | None, meta: str = "") -> Shown:
    """A link to ``organization`` by the name it had on ``day``; empty for nothing.

    Reads ``names`` and ``live_texts``, so load both. Without a day it bears its present name.
    """
    if organization is None or day is None:
        return link(organization, meta)
    name, language = organization.name_on(day, active())
    shown = link(organization, meta)
    sample = organization.is_sample and not says_sample(name)
    return {**shown, "value": name, "label": name, "html_lang": foreign(language), "sample": sample}


def person(someone: Person) -> dict[str, Any]:
    """A person with the name in the page's language and in the scripts beside it, for ``person_role.html``."""
    shown = someone.name_text()
    name = shown.title if shown else someone.slug
    others = [text for text in someone.live_texts if shown and text.title != shown.title]
    return {
        "name": name,
        "html_lang": foreign(shown.language) if shown else "",
        "url": someone.path(),
        "scripts": [{"text": text.title, "html_lang": formats.html_lang(text.language)} for text in others],
        "sample": someone.is_sample and not says_sample(name),
    }


def speaker(role: Role, day: date | None) -> dict[str, Any]:
    """The holder of ``role`` with title and organization; both only if the role was held on ``day``."""
    shown = person(role.person)
    if day and not role.holds_on(day):
        return shown
    return {**shown, "title": worded(role, "title"), "organization": named(role.organization, day)}


def office(who: Shown) -> tuple[list[Shown], str]:
    """Title and organization of a ``speaker`` in the order of the page's language, and what stands between them.

    Korean and Chinese name the organization first ("한빛수소 연구소장"), and once only: a title that begins with it
    stands alone. What has no name in the page's language follows the title, as in English.
    """
    comma = "，" if active() == Language.CHINESE else ", "
    parts = [part for part in (who.get("title"), who.get("organization")) if part and part["value"]]
    if active() == Language.ENGLISH or len(parts) < 2 or any(part["html_lang"] for part in parts):
        return parts, comma
    title, body = parts
    if title["value"].startswith(body["value"]):
        return [title], comma
    return [body, title], " " if active() == Language.KOREAN else ""
