"""Addresses below a language."""

from programs import views
from publishing.pages import routes

urlpatterns = [
    routes("programs/", "programs", views.ProgramList, views.ProgramPage),
    routes("projects/", "projects", views.ProjectList, views.ProjectPage),
]
