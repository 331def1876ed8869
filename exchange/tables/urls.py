"""Addresses of the pages of tables, below ``/admin/exchange/tables/``."""

from django.contrib import admin
from django.urls import path

from exchange.tables import exports, views

app_name = "tables"
page = admin.site.admin_view

urlpatterns = [
    path("<slug:code>/export/", page(exports.export), name="export"),
    path("<slug:code>/empty/", page(exports.empty), name="empty"),
    path("<slug:code>/import/", page(views.upload), name="import"),
    path("<slug:code>/import/<slug:token>/", page(views.preview), name="preview"),
    path("<slug:code>/import/<slug:token>/refused/", page(views.refused), name="refused"),
]
