"""Addresses below a language."""

from django.urls import path

from alerts import views

app_name = "alerts"

urlpatterns = [
    path("", views.Subscribe.as_view(), name="subscribe"),
    path("sent/", views.sent, name="sent"),
    path("erased/", views.erased, name="erased"),
    path("confirm/<str:token>/", views.Confirm.as_view(), name="confirm"),
    path("manage/<str:token>/", views.Manage.as_view(), name="manage"),
    path("stop/<str:token>/", views.Stop.as_view(), name="stop"),
]
