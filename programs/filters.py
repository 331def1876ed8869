"""Filters of the lists of programs and projects."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.models import Instrument, Program, ProgramType, Project, Status
from publishing.filters import ChoiceFilter, EntryFilter, LabelFilter, ListFilters, SectorFilter
from publishing.visibility import public, with_texts

__all__ = ["ProgramFilters", "ProjectFilters"]


class _Undertakings(ListFilters):
    status = ChoiceFilter(label=_("Status"), choices=Status)
    instrument = LabelFilter(label=_("Instrument"), queryset=Instrument.objects.all())
    sector = SectorFilter()


class ProgramFilters(_Undertakings):
    type = ChoiceFilter(label=_("Type"), choices=ProgramType)

    class Meta:
        model = Program
        fields: list[str] = []


def _programs(_request: Any) -> QuerySet[Program]:
    return with_texts(public(Program))


class ProjectFilters(_Undertakings):
    program = EntryFilter(label=_("Program"), queryset=_programs)

    class Meta:
        model = Project
        fields: list[str] = []
