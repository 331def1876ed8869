"""Addresses of pages before their time: for staff below the newsroom, by link below ``/preview/``."""

from django.contrib import admin
from django.urls import path

from desk.preview import links, staff

as_of = admin.site.admin_view(staff.as_of)
draft = admin.site.admin_view(staff.draft)

urlpatterns = [
    path("admin/as-of/", admin.site.admin_view(staff.choose), name="as-of-choose"),
    path("admin/as-of/<str:moment>/", as_of, name="as-of-home"),
    path("admin/as-of/<str:moment>/for/<int:pk>/", as_of, name="as-of-entry-home"),
    path("admin/as-of/<str:moment>/for/<int:pk>/<path:inner>", as_of, name="as-of-entry"),
    path("admin/as-of/<str:moment>/<path:inner>", as_of, name="as-of-page"),
    path("admin/draft/<int:pk>/", draft, name="draft-home"),
    path("admin/draft/<int:pk>/<path:inner>", draft, name="draft-page"),
    path("preview/<str:token>/", links.by_link, name="access"),
    path("preview/<str:token>/<path:inner>", links.by_link, name="access-page"),
]
