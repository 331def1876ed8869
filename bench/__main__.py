"""Measure on the database that DATABASE_URL names, which is filled first: ``python -m bench [--texts 100000]``."""

import argparse
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

# Pages are made without collecting static files before.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def main() -> int:
    """Fill the database if it is not filled, and print the table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--counts", action="store_true", help="print what was found, not how long it took")
    options = parser.parse_args()
    django.setup()
    from bench import content, searching
    from bench.measure import measure, table
    from publishing import clock

    call_command("migrate", verbosity=0)
    if not content.ready(options.texts):
        call_command("flush", interactive=False, verbosity=0)
        content.build(options.texts, lambda line: print(line, file=sys.stderr, flush=True))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    with clock.as_of(content.MOMENT), override_settings(STORAGES=STORAGES):
        if options.counts:
            for case in searching.cases():
                print(case.name, case.run(), sep="\t")
            return 0
        measured = measure(searching.cases())
    print(table(f"{connection.display_name}, {options.texts} texts", measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
