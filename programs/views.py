"""Public pages of programs and projects."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programs import cards, structured
from programs.filters import ProgramFilters, ProjectFilters
from programs.models import Program, Project
from programs.presentation import day_of, frame_of, milestones, parties, report, row, seal
from programs.queries import programs, programs_whole, projects, projects_whole
from publishing.pages import EntryList, EntryPage
from publishing.presentation import fact, facts, link, related
from publishing.structured import Node, Statement


class UndertakingPage(EntryPage):
    """What the pages of programs and projects share."""

    def facts(self, entry: Any) -> dict[str, Any]:
        return {
            "seal": seal(entry),
            "rail": facts(*self.more_rail(entry), *frame_of(entry)),
            "parties": parties(entry.parties.all(), day_of(entry)),
            "milestones": milestones(entry.milestones.all()),
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.undertaking(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.undertaking(said)]

    def more_rail(self, entry: Any) -> list[dict[str, Any]]:
        """The facts of one kind, at the left."""
        return []


class ProgramPage(UndertakingPage):
    model = Program
    entries = staticmethod(programs_whole)
    template_name = "programs/detail.html"

    def facts(self, entry: Program) -> dict[str, Any]:
        return {**super().facts(entry), "projects": related(entry.projects.all())}

    def more_rail(self, entry: Program) -> list[dict[str, Any]]:
        return [fact(_("Type"), capfirst(entry.get_type_display()))]


class ProgramList(EntryList):
    model = Program
    entries = staticmethod(programs)
    filters = ProgramFilters
    template_name = "programs/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"entries": [row(program, capfirst(program.get_type_display())) for program in page]}


class ProjectPage(UndertakingPage):
    model = Project
    entries = staticmethod(projects_whole)
    template_name = "projects/detail.html"

    def facts(self, entry: Project) -> dict[str, Any]:
        return {**super().facts(entry), "reports": [report(each) for each in entry.reports.all()]}

    def more_rail(self, entry: Project) -> list[dict[str, Any]]:
        return [
            fact(_("Program"), link(entry.program)),
            fact(_("Flagship project"), _("yes") if entry.is_flagship else None),
        ]


class ProjectList(EntryList):
    model = Project
    entries = staticmethod(projects)
    filters = ProjectFilters
    template_name = "projects/list.html"

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        flagship = _("Flagship project")
        return {"entries": [row(project, flagship if project.is_flagship else "") for project in page]}
