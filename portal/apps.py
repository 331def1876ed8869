from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")
    default = True

    def ready(self) -> None:
        from portal.dumps import chores  # noqa: F401 - what it registers is asked for by the floor below
        from portal.roles import make_roles

        # After the last app that has a signal of its own, when there are permissions for all.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(make_roles, sender=last)


class NewsroomConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own site."""

    default = False
    default_site = "portal.admin_site.PortalAdminSite"
