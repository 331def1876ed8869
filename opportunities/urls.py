"""Addresses below a language."""

from django.urls import path

from opportunities import views
from opportunities.feeds import OPPORTUNITIES
from publishing.pages import routes

urlpatterns = [
    routes(
        "opportunities/",
        "opportunities",
        views.OpportunityList,
        views.OpportunityPage,
        path("deadlines.ics", views.DeadlinesFile.as_view(), name="deadlines"),
        path("<slug:slug>/deadline.ics", views.DeadlineFile.as_view(), name="ics"),
        telling=OPPORTUNITIES,
    ),
]
