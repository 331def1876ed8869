"""Addresses below a language."""

from django.urls import path

from outcomes import views
from outcomes.feeds import OUTCOMES
from publishing.pages import routes

urlpatterns = [
    path("outcomes.csv", views.OutcomesFile.as_view(), name="outcomes-file"),
    routes(
        "outcomes/",
        "outcomes",
        views.OutcomeList,
        views.OutcomePage,
        path("totals.csv", views.TotalsFile.as_view(), name="totals-file"),
        telling=OUTCOMES,
    ),
]
