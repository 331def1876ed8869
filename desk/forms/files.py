"""Uploads: what is stored is named by its own address, never by where it lies."""

from typing import Any

from django.contrib.admin.widgets import AdminFileWidget

__all__ = ["FileInput"]


class FileInput(AdminFileWidget):
    """An upload; beside it the stored file, under the name and address readers know it by."""

    template_name = "admin/widgets/file.html"

    def is_initial(self, value: Any) -> bool:
        return bool(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        stored: Any = getattr(value, "instance", None) if self.is_initial(value) else None
        context["widget"] |= {
            "address": stored.get_absolute_url() if hasattr(stored, "get_absolute_url") else "",
            "stored_name": getattr(stored, "download_name", ""),
        }
        return context
