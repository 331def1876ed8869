from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Print the addresses of the portal."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        # A server that listens everywhere is reached from this machine by its own name.
        host = "localhost" if options["host"] in {"0.0.0.0", "::", "127.0.0.1", "::1"} else options["host"]  # noqa: S104 - compared, not bound
        base = f"http://{host}:{options['port']}"
        addresses = [(language, f"{base}/{code}/") for code, language in settings.LANGUAGES]
        addresses += [("Administration", f"{base}/admin/"), ("Health", f"{base}/health/ready")]
        for label, address in addresses:
            self.stdout.write(f"  {address:<40} {label}")
        self.stdout.write("  Stop with Ctrl+C.")
