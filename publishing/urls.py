"""Addresses without a language: files and short references."""

from django.urls import path

from publishing import views

urlpatterns = [
    path("r/<str:ref>", views.reference, name="reference"),
    path("media/<str:token>/<int:width>.<slug:encoding>", views.picture, name="picture"),
    path("files/<str:token>/<str:name>", views.attachment, name="attachment"),
]
