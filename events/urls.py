"""Addresses below a language."""

from events import views
from publishing.pages import routes

urlpatterns = [
    routes("delegations/", "delegations", views.DelegationList, views.DelegationPage),
    routes("forums/", "forums", views.ForumList, views.ForumPage),
    routes("exhibitions/", "exhibitions", views.ExhibitionList, views.ExhibitionPage),
    routes("meetings/", "meetings", views.MeetingList, views.MeetingPage),
    routes("series/", "series", views.SeriesList, views.SeriesPage),
]
