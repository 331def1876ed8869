"""Filters of the lists of programs and projects."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from programs.models import Instrument, Program, ProgramType, Project, Status
from publishing.filters import SectorFilter
from publishing.visibility import public, with_texts

__all__ = ["ProgramFilters", "ProjectFilters"]


class _Undertakings(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status, empty_label=_("all"))
    instrument = django_filters.ModelChoiceFilter(
        label=_("Instrument"), queryset=Instrument.objects.all(), to_field_name="slug", empty_label=_("all")
    )
    sector = SectorFilter()


class ProgramFilters(_Undertakings):
    type = django_filters.ChoiceFilter(label=_("Type"), choices=ProgramType, empty_label=_("all"))

    class Meta:
        model = Program
        fields: list[str] = []


class ProgramChoice(django_filters.ModelChoiceFilter):
    """Projects of one program, which is called by its title."""

    def __init__(self, **kwargs: Any) -> None:
        options = {"label": _("Program"), "to_field_name": "slug", "empty_label": _("all"), **kwargs}
        super().__init__(queryset=lambda _request: with_texts(public(Program)), **options)

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda program: program.title
        return field


class ProjectFilters(_Undertakings):
    program = ProgramChoice()

    class Meta:
        model = Project
        fields: list[str] = []
