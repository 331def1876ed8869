"""Proves that personal data are erased in time."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.erasing import due, overdue
from intake.models import Erasure
from publishing import clock

__all__ = ["Command"]


class Command(BaseCommand):
    help = (
        "Lists which personal data were due to be erased and when that was done, and fails if something that was due "
        "a day ago is still there. Names nobody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=date.fromisoformat, help="Only what was erased on this day (UTC) or later."
        )

    def handle(self, *args: Any, since: date | None = None, **options: Any) -> None:
        done = Erasure.objects.order_by("at", "pk")
        if since:
            done = done.filter(at__gte=datetime.combine(since, time(), UTC))
        for each in done:
            was_due = f"{each.due_at:%Y-%m-%dT%H:%MZ}" if each.due_at else "-"
            names = ",".join(each.fields)
            self.stdout.write(
                f"{each.ref}\terased {each.at:%Y-%m-%dT%H:%MZ}\tdue {was_due}\t{each.way}\t{names}"
            )
        waiting = list(due())
        for one in waiting:
            self.stdout.write(f"{one.submission.ref}\tnot yet erased\tdue {one.at:%Y-%m-%dT%H:%MZ}")
        late = overdue()
        now = f"{clock.now():%Y-%m-%dT%H:%MZ}"
        self.stdout.write(f"{now}: {done.count()} erased, {len(waiting)} due, {len(late)} overdue")
        if late:
            raise CommandError(f"{len(late)} overdue: is a worker running?")
