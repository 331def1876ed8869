from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from desk import chores  # noqa: F401 - what it registers is asked for by the floor below
        from desk.dashboard import entries, others  # noqa: F401 - the same
