"""Measure on the database that DATABASE_URL names, which is filled first: ``python -m bench [--texts 100000]``.

``--subject lists`` measures lists, home page, feeds and API in another database, with 100,000 press releases.
"""

import argparse
import sys
from itertools import chain

import django
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

# Pages are made without collecting static files before.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# More requests a minute than one processor answers.
UNLIMITED = 10**6
# Texts of other kinds beside the press releases of the subject lists.
BESIDE = 3_000


def main() -> int:
    """Fill the database if it is not filled, and print the table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--subject", choices=["search", "lists"], default="search")
    parser.add_argument("--releases", type=int, default=100_000, help="press releases of the subject lists")
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--counts", action="store_true", help="print what was found, not how long it took")
    options = parser.parse_args()
    django.setup()
    from bench import content, interface, lists, releases, searching
    from bench.measure import measure, table
    from publishing import clock

    def report(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    call_command("migrate", verbosity=0)
    long = options.subject == "lists"
    if not (releases.ready(options.releases) if long else content.ready(options.texts)):
        call_command("flush", interactive=False, verbosity=0)
        content.build(BESIDE if long else options.texts, report)
        if long:
            releases.prolong(options.releases, report)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    with override_settings(STORAGES=STORAGES, API_LIMIT_ANONYMOUS=UNLIMITED):
        if long:
            heading = f"{connection.display_name}, {options.releases} press releases"
            print(table(heading, measure(chain(lists.cases(), interface.cases()))))
            return 0
        with clock.as_of(content.MOMENT):
            if options.counts:
                for case in searching.cases():
                    print(case.name, case.run(), sep="\t")
                return 0
            measured = measure(searching.cases())
    print(table(f"{connection.display_name}, {options.texts} texts", measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
