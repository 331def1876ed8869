"""The addresses of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal import health, views

in_a_language = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("glossary/", views.glossary, name="glossary"),
    path("", include("news.urls")),
    path("", include("organizations.urls")),
    path("", include("programs.urls")),
    path("", include("events.urls")),
    path("", include("opportunities.urls")),
    path("", include(([path("<slug:slug>/", views.StandingPage.as_view(), name="detail")], "pages"))),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("publishing.urls")),
    *i18n_patterns(*in_a_language),
]
