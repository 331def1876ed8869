"""``manage.py approve KC-2026-0041 --by editor --at 2026-06-01T12:00+09:00``: approve an entry, or say why not."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from publishing import formats
from publishing.actions import Actor, Approve, Refused
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import Entry


class Command(BaseCommand):
    help = "Approve an entry for release at a moment, by the rules of the newsroom; with --check only say what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ref", help="reference of the entry, such as KC-2026-0041")
        parser.add_argument("--by", required=True, metavar="USER", help="user name of who approves")
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--at", type=_moment, help="ISO 8601 with offset, such as 2026-06-01T12:00+09:00")
        when.add_argument("--at-once", action="store_true")
        parser.add_argument("--zone", choices=Zone.values, default=Zone.SEOUL)
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        entry = Entry.objects.filter(ref=options["ref"]).first()
        if entry is None:
            raise CommandError(f"There is no entry {options['ref']}.")
        user = get_user_model().objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {options['by']}.")
        action = Approve(
            entry.specific,
            Actor(user, channel="command"),
            release_at=options["at"],
            release_zone=options["zone"],
            at_once=options["at_once"],
        )
        if options["check"]:
            self._report(entry, [str(reason) for reason in action.check()])
            return
        try:
            action.execute()
        except Refused as refusal:
            self._report(entry, [str(reason) for reason in refusal.reasons])
        moment = action.entry.release_at
        if moment is not None:
            self.stdout.write(f"{entry.ref}: {formats.moment(moment, options['zone'], active())}")

    def _report(self, entry: Entry, reasons: list[str]) -> None:
        if reasons:
            lines = "".join(f"\n  {reason}" for reason in reasons)
            raise CommandError(f"{entry.ref} cannot be approved:{lines}")
        self.stdout.write(f"{entry.ref} can be approved.")


def _moment(value: str) -> datetime:
    moment = parse_datetime(value)
    if moment is None or moment.tzinfo is None:
        raise ArgumentTypeError(f"{value} is not a moment with an offset, such as 2026-06-01T12:00+09:00")
    return moment
