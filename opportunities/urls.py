"""Addresses below a language."""

from opportunities import views
from publishing.pages import routes

urlpatterns = [
    routes("opportunities/", "opportunities", views.OpportunityList, views.OpportunityPage),
]
