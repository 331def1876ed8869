"""Addresses below a language."""

from django.urls import URLPattern, include, path

from events import views
from events.feeds import telling
from events.models import Delegation, Exhibition, Forum, Meeting
from publishing.pages import routes


def _file(view: type[views.EventFile]) -> URLPattern:
    return path("<slug:slug>.ics", view.as_view(), name="ics")


calendar = [
    path("", views.Calendar.as_view(), name="calendar"),
    path("calendar.ics", views.CalendarFile.as_view(), name="ics"),
]

urlpatterns = [
    routes(
        "delegations/",
        "delegations",
        views.DelegationList,
        views.DelegationPage,
        _file(views.DelegationFile),
        telling=telling(Delegation),
    ),
    routes(
        "forums/", "forums", views.ForumList, views.ForumPage, _file(views.ForumFile), telling=telling(Forum)
    ),
    routes(
        "exhibitions/",
        "exhibitions",
        views.ExhibitionList,
        views.ExhibitionPage,
        _file(views.ExhibitionFile),
        telling=telling(Exhibition),
    ),
    routes(
        "meetings/",
        "meetings",
        views.MeetingList,
        views.MeetingPage,
        _file(views.MeetingFile),
        telling=telling(Meeting),
    ),
    routes("series/", "series", views.SeriesList, views.SeriesPage),
    path("events/", include((calendar, "events"))),
]
