from typing import Any

from django.core.management.base import BaseCommand

from publishing import search


class Command(BaseCommand):
    help = "Makes the search documents of all approved entries anew."

    def handle(self, *args: Any, **options: Any) -> None:
        count = search.rebuild()
        self.stdout.write(f"{count} entries can be searched.")
