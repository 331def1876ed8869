from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from publishing.jobs.worker import Worker


class Command(BaseCommand):
    help = "Run the jobs in the stored queue: mails, renditions, checks of links and whatever else waits."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do everything that is due now, and end: for cron."
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="End when the process with this id has ended."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(beside=options["beside"])
        if options["once"]:
            ran = worker.once()
            self.stdout.write(f"{ran} jobs ran.")
        else:
            worker.run()
