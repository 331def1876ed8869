from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = _("Calls for participation")

    def ready(self) -> None:
        from calls import dashboard  # noqa: F401 - what it registers is asked for by the floor below
        from calls.models.calls import JOINED
        from calls.presentation import on_event
        from publishing.pages import add_to_pages

        add_to_pages(JOINED, on_event)
