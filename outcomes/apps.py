from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = _("Outcomes")

    def ready(self) -> None:
        from outcomes import chores, dashboard, presentation  # noqa: F401 - they register jobs and lists below
        from publishing.pages import add_to_pages

        add_to_pages(("delegation", "forum", "exhibition", "meeting"), presentation.on_event)
        add_to_pages(("series",), presentation.on_series)
        add_to_pages(("opportunity",), presentation.on_opportunity)
