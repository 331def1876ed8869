"""Public reads of programs and projects."""

from django.db.models import Prefetch, QuerySet

from organizations.models import Organization
from programs.models import Instrument, Mechanism, Party, Program, Project
from publishing.queries import newest, whole
from publishing.visibility import linked, public, visible, with_texts

__all__ = [
    "instruments_whole",
    "mechanisms_whole",
    "programs",
    "programs_whole",
    "projects",
    "projects_whole",
]


def _parties() -> Prefetch:
    parties = Party.objects.filter(visible(through="organization"))
    return Prefetch(
        "parties", parties.prefetch_related(linked("organization", Organization), "organization__names")
    )


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


def instruments_whole() -> QuerySet[Instrument]:
    return Instrument.objects.prefetch_related(linked("parties", Organization))


def mechanisms_whole() -> QuerySet[Mechanism]:
    return Mechanism.objects.select_related("instrument")
