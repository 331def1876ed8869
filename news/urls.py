"""Addresses below a language."""

from news import views
from publishing.pages import routes

urlpatterns = [
    routes("news/coverage/", "coverage", views.CoverageList, views.CoveragePage),
    routes("news/", "news", views.ReleaseList, views.ReleasePage),
]
