"""Addresses below a language."""

from news import feeds, views
from publishing.pages import routes

urlpatterns = [
    routes("news/coverage/", "coverage", views.CoverageList, views.CoveragePage, telling=feeds.ARTICLES),
    routes("news/", "news", views.ReleaseList, views.ReleasePage, telling=feeds.RELEASES),
]
