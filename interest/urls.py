"""Addresses below a language: the form of an opportunity, the sender's own pages, and the owner's."""

from django.urls import path

from interest import views
from interest.owner import OwnerPage

app_name = "interest"

urlpatterns = [
    path("opportunities/<slug:slug>/interest/", views.Express.as_view(), name="express"),
    path("i/erased/", views.erased, name="erased"),
    path("i/sent/<str:token>/", views.Receipt.as_view(), name="receipt"),
    path("i/<str:token>/", views.Status.as_view(), name="status"),
    path("o/<str:token>/", OwnerPage.as_view(), name="owner"),
]
