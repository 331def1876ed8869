"""What a machine needs to make dossiers as PDF."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register

from dossiers.paper import missing_library

__all__ = ["what_pdf_needs"]


@register("dossiers", deploy=True)
def what_pdf_needs(**_options: Any) -> list[CheckMessage]:
    """Warn where dossiers can be read as pages only, or their PDF would lack Korean and Chinese characters."""
    found: list[CheckMessage] = []
    if problem := missing_library():
        found.append(
            checks.Warning(
                f"Dossiers cannot be made as PDF: {problem}.",
                hint="Install Pango and HarfBuzz-Subset (Debian: libpango-1.0-0 libpangoft2-1.0-0 "
                "libharfbuzz-subset0). Until then these addresses answer 503; pages are not concerned.",
                id="dossiers.W001",
            )
        )
    if not any(Path(each).is_file() for each in settings.CARD_FONTS):
        found.append(
            checks.Warning(
                "No font with Hangul and Han was found: they would be empty boxes in dossiers as PDF.",
                hint="Install Noto Sans CJK (Debian: fonts-noto-cjk) or name it in CARD_FONTS.",
                id="dossiers.W002",
            )
        )
    return found
