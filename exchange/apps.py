from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("In and out")

    def ready(self) -> None:
        from exchange import dashboard, desk  # noqa: F401 - what they register is asked for by the floors below
        from exchange.tables import tools  # noqa: F401 - the same
