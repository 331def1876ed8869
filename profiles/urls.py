"""Addresses below a language: pages behind secret links."""

from django.urls import path

from profiles.views import Profile

app_name = "profiles"

urlpatterns = [path("<str:token>/", Profile.as_view(), name="profile")]
