"""Addresses below a language."""

from django.urls import path

from dossiers import views

app_name = "dossiers"

urlpatterns = [
    path("dossier/", views.Dossier.as_view(), name="dossier"),
    path("dossier/choose/", views.Choose.as_view(), name="choose"),
    path("dossier.pdf", views.DossierFile.as_view(), name="pdf"),
]
