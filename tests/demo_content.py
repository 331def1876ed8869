"""The demonstration content for tests: loaded once, then copied into the database of each test that asks for it."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from demo.accounts import join_groups

__all__ = ["Rows", "capture", "restore"]

Rows = list[tuple[type[Model], list[Model]]]


def _models() -> Iterator[type[Model]]:
    """Who acts, and every table of the project's own apps."""
    yield get_user_model()
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.BASE_DIR:
            yield from (model for model in app.get_models(include_auto_created=True) if model._meta.managed)


def capture() -> Rows:
    """The rows that ``seed_demo`` makes; the database itself is left as it was."""
    with transaction.atomic():
        call_command("seed_demo", verbosity=0)
        rows = [(model, list(model._base_manager.all())) for model in _models()]
        transaction.set_rollback(True)
    return rows


def restore(rows: Rows) -> None:
    """Write captured rows into an empty database, as they are."""
    # In one transaction, since rows point to rows that come later.
    with transaction.atomic():
        _insert(rows)
    join_groups()


def _insert(rows: Rows) -> None:
    for model, instances in rows:
        # One table at a time: what a child model adds to its parent is a table of its own.
        fields = model._meta.local_concrete_fields
        size = max(1, connection.ops.bulk_batch_size(fields, instances))
        for start in range(0, len(instances), size):
            batch = instances[start : start + size]
            model._base_manager._insert(batch, fields=fields, using=connection.alias, raw=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _ in rows]):
            cursor.execute(statement)
