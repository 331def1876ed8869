"""The addresses of the documentation, below /api/v1/docs/."""

from django.urls import path

from portal.documentation import views

urlpatterns = [
    *(path(f"{page.slug}/" if page.slug else "", page.view, name=page.route) for page in views.PAGES),
    path("resources/<slug:resource>/", views.resource, name="api-docs-resource"),
    path("mirror.py", views.mirror, name="api-docs-mirror"),
    path("reference/", views.Reference.as_view(), name="api-reference"),
]
