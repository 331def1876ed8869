"""What the cards of bodies and people say beside their names."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations import sections
from organizations.models import Organization, Person
from publishing import kinds
from publishing.cards import Numeral
from publishing.fields import wording
from publishing.languages import active

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
        at = held[-1].organization.name_on(sections.today(), active())[0] if held[-1].organization else ""
        office = ", ".join(filter(None, [wording(held[-1], "title")[0], at]))
    return {"kind": capfirst(str(Person.KIND.label)), "facts": (names, office)}
