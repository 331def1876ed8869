"""Public reads of programs and projects."""

from django.db.models import Prefetch, QuerySet

from organizations.models import Organization
from programs.models import Party, Program, Project
from publishing.queries import newest, whole
from publishing.visibility import linked, public, visible, with_texts

__all__ = [
    "parties",
    "programs",
    "programs_whole",
    "projects",
    "projects_whole",
]


def parties() -> QuerySet[Party]:
    """The parts of visible organizations in visible programs and projects."""
    return public(Party).filter(visible(through="organization"))


def _parties() -> Prefetch:
    named = parties().prefetch_related(linked("organization", Organization), "organization__names")
    return Prefetch("parties", named)


def programs() -> QuerySet[Program]:
    return newest(
        with_texts(public(Program)).select_related("instrument").prefetch_related(_parties(), "sectors")
    )


def programs_whole() -> QuerySet[Program]:
    return (
        whole(newest(public(Program)))
        .select_related("instrument")
        .prefetch_related(_parties(), "milestones", linked("projects", Project))
    )


def projects() -> QuerySet[Project]:
    return newest(
        with_texts(public(Project))
        .select_related("instrument")
        .prefetch_related(_parties(), linked("program", Program), "sectors")
    )


def projects_whole() -> QuerySet[Project]:
    return (
        whole(newest(public(Project)))
        .select_related("instrument")
        .prefetch_related(_parties(), "milestones", "reports", linked("program", Program))
    )
