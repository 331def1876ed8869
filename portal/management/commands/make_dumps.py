from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.dumps.making import make


class Command(BaseCommand):
    help = (
        "Writes every resource of the API as NDJSON and CSV into DUMP_ROOT. The worker does so every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] == 0
        try:
            run = make(lambda line: None if quiet else self.stdout.write(line))
        except OSError as error:
            raise CommandError(f"The dumps could not be written: {error}") from error
        if not quiet:
            self.stdout.write(f"Wrote {run.path}.")
