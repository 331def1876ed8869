"""Public pages of programs and projects."""

from programs.models import Program, Project
from programs.queries import programs, programs_whole, projects, projects_whole
from publishing.pages import EntryList, EntryPage


class ProgramPage(EntryPage):
    model = Program
    entries = staticmethod(programs_whole)
    template_name = "programs/detail.html"


class ProgramList(EntryList):
    model = Program
    entries = staticmethod(programs)
    template_name = "programs/list.html"


class ProjectPage(EntryPage):
    model = Project
    entries = staticmethod(projects_whole)
    template_name = "projects/detail.html"


class ProjectList(EntryList):
    model = Project
    entries = staticmethod(projects)
    template_name = "projects/list.html"
