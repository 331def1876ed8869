"""The addresses of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal import feeds, health, machines, sitemaps, suggesting, views
from publishing.pages import ComparePage, EntryCard, SiteCard

standing_pages = [
    path("<slug:slug>/", views.StandingPage.as_view(), name="detail"),
    path("<slug:slug>/card.png", EntryCard.as_view(page=views.StandingPage), name="card"),
    path("<slug:slug>/compare/", ComparePage.as_view(page=views.StandingPage), name="compare"),
]

in_a_language: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("card.png", SiteCard.as_view(), name="home-card"),
    *feeds.urlpatterns,
    path("search/", views.search, name="search"),
    path("search/suggest", suggesting.suggest, name="search-suggest"),
    path("opensearch.xml", suggesting.description, name="opensearch"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("glossary/", views.glossary, name="glossary"),
    path("", include("news.urls")),
    path("", include("organizations.urls")),
    path("", include("programs.urls")),
    path("", include("events.urls")),
    path("", include("opportunities.urls")),
    path("", include("outcomes.urls")),
    path("", include("calls.urls")),
    path("", include("dossiers.urls")),
    path("", include("interest.urls")),
    path("alerts/", include("alerts.urls")),
    path("company-profile/", include("profiles.urls")),
    path("", include((standing_pages, "pages"))),
]

for_machines = [
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
    path("news-sitemap.xml", sitemaps.news, name="sitemap-news"),
]

handler500 = "portal.views.failed"

urlpatterns = [
    *for_machines,
    path("admin/exchange/tables/", include("exchange.tables.urls")),
    path("admin/exchange/documents/", include("exchange.documents_urls")),
    path("", include("desk.preview.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("api/", include("portal.api")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("publishing.urls")),
    *i18n_patterns(*in_a_language),
]
