"""Addresses without a language: files and short references."""

from django.urls import path

from publishing import views

urlpatterns = [
    path("r/<slug:ref>", views.reference, name="reference"),
    path("media/<slug:token>/<int:width>.<slug:encoding>", views.picture, name="picture"),
    path("media/<slug:token>/<slug:crop>-<int:width>.<slug:encoding>", views.picture, name="picture"),
    path("files/<slug:token>/<str:name>", views.attachment, name="attachment"),
]
