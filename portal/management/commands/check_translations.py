import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.catalogs import CatalogError, catalogs, gaps, mistakes, read


class Command(BaseCommand):
    help = "Fail unless each language has a sound translation of every message. Needs GNU gettext."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext") is None:
            raise CommandError("GNU gettext is missing. On Debian and Ubuntu: apt install gettext")
        template_file = Path(settings.LOCALE_PATHS[0]) / "django.pot"
        locales = [locale for locale, _ in catalogs()]
        try:
            # With every language excluded it writes the template and leaves the catalogs alone.
            call_command("makemessages", exclude=locales, keep_pot=True, verbosity=0)
            template = read(template_file)
            problems = []
            for locale, path in catalogs():
                catalog = read(path, locale)
                problems += [
                    f"{locale}: {problem}" for problem in gaps(template, catalog) + mistakes(catalog)
                ]
        except CatalogError as error:
            raise CommandError(str(error)) from error
        finally:
            template_file.unlink(missing_ok=True)
        if problems:
            raise CommandError(
                "\n".join(
                    [*problems, f"{len(problems)} to do. `make messages` collects what the code asks for."]
                )
            )
        self.stdout.write(f"{len(template)} messages in {len(locales)} languages")
