"""Addresses below a language."""

from django.urls import path

from news import views
from publishing.pages import routes

urlpatterns = [
    routes("news/coverage/", "coverage", views.CoverageList, views.CoveragePage),
    routes(
        "news/",
        "news",
        views.ReleaseList,
        views.ReleasePage,
        path("feed.atom", views.ReleaseFeed.as_view(), name="feed"),
    ),
]
