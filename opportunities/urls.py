"""Addresses below a language."""

from django.urls import path

from opportunities import views
from publishing.pages import routes

urlpatterns = [
    routes(
        "opportunities/",
        "opportunities",
        views.OpportunityList,
        views.OpportunityPage,
        path("<slug:slug>/deadline.ics", views.DeadlineFile.as_view(), name="ics"),
    ),
]
