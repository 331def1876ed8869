"""What the cards of bodies and people say beside their names."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations import presentation, sections
from organizations.models import Organization, Person
from publishing import kinds
from publishing.cards import Numeral
from publishing.fields import wording

__all__ = ["body", "person"]


def body(entry: Organization) -> dict[str, Any]:
    """Its type, its seat, its name in the other languages, and the year it was founded."""
    names = " · ".join(script["text"] for script in sections.scripts(entry))
    seat = wording(entry.seat, "name")[0] if entry.seat else ""
    founded = Numeral(str(entry.founded.year), _("founded")) if entry.founded else None
    label = kinds.get(entry.kind).label if entry.kind != "organization" else entry.get_type_display()
    return {"kind": capfirst(str(label)), "facts": (names, seat), "numeral": founded}


def person(entry: Person) -> dict[str, Any]:
    """The name in the other scripts, and what the person is today."""
    names = " · ".join(script["text"] for script in sections.scripts(entry))
    held = [role for role in entry.roles.all() if role.holds_on(sections.today()) and role.valid_from]
    office = ""
    if held:
        parts, between = presentation.office(presentation.speaker(held[-1], sections.today()))
        office = between.join(part["value"] for part in parts)
    return {"kind": capfirst(str(Person.KIND.label)), "facts": (names, office)}
