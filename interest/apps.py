from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterestConfig(AppConfig):
    name = "interest"
    verbose_name = _("Expressions of interest")

    def ready(self) -> None:
        from interest import mails  # noqa: F401 - what it registers is asked for by the floors below
