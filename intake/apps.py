from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("Forms of the public")

    def ready(self) -> None:
        from intake import erasing  # noqa: F401 - what it registers is asked for by the floor below
