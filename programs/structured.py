"""Programs and projects as schema.org nodes: what their pages state, for machines."""

from organizations.structured import named
from programs.models import Project
from programs.presentation import day_of
from publishing.structured import Node, Statement, link

__all__ = ["undertaking"]


def undertaking(said: Statement) -> Node:
    """A program or project with its period, who carries it out, and what it is part of."""
    entry = said.entry
    day = day_of(entry)
    members = [named(party.organization, day, said.absolute) for party in entry.parties.all()]
    frame = (
        {"parentOrganization": link(entry.program, "Project", said.absolute)}
        if isinstance(entry, Project)
        else {"subOrganization": [link(each, "Project", said.absolute) for each in entry.projects.all()]}
    )
    return said.thing(
        "Project",
        foundingDate=str(entry.valid_from or ""),
        dissolutionDate=str(entry.valid_to or ""),
        member=[each for each in members if each],
        keywords=said.sectors(),
        location=said.places(),
        **frame,
    )
