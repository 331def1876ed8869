"""Addresses below a language."""

from django.urls import path

from calls import applying, views
from calls.feeds import CALLS
from publishing.pages import routes

urlpatterns = [
    routes(
        "calls/",
        "calls",
        views.CallList,
        views.CallPage,
        path("deadlines.ics", views.DeadlinesFile.as_view(), name="deadlines"),
        path("sent/", applying.sent, name="sent"),
        path("erased/", applying.erased, name="erased"),
        path("received/<str:token>/", applying.Receipt.as_view(), name="receipt"),
        path("<slug:slug>/apply/", applying.Apply.as_view(), name="apply"),
        path("<slug:slug>/deadline.ics", views.DeadlineFile.as_view(), name="ics"),
        telling=CALLS,
    ),
    path("a/<str:token>/", applying.Status.as_view(), name="application"),
]
