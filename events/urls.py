"""Addresses below a language."""

from django.urls import URLPattern, include, path

from events import views
from publishing.pages import routes


def _file(view: type[views.EventFile]) -> URLPattern:
    return path("<slug:slug>.ics", view.as_view(), name="ics")


calendar = [
    path("", views.Calendar.as_view(), name="calendar"),
    path("calendar.ics", views.CalendarFile.as_view(), name="ics"),
]

urlpatterns = [
    routes(
        "delegations/", "delegations", views.DelegationList, views.DelegationPage, _file(views.DelegationFile)
    ),
    routes("forums/", "forums", views.ForumList, views.ForumPage, _file(views.ForumFile)),
    routes(
        "exhibitions/", "exhibitions", views.ExhibitionList, views.ExhibitionPage, _file(views.ExhibitionFile)
    ),
    routes("meetings/", "meetings", views.MeetingList, views.MeetingPage, _file(views.MeetingFile)),
    routes("series/", "series", views.SeriesList, views.SeriesPage),
    path("events/", include((calendar, "events"))),
]
