from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("Profiles of companies")

    def ready(self) -> None:
        from profiles import chores, desk  # noqa: F401 - what they register is asked for by the floors below
