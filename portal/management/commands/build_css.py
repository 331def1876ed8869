"""Join the parts of the style sheet into the one file that pages load."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FIRST = ("tokens.css", "fonts.css", "base.css", "layout.css")
LAST = ("forced-colors.css", "print.css")


def joined(source: Path) -> str:
    """The style sheet made of the parts in ``source``: frame, components by name, special media."""
    components = sorted((source / "components").glob("*.css"))
    parts = [*(source / name for name in FIRST), *components, *(source / name for name in LAST)]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


class Command(BaseCommand):
    help = "Joins static/css/*.css and static/css/components/*.css into static/css/site.css."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if site.css is out of date"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        source = settings.BASE_DIR / "static" / "css"
        target = source / "site.css"
        text = joined(source)
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return
        if check:
            raise CommandError("static/css/site.css is out of date: run manage.py build_css")
        target.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {target.relative_to(settings.BASE_DIR)}.")
