"""The addresses of the translation desk within an admin site."""

from typing import Any

from django.urls import path

from desk.translation.editorpage import EditorPage, ExplainPage
from desk.translation.matrixpage import MatrixPage

__all__ = ["urls"]


def urls(site: Any) -> list[Any]:
    """The pages of the desk, for those whom ``site`` lets in; none of them is kept by a cache."""
    edit, explain = site.admin_view(EditorPage(site)), site.admin_view(ExplainPage(site))
    one = "translation/<int:pk>/<slug:language>/"
    return [
        path("translation/", site.admin_view(MatrixPage(site)), name="translation"),
        path(one, edit, name="translation_edit"),
        path(f"{one}differences/<slug:signature>/", explain, name="translation_explain"),
    ]
