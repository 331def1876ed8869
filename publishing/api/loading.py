"""Reading relations without going past the door: only what a public query has loaded may be shown."""

from typing import Any

from django.db.models import Model

__all__ = ["loaded"]


def loaded(instance: Model, name: str) -> Any:
    """What was loaded behind the relation ``name``: an instance, ``None`` if it is not public, or a list.

    ``LookupError`` if nothing was loaded, because reading it now would ask nobody whether it may be seen.
    """
    many = getattr(instance, "_prefetched_objects_cache", {})
    if name in many:
        return list(many[name])
    if name in vars(instance):
        return vars(instance)[name]
    single = vars(instance)["_state"].fields_cache
    if name in single:
        return single[name]
    raise LookupError(f"{type(instance).__name__}.{name} was not loaded through publishing.visibility")
