from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from demo.accounts import ACCOUNTS, PASSWORD, content_actors, create_accounts
from demo.applications import sample_applications
from demo.files import ContentError
from demo.interest import sample_expressions
from demo.loader import load
from demo.offices import create_offices, draft_of_the_other_office
from demo.proposals import sample_proposal
from demo.rolling import roll_forward
from demo.webhooks import sample_webhook
from publishing.models import Entry


class Command(BaseCommand):
    help = "Load the demonstration content into an empty portal; later, move its relative dates on to today."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--in-production",
            action="store_true",
            help="Load the content in production too. The demonstration accounts are not made there.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["in_production"]:
            raise CommandError(
                "This is production. Add --in-production to load the demonstration content all the same."
            )
        if Entry.objects.exists():
            moved = roll_forward(*content_actors())
            self.stdout.write(f"  There is content already; {moved} samples moved on to today.")
        else:
            self._load()
        if not settings.PRODUCTION:
            self._show_accounts()

    def _load(self) -> None:
        begun = monotonic()
        try:
            with transaction.atomic():
                if not settings.PRODUCTION:
                    create_accounts()
                    create_offices()
                load(*content_actors(), lambda line: self.stdout.write(f"  {line}"))
                if not settings.PRODUCTION:
                    draft_of_the_other_office()
                    sample_webhook()
                    sample_proposal()
                    sample_expressions()
                    sample_applications(content_actors()[1])
        except ContentError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"  Loaded in {monotonic() - begun:.0f} seconds.")

    def _show_accounts(self) -> None:
        usernames = [account.username for account in ACCOUNTS]
        present = get_user_model().objects.filter(username__in=usernames).values_list("username", flat=True)
        if present:
            self.stdout.write(f"  Accounts: {', '.join(present)}. Password: {PASSWORD}")
