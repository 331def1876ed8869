"""``manage.py makemessages``: Django's command with this project's languages and places to look."""

from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages
from django.utils.translation import to_locale


class Command(makemessages.Command):
    help = "Collect the messages of code and templates into locale/. Needs GNU gettext."

    # Line numbers would change with every edit of a source file and bury what really changed.
    xgettext_options = [*makemessages.Command.xgettext_options, "--add-location=file"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--add-location=file", "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] += ["tests", "bench", "var", "scripts"]
        options["no_obsolete"] = True
        if not options["locale"] and not options["exclude"]:
            options["locale"] = [
                to_locale(code) for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE
            ]
        super().handle(*args, **options)
