"""Addresses of the import of documents, below the admin."""

from django.contrib import admin
from django.urls import path

from exchange import views

app_name = "import-document"

urlpatterns = [
    path("", admin.site.admin_view(views.upload), name="upload"),
    path("<str:token>/", admin.site.admin_view(views.review), name="review"),
    path("<str:token>/forget/", admin.site.admin_view(views.forget), name="forget"),
    path("<str:token>/picture/<int:number>/", admin.site.admin_view(views.picture), name="picture"),
    path("points/<int:pk>/", admin.site.admin_view(views.resolve), name="resolve"),
]
