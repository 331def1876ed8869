from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = _("Briefing dossiers")

    def ready(self) -> None:
        from dossiers import checks  # noqa: F401 - it registers itself
