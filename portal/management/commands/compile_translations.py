from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.catalogs import CatalogError, catalogs, compile_catalog


class Command(BaseCommand):
    help = "Compile the translation catalogs that changed. Unlike compilemessages it needs no GNU gettext."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for locale, path in catalogs():
                if compile_catalog(path, locale):
                    self.stdout.write(f"compiled {locale}")
        except CatalogError as error:
            raise CommandError(f"The translations cannot be compiled.\n{error}") from error
