from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TokensConfig(AppConfig):
    name = "tokens"
    verbose_name = _("API tokens")

    def ready(self) -> None:
        from tokens import chores  # noqa: F401 - what it registers is asked for by the floor below
