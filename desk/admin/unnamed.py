"""Facts that are only read: what they point to and another office is working on is not named."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext

from desk.admin import permissions

__all__ = ["unname"]


class _Unnamed:
    """Stands where a row is shown that the person may not read."""

    def __init__(self, row: Any) -> None:
        self.pk = row.pk

    def __str__(self) -> str:
        return gettext("(of another office)")


def unname(user: Any, instance: Any, names: Iterable[Any]) -> None:
    """Let the relations ``names`` of ``instance``, which is only shown from here on, lead to nothing ``user`` may not read."""
    for name in names:
        try:
            field = instance._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.many_to_many:
            rows = [_shown(user, row) for row in getattr(instance, name).all()]
            vars(instance).setdefault("_prefetched_objects_cache", {})[name] = rows
        elif field.is_relation and (row := getattr(instance, name)) is not None:
            field.set_cached_value(instance, _shown(user, row))


def _shown(user: Any, row: Any) -> Any:
    return _Unnamed(row) if permissions.is_hidden(user, row) else row
